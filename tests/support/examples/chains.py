"""Small diagrams and chains for the tests, and diagrams of any kind."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from oncegraph.queries.records import Records
from oncegraph.schema.comparison import Edit
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import FieldVerdict, ItemVerdict, MaterialVerdict, Rule, SituationVerdict, Verdict
from oncegraph.visualize.diagram import Arrangement, Column, Diagram, Edge, Lane, Line, Node, Shape, Total, legend_of


def linked(*links: tuple[str, str], names: Mapping[str, str] | None = None, **more: Mapping[str, Any]) -> Records:
    """Records of links between things named `Kind/code`: item → situation → material → field → source. A form stands
    for each material that asks for fields by `Form`. more: attributes of nodes, by code."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number, (start, end) in enumerate(links):
        (kind, code), (to_kind, to_code) = start.split("/"), end.split("/")
        match kind, to_kind:
            case "Item", "Situation":
                rows["Situation"].append({"situation_code": to_code, "item_code": code})
            case "Situation", "Material":
                rows["Requires"].append({"situation_code": code, "material_code": to_code})
            case "Form", "Field":
                rows["FormField"].append({"form_field_code": f"{number:03}", "form_code": code, "field_code": to_code})
            case "Material", "Field":
                rows["Proves"].append({"material_code": code, "field_code": to_code})
            case "Material", "DataSource":
                rows["ObtainedVia"].append({"material_code": code, "source_code": to_code})
            case "Field", "DataSource":
                rows["SuppliedBy"].append({"field_code": code, "source_code": to_code})
    forms = {start.partition("/")[2] for start, _ in links if start.startswith("Form/")}
    rows["Form"] = [{"form_code": code, "name": code, "material_code": code} for code in sorted(forms)]
    keys = {"Item": "item_code", "Situation": "situation_code", "Material": "material_code"}
    keys |= {"Field": "field_code", "DataSource": "source_code", "Department": "department_code"}
    for kind, code in dict.fromkeys(tuple(end.split("/")) for pair in links for end in pair):
        if kind in keys:
            named = {"name": (names or {}).get(f"{kind}/{code}", code), **more.get(code, {})}
            if kind == "Situation":
                next(row for row in rows[kind] if row["situation_code"] == code).update(named)
            else:
                rows[kind].append({keys[kind]: code, **named})
    return Records(rows)


def field(code: str, verdict: Verdict = Verdict.YES, source: str | None = None) -> FieldVerdict:
    return FieldVerdict(field_code=code, name=code, verdict=verdict, source_code=source)


def material(code: str, rule: Rule, verdict: Verdict, *sources: str, **more: Any) -> MaterialVerdict:
    return MaterialVerdict(material_code=code, name=code, verdict=verdict, rule=rule, source_codes=sources, **more)


def situation(code: str, materials: list[MaterialVerdict], fields: list[FieldVerdict]) -> SituationVerdict:
    return SituationVerdict(
        situation_code=code,
        name=code,
        item_code="I",
        fields=tuple(fields),
        materials=tuple(materials),
        zero_material=Verdict.NO,
    )


def item(*situations: SituationVerdict) -> ItemVerdict:
    return ItemVerdict(
        item_code="I", name="开办", situations=situations, zero_material=Verdict.NO, zero_material_count=0
    )


