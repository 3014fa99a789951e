"""Changes as people write them: a YAML file, or short strings such as `source:DS001.status=active`."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from oncegraph.schema.change import CHANGES, Between, BindingChange, Change, Known, NewBinding, SourceChange
from oncegraph.schema.declaration import Attribute
from oncegraph.schema.document import read_document
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.item import Item, Step
from oncegraph.schema.source import DataSource, ObtainedVia, SuppliedBy
from oncegraph.schema.text import Text

CHANGE = Text("变更", "change")
PLACES = ", ".join(Between.model_fields)

#: Name of an attribute → its declaration.
DECLARED: dict[str, Attribute] = {
    name: attribute
    for declaration in (Step, Item, SuppliedBy, ObtainedVia, DataSource)
    for name, attribute in declaration.attributes().items()
}

#: The types of values that are neither a list nor a mapping.
SCALAR = str | int | float | date | None
#: The number of characters of a value that a message shows.
MOST_TOLD = 100

LIKE = {
    int: Text("整数", "a whole number"),
    bool: Text("是或否", "true or false"),
    "date": Text("日期，如 2026-11-01", "a date such as 2026-11-01"),
    "datetime": Text("北京时间，如 2026-11-01 08:30", "a time in Beijing such as 2026-11-01 08:30"),
    str: Text("编码", "a code"),
}

NONE_OR_MORE = Text("不小于 0 的整数", "a whole number, 0 or more")

SHORT = re.compile(
    r"(?P<new>\+?)(?P<kind>source|field|material|known):(?P<what>.+?)(?:\.(?P<attribute>[a-z_]+)=(?P<value>.*))?",
    re.DOTALL,
)
WHERE = re.compile(r"(?P<owner>.+?)@(?P<source>.+?)(?:/(?P<mode>[^/#]+))?(?:#(?P<number>.+))?")
FORMS = Text(
    "写法：source:数源.属性=值、field:字段@数源.属性=值、material:材料@数源/方式.属性=值"
    "（二者之间有多个绑定时加 #序号），新增绑定在前面加 +；known:字段,字段",
    "Write source:SOURCE.attribute=value, field:FIELD@SOURCE.attribute=value or material:MATERIAL@SOURCE/MODE"
    ".attribute=value (with #NUMBER where several bindings join the two), a leading + makes a new binding; "
    "known:FIELD,FIELD",
)


class BadChange(RefusedInput):
    """A change is written wrongly."""

    code = "bad_change"

    def __init__(self, place: Text, what: Text, next_step: Text):
        super().__init__(Text(f"{place.zh}：{what.zh}", f"{place.en}: {what.en}"), next_step)


def read_changes(path: Path) -> tuple[Change, ...]:
    """The changes in a YAML file: a list, each entry with what it changes and the attributes (see schema/change.py).

    Raises Unreadable; BadChange, which names the entry and the attribute.
    """
    return changes_of(read_document(path), path.name)


def changes_of(
    entries: Any, name: str = "", kinds: Sequence[type[Change]] = CHANGES, called: Text = CHANGE
) -> tuple[Change, ...]:
    """The changes of a parsed YAML or JSON document.

    name: what the document is called; kinds: those that it may hold; called: the word for a change in messages.
    Raises BadChange.
    """
    if not isinstance(entries, list):
        raise BadChange(
            Text(name or called.zh, name or f"{called.en}s"),
            Text("变更清单应为一个列表。", "The document must be a list."),
            Text("每项以“- ”开头，如：- source: DS001", 'Begin every entry with "- ", such as: - source: DS001'),
        )
    return tuple(_change(entry, place_of(name, number, called), kinds) for number, entry in enumerate(entries, 1))


def parse(words: Sequence[str]) -> tuple[Change, ...]:
    """The changes in short strings; several strings about the same thing make one change. Raises BadChange.

    `source:DS001.status=active`, `field:ZD000046@DS001#1.key_fields=ZD000001,ZD000002`,
    `material:CL0001@DS001/证照共享.approved=是`, `known:ZD000123`,
    `+field:ZD000046@DS002.returns=value` (a new binding). An empty value means "not recorded".
    """
    entries: dict[str, dict[str, Any]] = {}
    places: dict[str, Text] = {}
    for word in words:
        place = Text(f"“{word}”", f'"{word}"')
        found = SHORT.fullmatch(word)
        about = _about(found) if found else None
        if found is None or about is None:
            raise BadChange(place, Text("无法理解。", "This is not a change."), FORMS)
        key = f"{found['new']}{found['kind']}:{found['what']}"
        places.setdefault(key, place)
        entry = entries.setdefault(key, about)
        if found["attribute"]:
            value = found["value"].strip()
            entry[found["attribute"]] = value or None
            _change(entry, place)
    return tuple(_change(entry, places[key]) for key, entry in entries.items())


def _about(found: re.Match[str]) -> dict[str, Any] | None:
    """A short string as an entry of a file of changes; None if it does not have the right form."""
    new, kind, what = found["new"], found["kind"], found["what"]
    if kind in (SourceChange.about, Known.about):
        fits = not new and (found["attribute"] is not None) == (kind == SourceChange.about)
        return {kind: what} if fits else None
    where = WHERE.fullmatch(what)
    if where is None or (found["attribute"] is None and not new):
        return None
    between = {kind: where["owner"], "source": where["source"], "number": where["number"], "mode": where["mode"]}
    named = {name: value for name, value in between.items() if value is not None}
    return {NewBinding.about if new else BindingChange.about: named}


def place_of(name: str, number: int, called: Text = CHANGE) -> Text:
    """Where a change stands in the document of that name."""
    return Text(f"{name} 第 {number} 项{called.zh}".strip(), f"{name}, {called.en} {number}".removeprefix(", "))


def _change(entry: Any, place: Text, among: Sequence[type[Change]] = CHANGES) -> Change:
    # Other kinds of change have an attribute `source` as well.
    kinds = [kind for kind in among if isinstance(entry, dict) and kind.about in entry]
    kinds = [kind for kind in kinds if not any(kind.about in other.attributes() for other in kinds)]
    if len(kinds) != 1:
        allowed = ", ".join(kind.about for kind in among)
        raise BadChange(
            place,
            Text("须指明变更的对象，且只能指明一个。", "It must name exactly one thing to change."),
            Text(f"可用以下之一：{allowed}。", f"One of: {allowed}."),
        )
    (kind,) = kinds
    try:
        return kind.model_validate(entry)
    except ValidationError as error:
        raise _refused(kind, place, error.errors(include_url=False)) from None


def _refused(kind: type[Change], place: Text, errors: Iterable[Any]) -> BadChange:
    """The error for the first thing that is wrong."""
    first = next(iter(errors))
    path = [str(step) for step in first["loc"]]
    where = ".".join(path)
    if first["type"] == "extra_forbidden":
        allowed = PLACES if path[0] in (BindingChange.about, NewBinding.about) else ", ".join(kind.attributes())
        return BadChange(
            place,
            Text(f"没有可变更的属性“{where}”。", f'There is no attribute "{where}" to change.'),
            Text(f"可用：{allowed}。", f"Its attributes are: {allowed}." if allowed else "It has no attributes."),
        )
    if path[0] in (BindingChange.about, NewBinding.about):
        return BadChange(
            place,
            Text(f"“{where}”没有指明一个绑定。", f'"{where}" does not name a binding.'),
            Text(
                "请写 field 或 material 之一，以及 source；material 可加 mode（获取方式），均可加 number（绑定序号）。",
                "Give either field or material, and source; a material may also have a mode, and both may have a "
                "number.",
            ),
        )
    expected = NONE_OR_MORE if first["type"] == "greater_than_equal" and first["ctx"]["ge"] == 0 else _expected(path[0])
    if first["type"] == "missing":
        return BadChange(
            place,
            Text(f"缺少“{where}”。", f'"{where}" is missing.'),
            Text(f"应为：{expected.zh}。", f"Expected: {expected.en}."),
        )
    given = _describe(first["input"])
    return BadChange(
        place,
        Text(f"“{where}”不能是{given.zh}。", f'"{where}" cannot be {given.en}.'),
        Text(f"应为：{expected.zh}。", f"Expected: {expected.en}."),
    )


def _describe(value: Any) -> Text:
    """A value as messages show it: in full only if it is short."""
    if isinstance(value, SCALAR):
        word = str(value)[:MOST_TOLD]
        return Text(f"“{word}”", f'"{word}"')
    return Text("映射", "a mapping") if isinstance(value, dict) else Text("列表", "a list")


def _expected(name: str) -> Text:
    """The values that an attribute may have, in words."""
    attribute = DECLARED.get(name)
    if attribute is None:
        return LIKE[str]
    if attribute.codes:
        every = ("*",) if name == "audiences" else ()
        return Text(
            "、".join([f"{code.value}（{code.title.zh}）" for code in attribute.codes] + [*every]),
            ", ".join([*(code.value for code in attribute.codes), *every]),
        )
    declaration = next(each for each in (Item, Step, DataSource, SuppliedBy) if name in each.attributes())
    kind = declaration.value_type(name)
    return LIKE.get(kind) or LIKE[kind.__name__]
