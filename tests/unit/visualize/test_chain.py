"""The chain of an item as a diagram: every edge, every verdict, nothing that is not asked for."""

from schema.verdict import Reason, Rule, Verdict
from tests.unit.visualize.pictures import field, item, material, row, situation, small
from visualize.chain import MANY_SITUATIONS, chain
from visualize.diagram import Diagram, Line, Node


def nodes_of(diagram: Diagram) -> dict[str, Node]:
    return {node.id: node for column in diagram.columns for node in column.nodes}


def test_every_edge_is_there_once_and_nothing_else():
    lines = {(edge.start, edge.end): edge.line for edge in chain(*small()).edges}
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
    assert len(lines) == len(chain(*small()).edges)


def test_five_columns_hold_names_verdicts_and_what_they_rest_on():
    diagram = chain(*small())
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


def test_the_order_of_the_rows_does_not_decide_what_is_drawn():
    verdict, rows = small()
    assert set(chain(verdict, rows[::-1]).edges) == set(chain(verdict, rows).edges)


def test_the_source_of_a_field_that_no_form_asks_for_counts_where_it_exempts_its_material():
    verified = material("deed", Rule.VERIFIED, Verdict.YES, "land")
    rows = [
        row("HAS_SITUATION", ("Item", "I"), ("Situation", "s")),
        row("REQUIRES", ("Situation", "s"), ("Material", "deed")),
        row("PROVES", ("Material", "deed"), ("Field", "area")),
        row("SUPPLIED_BY", ("Field", "area"), ("DataSource", "land")),
        row("SUPPLIED_BY", ("Field", "area"), ("DataSource", "tax")),
    ]
    lines = {edge.end: edge.line for edge in chain(item(situation("s", [verified], [])), rows).edges}
    assert (lines["DataSource/land"], lines["DataSource/tax"]) == (Line.USED, Line.SPARE)


def test_verdicts_that_differ_between_situations_are_in_part():
    shared, handed_in = material("m", Rule.SHARED, Verdict.YES), material("m", Rule.SUBMIT, Verdict.NO)
    rows = [
        row("HAS_SITUATION", ("Item", "I"), ("Situation", "a")),
        row("REQUIRES", ("Situation", "a"), ("Material", "m")),
        row("HAS_FORM", ("Material", "m"), ("Field", "f")),
    ]
    unsure, typed = field("f", Verdict.UNKNOWN), field("f", Verdict.NO)
    verdict = item(situation("a", [shared], [unsure]), situation("b", [handed_in], [typed]))
    nodes = nodes_of(chain(verdict, rows))
    assert nodes["Material/m"].mark is Verdict.CONDITIONAL
    assert nodes["Material/m"].note.zh == "证照共享 / 须提交"
    assert nodes["Field/f"].mark is Verdict.UNKNOWN


def test_a_commitment_is_not_drawn_as_an_exemption():
    verdict, rows = small()
    (one,) = verdict.situations
    committed = material("licence", Rule.COMMITTED, Verdict.YES, "licences")
    verdict = item(situation("s1", [one.materials[0], committed], list(one.fields)))
    diagram = chain(verdict, rows)
    assert nodes_of(diagram)["Material/licence"].mark is Verdict.CONDITIONAL
    assert ("Material/licence", "DataSource/licences", Line.SPARE) in {(e.start, e.end, e.line) for e in diagram.edges}


def test_what_is_unknown_says_what_was_not_recorded():
    unknown = material("licence", Rule.SUBMIT, Verdict.UNKNOWN, reasons=(Reason.ORIGIN_UNKNOWN,))
    _, rows = small()
    nodes = nodes_of(chain(item(situation("s1", [unknown], [])), rows))
    assert (nodes["Material/licence"].mark, nodes["Material/licence"].note) == (
        Verdict.UNKNOWN,
        Reason.ORIGIN_UNKNOWN.title,
    )


def test_many_situations_that_ask_for_the_same_are_drawn_as_one():
    paper = material("m", Rule.SUBMIT, Verdict.NO)
    codes = [f"s{number:02}" for number in range(MANY_SITUATIONS + 1)]
    situations = [situation(code, [paper] if code != "s05" else [], []) for code in codes]
    rows = [
        part
        for code in codes
        for part in (
            row("HAS_SITUATION", ("Item", "I"), ("Situation", code)),
            row("REQUIRES", ("Situation", code), ("Material", "m")),
        )
    ]
    diagram = chain(item(*situations), rows)
    merged, alone = diagram.columns[1].nodes
    assert (merged.id, alone.id) == ("Situation/s00", "Situation/s05")
    assert merged.members == tuple(code for code in codes if code != "s05")
    assert merged.note.zh == f"等 {MANY_SITUATIONS} 个情形"
    assert [(edge.start, edge.end) for edge in diagram.edges if edge.end == "Material/m"] == [
        ("Situation/s00", "Material/m")
    ]
    separate = chain(item(*situations[:MANY_SITUATIONS]), rows)
    assert len(separate.columns[1].nodes) == MANY_SITUATIONS


def test_an_item_without_situations_is_an_item_alone():
    diagram = chain(item(), [])
    assert [len(column.nodes) for column in diagram.columns] == [1, 0, 0, 0, 0]
    assert diagram.edges == ()
