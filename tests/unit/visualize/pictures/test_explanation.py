"""The picture of an explanation: what is said twice is drawn once; what holds is not followed where something fails."""

from typing import Any

import pytest
from hypothesis import given

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.explanation import explain, explain_item
from oncegraph.schema.text import LANGUAGES, Text
from oncegraph.schema.verdict import Explanation, Reason, Verdict
from oncegraph.visualize.diagram import Diagram, Line, Node
from oncegraph.visualize.pictures.explanation import ALIKE, diagram_of
from tests.support.examples.catalogues import catalogues, contexts
from tests.support.hypothesis_settings import bounded
from tests.support.language import speaking
from tests.support.reference import Rows
from tests.support.svg import NS, boxes, check_picture, draw

YES, NO, PART = Verdict.YES, Verdict.NO, Verdict.CONDITIONAL


def step(kind: str, name: str, verdict: Verdict, *premises: Explanation, **more: Any) -> Explanation:
    told = Text(f"{verdict.title.zh}。", f"{verdict.title.en}.")
    link = {"relationship": ("R", ""), "link": Text("因为", "because")} if more.pop("below", True) else {}
    return Explanation(kind=kind, code=name, name=name, verdict=verdict, text=told, premises=premises, **link, **more)


def nodes(diagram: Diagram) -> list[list[Node]]:
    return [list(column.nodes) for column in diagram.columns]


def names(diagram: Diagram) -> list[list[str]]:
    return [[node.name for node in column] for column in nodes(diagram)]


def test_a_repeated_step_is_drawn_once_to_the_right_of_all_that_lead_to_it() -> None:
    login = step("Field", "代码", YES)
    number = step("Field", "编号", YES, step("DataSource", "项目库", YES, login))
    form = step(
        "Material", "表", YES, step("Field", "地块", YES, step("DataSource", "规划库", YES, number)), number, login
    )
    diagram = diagram_of(form)
    assert names(diagram) == [["表"], ["地块"], ["规划库"], ["编号"], ["项目库"], ["代码"]]
    assert {(edge.start, edge.end) for edge in diagram.edges} == {
        ("Material/表", "Field/地块"),
        ("Field/地块", "DataSource/规划库"),
        ("DataSource/规划库", "Field/编号"),
        ("Material/表", "Field/编号"),
        ("Field/编号", "DataSource/项目库"),
        ("DataSource/项目库", "Field/代码"),
        ("Material/表", "Field/代码"),
    }
    assert {edge.line for edge in diagram.edges} == {Line.USED}


def test_the_same_node_with_two_explanations_is_two_boxes() -> None:
    circle = step(
        "Field", "甲", NO, step("DataSource", "库", NO, step("Field", "甲", NO, reasons=(Reason.KEY_CIRCLE,)))
    )
    ids = [node.id for column in nodes(diagram_of(circle)) for node in column]
    assert ids == ["Field/甲", "DataSource/库", "Field/甲 2"]


def test_below_a_verdict_of_no_only_the_reasons_that_fail_are_followed() -> None:
    fine, broken = (
        step("Field", name, verdict, step("DataSource", f"{name}库", verdict))
        for name, verdict in (("住所", YES), ("意愿", NO))
    )
    assert names(diagram_of(step("Material", "表", PART, fine, broken))) == [["表"], ["住所", "意愿"], ["意愿库"]]
    assert names(diagram_of(step("Material", "表", YES, fine))) == [["表"], ["住所"], ["住所库"]]


def test_siblings_that_differ_in_their_names_only_are_one_box_that_names_them() -> None:
    fields = [step("Field", f"字段{number}", YES) for number in range(ALIKE + 1)]
    diagram = diagram_of(step("Material", "表", PART, *fields, step("Field", "意愿", NO)))
    many, one = nodes(diagram)[1]
    assert (many.name, one.name) == (f"{ALIKE + 1} 个字段", "意愿")
    assert many.members == tuple(field.name for field in fields)
    assert many.lines[-1].zh == "字段0、字段1、字段2、字段3"
    assert len(nodes(diagram_of(step("Material", "表", PART, *fields[:ALIKE])))[1]) == ALIKE


def test_a_box_shows_kind_code_reasons_and_what_would_have_to_change() -> None:
    change = Text("启用该绑定", "activate the binding")
    explanation = step(
        "DataSource", "证照库", NO, below=False, reasons=(Reason.STALE, Reason.NOT_SHARED), change=change
    )
    ((node,),) = nodes(diagram_of(explanation))
    assert node.note == Text("数源 · 证照库", "Data source · 证照库")
    assert [line.zh for line in node.lines] == ["否。（数据已过时效；不予共享）", "→ 启用该绑定"]
    assert node.mark is NO


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_everything_is_written_out_in_the_language_of_the_moment(spoken: str) -> None:
    field = step("Field", "住所", NO, reasons=(Reason.NO_SOURCE,), change=Text("找到数源", "find a source"))
    with speaking(spoken):
        root = draw(diagram_of(step("Material", "表", PART, field)))
        wanted = {
            str(Text("否。（没有数源）", "No. (No source supplies it)")),
            str(Text("→ 找到数源", "→ find a source")),
        }
        wanted |= {str(Text("因为", "because")), str(Text("字段 · 住所", "Field · 住所"))}
    assert wanted <= {text.text for text in root.iter(f"{NS}text")}


def test_long_words_are_wrapped_in_their_box_and_nothing_is_lost() -> None:
    told = "为尚缺的字段落实数源（停车场名称、经营期限、单位承诺签章），并由责任部门登记数据更新日期和最长时效"
    root = draw(diagram_of(step("Field", "很长的名称" * 6, NO, change=Text(told, told))))
    check_picture(root)
    ((_, texts),) = boxes(root).values()
    assert told in "".join(text.text or "" for text in texts)
    assert "很长的名称" * 6 in "".join(text.text or "" for text in texts)


@bounded(60)
@given(catalogues(), contexts)
def test_every_explanation_is_drawn_in_its_boxes(rows: Rows, context: Context) -> None:
    analysis = Analysis(Catalogue.from_rows(rows), context)
    told = [explain(analysis, situation["situation_code"]) for situation in rows["Situation"]]
    for explanation in [*told, *(explain_item(analysis, item["item_code"]) for item in rows["Item"])]:
        diagram = diagram_of(explanation)
        depth = {node.id: at for at, column in enumerate(diagram.columns) for node in column.nodes}
        assert all(depth[edge.start] < depth[edge.end] for edge in diagram.edges)
        assert len({edge.end for edge in diagram.edges}) == len(depth) - 1
        check_picture(draw(diagram))
