"""Columns whose edges are bands as wide as their weight."""

from collections import defaultdict
from collections.abc import Iterable

from oncegraph.visualize.diagram import Diagram, Edge, Node
from oncegraph.visualize.formats.svg.columns import BEND, Columns
from oncegraph.visualize.formats.svg.elements import n
from oncegraph.visualize.formats.svg.nodes import Size, task_size
from oncegraph.visualize.palette import ACCENT, FLOWING, PALETTE

TALLEST = 560.0  # width of all bands together
NARROWEST, BROADEST = 0.5, 14.0  # of a weight of one


class Sankey(Columns):
    gap = 150.0

    def __init__(self, diagram: Diagram):
        self._flows: dict[tuple[str, str], float] = defaultdict(float)  # (side, node) → weight
        for edge in diagram.edges:
            self._flows["start", edge.start] += _weight(edge)
            self._flows["end", edge.end] += _weight(edge)
        through = [sum(map(self._through, column.nodes)) for column in diagram.columns]
        self._scale = min(max(TALLEST / max([*through, 1.0]), NARROWEST), BROADEST)
        super().__init__(diagram)

    def _through(self, node: Node) -> float:
        return max(self._flows["start", node.id], self._flows["end", node.id])

    def _size(self, node: Node) -> Size:
        size = task_size(node)
        return size._replace(height=max(size.height, self._through(node) * self._scale + 4))

    def _bend(self, edge: Edge) -> float:
        return self._breadth(edge) + BEND / 2

    def _breadth(self, edge: Edge) -> float:
        return max(_weight(edge) * self._scale, 1.0)

    def _routes(self) -> Iterable[tuple[Edge, tuple[float, ...]]]:
        """Edges and their heights. Bands at a box are side by side, in the order of their other ends."""
        routes = self._layout.routes
        starts = self._beside([(edge.start, course[1]) for edge, course in routes])
        ends = self._beside([(edge.end, course[-2]) for edge, course in routes])
        for (edge, course), start, end in zip(routes, starts, ends, strict=True):
            yield edge, (course[0] + start, *course[1:-1], course[-1] + end)

    def _beside(self, near: list[tuple[str, float]]) -> list[float]:
        """How far from the middle of its box each band is. near: the box, and how high the band comes from."""
        breadths = [self._breadth(edge) for edge, _ in self._layout.routes]
        total: dict[str, float] = defaultdict(float)
        for (box, _), breadth in zip(near, breadths, strict=True):
            total[box] += breadth
        filled: dict[str, float] = defaultdict(float)
        away = [0.0] * len(near)
        for number in sorted(range(len(near)), key=lambda number: near[number]):
            box = near[number][0]
            away[number] = filled[box] + (breadths[number] - total[box]) / 2
            filled[box] += breadths[number]
        return away

    def _stroke(self, edge: Edge) -> str:
        marks = (edge.mark, self._nodes[edge.end].mark, self._nodes[edge.start].mark)
        known = next((PALETTE[mark].colour.stroke for mark in marks if mark), FLOWING)
        colour, opacity = (ACCENT, 0.7) if edge.highlighted else (known, 0.4)
        return f'stroke="{colour}" stroke-opacity="{opacity}" stroke-width="{n(self._breadth(edge))}"'


def _weight(edge: Edge) -> float:
    return 1.0 if edge.weight is None else edge.weight
