"""The flow of a small theme as a diagram: every lane, column, edge and style; and that large ones hold together."""

import pytest
from hypothesis import given

from oncegraph.queries.records import Records
from oncegraph.queries.theme.theme_flow import theme_flow
from oncegraph.schema.flow import Basis
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.diagram import Accent, Arrangement, Diagram, Line, Shape
from oncegraph.visualize.formats.format import Format
from oncegraph.visualize.formats.render import render
from oncegraph.visualize.formats.svg import svg
from oncegraph.visualize.pictures.flow import flowchart
from tests.support.examples.themes import (
    four_items,
    large_theme,
    requirement,
    theme_records,
    themes_with_questions,
    whole_flow,
)
from tests.support.hypothesis_settings import bounded
from tests.support.language import speaking


def edges(diagram: Diagram) -> dict[tuple[str, str], str | None]:
    return {(edge.start, edge.end): edge.label and edge.label.zh for edge in diagram.edges}


def critical(diagram: Diagram) -> list[str]:
    return [node.id.removeprefix("Situation/") for node in diagram.nodes.values() if node.critical]


def test_every_column_lane_and_edge():
    diagram = flowchart(whole_flow(four_items()))
    assert diagram.arrangement is Arrangement.LANES
    assert [(lane.id, str(lane.title)) for lane in diagram.lanes] == [
        ("applicant", "申请人"),
        ("甲局", "甲局"),
        ("乙局", "乙局"),
    ]
    assert [(column.title and column.title.zh, [node.id for node in column.nodes]) for column in diagram.columns] == [
        (None, ["start/1"]),
        ("第 1 阶段", ["Situation/a"]),
        (None, ["fork/1"]),
        ("第 2 阶段", ["Situation/b", "Situation/c"]),
        (None, ["join/1"]),
        ("第 3 阶段", ["Situation/d"]),
        (None, ["end/1"]),
    ]
    assert edges(diagram) == {
        ("start/1", "Situation/a"): None,
        ("Situation/a", "fork/1"): "《证》",
        ("fork/1", "Situation/b"): None,
        ("fork/1", "Situation/c"): None,
        ("Situation/b", "join/1"): "《书》",
        ("Situation/c", "join/1"): "《表》",
        ("join/1", "Situation/d"): None,
        ("Situation/d", "end/1"): None,
    }
    assert {edge.line for edge in diagram.edges} == {Line.FLOW}
    lanes = {node.id: node.lane for node in diagram.nodes.values()}
    assert lanes["Situation/a"] == "甲局" and lanes["Situation/d"] == "乙局" and lanes["start/1"] == "applicant"


def test_the_critical_path_and_the_texts_of_boxes():
    diagram = flowchart(whole_flow(four_items()))
    assert critical(diagram) == ["a", "b", "d"]
    plain = {(edge.start, edge.end) for edge in diagram.edges if not edge.highlighted}
    assert plain == {("fork/1", "Situation/c"), ("Situation/c", "join/1")}
    b, c = diagram.nodes["Situation/b"], diagram.nodes["Situation/c"]
    assert (b.name, b.note.zh, [line.zh for line in b.lines]) == ("B", "承诺 7 天 · 法定 9 天", ["第 3–9 个工作日"])
    assert [line.zh for line in c.lines] == ["第 3–5 个工作日，可推迟 4 天"]
    assert c.href == "/api/v1/situations/c" and b.mark is None
    (total,) = diagram.totals
    assert (total.before, total.value) == ("13", "10")
    assert diagram.summary.zh == "4 个事项，2 个部门，3 个阶段；并联办理 10 个工作日，逐个办理 13 个（按承诺时限）"
    keys = [key for key, _ in diagram.legend]
    assert {Accent.CRITICAL, Shape.FORK, Shape.JOIN, Line.FLOW} <= set(keys) and Shape.DECISION not in keys


def test_by_legal_time_another_path_is_critical():
    diagram = flowchart(whole_flow(four_items()), Basis.LEGAL)
    assert critical(diagram) == ["a", "c", "d"]
    assert diagram.totals[0].value == "26"


def test_gateways_are_named_in_the_language_in_which_they_are_written():
    diagram = flowchart(whole_flow(four_items()))
    with speaking("en"):
        told = render(diagram, Format.MERMAID).decode(), render(diagram, Format.BPMN).decode(), svg(diagram)
    assert all("Done" in each and "办结" not in each for each in told)
    assert '{"zh":"办结","en":"Done"}' in "".join(render(diagram, Format.JSON).decode().split())


def test_steps_on_demand():
    lines = flowchart(whole_flow(four_items()), steps=True).nodes["Situation/b"].lines
    assert lines[1:] == (Text("受理 1 天", "受理 1 d"), Text("审查（时限未登记）", "审查 (days not recorded)"))


