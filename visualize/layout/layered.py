"""Fixed columns, few crossings, edges as short as the order of the nodes allows.

An edge that passes a column is bent in it: it gets a place of its own there, so that it runs between the boxes.
Places are numbers: first the nodes, column by column, then the bends; arrays hold their properties.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from oncegraph.visualize.diagram import Diagram, Edge

SWEEPS = 12

#: Fewer in a picture with more links than this, which nobody follows one by one.
MANY_LINKS, FEW_SWEEPS = 10_000, 4

#: The search ends after this many consecutive sweeps without an improvement.
PATIENCE = 4

#: How strongly a place without neighbours keeps its position.
_LOOSE = 1e-3

#: For each column its places, from the top.
Columns = list[np.ndarray]


class Gap(NamedTuple):
    """The links between a column and the next: their places on both sides."""

    left: np.ndarray
    right: np.ndarray


@dataclass(frozen=True)
class LayeredLayout:
    """For nodes their middle, measured from the top; for edges their middle in every column from start to end."""

    middle: Mapping[str, float]
    height: float
    routes: tuple[tuple[Edge, tuple[float, ...]], ...]


def lay_out(diagram: Diagram, height: Callable[[str], float], bend: Callable[[Edge], float]) -> LayeredLayout:
    """Order and place the nodes of a diagram. height: the space that a node takes; bend: the space of an edge that
    passes."""
    names = [node.id for column in diagram.columns for node in column.nodes]
    sizes = [len(column.nodes) for column in diagram.columns]
    number = {name: place for place, name in enumerate(names)}
    starts, ends = (
        np.array([number[getattr(edge, side)] for edge in diagram.edges], dtype=np.int64) for side in ("start", "end")
    )
    at = np.repeat(np.arange(len(sizes)), sizes)
    first, last = at[starts], at[ends]
    passed, bent = _passed(starts, ends, first, last, len(sizes), len(names))
    heights = np.array([*map(height, names), *(bend(diagram.edges[edge]) for edge in bent[0].tolist())], dtype=float)
    at = np.concatenate((at, bent[1]))
    columns = [np.flatnonzero(at == column) for column in range(len(sizes))]
    gaps = list(_gaps(passed))
    middle = _placed(ordered(columns, gaps), gaps, heights)
    top = float((middle - heights / 2).min()) if len(middle) else 0.0
    bottom = float((middle + heights / 2).max()) if len(middle) else 0.0
    middle -= top
    courses = middle[passed].tolist() if len(middle) else []
    parts = zip(courses, first.tolist(), last.tolist(), strict=True)
    return LayeredLayout(
        middle=dict(zip(names, middle.tolist(), strict=False)),
        height=bottom - top,
        routes=tuple(
            (edge, tuple(course[start : end + 1]))
            for edge, (course, start, end) in zip(diagram.edges, parts, strict=True)
        ),
    )


def _passed(
    starts: np.ndarray, ends: np.ndarray, first: np.ndarray, last: np.ndarray, columns: int, nodes: int
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """(edges × columns: the place that an edge has there, -1 where it has none; of each bend its edge and column)."""
    across = np.arange(columns)
    column, edge = np.nonzero((across[:, None] > first) & (across[:, None] < last))
    passed = np.full((len(starts), columns), -1)
    every = np.arange(len(starts))
    passed[every, first], passed[every, last] = starts, ends
    passed[edge, column] = nodes + np.arange(len(edge))
    return passed, (edge, column)


def _gaps(passed: np.ndarray) -> Iterator[Gap]:
    for left, right in pairwise(passed.T):
        linked = (left >= 0) & (right >= 0)
        yield Gap(left[linked], right[linked])


def ordered(columns: Columns, gaps: Sequence[Gap]) -> Columns:
    """The order with the fewest crossings that was met while each column in turn followed its neighbours' middle."""
    places = sum(map(len, columns))
    ranks = np.zeros(places, dtype=np.int64)
    for column in columns:
        ranks[column] = np.arange(len(column))
    best, fewest, since = columns, _all_crossings(ranks, gaps), 0
    for sweep in range(FEW_SWEEPS if sum(len(gap.left) for gap in gaps) > MANY_LINKS else SWEEPS):
        if not fewest or since == PATIENCE:
            break
        columns = _swept(columns, ranks, gaps, rightwards=sweep % 2 == 1)
        many = _all_crossings(ranks, gaps)
        since += 1
        if many < fewest:
            best, fewest, since = columns, many, 0
    return best