def small() -> tuple[Records, ItemVerdict]:
    """A form with two fields of which one fills itself, a shared licence, a dropped paper; an inactive situation."""
    form = material("form", Rule.PARTIAL, Verdict.CONDITIONAL, "people", remaining=("wish",))
    licence = material("licence", Rule.SHARED, Verdict.YES, "licences")
    dropped = material("dropped", Rule.CANCELLED, Verdict.NO)
    verdict = item(
        situation("s1", [form, licence, dropped], [field("name", source="people"), field("wish", Verdict.NO)])
    )
    names = {
        "Situation/s1": "首次",
        "Situation/s9": "停用",
        "Material/form": "申请表",
        "Material/licence": "执照",
        "Material/dropped": "已取消的证明",
        "Material/old": "旧证明",
        "Field/name": "姓名",
        "Field/wish": "意愿",
        "Field/number": "执照编号",
        "DataSource/licences": "证照库",
        "DataSource/people": "人口库",
        "DataSource/police": "公安库",
    }
    links = [
        ("Item/I", "Situation/s1"),
        ("Item/I", "Situation/s9"),
        ("Situation/s1", "Material/form"),
        ("Situation/s1", "Material/licence"),
        ("Situation/s1", "Material/dropped"),
        ("Situation/s9", "Material/old"),
        ("Form/form", "Field/name"),
        ("Form/form", "Field/wish"),
        ("Material/licence", "Field/number"),
        ("Material/old", "Field/number"),
        ("Material/licence", "DataSource/licences"),
        ("Field/name", "DataSource/people"),
        ("Field/name", "DataSource/police"),
    ]
    return linked(*links, names=names), verdict


def named(*names: str) -> Diagram:
    """A diagram with the names in two columns, all linked to the first."""
    columns = [names[:1], names[1:]]
    nodes = [
        tuple(Node(f"Item/{at}-{number}", name, Text(name, name)) for number, name in enumerate(column))
        for at, column in enumerate(columns)
    ]
    return Diagram(
        title=names[0],
        summary=Text(names[0], names[0]),
        columns=tuple(Column(Text("列", "column"), each) for each in nodes),
        edges=tuple(Edge(nodes[0][0].id, node.id) for node in nodes[1]),
    )


words = st.text(st.sampled_from("申请人联系电话，（）是否？ abc WMi10%/-\n"), max_size=30)
texts = st.builds(Text, words, words)
marks = st.sampled_from([None, *Verdict, *Edit])
days = st.floats(0, 60).map(lambda day: round(day, 1))
spans = st.tuples(days, days)


@st.composite
def diagrams(draw: st.DrawFn, arrangement: Arrangement) -> Diagram:
    """A diagram of any shape in an arrangement, with texts of any length."""
    lanes = tuple(Lane(f"lane{number}", draw(words)) for number in range(draw(st.integers(0, 3))))
    numbers = iter(range(100))

    def node() -> Node:
        return Node(
            id=f"Item/{next(numbers)}",
            name=draw(words),
            note=draw(st.none() | texts),
            mark=draw(marks),
            lines=tuple(draw(st.lists(texts, max_size=2))),
            shape=draw(st.sampled_from(Shape)) if arrangement is Arrangement.LANES else Shape.TASK,
            lane=draw(st.sampled_from([None, *(lane.id for lane in lanes)])),
            critical=draw(st.booleans()),
            span=draw(st.none() | spans),
            before=draw(st.none() | spans),
            slack=draw(days),
            href=draw(st.none() | st.just("/api/v1/items/1")),
        )

    many = draw(st.lists(st.integers(0, 5), max_size=5))
    columns = tuple(Column(draw(st.none() | texts), tuple(node() for _ in range(each))) for each in many)
    at = {node.id: number for number, column in enumerate(columns) for node in column.nodes}
    pairs = [(start, end) for start in at for end in at if at[start] < at[end]]
    edges = tuple(
        Edge(
            *pair,
            line=draw(st.sampled_from(Line)),
            label=draw(st.none() | texts),
            weight=draw(st.none() | st.floats(0, 50)),
            mark=draw(marks),
            highlighted=draw(st.booleans()),
        )
        for pair in draw(st.lists(st.sampled_from(pairs), max_size=12) if pairs else st.just([]))
    )
    return Diagram(
        title=draw(words),
        summary=draw(texts),
        columns=columns,
        edges=edges,
        legend=legend_of(columns, edges),
        arrangement=arrangement,
        lanes=lanes,
        totals=tuple(draw(st.lists(st.builds(Total, texts, words, st.none() | words, st.none() | texts), max_size=4))),
        note=draw(st.none() | texts),
    )