def test_decisions_branch_and_merge():
    theme = four_items(
        Question=[{"question_code": "Q", "name": "要 B 还是 C？"}],
        Option=[{"option_code": f"o{name}", "name": name, "question_code": "Q"} for name in "BC无"],
        Asks=[{"item_code": "A", "question_code": "Q"}],
        LeadsToSituation=[{"option_code": "oB", "situation_code": "b"}, {"option_code": "oC", "situation_code": "c"}],
    )
    diagram = flowchart(theme_flow(theme, "T"))
    assert edges(diagram) == {
        ("start/1", "Situation/a"): None,
        ("Situation/a", "fork/1"): "《证》",
        ("fork/1", "Question/Q"): None,
        ("fork/1", "join/2"): None,
        ("Question/Q", "Situation/b"): "B",
        ("Question/Q", "Situation/c"): "C",
        ("Question/Q", "join/1"): "无",
        ("Situation/b", "merge/1"): "《书》",
        ("Situation/c", "merge/1"): "《表》",
        ("merge/1", "join/2"): None,
        ("join/2", "Situation/d"): None,
        ("Situation/d", "join/1"): None,
        ("join/1", "end/1"): None,
    }
    decision = diagram.nodes["Question/Q"]
    assert (decision.shape, decision.lane, decision.name) == (Shape.DECISION, "applicant", "要 B 还是 C？")
    assert "（最多）" in diagram.totals[0].title.zh
    assert "并联办理最多 10 个工作日，逐个办理最多 10 个" in diagram.summary.zh


def test_a_circle_is_noted_and_not_drawn_as_a_flow():
    theme = four_items()
    circle = Records(
        {**theme.rows, "Requires": [*theme.rows["Requires"], requirement("b", "表"), requirement("c", "书")]}
    )
    diagram = flowchart(whole_flow(circle))
    last = diagram.columns[-1]
    assert last.title.zh == "无法开始"
    assert {node.id: node.mark for node in last.nodes} == {
        "Situation/b": Verdict.NO,
        "Situation/c": Verdict.NO,
        "Situation/d": Verdict.UNKNOWN,
    }
    assert edges(diagram) == {("start/1", "Situation/a"): None, ("Situation/a", "end/1"): None}
    assert "循环证明" in diagram.note.zh
    assert "，另有 3 项无法开始" in diagram.summary.zh and "，另有 3 项无法开始" in diagram.totals[0].title.zh
    assert diagram.nodes["Situation/b"].lines[0].zh == "须等待“C”：须有《表》"


def test_where_all_wait_for_each_other_nothing_begins_and_nothing_is_done():
    circle = theme_records(
        {"A": {"promised_days": 1}, "B": {"promised_days": 1}},
        {"a": "A", "b": "B"},
        [requirement("a", "书"), requirement("b", "证")],
        [("A", "证"), ("B", "书")],
    )
    diagram = flowchart(whole_flow(circle))
    assert list(diagram.nodes) == ["Situation/a", "Situation/b"] and not diagram.edges
    assert "0 个部门" in diagram.summary.zh and svg(diagram).startswith("<svg")


def test_a_result_needed_only_in_a_circle_is_not_written_at_other_edges():
    theme = four_items()
    rows = {
        "Requires": [*theme.rows["Requires"], requirement("c", "章"), requirement("d", "印"), requirement("c", "书二")]
    }
    rows["Requires"] += [requirement("b", "表"), requirement("c", "书")]
    rows["Item"] = [*theme.rows["Item"], {"item_code": "E", "name": "E"}]
    rows["Situation"] = [*theme.rows["Situation"], {"situation_code": "e", "name": "e", "item_code": "E"}]
    rows["Requires"] += [requirement("e", "章")]
    rows["Material"] = [
        *theme.rows["Material"],
        *({"material_code": each, "name": each} for each in ("章", "印", "书二")),
    ]
    rows["Produces"] = [*theme.rows["Produces"], {"item_code": "A", "material_code": "章"}]
    diagram = flowchart(whole_flow(Records({**theme.rows, **rows})))
    assert edges(diagram)["Situation/a", "Situation/e"] == "《章》"


def test_a_task_without_days_is_done_on_the_day_on_which_its_predecessor_ends():
    theme = four_items()
    items = [row | ({"promised_days": 0} if row["item_code"] in "AD" else {}) for row in theme.rows["Item"]]
    diagram = flowchart(whole_flow(Records({**theme.rows, "Item": items})))
    lines = {code: diagram.nodes[f"Situation/{code}"].lines[0].zh for code in "abd"}
    assert lines == {"a": "第 1 个工作日", "b": "第 1–7 个工作日", "d": "第 7 个工作日"}


def test_unknown_days_are_shown():
    theme = four_items()
    items = [row | ({"promised_days": None} if row["item_code"] == "B" else {}) for row in theme.rows["Item"]]
    diagram = flowchart(whole_flow(Records({**theme.rows, "Item": items})))
    b = diagram.nodes["Situation/b"]
    assert (b.mark, b.note.zh) == (Verdict.UNKNOWN, "承诺未登记 · 法定 9 天")
    assert "至少" in diagram.summary.zh and "至少" in diagram.totals[0].title.zh


@bounded(25)
@given(themes_with_questions())
def test_every_task_of_any_theme_is_drawn_once(theme: Records):
    found = theme_flow(theme, "T")
    diagram = flowchart(found)
    drawn = [node.id for column in diagram.columns for node in column.nodes]
    assert len(drawn) == len(set(drawn))
    assert {f"Situation/{task.situation_code}" for task in found.tasks} <= set(drawn)
    lanes = {lane.id for lane in diagram.lanes}
    assert all(node.lane in lanes for node in diagram.nodes.values())
    place = {node.id: at for at, column in enumerate(diagram.columns) for node in column.nodes}
    assert all(place[edge.start] < place[edge.end] for edge in diagram.edges)


@pytest.mark.parametrize("many", [2, 60])
def test_from_two_to_sixty_items(many: int):
    diagram = flowchart(whole_flow(large_theme(many)))
    assert sum(node.shape is Shape.TASK for node in diagram.nodes.values()) == many
    assert svg(diagram).startswith("<svg")