def crossings(left: np.ndarray, right: np.ndarray) -> int:
    """How many pairs of links between two columns cross, by the ranks of their ends.

    Links stand by their left ends; a pair crosses where its right ends do not. These are parted by one binary digit
    after the other, the highest first, and counted where a pair with equal higher digits stands wrong by this one.
    """
    values = right[np.lexsort((right, left))]
    many, here = 0, np.arange(len(values))
    for digit in reversed(range(int(values.max(initial=0)).bit_length())):
        higher = values >> (digit + 1)
        first = np.concatenate(([0], np.flatnonzero(higher[1:] != higher[:-1]) + 1))
        sizes = np.diff(first, append=len(values))
        zero = (values >> digit) & 1 == 0
        zeros = np.cumsum(zero)
        before = zeros - zero - np.repeat(zeros[first] - zero[first], sizes)  # zeros of the same group, before each
        start, in_group = np.repeat(first, sizes), np.repeat(np.add.reduceat(zero, first, dtype=np.int64), sizes)
        ones = here - start - before
        many += int(ones[zero].sum())
        sorted_values = np.empty_like(values)
        sorted_values[start + np.where(zero, before, in_group + ones)] = values
        values = sorted_values
    return many


def _all_crossings(ranks: np.ndarray, gaps: Sequence[Gap]) -> int:
    return sum(crossings(ranks[gap.left], ranks[gap.right]) for gap in gaps)


def _swept(columns: Columns, ranks: np.ndarray, gaps: Sequence[Gap], rightwards: bool) -> Columns:
    """The columns in a new order, which the ranks follow."""
    columns = list(columns)
    for number, fixed, (places, others) in _outward(len(columns), gaps, 0 if rightwards else len(columns) - 1):
        column = columns[number]
        own = (np.arange(len(column)) + 0.5) / max(len(column), 1)
        wanted = _means(column, places, (ranks[others] + 0.5) / max(len(columns[fixed]), 1), own, len(ranks))[0]
        columns[number] = column[np.argsort(wanted, kind="stable")]
        ranks[columns[number]] = np.arange(len(column))
    return columns


def _placed(columns: Columns, gaps: Sequence[Gap], heights: np.ndarray) -> np.ndarray:
    """The middle of every place: the tallest column is stacked, the others follow it, column after column."""
    middle = np.zeros(len(heights))
    if not columns:
        return middle
    spine = max(range(len(columns)), key=lambda number: heights[columns[number]].sum())
    middle[columns[spine]] = _stacked(heights[columns[spine]])
    for number, _, (places, others) in _outward(len(columns), gaps, spine):
        column = columns[number]
        wanted, many = _means(column, places, middle[others], _stacked(heights[column]), len(heights))
        weights = np.where(many > 0, many, _LOOSE)
        middle[column] = settle(heights[column].tolist(), wanted.tolist(), weights.tolist())
    return middle


def settle(heights: Sequence[float], wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Middles in the given order, without overlaps, as near as possible (least squares) to the wanted ones."""
    offsets, total = [], 0.0
    for height in heights:
        offsets.append(total + height / 2)
        total += height
    blocks: list[tuple[float, float, int]] = []  # mean, weight, members
    for offset, want, weight in zip(offsets, wanted, weights, strict=True):
        mean, members = want - offset, 1
        while blocks and blocks[-1][0] >= mean:
            other, heavier, more = blocks.pop()
            mean = (mean * weight + other * heavier) / (weight + heavier)
            weight, members = weight + heavier, members + more
        blocks.append((mean, weight, members))
    starts = [mean for mean, _, members in blocks for _ in range(members)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]


def _stacked(heights: np.ndarray) -> np.ndarray:
    """Middles without gaps, around zero."""
    offsets = np.cumsum(heights) - heights / 2
    return offsets - heights.sum() / 2


def _outward(many: int, gaps: Sequence[Gap], start: int) -> list[tuple[int, int, Gap]]:
    """The columns in order of distance from one: (column, the one before it, the links between, those of the column
    first)."""
    right = [(number, number - 1, Gap(*gaps[number - 1][::-1])) for number in range(start + 1, many)]
    left = [(number, number + 1, gaps[number]) for number in range(start - 1, -1, -1)]
    return right + left


def _means(
    column: np.ndarray, places: np.ndarray, values: np.ndarray, otherwise: np.ndarray, most: int
) -> tuple[np.ndarray, np.ndarray]:
    """For each place of a column the mean of its neighbours' values, and the number of neighbours."""
    many = np.bincount(places, minlength=most)[column]
    sums = np.bincount(places, values, minlength=most)[column]
    return np.where(many > 0, sums / np.maximum(many, 1), otherwise), many
