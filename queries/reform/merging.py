"""合: merges an item into another as an internal step (S2: 补贴发放 becomes a step of 资格确认)."""

from collections.abc import Iterable, Sequence
from typing import Any

import networkx as nx

from oncegraph.queries.reform.draft import Draft
from oncegraph.queries.reform.item_removal import remove_item
from oncegraph.schema.codes import MaterialType, Necessity, Status, StepKind, in_force
from oncegraph.schema.declaration import Node
from oncegraph.schema.form import Form, FormField
from oncegraph.schema.item import Item, Precedes, Step
from oncegraph.schema.material import Material, Proves
from oncegraph.schema.reform import Merge
from oncegraph.schema.rows import Row
from oncegraph.schema.situation import Produces, Requires, Situation
from oncegraph.schema.text import COMMA, Text, listed
from oncegraph.schema.theme import Includes

#: Steps in which the applicant takes part; an internal step does not repeat them.
APPLICANT_STEPS = (StepKind.ACCEPTANCE, StepKind.DELIVERY)
#: The kind of an internal step that replaces several steps: the first of these kinds among them.
WEIGHTIEST = (StepKind.SPECIAL, StepKind.DECISION, StepKind.REVIEW, StepKind.CERTIFICATION)
STRICTEST = (Necessity.REQUIRED, Necessity.DEFERRED, Necessity.OPTIONAL)


def merge(draft: Draft, action: Merge, merged: Row, into: Row) -> list[Text]:
    """Merges one item into another; see `schema.reform.Merge`. Returns notes on what should be checked."""
    name = action.name or into["name"]
    inner, outer = merged["item_code"], into["item_code"]
    results = [{row["material_code"] for row in draft.find(Produces, item_code=code)} for code in (outer, inner)]
    situations = situations_of(draft, outer)
    _hand_over(draft, outer, results[1], name)
    notes: list[Text] = []
    joining = situations_of(draft, inner)
    entries = _entries(draft, joining)
    for situation in situations:
        notes += _Joining(draft, situation, results[0], results[0] | results[1], entries).join(joining)
    step = _internal_step(draft, action, merged, outer)
    _rewire(draft, inner, outer)
    _retheme(draft, inner, situations)
    remove_item(draft, merged, name)
    if others := _circle(draft, outer):
        named = listed((_name(draft, Item, code) for code in others), COMMA)
        notes.append(
            Text(f"合并后与“{named.zh}”互相等待。", f'After merging, it and "{named.en}" wait for each other.')
        )
    draft.change(Item, into, **_attributes(action, merged, into, step))
    return notes


def situations_of(draft: Draft, item: str) -> list[Row]:
    """The situations of an item that are in force."""
    return [row for row in draft.find(Situation, item_code=item) if in_force(row.get("status"))]


def _required(draft: Draft, situation: Row) -> list[Row]:
    rows = draft.find(Requires, situation_code=situation["situation_code"])
    return [row for row in rows if row.get("status") != Status.REMOVED]


def _hand_over(draft: Draft, item: str, results: set[str], name: str) -> None:
    """Removes the requirements of an item, unless its situation was removed, for materials that the merged item issues:
    they are handed on internally."""
    situations = [row for row in draft.find(Situation, item_code=item) if row.get("status") != Status.REMOVED]
    for situation in situations:
        for row in _required(draft, situation):
            if row["material_code"] in results:
                draft.remove(Requires, row, name)


def _forms(draft: Draft, material: str) -> list[Row]:
    row = draft.row(Material, material)
    is_form = row is not None and row.get("material_type") == MaterialType.APPLICATION_FORM
    return draft.find(Form, material_code=material) if is_form else []


def _entries(draft: Draft, situations: Iterable[Row]) -> dict[str, list[Row]]:
    """Code of each form that the situations require → its entries in order, before any of them is moved."""
    materials = {row["material_code"] for situation in situations for row in _required(draft, situation)}
    return {
        form["form_code"]: sorted(draft.find(FormField, form_code=form["form_code"]), key=_position)
        for material in materials
        for form in _forms(draft, material)
    }


