"""The five-level chain of an item as a diagram: item → situations → materials → fields → sources, with verdicts."""

from collections.abc import Iterable
from dataclasses import replace

from oncegraph.queries.records import Records
from oncegraph.schema.codes import CodeList, Level
from oncegraph.schema.declaration import Node as DeclaredNode
from oncegraph.schema.errors import NotFound
from oncegraph.schema.field import Field
from oncegraph.schema.form import Form, FormField
from oncegraph.schema.material import Material, Proves
from oncegraph.schema.model import NODES
from oncegraph.schema.place import Department
from oncegraph.schema.situation import Situation
from oncegraph.schema.source import DataSource, ObtainedVia, SuppliedBy
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import ItemVerdict, Verdict
from oncegraph.visualize.diagram import Accent, Column, Diagram, Edge, Key, Line, Node, legend_of
from oncegraph.visualize.links import href
from oncegraph.visualize.pictures.folding import MOST, fold
from oncegraph.visualize.pictures.verdicts import ItemVerdicts, node_id

LEVELS = ("Item", "Situation", "Material", "Field", "DataSource")

LEGEND: dict[Key, Text] = {
    Verdict.YES: Text("免填、免交", "fill-free, exempt"),
    Verdict.CONDITIONAL: Text("部分、附条件或因情形而异", "in part, on conditions, or by situation"),
    Verdict.UNKNOWN: Text("登记不全，不明", "unknown, not all is recorded"),
    Verdict.NO: Text("须填写、须提交", "to be typed, to be handed in"),
    None: Text("表单未要求的字段", "field that no form asks for"),
    Line.USED: Text("实现免填、免交的数源", "source that the verdict rests on"),
    Line.SPARE: Text("其他已登记的数源", "other source on record"),
    Accent.HIGHLIGHTED: Text("从事项到数源的路径", "the path from the item to the source"),
}


class Grouping(CodeList):
    """By which property the sources of a large subject, and what they supply, are grouped."""

    DEPARTMENT = "department", "责任部门", "Owner department"
    LEVEL = "level", "层级", "Level"


def chain(
    records: Records,
    item: ItemVerdict,
    *,
    highlight: str | None = None,
    by: Grouping = Grouping.DEPARTMENT,
    most: int = MOST,
) -> Diagram:
    """The chain of an item, or of those of its situations that the verdicts are about.

    It shows everything that they require; materials that a reform dropped are left out. highlight: code of a field
    whose paths are highlighted, from the item to the sources that fill it; by, most: if a level has more than `most`
    nodes, they are grouped by `by`. Raises NotFound for a field that is not in the chain.
    """
    verdicts = ItemVerdicts(item.situations)
    names, lines = _links(records, item, verdicts)
    shown = _ways(records, highlight, names, lines) if highlight else set()
    drawn = tuple(Edge(*pair, line, highlighted=pair in shown) for pair, line in lines.items())
    nodes: dict[str, list[Node]] = {level: [] for level in LEVELS}
    for name, title in names.items():
        kind, _, code = name.partition("/")
        node = verdicts.node(name, title, drawn)
        nodes[kind].append(node if node.members else replace(node, href=href(kind, code)))
    judged = Column(None, (*nodes["Material"], *nodes["Field"]))
    diagram = Diagram(
        title=item.name,
        summary=verdicts.summary(nodes),
        columns=tuple(Column(NODES[level].title, tuple(nodes[level])) for level in LEVELS),
        edges=drawn,
        legend=legend_of((judged,), drawn, LEGEND),
    )
    return fold(diagram, _owners(records, drawn, by), most)


def _links(
    records: Records, item: ItemVerdict, verdicts: ItemVerdicts
) -> tuple[dict[str, str], dict[tuple[str, str], Line]]:
    """What is reached from the item: the names of its nodes, and its links, each once; as (id → name, link → line)."""
    names = {node_id("Item", item.item_code): item.name}
    lines: dict[tuple[str, str], Line] = {}

    def link(start: str, kind: type[DeclaredNode], code: str, line: Line = Line.BELONGS) -> None:
        end = verdicts.drawn_as(node_id(kind.__name__, code))
        if end is not None:
            names.setdefault(end, records.name(kind, code) or code)
            lines[start, end] = line

    def codes(kind: str) -> list[str]:
        return [name.partition("/")[2] for name in names if name.startswith(f"{kind}/")]

    for situation in records.referring(Situation, "item_code", item.item_code):
        link(node_id("Item", item.item_code), Situation, situation.situation_code)
    for start, material in verdicts.required:
        if (drawn := verdicts.drawn_as(node_id("Situation", start))) in names:
            link(drawn, Material, material)
    fillers = set(verdicts.fillers)
    for code in codes("Material"):
        material = node_id("Material", code)
        for field in _fields(records, code):
            link(material, Field, field)
            if node_id("Field", field) not in verdicts.fields:
                # No form asks for it: its sources count where they make the material exempt that carries it.
                fillers |= {
                    (node_id("Field", field), source) for owner, source in verdicts.fillers if owner == material
                }
        for _, source, _ in records.links_from(ObtainedVia, code):
            used = (material, node_id("DataSource", source)) in fillers
            link(material, DataSource, source, Line.USED if used else Line.SPARE)
    for code in codes("Field"):
        for _, source, _ in records.links_from(SuppliedBy, code):
            used = (node_id("Field", code), node_id("DataSource", source)) in fillers
            link(node_id("Field", code), DataSource, source, Line.USED if used else Line.SPARE)
    return names, lines


def _fields(records: Records, material: str) -> dict[str, None]:
    """The fields that a material asks for or proves, in their order."""
    forms = records.referring(Form, "material_code", material)
    asked = (field.field_code for form in forms for field in records.referring(FormField, "form_code", form.form_code))
    return dict.fromkeys((*asked, *(field for _, field, _ in records.links_from(Proves, material))))


def _ways(
    records: Records, code: str, names: dict[str, str], lines: dict[tuple[str, str], Line]
) -> set[tuple[str, str]]:
    """The links that lead from the item to a field, and on to the sources that fill it. Raises NotFound."""
    field = node_id("Field", code)
    if field not in names:
        name = records.node(Field, code).name
        raise NotFound(
            Text(f"此链中没有字段“{name}”（{code}）。", f'The field "{name}" ({code}) is not in this chain.'),
            Text("请从图中选一个字段的编码。", "Take the code of a field that is in the picture."),
        )
    ways = {(start, end) for (start, end), line in lines.items() if start == field and line is Line.USED}
    reached = {field}
    for start, end in reversed(lines):
        if end in reached:
            reached.add(start)
            ways.add((start, end))
    return ways


def _owners(records: Records, edges: Iterable[Edge], by: Grouping) -> dict[str, Text]:
    """The group of sources, and of what they fill or make exempt: the department or level of the source."""
    owners: dict[str, Text] = {}
    for edge in edges:
        kind, _, code = edge.end.partition("/")
        source = records.nodes(DataSource).get(code) if kind == "DataSource" else None
        if owner := source and (_level(source) if by is Grouping.LEVEL else _department(records, source)):
            owners[edge.end] = owner
            if edge.line is Line.USED:
                owners.setdefault(edge.start, Text(f"来自{owner.zh}", f"from {owner.en}"))
    return owners


def _level(source: DataSource) -> Text | None:
    level = Level.lookup(source.level or "")
    return level.title if level else None


def _department(records: Records, source: DataSource) -> Text | None:
    name = records.name(Department, source.owner_code)
    return Text(name, name) if name else None
