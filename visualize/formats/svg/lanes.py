"""A flow in swimlanes: a band for each department, stages from left to right, edges at right angles."""

from collections.abc import Iterator

from oncegraph.visualize.diagram import Diagram, Lane
from oncegraph.visualize.formats.svg.elements import (
    BEHIND,
    HEADING,
    LABEL,
    NAME,
    TextLine,
    angled_path,
    arrow,
    height,
    paragraph,
    path,
    rect,
    text,
)
from oncegraph.visualize.formats.svg.marks import colour, stroke
from oncegraph.visualize.formats.svg.nodes import Size, draw_node, flow_shape, flow_size
from oncegraph.visualize.layout.boxes import Box
from oncegraph.visualize.layout.lanes import Labelled, lay_out_lanes
from oncegraph.visualize.lettering import legible, wrap_evenly
from oncegraph.visualize.palette import BAND, FAINT, GRID, LANE_HEAD, PAPER

HEAD = 8.0 * NAME  # for the titles of lanes
LONGEST_LABEL = 8.0 * LABEL
MOST_LINES = 4


class Lanes:
    def __init__(self, diagram: Diagram):
        self._diagram = diagram
        self._layout = lay_out_lanes(diagram, flow_size, _label_size, _lane_height)
        self._head = HEAD + 2 * 10 if diagram.lanes else 0.0
        titles = [column.title for column in diagram.columns]
        self._top = HEADING + 20 if any(titles) else 0.0
        self.size = Size(self._head + self._layout.width, self._top + self._layout.height)

    def parts(self, x: float, y: float) -> Iterator[str]:
        """Drawn with its upper left corner there."""
        left, top = x + self._head, y + self._top
        yield from self._titles(left, y)
        for at, (lane, box) in enumerate(self._layout.lanes):
            yield from self._lane(lane, box.moved(x, top)._replace(width=self.size.width), at % 2 == 0)
        for edge, points in sorted(self._layout.routes, key=lambda route: route[0].highlighted):
            way = [point._replace(x=left + point.x, y=top + point.y) for point in points]
            strokes, tip = stroke(edge), way[-1]
            short = tip._replace(x=tip.x - 5)
            names = f"{self._name(edge.start)} → {self._name(edge.end)}"
            yield path(angled_path([*way[:-1], short]), f'fill="none" {strokes}', names)
            yield path(arrow(tip, 1.4 if edge.highlighted else 1.0), f'fill="{colour(strokes)}"')
        for edges, box in self._layout.labels:
            yield from paragraph(_label(edges), left + box.left, top + box.middle.y)
        for name, node in self._diagram.nodes.items():
            box = self._layout.boxes[name].moved(left, top)
            yield from draw_node(node, box, flow_shape(node, box))

    def _name(self, node: str) -> str:
        return str(self._diagram.nodes[node].name)

    def _titles(self, left: float, y: float) -> Iterator[str]:
        """Of stages, each as far as the next one leaves room."""
        titled = [
            (column.title, box)
            for column, box in zip(self._diagram.columns, self._layout.columns, strict=True)
            if column.title
        ]
        ends = [*(box.left - 12 for _, box in titled[1:]), self._layout.width]
        more = f'font-weight="bold" fill="{FAINT}"'
        for (title, box), end in zip(titled, ends, strict=False):
            yield text(left + box.left, y + HEADING + 4, title, HEADING, end - box.left, more)

    def _lane(self, lane: Lane | None, box: Box, shaded: bool) -> Iterator[str]:
        yield rect(box, 0, f'fill="{BAND if shaded else PAPER}" stroke="{GRID}" stroke-width="1"')
        if not self._head:
            return
        yield rect(box._replace(width=self._head), 0, f'fill="{LANE_HEAD}" stroke="{GRID}" stroke-width="1"')
        yield from paragraph(_title(lane), box.left + 10, box.middle.y)


def _title(lane: Lane | None) -> list[TextLine]:
    title = str(lane.title) if lane else ""
    return [TextLine(line, NAME, 'font-weight="bold"') for line in wrap_evenly(title, NAME, HEAD, MOST_LINES)]


def _lane_height(lane: Lane) -> float:
    return height(_title(lane)) + 16


def _label(edges: Labelled) -> list[TextLine]:
    words = " / ".join(dict.fromkeys(legible(str(edge.label)) for edge in edges))
    return [TextLine(line, LABEL, BEHIND) for line in wrap_evenly(words, LABEL, LONGEST_LABEL, MOST_LINES)]


def _label_size(edges: Labelled) -> tuple[float, float]:
    rows = _label(edges)
    return max((row.width for row in rows), default=0.0), height(rows)
