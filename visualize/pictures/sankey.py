"""Where the fields of forms come from: fields (or the items that ask for them) → sources → levels, weighted by
number."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from oncegraph.queries.records import Records
from oncegraph.schema.codes import Level
from oncegraph.schema.item import Item
from oncegraph.schema.model import NODES
from oncegraph.schema.source import DataSource
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import FieldVerdict, Reason, SituationVerdict, Verdict
from oncegraph.visualize.diagram import Arrangement, Column, Diagram, Edge, Key, Line, Node, legend_of
from oncegraph.visualize.links import href
from oncegraph.visualize.pictures.folding import MOST, fold
from oncegraph.visualize.pictures.verdicts import node_id

#: The fields of a single item are drawn individually, up to this number.
MANY_FIELDS = 30

LEGEND: dict[Key, Text] = {
    Verdict.YES: Text("由系统填写", "filled automatically"),
    Verdict.CONDITIONAL: Text("部分由系统填写", "filled automatically in part"),
    Verdict.UNKNOWN: Text("登记不全，不明", "unknown, not all is recorded"),
    Verdict.NO: Text("由申请人填写", "typed by the applicant"),
}


class FieldOrigin(NamedTuple):
    """Where a field comes from: the node of a source or of another origin, and its level."""

    id: str
    name: Text
    level: Text
    verdict: Verdict


APPLICANT = Text("申请人", "Applicant")
LOGIN = FieldOrigin("login", Text("登录即知", "Known from login"), Text("登录信息", "Login"), Verdict.YES)
WILL = FieldOrigin("will", Text("本人意思表示", "Act of will"), APPLICANT, Verdict.NO)
TYPED = FieldOrigin("typed", Text("没有数源，手工填写", "No source, typed by hand"), APPLICANT, Verdict.NO)
UNKNOWN = FieldOrigin(
    "unknown", Text("能否免填不明", "Unknown whether filled"), Text("不明", "Unknown"), Verdict.UNKNOWN
)
NO_LEVEL = Text("未登记层级", "Level not recorded")

#: If the situations of an item differ on a field, the first of these origins counts.
_FIRST = (Verdict.NO, Verdict.CONDITIONAL, Verdict.UNKNOWN, Verdict.YES)


def sankey(records: Records, title: str, situations: Sequence[SituationVerdict], most: int = MOST) -> Diagram:
    """The fields that the forms of situations ask for, by source and level.

    A field counts once for each item that asks for it, and as typed if it is typed in any of the situations. A single
    item is drawn field by field, unless there are many; several items by their number of fields. most: see `fold`.
    """
    asked = _origins_of_fields(records, situations)
    items = list(dict.fromkeys(item for item, _ in asked))
    if len(items) == 1 and len(asked) <= MANY_FIELDS:
        kind = "Field"
        starts: dict[str, tuple[FieldOrigin, ...]] = {
            node_id(kind, field): (origin,) for (_, field), (origin, _) in asked.items()
        }
        names = {node_id(kind, field): name for (_, field), (_, name) in asked.items()}
    else:
        kind = "Item"
        starts = {
            node_id(kind, item): tuple(origin for (other, _), (origin, _) in asked.items() if other == item)
            for item in items
        }
        names = {node_id(kind, item): records.name(Item, item) or item for item in items}
    origins = Counter(origin for origin, _ in asked.values())
    columns = (
        Column(NODES[kind].title, tuple(_start(name, names[name], ends) for name, ends in starts.items())),
        Column(NODES["DataSource"].title, tuple(_origin(origin, many) for origin, many in origins.items())),
        Column(Text("层级", "Level"), tuple(_levels(origins))),
    )
    edges = (
        *_flows(starts),
        *(_flow(origin.id, _place(origin.level), origin, many) for origin, many in origins.items()),
    )
    diagram = Diagram(
        title=title,
        summary=_summary(origins),
        columns=columns,
        edges=edges,
        legend=legend_of(columns, (), LEGEND),
        arrangement=Arrangement.SANKEY,
    )
    return fold(diagram, {origin.id: origin.level for origin in origins}, most)


def _origins_of_fields(
    records: Records, situations: Iterable[SituationVerdict]
) -> dict[tuple[str, str], tuple[FieldOrigin, str]]:
    """Codes of an item and a field that it asks for → where it comes from, and its name."""
    asked: dict[tuple[str, str], tuple[FieldOrigin, str]] = {}
    for situation in situations:
        for field in situation.fields:
            key, origin = (situation.item_code, field.field_code), _origin_of(records, field)
            if key not in asked or _FIRST.index(origin.verdict) < _FIRST.index(asked[key][0].verdict):
                asked[key] = origin, field.name
    return asked


def _origin_of(records: Records, field: FieldVerdict) -> FieldOrigin:
    if field.verdict is Verdict.YES and field.source_code:
        source = records.nodes(DataSource).get(field.source_code)
        level = Level.lookup((source and source.level) or "")
        name = field.source_name or field.source_code
        return FieldOrigin(
            node_id("DataSource", field.source_code),
            Text(name, name),
            level.title if level else NO_LEVEL,
            field.verdict,
        )
    if field.verdict is Verdict.YES:
        return LOGIN
    if Reason.ACT_OF_WILL in field.reasons:
        return WILL
    return UNKNOWN if field.verdict is Verdict.UNKNOWN else TYPED


def _start(name: str, title: str, ends: Sequence[FieldOrigin]) -> Node:
    kind, _, code = name.partition("/")
    free = sum(origin.verdict is Verdict.YES for origin in ends)
    if kind == "Field":
        return Node(name, title, mark=ends[0].verdict, href=href(kind, code))
    note = Text(f"{len(ends)} 个字段，{free} 个免填", f"{len(ends)} fields, {free} filled")
    return Node(name, title, note, _common_verdict(ends), href=href(kind, code))


def _origin(origin: FieldOrigin, many: int) -> Node:
    kind, _, code = origin.id.partition("/")
    return Node(origin.id, str(origin.name), _fields(many), origin.verdict, href=href(kind, code))


def _levels(origins: Mapping[FieldOrigin, int]) -> Iterable[Node]:
    many: Counter[Text] = Counter()
    for origin, fields in origins.items():
        many[origin.level] += fields
    for level, fields in many.items():
        mark = _common_verdict([origin for origin in origins if origin.level == level])
        yield Node(_place(level), str(level), _fields(fields), mark)


def _flows(starts: Mapping[str, Sequence[FieldOrigin]]) -> Iterable[Edge]:
    for start, ends in starts.items():
        yield from (_flow(start, origin.id, origin, many) for origin, many in Counter(ends).items())


def _flow(start: str, end: str, origin: FieldOrigin, many: int) -> Edge:
    filled = origin.verdict is Verdict.YES
    return Edge(start, end, Line.USED if filled else Line.BELONGS, weight=float(many), mark=origin.verdict)


def _place(level: Text) -> str:
    return f"level/{level.en}"


def _fields(many: int) -> Text:
    return Text(f"{many} 个字段", f"{many} field{'s' * (many > 1)}")


def _common_verdict(origins: Sequence[FieldOrigin]) -> Verdict:
    found = {origin.verdict for origin in origins}
    return found.pop() if len(found) == 1 else Verdict.CONDITIONAL


def _summary(origins: Mapping[FieldOrigin, int]) -> Text:
    fields = sum(origins.values())
    filled = {origin: many for origin, many in origins.items() if origin.verdict is Verdict.YES}
    sources, free = sum(origin is not LOGIN for origin in filled), sum(filled.values())
    return Text(
        f"{fields} 个表单字段中 {free} 个免填，来自 {sources} 个数源",
        f"{free} of {fields} form fields fill-free, from {sources} source{'s' * (sources != 1)}",
    )
