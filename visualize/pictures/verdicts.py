"""The verdicts on an item's situations, as marks and words of the nodes that they are about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from oncegraph.schema.text import Text
from oncegraph.schema.verdict import EXEMPTING, FieldVerdict, MaterialVerdict, Rule, SituationVerdict, Verdict
from oncegraph.visualize.diagram import Edge, Line, Node

#: If there are more situations than this, those with the same requirements and verdicts are drawn as one.
MANY_SITUATIONS = 12


def node_id(kind: str, code: str) -> str:
    """The id of a node of the graph in a picture."""
    return f"{kind}/{code}"


class ItemVerdicts:
    """The verdicts of an item's situations, by the ids of the nodes that they are about.

    required: codes of a situation and a material that it still requires; fillers: (field or material, source) that a
    verdict rests on.
    """

    def __init__(self, situations: Sequence[SituationVerdict]):
        self.fields: dict[str, list[FieldVerdict]] = defaultdict(list)
        self.materials: dict[str, list[MaterialVerdict]] = defaultdict(list)
        self.situations: dict[str, list[SituationVerdict]] = {}
        self.required: list[tuple[str, str]] = []
        for situation in situations:
            for field in situation.fields:
                self.fields[node_id("Field", field.field_code)].append(field)
            for material in _required_materials(situation):
                node = node_id("Material", material.material_code)
                self.materials[node].append(material)
                self.required.append((situation.situation_code, material.material_code))
        self.fillers: set[tuple[str, str]] = {
            (node, node_id("DataSource", field.source_code))
            for node, fields in self.fields.items()
            for field in fields
            if field.verdict is Verdict.YES and field.source_code
        } | {
            (node, node_id("DataSource", source))
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
            first = node_id("Situation", group[0].situation_code)
            self.situations[first] = group
            self._shown |= {node_id("Situation", each.situation_code): first for each in group}

    def drawn_as(self, node: str) -> str | None:
        """The node that represents this one; None for a situation that is not active."""
        return self._shown.get(node) if node.startswith("Situation/") else node

    def node(self, node: str, name: str, edges: Sequence[Edge]) -> Node:
        kind = node.split("/")[0]
        if kind == "Situation":
            return self._situation(node, name)
        if kind == "Material":
            grounds = dict.fromkeys(map(_ground, self.materials[node]))
            note = Text(*(" / ".join(texts) for texts in zip(*grounds, strict=True)))
            return Node(node, name, note, _common_verdict(map(_exempt, self.materials[node])))
        if kind == "Field":
            judged = self.fields.get(node, [])
            return Node(node, name, mark=_common_verdict(field.verdict for field in judged) if judged else None)
        if kind == "DataSource":
            return Node(node, name, _feeds(node, edges))
        return Node(node, name)

    def _situation(self, node: str, name: str) -> Node:
        group = self.situations[node]
        if len(group) > 1:
            note = Text(f"等 {len(group)} 个情形", f"and {len(group) - 1} more like it")
            return Node(node, name, note, members=tuple(each.name for each in group))
        (one,) = group
        asked = sum(1 for _ in _required_materials(one))
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


def _required_materials(situation: SituationVerdict) -> Iterator[MaterialVerdict]:
    return (material for material in situation.materials if material.rule is not Rule.CANCELLED)


def _exempt(material: MaterialVerdict) -> Verdict:
    """The verdict of a material. A commitment or a copy on file counts as
    CONDITIONAL, because the applicant still has to provide it."""
    by_condition = material.verdict is Verdict.YES and material.rule not in EXEMPTING
    return Verdict.CONDITIONAL if by_condition else material.verdict


def _ground(material: MaterialVerdict) -> Text:
    """The rule by which a material is exempt, or what prevents it."""
    undecided = material.verdict is Verdict.UNKNOWN
    if material.reasons and (undecided or (material.verdict is Verdict.NO and material.rule is Rule.REUSED)):
        return material.reasons[0].title
    if material.rule is Rule.PARTIAL:
        many, title = len(material.remaining), material.rule.title
        return Text(f"{title.zh}，尚缺 {many} 个字段", f"{title.en}, {many} field{'s' * (many > 1)} missing")
    return material.rule.title


def _common_verdict(verdicts: Iterable[Verdict]) -> Verdict:
    """One verdict for several situations: theirs if they agree."""
    found = set(verdicts)
    if len(found) == 1:
        return found.pop()
    return Verdict.CONDITIONAL if found & {Verdict.YES, Verdict.CONDITIONAL} else Verdict.UNKNOWN


def _sameness(situation: SituationVerdict) -> object:
    materials = frozenset((each.material_code, each.verdict, each.rule) for each in _required_materials(situation))
    return materials, frozenset((each.field_code, each.verdict) for each in situation.fields)


def _feeds(source: str, edges: Sequence[Edge]) -> Text:
    """The number of fields and materials that a source fills or makes exempt."""
    fed = [edge.start for edge in edges if edge.end == source and edge.line is Line.USED]
    fields = sum(node.startswith("Field/") for node in fed)
    materials = len(fed) - fields
    zh = [f"{many} {unit}" for many, unit in ((fields, "个字段"), (materials, "份材料")) if many]
    en = [f"{many} {unit}{'s' * (many > 1)}" for many, unit in ((fields, "field"), (materials, "material")) if many]
    return Text("供 " + "、".join(zh), "feeds " + ", ".join(en)) if fed else Text("未采用", "not used")
