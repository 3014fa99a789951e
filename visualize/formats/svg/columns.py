"""Columns from left to right: boxes in lanes of their column, joined by curves."""

from collections.abc import Iterable, Iterator

from oncegraph.visualize.diagram import Column, Diagram, Edge, Line, Node
from oncegraph.visualize.formats.svg.elements import BEHIND, HEADING, LABEL, curved_path, path, rect, text
from oncegraph.visualize.formats.svg.marks import stroke
from oncegraph.visualize.formats.svg.nodes import PAD, Size, detail_lines, draw_node, task, task_size
from oncegraph.visualize.layout.boxes import Box, Point
from oncegraph.visualize.layout.layered import lay_out
from oncegraph.visualize.lettering import legible, width
from oncegraph.visualize.palette import BAND, FAINT

GAP, EDGING = 88.0, 12.0
SLOT = 6.0  # room above and below a box
BEND = 12.0

#: In the order in which they are drawn, those above last.
LINES = (Line.BELONGS, Line.FLOW, Line.SPARE, Line.USED)


class Columns:
    #: Room between columns, for curves.
    gap = GAP

    def __init__(self, diagram: Diagram):
        self._diagram = diagram
        self._nodes = diagram.nodes
        self._sizes = {name: self._size(node) for name, node in self._nodes.items()}
        self._layout = lay_out(diagram, lambda name: self._sizes[name].height + 2 * SLOT, self._bend)
        self._at = {node.id: at for at, column in enumerate(diagram.columns) for node in column.nodes}
        self._labels = _labels(diagram.edges)
        self._widths = [self._width(column) for column in diagram.columns]
        gaps = [self._gap(column) for column in diagram.columns[1:]]
        self._left = [EDGING + sum(self._widths[:at]) + sum(gaps[:at]) for at in range(len(self._widths))]
        headed = any(column.title for column in diagram.columns) or not diagram.columns
        self._head = HEADING + 24 if headed else EDGING
        self.size = Size(sum(self._widths) + sum(gaps) + 2 * EDGING, self._head + self._layout.height + EDGING)

    def parts(self, x: float, y: float) -> Iterator[str]:
        """The SVG elements, with the upper left corner at (x, y)."""
        left, top = [x + at for at in self._left], y + self._head
        for at, column in enumerate(self._diagram.columns):
            yield from self._lane(column, Box(left[at] - EDGING, y, self._widths[at] + 2 * EDGING, self.size.height))
        for edge, course in sorted(self._routes(), key=lambda route: _depth(route[0])):
            first = self._at[edge.start]
            points = [
                Point(left[at] + side * self._widths[at], top + middle)
                for at, middle in enumerate(course, first)
                for side in (0, 1)
            ]
            names = f"{self._nodes[edge.start].name} → {self._nodes[edge.end].name}"
            yield path(curved_path(points[1:-1]), f'fill="none" {self._stroke(edge)}', names)
        for end, label in self._labels.items():
            wide = width(label, LABEL)
            start = left[self._at[end]] - EDGING - 4 - wide
            yield text(start, top + self._layout.middle[end] - 5, label, LABEL, wide, f'fill="{FAINT}" {BEHIND}')
        shown = {end for edge in self._diagram.edges if edge.highlighted for end in (edge.start, edge.end)}
        for name, node in self._nodes.items():
            at, high = self._at[name], self._sizes[name].height
            box = Box(left[at], top + self._layout.middle[name] - high / 2, self._widths[at], high)
            yield from draw_node(node, box, task(node, box, detail_lines(node), name in shown))

    def _size(self, node: Node) -> Size:
        return task_size(node)

    def _bend(self, edge: Edge) -> float:
        """The space that an edge takes where it passes a column."""
        return BEND

    def _routes(self) -> Iterable[tuple[Edge, tuple[float, ...]]]:
        """Edges, each with its height in every column from its start to its end."""
        return self._layout.routes

    def _stroke(self, edge: Edge) -> str:
        return stroke(edge)

    def _lane(self, column: Column, box: Box) -> Iterator[str]:
        yield rect(box, 10, f'fill="{BAND}"')
        if heading := _heading(column):
            more = f'font-weight="bold" fill="{FAINT}"'
            yield text(box.left + EDGING, box.top + HEADING + 9, heading, HEADING, box.width - 2 * EDGING, more)

    def _gap(self, column: Column) -> float:
        """Width of the gap before a column: space for curves and for the longest label."""
        labels = (self._labels[node.id] for node in column.nodes if node.id in self._labels)
        return max([self.gap, *(width(label, LABEL) + 2 * EDGING + PAD for label in labels)])

    def _width(self, column: Column) -> float:
        return max([width(_heading(column), HEADING), *(self._sizes[node.id].width for node in column.nodes)])


def _labels(edges: Iterable[Edge]) -> dict[str, str]:
    """Node id → the labels of the edges that end at it."""
    said: dict[str, dict[str, None]] = {}
    for edge in edges:
        if edge.label:
            said.setdefault(edge.end, {})[legible(str(edge.label))] = None
    return {end: " / ".join(labels) for end, labels in said.items()}


def _depth(edge: Edge) -> tuple[bool, int]:
    """Drawing order of an edge: more important ones are drawn later, over the others."""
    return edge.highlighted, LINES.index(edge.line)


def _heading(column: Column) -> str:
    if not column.title:
        return ""
    of = f"/{column.many}" if column.many else ""
    return f"{column.title} · {len(column.nodes)}{of}"
