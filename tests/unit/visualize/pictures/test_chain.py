"""The chain of an item as a diagram: every edge, every verdict, nothing that is not asked for."""

import pytest

from oncegraph.queries.records import Records
from oncegraph.schema.errors import NotFound
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import ItemVerdict, Reason, Rule, Verdict
from oncegraph.visualize.diagram import Accent, Diagram, Line, Node
from oncegraph.visualize.pictures.chain import Grouping, chain
from oncegraph.visualize.pictures.verdicts import MANY_SITUATIONS
from tests.support.examples.chains import (
    field_verdict,
    item_verdict,
    linked_records,
    material_verdict,
    situation_verdict,
    small_chain,
)


def nodes_of(diagram: Diagram) -> dict[str, Node]:
    return {node.id: node for column in diagram.columns for node in column.nodes}


def test_every_edge_is_there_once_and_nothing_else():
    lines = {(edge.start, edge.end): edge.line for edge in chain(*small_chain()).edges}
    assert lines == {
        ("Item/I", "Situation/s1"): Line.BELONGS,
        ("Situation/s1", "Material/form"): Line.BELONGS,
        ("Situation/s1", "Material/licence"): Line.BELONGS,
        ("Material/form", "Field/name"): Line.BELONGS,
        ("Material/form", "Field/wish"): Line.BELONGS,
        ("Material/licence", "Field/number"): Line.BELONGS,
        ("Material/licence", "DataSource/licences"): Line.USED,
        ("Field/name", "DataSource/people"): Line.USED,
        ("Field/name", "DataSource/police"): Line.SPARE,
    }
    assert len(lines) == len(chain(*small_chain()).edges)


def test_five_columns_hold_names_verdicts_and_what_they_rest_on():
    diagram = chain(*small_chain())
    assert [[node.name for node in column.nodes] for column in diagram.columns] == [
        ["开办"],
        ["首次"],
        ["申请表", "执照"],
        ["姓名", "意愿", "执照编号"],
        ["证照库", "人口库", "公安库"],
    ]
    marks = {node.name: node.mark for node in nodes_of(diagram).values() if node.mark}
    assert marks == {
        "申请表": Verdict.CONDITIONAL,
        "执照": Verdict.YES,
        "姓名": Verdict.YES,
        "意愿": Verdict.NO,
    }
    notes = {node.name: node.note.zh for node in nodes_of(diagram).values() if node.note}
    assert notes == {
        "首次": "免填 1/2 · 免交 1/2",
        "申请表": "部分免交，尚缺 1 个字段",
        "执照": "证照共享",
        "证照库": "供 1 份材料",
        "人口库": "供 1 个字段",
        "公安库": "未采用",
    }
    assert diagram.summary.en == "1 of 2 form fields fill-free, 1 of 2 materials exempt"


def test_the_source_of_a_field_that_no_form_asks_for_counts_where_it_exempts_its_material():
    verified = material_verdict("deed", Rule.VERIFIED, Verdict.YES, "land")
    records = linked_records(
        ("Item/I", "Situation/s"),
        ("Situation/s", "Material/deed"),
        ("Material/deed", "Field/area"),
        ("Field/area", "DataSource/land"),
        ("Field/area", "DataSource/tax"),
    )
    lines = {edge.end: edge.line for edge in chain(records, item_verdict(situation_verdict("s", [verified], []))).edges}
    assert (lines["DataSource/land"], lines["DataSource/tax"]) == (Line.USED, Line.SPARE)


def test_verdicts_that_differ_between_situations_are_in_part():
    shared, handed_in = material_verdict("m", Rule.SHARED, Verdict.YES), material_verdict("m", Rule.SUBMIT, Verdict.NO)
    records = linked_records(
        ("Item/I", "Situation/a"), ("Item/I", "Situation/b"), ("Situation/a", "Material/m"), ("Form/m", "Field/f")
    )
    unsure, typed = field_verdict("f", Verdict.UNKNOWN), field_verdict("f", Verdict.NO)
    verdict = item_verdict(situation_verdict("a", [shared], [unsure]), situation_verdict("b", [handed_in], [typed]))
    nodes = nodes_of(chain(records, verdict))
    assert nodes["Material/m"].mark is Verdict.CONDITIONAL
    assert nodes["Material/m"].note.zh == "证照共享 / 须提交"
    assert nodes["Field/f"].mark is Verdict.UNKNOWN


def test_a_commitment_is_not_drawn_as_an_exemption():
    records, verdict = small_chain()
    (one,) = verdict.situations
    committed = material_verdict("licence", Rule.COMMITTED, Verdict.YES, "licences")
    verdict = item_verdict(situation_verdict("s1", [one.materials[0], committed], list(one.fields)))
    diagram = chain(records, verdict)
    assert nodes_of(diagram)["Material/licence"].mark is Verdict.CONDITIONAL
    assert ("Material/licence", "DataSource/licences", Line.SPARE) in {(e.start, e.end, e.line) for e in diagram.edges}


def test_what_is_unknown_says_what_was_not_recorded():
    unknown = material_verdict("licence", Rule.SUBMIT, Verdict.UNKNOWN, reasons=(Reason.ORIGIN_UNKNOWN,))
    records, _ = small_chain()
    nodes = nodes_of(chain(records, item_verdict(situation_verdict("s1", [unknown], []))))
    assert (nodes["Material/licence"].mark, nodes["Material/licence"].note) == (
        Verdict.UNKNOWN,
        Reason.ORIGIN_UNKNOWN.title,
    )


