"""Boxes of a lane stand in rows, and what passes stages keeps to one of its own."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from oncegraph.schema.text import Text
from oncegraph.visualize.diagram import Arrangement, Column, Diagram, Edge, Lane, Node
from oncegraph.visualize.layout.lanes import Swimlanes, lay_out_lanes
from oncegraph.visualize.layout.rows import assign
from tests.support.examples.random_diagrams import diagrams
from tests.support.hypothesis_settings import bounded


def placed(diagram: Diagram) -> Swimlanes:
    return lay_out_lanes(diagram, lambda node: (100.0, 40.0), lambda edges: (60.0, 30.0), lambda lane: 30.0)


def flow(stages: list[list[str]], edges: list[tuple[str, str]]) -> Diagram:
    columns = tuple(Column(None, tuple(Node(name, name, lane="a") for name in stage)) for stage in stages)
    drawn = tuple(Edge(*ends) for ends in edges)
    return Diagram("", Text("", ""), columns, drawn, arrangement=Arrangement.LANES, lanes=(Lane("a", "a"),))


@given(st.integers(1, 5), st.lists(st.floats(-2, 8), max_size=5))
def test_rows_rise_and_are_the_nearest_that_there_are(more: int, wanted: list[float]):
    wanted = sorted(wanted)
    rows = len(wanted) + more
    found = assign(wanted, rows)
    assert found == sorted(set(found))

    def away(each) -> float:
        return sum(abs(row - want) for row, want in zip(each, wanted, strict=True))

    assert away(found) <= min(map(away, combinations(range(rows), len(wanted)))) + 1e-9


def test_a_series_is_a_straight_line() -> None:
    layout = placed(flow([["a"], ["b"], ["c"]], [("a", "b"), ("b", "c")]))
    assert len({box.middle.y for box in layout.boxes.values()}) == 1
    assert [len(points) for _, points in layout.routes] == [2, 2]


def test_an_edge_that_passes_stages_turns_twice_at_most() -> None:
    stages = [["a"], ["b", "c"], ["d", "e"], ["f"]]
    edges = [("a", "f"), ("a", "b"), ("a", "c"), ("b", "d"), ("c", "e"), ("d", "f"), ("e", "f")]
    layout = placed(flow(stages, edges))
    (_, points), *_ = layout.routes
    assert len(points) in (2, 6)  # straight, or with a turn at each end
    passing = {point.y for point in points[2:-2]}
    boxes = [layout.boxes[name] for name in "bcde"]
    assert not any(box.top < y < box.bottom for y in passing for box in boxes)


@bounded(60)
@given(diagrams(Arrangement.LANES))
def test_every_edge_runs_at_right_angles_from_box_to_box(diagram: Diagram):
    layout = placed(diagram)
    for edge, points in layout.routes:
        start, end = layout.boxes[edge.start], layout.boxes[edge.end]
        assert points[0] == (start.right, start.middle.y)
        assert end.left <= points[-1].x <= end.middle.x and end.top < points[-1].y < end.bottom
        for (x, y), (to_x, to_y) in pairwise(points):
            assert x == to_x or y == to_y
            assert to_x >= x
