"""A row for each node with a bar over its working days; the bar of the state before is above the present one."""

from collections.abc import Iterator
from math import ceil

from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.diagram import Diagram, Edge, Node
from oncegraph.visualize.formats.svg.elements import (
    BEHIND,
    NAME,
    NOTE,
    TELLING,
    TextLine,
    angled_path,
    height,
    paragraph,
    path,
    rect,
    text,
)
from oncegraph.visualize.formats.svg.marks import (
    BADGE,
    SLACK,
    border,
    border_of,
    draw_before,
    sign,
    slack,
    star,
    stroke,
)
from oncegraph.visualize.formats.svg.nodes import PAD, SIGNED, Size, draw_node, name_style
from oncegraph.visualize.layout.boxes import Box, Point
from oncegraph.visualize.lettering import width, wrap_evenly
from oncegraph.visualize.palette import ACCENT, BAND, BAR_FILL, BAR_STROKE, FAINT, GRID, PLAIN, look_of

DAYS = Text("工作日", "working days")
LONGEST_NAME = 19.0 * NAME
MOST_LINES = 2
BAR, THIN_BAR, BARS = 18.0, 12.0, 38.0  # of what is, of what was before, and of both
ROOM = 12.0  # above and below what stands in a row
SCALE = 820.0  # width of all days together
NARROWEST, BROADEST = 3.0, 64.0  # of a day
HEAD = 36.0
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


class Gantt:
    def __init__(self, diagram: Diagram):
        self._diagram = diagram
        self._nodes = list(diagram.nodes.values())
        self._lanes = {lane.id: str(lane.title) for lane in diagram.lanes}
        self._days = max(map(_last, self._nodes), default=0.0) or 1.0
        self._day = min(max(SCALE / self._days, NARROWEST), BROADEST)
        self._names = max([width(str(DAYS), TELLING), *map(self._name_width, self._nodes)]) + 2 * PAD
        behind = max((width(_days_label(node), TELLING) for node in self._nodes), default=0.0) + 3 * PAD
        tall = (max(BARS if node.before else BAR, height(self._texts(node))) for node in self._nodes)
        self._rows = [ceil(each) + ROOM for each in tall]
        wide = self._names + self._days * self._day + behind
        self.size = Size(max(wide, self._names + width(str(DAYS), TELLING) + 60), HEAD + sum(self._rows))

    def _name_width(self, node: Node) -> float:
        return max((row.width for row in self._texts(node)), default=0.0) + (SIGNED if node.mark else 0)

    def _texts(self, node: Node) -> list[TextLine]:
        """The lines that name a row."""
        names = [
            TextLine(line, NAME, name_style(node))
            for line in wrap_evenly(str(node.name), NAME, LONGEST_NAME, MOST_LINES)
        ]
        notes = wrap_evenly(self._note(node), NOTE, LONGEST_NAME, 1)
        return names + [TextLine(line, NOTE, f'fill="{FAINT}"') for line in notes]

    def _note(self, node: Node) -> str:
        return str(node.note or self._lanes.get(node.lane or "", ""))

    def parts(self, x: float, y: float) -> Iterator[str]:
        """The SVG elements, with the upper left corner at (x, y)."""
        zero, top = x + self._names, y + HEAD
        rows, below = {}, top
        for number, (node, high) in enumerate(zip(self._nodes, self._rows, strict=True)):
            rows[node.id] = box = Box(x, below, self.size.width, high)
            if number % 2 == 0:
                yield rect(box, 0, f'fill="{BAND}"')
            below += high
        yield from self._axis(zero, y, below)
        for edge in sorted(self._diagram.edges, key=lambda edge: edge.highlighted):
            start, end = self._diagram.nodes[edge.start], self._diagram.nodes[edge.end]
            if start.span and end.span:
                days = sum(start.span), end.span[0]
                yield self._link(edge, rows, *(zero + day * self._day for day in days))
        for node in self._nodes:
            yield from draw_node(node, rows[node.id], self._row(node, rows[node.id], zero), starred=False)

    def _axis(self, zero: float, y: float, bottom: float) -> Iterator[str]:
        step = next((step for step in STEPS if step * self._day >= 40), STEPS[-1])
        yield text(zero - PAD - width(str(DAYS), TELLING), y + 22, DAYS, TELLING, self._names, f'fill="{FAINT}"')
        for day in range(0, int(self._days) + 1, step):
            at = zero + day * self._day
            yield path(angled_path((Point(at, y + HEAD - 6), Point(at, bottom))), f'stroke="{GRID}" stroke-width="1"')
            wide = width(str(day), TELLING)
            yield text(at - wide / 2, y + 22, str(day), TELLING, wide + 1, f'fill="{FAINT}"')

    def _row(self, node: Node, box: Box, zero: float) -> Iterator[str]:
        yield rect(box, 0, 'fill="none"')
        x, middle = box.left + PAD, box.middle.y
        if node.mark:
            yield sign(x + BADGE, middle, node.mark)
            x += SIGNED
        yield from paragraph(self._texts(node), x, middle)
        if node.before:
            first, days = node.before
            yield draw_before(Box(zero + first * self._day, middle - THIN_BAR - 6, self._long(days), THIN_BAR))
            middle += 8
        if node.span:
            first, days = node.span
            bar = Box(zero + first * self._day, middle - BAR / 2, self._long(days), BAR)
            if node.slack:
                yield path(slack(bar.right, bar.right + node.slack * self._day, middle), SLACK)
            yield rect(bar, 4, f'fill="{ACCENT}"' if node.critical else _bar(node))
            if node.critical:
                yield star(bar.left, middle)
        end = zero + _last(node) * self._day + PAD
        yield text(
            end, middle + TELLING * 0.36, _days_label(node), TELLING, box.right - end, f'fill="{FAINT}" {BEHIND}'
        )

    def _long(self, days: float) -> float:
        return max(days * self._day, 3.0)

    def _link(self, edge: Edge, rows: dict[str, Box], x: float, to_x: float) -> str:
        """From the end of a bar to the beginning of another."""
        start, end = (self._diagram.nodes[name] for name in (edge.start, edge.end))
        y, to_y = (rows[node.id].middle.y + (8 if node.before else 0) for node in (start, end))
        points = Point(x, y), Point(x, to_y), Point(to_x, to_y)
        return path(angled_path(points, 4), f'fill="none" {stroke(edge)}', f"{start.name} → {end.name}")


def _last(node: Node) -> float:
    """The last day that a row shows."""
    now = sum(node.span) + node.slack if node.span else 0.0
    return max(now, sum(node.before) if node.before else 0.0)


def _days_label(node: Node) -> str:
    """How many days it takes, and took before."""
    spans = ["?" if node.mark is Verdict.UNKNOWN else f"{span[1]:g}" for span in (node.before, node.span) if span]
    return " → ".join(spans)


def _bar(node: Node) -> str:
    look = look_of(node.mark)
    return border(BAR_FILL, BAR_STROKE) if look is PLAIN else border_of(look)
