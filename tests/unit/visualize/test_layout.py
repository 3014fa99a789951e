"""Crossings are counted as they are, boxes settle as near as they can without touching."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualize.layout import crossings, ordered, settled

links = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), unique=True, max_size=20)


@given(links)
def test_crossings_are_those_of_every_pair_of_links(pairs):
    left, right = ([f"{side}{number}" for number in range(7)] for side in "lr")
    crossed = sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(pairs, 2))
    assert crossings(left, right, [(left[a], right[b]) for a, b in pairs]) == crossed


@given(links)
def test_ordering_keeps_every_node_and_adds_no_crossing(pairs):
    columns = [[f"{side}{number}" for number in range(7)] for side in "lr"]
    gaps = [[(columns[0][a], columns[1][b]) for a, b in pairs]]
    result = ordered(columns, gaps)
    assert [sorted(column) for column in result] == columns
    assert crossings(*result, gaps[0]) <= crossings(*columns, gaps[0])


def test_crossings_that_need_not_be_are_gone():
    columns = [["a", "b", "c"], ["x", "y", "z"]]
    gap = [("a", "z"), ("b", "y"), ("c", "x")]
    assert crossings(*ordered(columns, [gap]), gap) == 0


boxes = st.lists(st.tuples(st.floats(1, 50), st.floats(-500, 500), st.floats(0.01, 10)), min_size=1, max_size=12)


@given(boxes)
def test_settled_boxes_keep_their_order_and_do_not_overlap(each):
    middles = settled(*zip(*each, strict=True))
    for (upper, (height, *_)), (lower, (other, *_)) in pairwise(zip(middles, each, strict=True)):
        assert lower - upper >= (height + other) / 2 - 1e-6


def test_settled_boxes_stay_where_they_want_to_be_if_there_is_room():
    assert settled([10, 10, 10], [0, 50, 100], [1, 1, 1]) == [0, 50, 100]
    assert settled([10, 10], [30, 30], [1, 1]) == pytest.approx([25, 35])
    assert settled([10, 10], [30, 30], [3, 1]) == pytest.approx([27.5, 37.5])
