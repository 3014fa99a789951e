"""Applies the actions of a reform (schema/reform.py), one after the other, to a copy of a catalogue's rows."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from oncegraph.queries.change.binding_choice import FIRST, BindingName, choose_binding, name_new_binding
from oncegraph.queries.change.changes import BadChange, place_of
from oncegraph.queries.reform.draft import Draft
from oncegraph.queries.reform.item_removal import remove_item
from oncegraph.queries.reform.merging import merge, situations_of
from oncegraph.queries.reform.reading import ACTION
from oncegraph.schema.change import EVERYTHING, Between, BindingChange, Change, NewBinding, SourceChange
from oncegraph.schema.codes import Level, Mode, Origin, Returns, Sharing, Status
from oncegraph.schema.comparison import Cause, Edit
from oncegraph.schema.declaration import Declaration, Node
from oncegraph.schema.field import Field
from oncegraph.schema.item import Item, Step
from oncegraph.schema.material import LicenceType, Material
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.place import Department, Region
from oncegraph.schema.reform import (
    ActionKind,
    Commit,
    Delegate,
    Drop,
    Effect,
    Merge,
    Open,
    Reform,
    Reformed,
    Retire,
    Retype,
    Share,
    Transfer,
)
from oncegraph.schema.rows import Row, Rows
from oncegraph.schema.situation import Produces, Requires, Situation
from oncegraph.schema.source import DataSource, ObtainedVia, SuppliedBy
from oncegraph.schema.text import Text

C = TypeVar("C", bound=Change)

#: Defaults of a new binding: in force, for everyone and everywhere, with data at most a year old.
IN_FORCE: dict[str, Any] = {
    "status": Status.ACTIVE.value,
    "audiences": (EVERYTHING,),
    "regions": (EVERYTHING,),
    "max_age_days": 365,
}


def apply_reform(rows: Rows, reform: Reform, today: date) -> Reformed:
    """The catalogue after a reform; the given rows are not modified. today: the day for which it is tried.

    Raises BadChange, which names the document, the number of the action and the code.
    """
    taking = _Taking(rows, reform.name, today)
    effects = [taking.take(number, action) for number, action in enumerate(reform.actions, 1)]
    return Reformed(taking.draft.rows(), tuple(effects), taking.causes)


class _Taking:
    """Applies actions to a draft."""

    def __init__(self, rows: Rows, document: str, today: date):
        self.draft = Draft(rows)
        self.causes: dict[tuple[str, tuple[str, ...]], Cause] = {}
        self._document, self._today = document, today
        self._number = 0
        self._notes: list[Text] = []
        self._gone: dict[tuple[str, str], int] = {}

    def take(self, number: int, action: Change) -> Effect:
        self._number, self._notes, before = number, [], len(self.draft.touches)
        kind, about = ActionKind(action.about), getattr(action, action.about)
        name = _ACTIONS[kind](self, action)
        text = _sentence(kind, name, action)
        counts: dict[Edit, Counter[str]] = {}
        for touch in dict.fromkeys(self.draft.touches[before:]):
            counts.setdefault(touch.edit, Counter())[touch.kind] += 1
            self.causes[touch.kind, touch.identity] = Cause(action=number, text=text, into=touch.into)
            if touch.edit in (Edit.REMOVED, Edit.MERGED) and touch.name is not None:
                self._gone |= {(touch.kind, word): number for word in (*touch.identity, touch.name)}
        return Effect(
            number=number,
            action=kind,
            about=about if isinstance(about, str) else f"{about.owner}@{about.source}",
            name=name,
            text=text,
            edits={edit: dict(counts[edit]) for edit in Edit if edit in counts},
            notes=tuple(self._notes),
        )

    def retire(self, action: Retire) -> str:
        item = self._one(Item, action.retire)
        results = [row["material_code"] for row in self.draft.find(Produces, item_code=item["item_code"])]
        remove_item(self.draft, item)
        for code in results:
            required = self.draft.find(Requires, material_code=code)
            needed = [row for row in required if row.get("status") != Status.REMOVED]
            if needed and not self.draft.find(Produces, material_code=code):
                name = (self.draft.row(Material, code) or {}).get("name", code)
                self._notes.append(
                    Text(
                        f"仍有 {len(needed)} 个情形需要“{name}”，但已没有事项产出该材料。",
                        f'{len(needed)} situations still require "{name}", which no item issues any more.',
                    )
                )
        return item["name"]

    def merge(self, action: Merge) -> str:
        merged, into = self._one(Item, action.merge), self._one(Item, action.into)
        if merged["item_code"] == into["item_code"]:
            raise self._refused(
                Text(f"“{into['name']}”不能并入自身。", f'"{into["name"]}" cannot be merged into itself.'),
                Text("请在 into 中写明另一个事项。", "Name another item in `into`."),
            )
        if not situations_of(self.draft, into["item_code"]):
            raise self._refused(
                Text(
                    f"“{into['name']}”没有启用的情形，无法并入。",
                    f'"{into["name"]}" has no situation in force to merge into.',
                ),
                Text(
                    "请先启用该事项的一个情形，或并入其他事项。", "Put one in force first, or merge into another item."
                ),
            )
        self._notes += merge(self.draft, action, merged, into)
        return f"{merged['name']} → {action.name or into['name']}"

    def delegate(self, action: Delegate) -> str:
        item = self._one(Item, action.delegate)
        levels, level = [each.value for each in Level], item.get("use_level")
        if level in levels and levels.index(action.use_level) <= levels.index(level):
            now = Level(level).title
            raise self._refused(
                Text(f"“{item['name']}”现由{now.zh}级行使，只能下放到更低层级。", _not_lower(item["name"], now)),
                Text("调整部门请用 transfer（转）。", "To move it to another department, use transfer."),
            )
        values: dict[str, Any] = {"use_level": action.use_level}
        if action.region is not None:
            values["region_code"] = self._one(Region, action.region)["region_code"]
        item = self.draft.change(Item, item, **values)
        if action.department is not None:
            self._give(item, self._one(Department, action.department))
        return item["name"]

    def transfer(self, action: Transfer) -> str:
        item = self._one(Item, action.transfer)
        self._give(item, self._one(Department, action.department))
        return item["name"]

    def _give(self, item: Row, department: Row) -> None:
        """Transfers an item to another department, with the steps that its department handled."""
        old, new = item.get("department_code"), department["department_code"]
        self.draft.change(Item, item, department_code=new)
        for step in self.draft.find(Step, item_code=item["item_code"]):
            if old is not None and step.get("department_code") == old:
                self.draft.change(Step, step, department_code=new)

    def retype(self, action: Retype) -> str:
        item = self._one(Item, action.retype)
        self.draft.change(Item, item, item_type=action.item_type)
        return item["name"]

    def open(self, action: Open) -> str:
        source = self._one(DataSource, action.open)
        self.draft.change(
            DataSource,
            source,
            status=Status.ACTIVE.value,
            sharing=Sharing.UNCONDITIONAL.value,
            data_updated_at=action.data_updated_at or self._today,
        )
        for kind in (SuppliedBy, ObtainedVia):
            for binding in self.draft.find(kind, source_code=source["source_code"]):
                if binding.get("status") != Status.REMOVED:
                    age = binding.get("max_age_days", action.max_age_days)
                    self.draft.change(kind, binding, status=Status.ACTIVE.value, max_age_days=age)
        return source["name"]

    def drop(self, action: Drop) -> str:
        material = self._one(Material, action.drop)
        required = self.draft.find(Requires, material_code=material["material_code"])
        if action.situation is not None:
            chosen = {self._one(Situation, action.situation, self._item_code(action.item))["situation_code"]}
            required = [row for row in required if row["situation_code"] in chosen]
        elif action.item is not None:
            situations = self.draft.find(Situation, item_code=self._item_code(action.item))  # type: ignore[arg-type]
            chosen = {row["situation_code"] for row in situations}
            required = [row for row in required if row["situation_code"] in chosen]
        if not required:
            raise self._refused(
                Text(
                    f"所指定的事项或情形并不要求“{material['name']}”。", f'"{material["name"]}" is not required there.'
                ),
                Text("请核对 item 和 situation。", "Check item and situation."),
            )
        for row in required:
            self.draft.change(Requires, row, status=Status.REMOVED.value)
        return material["name"]

    def commit(self, action: Commit) -> str:
        material, source = self._one(Material, action.commit), self._one(DataSource, action.source)
        self._obtain(material, source, Mode.COMMITMENT, Returns.VALUE, action)
        return material["name"]

    def share(self, action: Share) -> str:
        source = self._one(DataSource, action.source)
        if self._matches(Material, action.share):
            shared = self._one(Material, action.share)
            materials = [shared]
        else:
            shared = self._one(LicenceType, action.share, kinds=(Material, LicenceType))
            materials = self.draft.find(Material, licence_type_code=shared["licence_type_code"])
        for material in materials:
            if material.get("origin") != Origin.GOVERNMENT or material.get("original_surrendered") is not False:
                name = material["name"]
                self._notes.append(
                    Text(
                        f"“{name}”不是政府部门核发，或者须收缴原件（或未登记是否收缴原件），证照共享不能使其免交。",
                        f'"{name}" is not issued by government, or its original must (or may have to) be '
                        "surrendered: sharing does not make it exempt.",
                    )
                )
            self._obtain(material, source, Mode.LICENCE_SHARING, Returns.DOCUMENT, action)
        return shared["name"]

    def _obtain(self, material: Row, source: Row, mode: Mode, returns: Returns, action: Change) -> None:
        """Arranges a material by a binding of this mode: puts an existing one in force, or creates one."""
        ends = {"material_code": material["material_code"], "source_code": source["source_code"], "mode": mode.value}
        values = self._attributes(action, ObtainedVia)
        if found := self.draft.find(ObtainedVia, **ends):
            kept = {name: value for name, value in IN_FORCE.items() if name == "status" or name not in found[0]}
            self.draft.change(ObtainedVia, found[0], **kept | values)
        else:
            made = {"binding": FIRST, "returns": returns.value, **IN_FORCE, **values}
            self.draft.add(ObtainedVia, ends | _recorded(made))

    def source(self, action: SourceChange) -> str:
        source = self._one(DataSource, action.source)
        self.draft.change(DataSource, source, **self._attributes(action, DataSource))
        return source["name"]

    def binding(self, action: BindingChange) -> str:
        declaration, ends, name = self._ends(action.binding)
        there = self.draft.find(declaration, **ends)
        chosen = there[choose_binding(action.binding, [_name(row) for row in there], self._refusal)]
        self.draft.change(declaration, chosen, **self._attributes(action, declaration))
        return name

    def new_binding(self, action: NewBinding) -> str:
        declaration, ends, name = self._ends(action.new_binding)
        there = [_name(row) for row in self.draft.find(declaration, **ends)]
        new = name_new_binding(action.new_binding, there, self._refusal)
        row = ends | {"binding": new.number} | ({} if new.mode is None else {"mode": new.mode})
        attributes = self._attributes(action, declaration)
        self.draft.add(
            declaration, row | {name: value for name, value in attributes.items() if value not in (None, ())}
        )
        return name

    def _ends(self, between: Between) -> tuple[type[SuppliedBy | ObtainedVia], dict[str, str], str]:
        source = self._one(DataSource, between.source)
        declaration: Any = DECLARATIONS[between.declaration]
        owner = self._one(declaration.start, between.owner)
        key = declaration.start.key()
        ends = {key: owner[key], "source_code": source["source_code"]}
        return declaration, ends, f"{owner['name']} → {source['name']}"

    def _attributes(self, action: Change, declaration: type[Declaration]) -> dict[str, Any]:
        """The attributes of a source or binding that an action sets, with things named by their codes."""
        values = {name: value for name, value in action.new_values.items() if name in declaration.attributes()}
        for name, kind in (("key_fields", Field), ("regions", Region)):
            if values.get(name):
                values[name] = tuple(
                    word if word == EVERYTHING else self._one(kind, word)[kind.key()] for word in values[name]
                )
        if action.legal_basis and declaration is not DataSource:
            values["legal_basis"] = action.legal_basis
        return values

    def _item_code(self, word: str | None) -> str | None:
        return None if word is None else self._one(Item, word)["item_code"]

    def _matches(self, kind: type[Node], word: str, item: str | None = None) -> list[Row]:
        """The rows with this code or, if there is none, with this name; only those of an item, if one is given."""
        row = self.draft.row(kind, word)
        found = self.draft.find(kind, name=word) if row is None else [row]
        return [each for each in found if item is None or each["item_code"] == item]

    def _one(self, kind: type[Node], word: str, item: str | None = None, kinds: Iterable[type[Node]] = ()) -> Row:
        found = self._matches(kind, word, item)
        if len(found) == 1:
            return found[0]
        if found:
            codes = "、".join(row[kind.key()] for row in found)
            raise self._refused(
                Text(
                    f"有 {len(found)} 个{kind.title.zh}名为“{word}”。",
                    f'{len(found)} things of this kind ({kind.title.en.lower()}) are named "{word}".',
                ),
                Text(f"请用编码指明：{codes}。", f"Use one of the codes: {codes}."),
            )
        if (number := self._gone.get((kind.__name__, word))) is not None:
            raise self._refused(
                Text(
                    f"{kind.title.zh}“{word}”因第 {number} 项动作已不存在。",
                    f'{kind.title.en} "{word}" was removed by action {number}.',
                ),
                Text("请调整动作的顺序，或去掉本项动作。", "Change the order of the actions, or leave this one out."),
            )
        zh, en = ("或".join(each.title.zh for each in kinds or (kind,)), (kind.title.en).lower())
        raise self._refused(
            Text(f"没有编码或名称为“{word}”的{zh}。", f'There is no {en} with code or name "{word}".'),
            Text(f"用 oncegraph search {word} 查找。", f"Look for it with: oncegraph search {word}"),
        )

    def _refusal(self, what: Text, next_step: Text, _: bool) -> BadChange:
        return self._refused(what, next_step)

    def _refused(self, what: Text, next_step: Text) -> BadChange:
        return BadChange(place_of(self._document, self._number, ACTION), what, next_step)


def _recorded(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value not in (None, ())}


def _name(binding: Row) -> BindingName:
    return BindingName(binding.get("binding", FIRST), binding.get("mode"))


def _not_lower(name: str, level: Text) -> str:
    return f'"{name}" is exercised at the level {level.en.lower()}; it can only be delegated to a lower level.'


def _sentence(kind: ActionKind, name: str, action: Change) -> Text:
    """What an action does, and why, as a text."""
    because = [(action.reason, "", ""), (action.legal_basis, "依据：", "by ")]
    zh = [f"{kind.title.zh}：{name}", *(f"{head}{values}" for values, head, _ in because if values)]
    en = [f"{kind.title.en}: {name}", *(f"{head}{values}" for values, _, head in because if values)]
    return Text("；".join(zh), "; ".join(en))


_ACTIONS: dict[ActionKind, Callable[[_Taking, Any], str]] = {kind: getattr(_Taking, kind.value) for kind in ActionKind}
