"""Where everything stands: fixed columns, few crossings, edges as short as the order of the nodes allows.

An edge that passes a column is bent in it: it gets a place of its own there, so that it runs between the boxes.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from visualize.diagram import Diagram, Edge

SWEEPS = 12

#: How strongly a place without neighbours holds on to where it stood.
_LOOSE = 1e-3

Columns = list[list[str]]
Links = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Layout:
    """The places of nodes and bends: their middle, from the top; and of each edge the places it passes."""

    columns: tuple[tuple[str, ...], ...]
    middle: Mapping[str, float]
    height: float
    routes: tuple[tuple[Edge, tuple[str, ...]], ...]


def lay_out(diagram: Diagram, height: Callable[[str], float], bend: float) -> Layout:
    """Order and place the nodes of a diagram. height: room that a node takes; bend: that of an edge passing by."""
    columns = [[node.id for node in column.nodes] for column in diagram.columns]
    at = {node: number for number, column in enumerate(columns) for node in column}
    heights = {node: height(node) for node in at}
    routes = []
    for edge in diagram.edges:
        bends = [f"{edge.start} → {edge.end} @{number}" for number in range(at[edge.start] + 1, at[edge.end])]
        for number, name in enumerate(bends, at[edge.start] + 1):
            columns[number].append(name)
            heights[name] = bend
        routes.append((edge, (edge.start, *bends, edge.end)))
    gaps: list[list[tuple[str, str]]] = [[] for _ in columns[1:]]
    for edge, route in routes:
        for number, link in enumerate(pairwise(route), at[edge.start]):
            gaps[number].append(link)
    columns = ordered(columns, gaps)
    middle = _placed(columns, gaps, heights)
    top = min((middle[name] - heights[name] / 2 for name in middle), default=0.0)
    bottom = max((middle[name] + heights[name] / 2 for name in middle), default=0.0)
    return Layout(
        columns=tuple(map(tuple, columns)),
        middle={name: y - top for name, y in middle.items()},
        height=bottom - top,
        routes=tuple(routes),
    )


def ordered(columns: Columns, gaps: Sequence[Links]) -> Columns:
    """The order with the fewest crossings that was met while each column in turn followed its neighbours' middle."""
    best, fewest = columns, _all_crossings(columns, gaps)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        columns = _swept(columns, gaps, rightwards=sweep % 2 == 1)
        many = _all_crossings(columns, gaps)
        if many < fewest:
            best, fewest = columns, many
    return best


def crossings(left: Sequence[str], right: Sequence[str], links: Links) -> int:
    """How many pairs of links between two columns cross."""
    above, below = _ranks(left), _ranks(right)
    ends: list[int] = []
    many = 0
    for _, end in sorted((above[start], below[end]) for start, end in links):
        many += len(ends) - bisect_right(ends, end)
        insort(ends, end)
    return many


def _all_crossings(columns: Columns, gaps: Sequence[Links]) -> int:
    return sum(crossings(*pair, links) for pair, links in zip(pairwise(columns), gaps, strict=True))


def _swept(columns: Columns, gaps: Sequence[Links], rightwards: bool) -> Columns:
    columns = list(columns)
    for number, fixed, links in _outward(len(columns), gaps, 0 if rightwards else len(columns) - 1):
        where = {name: (rank + 0.5) / len(columns[fixed]) for name, rank in _ranks(columns[fixed]).items()}
        near = _neighbours(links)
        own = {name: (rank + 0.5) / len(columns[number]) for name, rank in _ranks(columns[number]).items()}
        means = {name: _mean([where[other] for other in near[name]], own[name]) for name in columns[number]}
        columns[number] = sorted(columns[number], key=means.__getitem__)
    return columns


def _placed(columns: Columns, gaps: Sequence[Links], heights: Mapping[str, float]) -> dict[str, float]:
    """The middle of every place: the tallest column is stacked, the others follow it, column after column."""
    if not columns:
        return {}
    spine = max(range(len(columns)), key=lambda number: sum(heights[name] for name in columns[number]))
    middle = _stacked(columns[spine], heights)
    for number, _, links in _outward(len(columns), gaps, spine):
        column, near = columns[number], _neighbours(links)
        loose = _stacked(column, heights)
        wanted = [_mean([middle[other] for other in near[name]], loose[name]) for name in column]
        weights = [len(near[name]) or _LOOSE for name in column]
        middle |= zip(column, settled([heights[name] for name in column], wanted, weights), strict=True)
    return middle


def settled(heights: Sequence[float], wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Middles in the given order, none over another, as near as can be (least squares) to the wanted ones."""
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


def _stacked(column: Sequence[str], heights: Mapping[str, float]) -> dict[str, float]:
    """The middles of a column without gaps, around zero."""
    each = [heights[name] for name in column]
    return dict(zip(column, settled(each, [0.0] * len(each), [1.0] * len(each)), strict=True))


def _outward(many: int, gaps: Sequence[Links], start: int) -> list[tuple[int, int, list[tuple[str, str]]]]:
    """Columns away from one: (column, the one before it, links from the one to the other)."""
    right = [
        (number, number - 1, [(end, start) for start, end in gaps[number - 1]]) for number in range(start + 1, many)
    ]
    left = [(number, number + 1, list(gaps[number])) for number in range(start - 1, -1, -1)]
    return right + left


def _neighbours(links: Links) -> defaultdict[str, list[str]]:
    near = defaultdict(list)
    for name, other in links:
        near[name].append(other)
    return near


def _ranks(column: Sequence[str]) -> dict[str, int]:
    return {name: rank for rank, name in enumerate(column)}


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
