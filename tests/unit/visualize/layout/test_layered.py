"""Crossings are counted as they are, boxes settle as near as they can without touching."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncegraph.schema.text import Text
from oncegraph.visualize.diagram import Column, Diagram, Edge, Node
from oncegraph.visualize.layout.layered import Gap, crossings, lay_out, ordered, settle

links = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), unique=True, max_size=20)
LEFT, RIGHT = np.arange(7), np.arange(7, 14)


def gap_of(pairs: list[tuple[int, int]]) -> Gap:
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Gap(LEFT[ends[:, 0]], RIGHT[ends[:, 1]])


def crossed(pairs: list[tuple[int, int]]) -> int:
    return sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(pairs, 2))


@given(links)
def test_crossings_are_those_of_every_pair_of_links(pairs):
    assert crossings(*gap_of(pairs)) == crossed(pairs)


@given(links)
def test_ordering_keeps_every_node_and_adds_no_crossing(pairs):
    result = ordered([LEFT, RIGHT], [gap_of(pairs)])
    assert [sorted(column) for column in result] == [LEFT.tolist(), RIGHT.tolist()]
    left, right = (column.tolist() for column in result)
    assert crossed([(left.index(a), right.index(b + 7)) for a, b in pairs]) <= crossed(pairs)


def test_crossings_that_need_not_be_are_gone():
    left, right = ordered([LEFT, RIGHT], [gap_of([(0, 6), (1, 5), (2, 4)])])
    assert crossed([(list(left).index(a), list(right).index(b + 7)) for a, b in ((0, 6), (1, 5), (2, 4))]) == 0


def test_an_edge_passes_between_the_boxes_of_the_columns_that_it_crosses():
    columns = (["a"], ["b", "c"], ["d"])
    diagram = Diagram(
        "",
        Text("", ""),
        tuple(Column(None, tuple(Node(name, name) for name in column)) for column in columns),
        (Edge("a", "b"), Edge("a", "c"), Edge("a", "d")),
    )
    layout = lay_out(diagram, lambda name: 40.0, lambda edge: 10.0)
    *_, (edge, course) = layout.routes
    assert (edge.end, course[0], course[-1]) == ("d", layout.middle["a"], layout.middle["d"])
    assert all(abs(course[1] - layout.middle[name]) >= 25 - 1e-9 for name in ("b", "c"))
    assert layout.height >= 90


boxes = st.lists(st.tuples(st.floats(1, 50), st.floats(-500, 500), st.floats(0.01, 10)), min_size=1, max_size=12)


@given(boxes)
def test_settled_boxes_keep_their_order_and_do_not_overlap(each):
    middles = settle(*zip(*each, strict=True))
    for (upper, (height, *_)), (lower, (other, *_)) in pairwise(zip(middles, each, strict=True)):
        assert lower - upper >= (height + other) / 2 - 1e-6


def test_settled_boxes_stay_where_they_want_to_be_if_there_is_room():
    assert settle([10, 10, 10], [0, 50, 100], [1, 1, 1]) == [0, 50, 100]
    assert settle([10, 10], [30, 30], [1, 1]) == pytest.approx([25, 35])
    assert settle([10, 10], [30, 30], [3, 1]) == pytest.approx([27.5, 37.5])