class _Joining:
    """Adds what the merged item still requires to a situation of the other item.

    handed_over: materials that the other item issues; inside: materials that one of the two items issues; entries: the
    entries of the forms to be added. Their fields are added to the form of the situation, unless other items use that
    form, which must not change for them.
    """

    def __init__(
        self,
        draft: Draft,
        situation: Row,
        handed_over: set[str],
        inside: set[str],
        entries: dict[str, list[Row]],
    ):
        self._draft, self._situation, self._entries = draft, situation, entries
        self._handed_over, self._inside = handed_over, inside
        self._groups: set[str | None] = set()
        self._notes: list[Text] = []
        mine = _required(draft, situation)
        own = (row["material_code"] for row in mine if not self._asked_elsewhere(row["material_code"], situation))
        self._form = next((form for material in own for form in _forms(draft, material)), None)

    def join(self, situations: Iterable[Row]) -> list[Text]:
        """Adds the requirements of the merged item's situations. Returns notes on what should be checked."""
        for situation in situations:
            mine = _required(self._draft, self._situation)
            self._groups = {row.get("alternative_group") for row in mine} - {None}
            asked_for = {row["material_code"] for row in mine}
            for row in _required(self._draft, situation):
                forms = _forms(self._draft, row["material_code"])
                if row["material_code"] in self._handed_over:
                    continue
                if self._form is not None and forms and row["material_code"] not in asked_for:
                    self._join_fields(forms, self._form, not self._asked_elsewhere(row["material_code"], situation))
                else:
                    self._require(row, situation)
        return self._notes

    def _require(self, row: Row, of: Row) -> None:
        code, group = self._situation["situation_code"], row.get("alternative_group")
        here = self._draft.row(Requires, code, row["material_code"])
        if group in self._groups:
            group = f"{of['situation_code']}·{group}"
        if here is None:
            condition = row.get("condition") or of.get("condition")
            more = {"situation_code": code, "condition": condition, "alternative_group": group}
            added = {name: value for name, value in {**row, **more}.items() if value is not None}
            self._draft.add(Requires, added)
        elif here.get("status") == Status.REMOVED:
            again = {"status": row.get("status"), "necessity": row.get("necessity"), "alternative_group": group}
            self._draft.change(Requires, here, **again)
        else:
            here = self._draft.change(Requires, here, necessity=_strictest(here, row))
            if group is None and here.get("alternative_group") and row.get("necessity") != Necessity.OPTIONAL:
                self._settle(here)

    def _settle(self, chosen: Row) -> None:
        """Removes the alternatives to a material that is now required in any case."""
        self._draft.change(Requires, chosen, alternative_group=None)
        mine = _required(self._draft, self._situation)
        others = [row for row in mine if row.get("alternative_group") == chosen["alternative_group"]]
        for row in others:
            self._draft.remove(Requires, row)
        if others:
            where, name = self._situation["name"], _name(self._draft, Material, chosen["material_code"])
            rest = listed((_name(self._draft, Material, row["material_code"]) for row in others), COMMA)
            self._notes.append(
                Text(
                    f"“{where}”现在必须提交“{name}”，不能再以“{rest.zh}”代替。",
                    f'"{where}" now requires "{name}"; "{rest.en}" can no longer take its place.',
                )
            )

    def _join_fields(self, forms: Iterable[Row], form: Row, moves: bool) -> None:
        """Moves entries for standard fields that the form lacks to it, or copies them if other items need their form.

        Fields that are proved by a material handed on internally are left out.
        """
        draft, code = self._draft, form["form_code"]
        proved = {row["field_code"] for material in self._inside for row in draft.find(Proves, material_code=material)}
        mine = {row["field_code"]: row for row in draft.find(FormField, form_code=code)}
        last = max((row.get("position") or 0 for row in mine.values()), default=0)
        for other in forms:
            for entry in self._entries[other["form_code"]]:
                field = entry["field_code"]
                if field in mine:
                    if entry.get("required") and not mine[field].get("required"):
                        mine[field] = draft.change(FormField, mine[field], required=True)
                elif field not in proved:
                    last += 1
                    if moves and entry == draft.row(FormField, entry["form_field_code"]):
                        mine[field] = draft.change(FormField, entry, form_code=code, position=last)
                    else:
                        copied = {"form_field_code": draft.free_code(FormField, code), "form_code": code}
                        mine[field] = {**entry, **copied, "position": last}
                        draft.add(FormField, mine[field])

    def _asked_elsewhere(self, material: str, situation: Row) -> bool:
        """Whether an item other than that of the situation requires the material."""
        rows = self._draft.find(Requires, material_code=material)
        owners = (self._draft.row(Situation, row["situation_code"]) for row in rows)
        return any(owner is not None and owner["item_code"] != situation["item_code"] for owner in owners)


def _name(draft: Draft, kind: type[Node], code: str) -> str:
    return (draft.row(kind, code) or {}).get("name", code)


def _position(entry: Row) -> tuple[float, str]:
    position = entry.get("position")
    return float("inf") if position is None else position, entry["form_field_code"]


def _strictest(*rows: Row) -> str | None:
    """The strictest necessity; None if one of them is not recorded."""
    recorded = [row.get("necessity") for row in rows]
    return None if None in recorded else next((each for each in STRICTEST if each in recorded), recorded[0])


