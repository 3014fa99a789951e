"""The flow of a small theme as a Gantt chart, by itself and beside one task after the other."""

from oncegraph.queries.records import Records
from oncegraph.schema.flow import Basis
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.diagram import Accent, Arrangement
from oncegraph.visualize.formats.svg import svg
from oncegraph.visualize.pictures.gantt import gantt
from tests.support.examples.themes import four_items, requirement, whole_flow


def test_a_row_for_each_task_along_its_days():
    diagram = gantt(whole_flow(four_items()))
    assert diagram.arrangement is Arrangement.GANTT
    rows = [(node.name, node.span, node.slack, node.critical, node.before) for node in diagram.columns[0].nodes]
    assert rows == [
        ("A", (0, 2), 0, True, None),
        ("C", (2, 3), 4, False, None),
        ("B", (2, 7), 0, True, None),
        ("D", (9, 1), 0, True, None),
    ]
    assert {(edge.start[-1], edge.end[-1], edge.highlighted) for edge in diagram.edges} == {
        ("a", "b", True),
        ("a", "c", False),
        ("b", "d", True),
        ("c", "d", False),
    }


def test_beside_one_after_the_other():
    diagram = gantt(whole_flow(four_items()), Basis.LEGAL, compare=True)
    spans = {node.name: (node.before, node.span) for node in diagram.columns[0].nodes}
    assert spans == {
        "A": ((0, 5), (0, 5)),
        "B": ((5, 9), (5, 9)),
        "C": ((14, 20), (5, 20)),
        "D": ((34, 1), (25, 1)),
    }
    assert Accent.BEFORE in dict(diagram.legend)
    (total,) = diagram.totals
    assert (total.before, total.value) == ("35", "26")
    assert svg(diagram).startswith("<svg")


def test_tasks_that_never_begin_are_noted_and_unknown_days_are_marked():
    theme = four_items()
    items = [row | ({"promised_days": None} if row["item_code"] == "A" else {}) for row in theme.rows["Item"]]
    circle = [*theme.rows["Requires"], requirement("b", "表"), requirement("c", "书")]
    diagram = gantt(whole_flow(Records({**theme.rows, "Item": items, "Requires": circle})))
    assert [(node.name, node.mark, node.span) for node in diagram.columns[0].nodes] == [("A", Verdict.UNKNOWN, (0, 0))]
    assert diagram.note.zh == "3 项因循环证明无法开始，未画出"