def test_many_situations_that_ask_for_the_same_are_drawn_as_one():
    paper = material_verdict("m", Rule.SUBMIT, Verdict.NO)
    codes = [f"s{number:02}" for number in range(MANY_SITUATIONS + 1)]
    situations = [situation_verdict(code, [paper] if code != "s05" else [], []) for code in codes]
    links = [(("Item/I", f"Situation/{code}"), (f"Situation/{code}", "Material/m")) for code in codes]
    records = linked_records(*(link for pair in links for link in pair))
    diagram = chain(records, item_verdict(*situations))
    merged, alone = diagram.columns[1].nodes
    assert (merged.id, alone.id) == ("Situation/s00", "Situation/s05")
    assert merged.members == tuple(code for code in codes if code != "s05")
    assert merged.note.zh == f"等 {MANY_SITUATIONS} 个情形"
    assert [(edge.start, edge.end) for edge in diagram.edges if edge.end == "Material/m"] == [
        ("Situation/s00", "Material/m")
    ]
    separate = chain(records, item_verdict(*situations[:MANY_SITUATIONS]))
    assert len(separate.columns[1].nodes) == MANY_SITUATIONS


def test_an_item_without_situations_is_an_item_alone():
    diagram = chain(linked_records(), item_verdict())
    assert [len(column.nodes) for column in diagram.columns] == [1, 0, 0, 0, 0]
    assert diagram.edges == ()


def test_nodes_lead_to_their_resources_unless_they_stand_for_several():
    nodes = nodes_of(chain(*small_chain()))
    assert nodes["Field/name"].href == "/api/v1/fields/name"
    assert nodes["DataSource/people"].href == "/api/v1/sources/people"
    codes = [f"s{number}" for number in range(MANY_SITUATIONS + 1)]
    records = linked_records(*(("Item/I", f"Situation/{code}") for code in codes))
    (merged,) = chain(records, item_verdict(*(situation_verdict(code, [], []) for code in codes))).columns[1].nodes
    assert merged.href is None


def test_the_way_from_the_item_to_the_sources_of_a_field_stands_out():
    diagram = chain(*small_chain(), highlight="name")
    assert {(edge.start, edge.end) for edge in diagram.edges if edge.highlighted} == {
        ("Item/I", "Situation/s1"),
        ("Situation/s1", "Material/form"),
        ("Material/form", "Field/name"),
        ("Field/name", "DataSource/people"),
    }
    assert Accent.HIGHLIGHTED in dict(diagram.legend)
    typed = chain(*small_chain(), highlight="wish")
    assert [edge.end for edge in typed.edges if edge.highlighted][-1] == "Field/wish"


@pytest.mark.parametrize("code", ["number2", "nowhere"])
def test_a_field_that_is_not_in_the_chain_is_refused(code: str):
    records, verdict = small_chain()
    rows = {**records.rows, "Field": [*records.rows["Field"], {"field_code": "number2", "name": "别处的字段"}]}
    with pytest.raises(NotFound):
        chain(Records(rows), verdict, highlight=code)


def many_fields() -> tuple[Records, ItemVerdict]:
    """Ninety fields: thirty from a source of one department, forty of another, twenty to be typed."""
    codes = [f"f{number:02}" for number in range(90)]
    source = {code: "a" if number < 30 else "b" for number, code in enumerate(codes[:70])}
    links = [("Item/I", "Situation/s"), ("Situation/s", "Material/form")]
    links += [("Form/form", f"Field/{code}") for code in codes]
    links += [(f"Field/{code}", f"DataSource/{end}") for code, end in source.items()]
    records = linked_records(
        *links,
        a={"owner_code": "D1", "level": "national"},
        b={"owner_code": "D2", "level": "national"},
    )
    rows = {**records.rows, "Department": [{"department_code": f"D{n}", "name": f"部门{n}"} for n in (1, 2)]}
    judged = [
        field_verdict(code, Verdict.YES if code in source else Verdict.NO, source=source.get(code)) for code in codes
    ]
    return Records(rows), item_verdict(
        situation_verdict("s", [material_verdict("form", Rule.SUBMIT, Verdict.NO)], judged)
    )


@pytest.mark.parametrize(
    ("by", "names"),
    [
        (Grouping.DEPARTMENT, {"来自部门1": 30, "来自部门2": 40, "其他": 20}),
        (Grouping.LEVEL, {"来自国家": 70, "其他": 20}),
    ],
)
def test_a_large_subject_is_drawn_by_department_or_level_and_says_so(by: Grouping, names: dict[str, int]):
    diagram = chain(*many_fields(), by=by, most=20)
    fields = diagram.columns[3]
    assert {node.name: len(node.members) for node in fields.nodes} == names
    assert diagram.note == Text(f"字段共 90 个，合并画为 {len(names)} 组", f"Field: 90, drawn in {len(names)} groups")
    (filled, *_) = fields.nodes
    assert (filled.id, "DataSource/a", Line.USED) in {(edge.start, edge.end, edge.line) for edge in diagram.edges}
    assert filled.href is None


def test_a_field_that_stands_out_is_drawn_by_itself_in_a_large_subject():
    diagram = chain(*many_fields(), highlight="f31", most=20)
    assert {node.name: len(node.members) for node in diagram.columns[3].nodes} == {
        "来自部门1": 30,
        "来自部门2": 39,
        "f31": 0,
        "其他": 20,
    }


def test_a_subject_within_the_cap_is_drawn_whole():
    diagram = chain(*many_fields(), most=90)
    assert len(diagram.columns[3].nodes) == 90
    assert diagram.note is None