def _internal_step(draft: Draft, action: Merge, merged: Row, outer: str) -> Row:
    """Replaces the steps of the merged item by one internal step, and returns it."""
    steps = draft.find(Step, item_code=merged["item_code"])
    inner = [step for step in steps if step.get("kind") not in APPLICANT_STEPS]
    kinds = [step.get("kind") for step in inner]
    last = max((step.get("position") or 0 for step in draft.find(Step, item_code=outer)), default=0)
    days = _summed(step.get("days") for step in inner) if steps else merged.get("promised_days")
    recorded = {
        "step_code": draft.free_code(Step, f"{outer}H"),
        "name": action.step or merged["name"],
        "item_code": outer,
        "position": last + 1,
        "kind": next((kind.value for kind in WEIGHTIEST if kind in kinds), None),
        "department_code": merged.get("department_code"),
        "days": action.days if "days" in action.new_values else days,
        "online": _all([step.get("online") for step in inner]),
        "presence_required": _any([step.get("presence_required") for step in inner]),
        "special_procedure": next((step["special_procedure"] for step in inner if step.get("special_procedure")), None),
        "discretion": _any([step.get("discretion") for step in inner]),
    }
    row: Row = {name: value for name, value in recorded.items() if value is not None}
    for step in steps:
        draft.remove(Step, step, row["name"])
    draft.add(Step, row)
    return row


def _any(values: Sequence[bool | None]) -> bool | None:
    return True if True in values else None if None in values or not values else False


def _all(values: Sequence[bool | None]) -> bool | None:
    return False if False in values else None if None in values or not values else True


def _summed(days: Iterable[int | None]) -> int | None:
    total = 0
    for each in days:
        if each is None:
            return None
        total += each
    return total


def _rewire(draft: Draft, inner: str, outer: str) -> None:
    """Transfers what the merged item issues, and its orders by law, to the other item."""
    for row in draft.find(Produces, item_code=inner):
        draft.remove(Produces, row)
        if draft.row(Produces, outer, row["material_code"]) is None:
            draft.add(Produces, {**row, "item_code": outer})
    for mine, other in (("from_item_code", "to_item_code"), ("to_item_code", "from_item_code")):
        for row in draft.find(Precedes, **{mine: inner}):
            draft.remove(Precedes, row)
            moved = {**row, mine: outer}
            if row[other] != outer and draft.row(Precedes, moved["from_item_code"], moved["to_item_code"]) is None:
                draft.add(Precedes, moved)


def _circle(draft: Draft, item: str) -> list[str]:
    """Items that wait for this one and that it waits for in turn."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node(item)
    reached = [item]
    for each in reached:
        waiting = dict.fromkeys(_waiting(draft, each))
        reached += [other for other in waiting if other not in graph]
        graph.add_edges_from((each, other) for other in waiting)
    waited_for = nx.ancestors(graph, item)
    return [each for each in reached if each in waited_for]


def _waiting(draft: Draft, item: str) -> list[str]:
    """Items in force that wait for this one: for its result, if there is no alternative, or by law."""
    needs = [
        row
        for result in draft.find(Produces, item_code=item)
        for row in draft.find(Requires, material_code=result["material_code"])
        if row.get("status") != Status.REMOVED
        and row.get("alternative_group") is None
        and row.get("necessity") in (Necessity.REQUIRED, None)
    ]
    situations = [draft.row(Situation, row["situation_code"]) for row in needs]
    waiting = [each["item_code"] for each in situations if each is not None and in_force(each.get("status"))]
    waiting += [row["to_item_code"] for row in draft.find(Precedes, from_item_code=item)]
    return [each for each in waiting if each != item and in_force((draft.row(Item, each) or {}).get("status"))]


def _retheme(draft: Draft, inner: str, situations: Sequence[Row]) -> None:
    """Makes themes that included the merged item include the other item."""
    codes = [situation["situation_code"] for situation in situations]
    for situation in draft.find(Situation, item_code=inner):
        for row in draft.find(Includes, situation_code=situation["situation_code"]):
            if any(draft.row(Includes, row["theme_code"], code) is not None for code in codes):
                continue
            for code in codes:
                draft.add(Includes, {**row, "situation_code": code} | ({"optional": True} if len(codes) > 1 else {}))


def _attributes(action: Merge, merged: Row, into: Row, step: Row) -> dict[str, Any]:
    """The new attributes of the item that remains."""
    return {
        "legal_days": _summed(row.get("legal_days") for row in (into, merged)),
        "promised_days": _summed((into.get("promised_days"), step.get("days"))),
        **{name: value for name, value in action.new_values.items() if name in Item.attributes()},
    }
