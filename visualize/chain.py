"""The five-level chain of an item as a diagram: item → situations → materials → fields → sources, with verdicts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from schema.model import NODES
from schema.text import Text
from schema.verdict import EXEMPTING, FieldVerdict, ItemVerdict, MaterialVerdict, Rule, SituationVerdict, Verdict
from visualize.diagram import Column, Diagram, Edge, Line, Node

LEVELS = ("Item", "Situation", "Material", "Field", "DataSource")

#: With more situations than this, those that ask for the same with the same verdicts are drawn as one.
MANY_SITUATIONS = 12

LEGEND: dict[Verdict | Line | None, Text] = {
    Verdict.YES: Text("免填、免交", "fill-free, exempt"),
    Verdict.CONDITIONAL: Text("部分、附条件或因情形而异", "in part, on conditions, or by situation"),
    Verdict.UNKNOWN: Text("登记不全，不明", "unknown, not all is recorded"),
    Verdict.NO: Text("须填写、须提交", "to be typed, to be handed in"),
    None: Text("表单未要求的字段", "field that no form asks for"),
    Line.USED: Text("据以免填、免交的数源", "source that makes it so"),
    Line.SPARE: Text("其他已登记的数源", "other source on record"),
}


def chain(item: ItemVerdict, edges: Sequence[dict[str, Any]]) -> Diagram:
    """The chain of an item. edges: the rows of the saved query `browse.chain_edges`.

    Drawn is what the active situations ask for; materials that a reform dropped are left out.
    """
    verdicts = _Verdicts(item.situations)
    names, lines = _links(item, edges, verdicts)
    drawn = tuple(Edge(start, end, line) for (start, end), line in lines.items())
    nodes = {level: [] for level in LEVELS}
    for node, name in names.items():
        nodes[node.split("/")[0]].append(verdicts.node(node, name, drawn))
    columns = tuple(Column(NODES[level].title, tuple(nodes[level])) for level in LEVELS)
    judged = (*nodes["Material"], *nodes["Field"])
    shown = {node.mark for node in judged} | {edge.line for edge in drawn}
    return Diagram(
        title=item.name,
        summary=verdicts.summary(nodes),
        columns=columns,
        edges=drawn,
        legend=tuple((sign, meaning) for sign, meaning in LEGEND.items() if sign in shown),
    )


def _links(
    item: ItemVerdict, rows: Iterable[dict[str, Any]], verdicts: "_Verdicts"
) -> tuple[dict[str, str], dict[tuple[str, str], Line]]:
    """What is reached from the item: the names of its nodes, and its links, each once; as (id → name, link → line)."""
    names = {_id("Item", item.item_code): item.name}
    lines: dict[tuple[str, str], Line] = {}
    fillers = set(verdicts.fillers)
    for row in sorted(rows, key=lambda row: LEVELS.index(row["start_kind"])):
        start, end = (_id(row[f"{side}_kind"], row[f"{side}_code"]) for side in ("start", "end"))
        if row["type"] == "REQUIRES" and (start, end) not in verdicts.required:
            continue
        start, end = verdicts.drawn_as(start), verdicts.drawn_as(end)
        if start not in names or end is None:
            continue
        if row["end_kind"] == "Field" and end not in verdicts.fields:
            # No form asks for it: its sources count where they make the material exempt that carries it.
            fillers |= {(end, source) for material, source in verdicts.fillers if material == start}
        names.setdefault(end, row["end_name"] or row["end_code"])
        to_source = row["end_kind"] == "DataSource"
        lines[start, end] = (Line.USED if (start, end) in fillers else Line.SPARE) if to_source else Line.BELONGS
    return names, lines


class _Verdicts:
    """The verdicts of an item's situations, by the ids of the nodes that they are about.

    required: (situation, material) still asked for; fillers: (field or material, source) that a verdict rests on.
    """

    def __init__(self, situations: Sequence[SituationVerdict]):
        self.fields: dict[str, list[FieldVerdict]] = defaultdict(list)
        self.materials: dict[str, list[MaterialVerdict]] = defaultdict(list)
        self.situations: dict[str, list[SituationVerdict]] = {}
        self.required: set[tuple[str, str]] = set()
        for situation in situations:
            for field in situation.fields:
                self.fields[_id("Field", field.field_code)].append(field)
            for material in _asked_for(situation):
                node = _id("Material", material.material_code)
                self.materials[node].append(material)
                self.required.add((_id("Situation", situation.situation_code), node))
        self.fillers: set[tuple[str, str]] = {
            (node, _id("DataSource", field.source_code))
            for node, fields in self.fields.items()
            for field in fields
            if field.verdict is Verdict.YES and field.source_code
        } | {
            (node, _id("DataSource", source))
            for node, materials in self.materials.items()
            for material in materials
            if _exempt(material) is Verdict.YES
            for source in material.source_codes
        }
        alike: dict[object, list[SituationVerdict]] = defaultdict(list)
        sameness = _sameness if len(situations) > MANY_SITUATIONS else (lambda situation: situation.situation_code)
        for situation in situations:
            alike[sameness(situation)].append(situation)
        self._shown: dict[str, str] = {}
        for group in alike.values():
            first = _id("Situation", group[0].situation_code)
            self.situations[first] = group
            self._shown |= {_id("Situation", each.situation_code): first for each in group}

    def drawn_as(self, node: str) -> str | None:
        """The node that stands for this one; None for a situation that is not active."""
        return self._shown.get(node) if node.startswith("Situation/") else node

    def node(self, node: str, name: str, edges: Sequence[Edge]) -> Node:
        kind = node.split("/")[0]
        if kind == "Situation":
            return self._situation(node, name)
        if kind == "Material":
            grounds = dict.fromkeys(map(_ground, self.materials[node]))
            note = Text(*(" / ".join(texts) for texts in zip(*grounds, strict=True)))
            return Node(node, name, note, _together(map(_exempt, self.materials[node])))
        if kind == "Field":
            judged = self.fields.get(node, [])
            return Node(node, name, mark=_together(field.verdict for field in judged) if judged else None)
        if kind == "DataSource":
            return Node(node, name, _feeds(node, edges))
        return Node(node, name)

    def _situation(self, node: str, name: str) -> Node:
        group = self.situations[node]
        if len(group) > 1:
            note = Text(f"等 {len(group)} 个情形", f"and {len(group) - 1} more like it")
            return Node(node, name, note, members=tuple(each.name for each in group))
        (one,) = group
        asked = sum(1 for _ in _asked_for(one))
        free = f"{one.fill_free}/{len(one.fields)}", f"{one.exempt}/{asked}"
        return Node(node, name, Text(f"免填 {free[0]} · 免交 {free[1]}", f"fields {free[0]} · materials {free[1]}"))

    def summary(self, nodes: dict[str, list[Node]]) -> Text:
        free, exempt = (sum(node.mark is Verdict.YES for node in nodes[level]) for level in ("Field", "Material"))
        many = sum(map(len, self.situations.values()))
        zh = f"{many} 个情形：" if many > 1 else ""
        en = f"{many} situations: " if many > 1 else ""
        return Text(
            f"{zh}{len(self.fields)} 个表单字段中 {free} 个免填，{len(self.materials)} 份材料中 {exempt} 份免交",
            f"{en}{free} of {len(self.fields)} form fields fill-free, "
            f"{exempt} of {len(self.materials)} materials exempt",
        )


def _id(kind: str, code: str) -> str:
    return f"{kind}/{code}"


def _asked_for(situation: SituationVerdict) -> Iterator[MaterialVerdict]:
    return (material for material in situation.materials if material.rule is not Rule.CANCELLED)


def _exempt(material: MaterialVerdict) -> Verdict:
    """Its verdict; a commitment or a copy on file is something to do still, and so YES in part."""
    by_condition = material.verdict is Verdict.YES and material.rule not in EXEMPTING
    return Verdict.CONDITIONAL if by_condition else material.verdict


def _ground(material: MaterialVerdict) -> Text:
    """By what a material is exempt, or what is in the way."""
    undecided = material.verdict is Verdict.UNKNOWN
    if material.reasons and (undecided or (material.verdict is Verdict.NO and material.rule is Rule.REUSED)):
        return material.reasons[0].title
    if material.rule is Rule.PARTIAL:
        many, title = len(material.remaining), material.rule.title
        return Text(f"{title.zh}，尚缺 {many} 个字段", f"{title.en}, {many} field{'s' * (many > 1)} missing")
    return material.rule.title


def _together(verdicts: Iterable[Verdict]) -> Verdict:
    """One verdict over several situations: theirs if they agree."""
    found = set(verdicts)
    if len(found) == 1:
        return found.pop()
    return Verdict.CONDITIONAL if found & {Verdict.YES, Verdict.CONDITIONAL} else Verdict.UNKNOWN


def _sameness(situation: SituationVerdict) -> object:
    materials = frozenset((each.material_code, each.verdict, each.rule) for each in _asked_for(situation))
    return materials, frozenset((each.field_code, each.verdict) for each in situation.fields)


def _feeds(source: str, edges: Sequence[Edge]) -> Text:
    """How many fields and materials a source makes free."""
    fed = [edge.start for edge in edges if edge.end == source and edge.line is Line.USED]
    fields = sum(node.startswith("Field/") for node in fed)
    materials = len(fed) - fields
    zh = [f"{many} {unit}" for many, unit in ((fields, "个字段"), (materials, "份材料")) if many]
    en = [f"{many} {unit}{'s' * (many > 1)}" for many, unit in ((fields, "field"), (materials, "material")) if many]
    return Text("供 " + "、".join(zh), "feeds " + ", ".join(en)) if fed else Text("未采用", "not used")
