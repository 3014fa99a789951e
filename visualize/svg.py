"""A diagram as SVG: one file, no script, no font inside; the same diagram gives the same bytes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from xml.sax.saxutils import escape

from schema.text import Text
from schema.verdict import Verdict
from visualize.diagram import SIGNS, Column, Diagram, Edge, Line, Node
from visualize.layout import lay_out
from visualize.lettering import fitted, legible, width, wrapped

FONTS = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'SimHei', sans-serif"
)
TITLE, SUMMARY, HEADING, NAME, NOTE, TELLING, LABEL = 26.0, 16.0, 15.0, 14.0, 11.5, 12.5, 11.5
LEADING = 1.45  # from one line of a text to the next, in its letters
MOST_LINES = 5
BEHIND = 'paint-order="stroke" stroke-linejoin="round"'
MARGIN, GAP, LANE, PAD = 32.0, 88.0, 12.0, 12.0
BADGE = 9.0  # half the size of a sign
SLOT = 6.0  # room above and below a box
BEND = 12.0
LONGEST_NAME = 16.5 * NAME
LONGEST_LINE = 20.5 * NAME  # in a box that tells more than a name
NARROWEST = 640.0
INK, FAINT, PAPER, LANE_FILL = "#1c2733", "#5b6b7b", "#ffffff", "#f3f6f9"


@dataclass(frozen=True)
class Style:
    """Colours of a box and its sign, and the sign as strokes around zero."""

    fill: str
    stroke: str
    sign: str = ""


PLAIN = Style("#ffffff", "#8fa1b3")
STYLES = {
    Verdict.YES: Style("#e4f5ea", "#1f8a4c", "M-4.2,0.4L-1.2,3.4L4.4,-3"),
    Verdict.CONDITIONAL: Style("#fff3d6", "#b27308", "M-4.8,1.2C-3,-3.4 -1.2,-1.4 0,0C1.2,1.4 3,3.4 4.8,-1.2"),
    Verdict.UNKNOWN: Style(
        "#efeaf8", "#6f52a8", "M-2.7,-2.4C-2.7,-5.6 2.7,-5.6 2.7,-2.4C2.7,-0.4 0,-0.6 0,1.6M0,4.4V4.7"
    ),
    Verdict.NO: Style("#fdeceb", "#c0392b", "M-3.3,-3.3L3.3,3.3M-3.3,3.3L3.3,-3.3"),
}
STROKES = {
    Line.BELONGS: 'stroke="#a9b7c6" stroke-width="1.2"',
    Line.SPARE: 'stroke="#8fa1b3" stroke-width="1.2" stroke-dasharray="5 4"',
    Line.USED: 'stroke="#1f8a4c" stroke-width="2"',
}


def svg(diagram: Diagram) -> str:
    """The picture, in the language of the moment."""
    return "\n".join(_Picture(diagram).parts()) + "\n"


class _Picture:
    def __init__(self, diagram: Diagram):
        self._diagram = diagram
        self._nodes = {node.id: node for column in diagram.columns for node in column.nodes}
        self._layout = lay_out(diagram, lambda name: _height(self._nodes[name]) + 2 * SLOT, BEND)
        self._widths = [_width(column) for column in diagram.columns]
        self._labels = _labels(diagram.edges)
        gaps = [self._gap(column) for column in diagram.columns[1:]]
        self._left = [MARGIN + LANE + sum(self._widths[:at]) + sum(gaps[:at]) for at in range(len(self._widths))]
        self._column = {name: at for at, names in enumerate(self._layout.columns) for name in names}
        self._room = max(NARROWEST, sum(self._widths) + sum(gaps) + 2 * LANE)
        self._lanes = MARGIN + TITLE + SUMMARY + 36
        headed = any(column.title for column in diagram.columns) or not diagram.columns
        self._top = self._lanes + (HEADING + 24 if headed else LANE)
        self._bottom = self._top + self._layout.height + LANE

    def parts(self) -> Iterator[str]:
        legend, end = self._legend()
        wide, high = _n(self._room + 2 * MARGIN), _n(end + MARGIN)
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
            f'role="img" font-family="{FONTS}" fill="{INK}">'
        )
        yield f"<title>{_escaped(f'{self._diagram.title}：{self._diagram.summary}')}</title>"
        yield f'<rect width="{wide}" height="{high}" fill="{PAPER}"/>'
        base = MARGIN + TITLE - 4
        yield _text(MARGIN, base, self._diagram.title, TITLE, self._room, 'font-weight="bold"')
        yield _text(MARGIN, base + SUMMARY + 12, self._diagram.summary, SUMMARY, self._room, f'fill="{FAINT}"')
        for at, column in enumerate(self._diagram.columns):
            yield from self._lane(at, column)
        for line in STROKES:
            yield f'<g fill="none" {STROKES[line]}>'
            yield from (self._edge(edge, route) for edge, route in self._layout.routes if edge.line is line)
            yield "</g>"
        for end, label in self._labels.items():
            wide = width(label, LABEL)
            x, y = self._left[self._column[end]] - LANE - 4 - wide, self._top + self._layout.middle[end] - 5
            yield _text(x, y, label, LABEL, wide, f'fill="{FAINT}" stroke="{PAPER}" stroke-width="3" {BEHIND}')
        for node in self._nodes.values():
            yield from self._box(node)
        yield from legend
        yield "</svg>"

    def _gap(self, column: Column) -> float:
        """Room before a column: for curves, and for the longest label that is written there."""
        labels = (self._labels[node.id] for node in column.nodes if node.id in self._labels)
        return max([GAP, *(width(label, LABEL) + 2 * LANE + PAD for label in labels)])

    def _lane(self, at: int, column: Column) -> Iterator[str]:
        left, wide = self._left[at] - LANE, self._widths[at] + 2 * LANE
        yield _rect(left, self._lanes, wide, self._bottom - self._lanes, 10, f'fill="{LANE_FILL}"')
        if heading := _heading(column):
            more = f'font-weight="bold" fill="{FAINT}"'
            yield _text(left + LANE, self._lanes + HEADING + 9, heading, HEADING, self._widths[at], more)

    def _edge(self, edge: Edge, route: tuple[str, ...]) -> str:
        """A curve from the right of one box to the left of the other, straight where it passes a column."""
        points = [(self._left[at] + side * self._widths[at], y) for at, y, side in self._stops(route)]
        path = [f"M{_n(points[0][0])},{_n(points[0][1])}"]
        for (x, y), (to_x, to_y) in pairwise(points):
            middle = _n((x + to_x) / 2)
            end = f"{_n(to_x)},{_n(to_y)}"
            path.append(f"L{end}" if y == to_y else f"C{middle},{_n(y)} {middle},{_n(to_y)} {end}")
        names = f"{self._nodes[edge.start].name} → {self._nodes[edge.end].name}"
        return f'<path d="{"".join(path)}"><title>{_escaped(names)}</title></path>'

    def _stops(self, route: tuple[str, ...]) -> Iterator[tuple[int, float, int]]:
        """Column, height and side (0: left, 1: right) of every point that an edge goes through."""
        for name in route:
            at, y = self._column[name], self._top + self._layout.middle[name]
            if name != route[0]:
                yield at, y, 0
            if name != route[-1]:
                yield at, y, 1

    def _box(self, node: Node) -> Iterator[str]:
        at, style = self._column[node.id], STYLES.get(node.mark, PLAIN)
        left, wide, high = self._left[at], self._widths[at], _height(node)
        middle = self._top + self._layout.middle[node.id]
        told = [f"{SIGNS[node.mark]} {node.name}" if node.mark else node.name, *filter(None, [str(node.note or "")])]
        told += [*map(str, node.lines), *node.members]
        yield f'<g data-id="{_escaped(node.id)}"><title>{_escaped("；".join(told))}</title>'
        yield _rect(left, middle - high / 2, wide, high, 6, _colours(style))
        x, room = left + PAD, wide - 2 * PAD
        if node.mark:
            yield _sign(x + BADGE, middle, style)
            x, room = x + 2 * BADGE + 8, room - 2 * BADGE - 8
        base = middle + NAME * 0.36
        if node.lines:
            y = middle - high / 2 + PAD / 2
            for text, size, more in _rows(node):
                y += size * LEADING
                yield _text(x, y - size * (LEADING - 1), text, size, room + 1, more)  # it was wrapped to fit
        elif node.note:
            yield _text(x, base - 9, node.name, NAME, room)
            yield _text(x, base + 8.5, node.note, NOTE, room, f'fill="{FAINT}"')
        else:
            yield _text(x, base, node.name, NAME, room)
        yield "</g>"

    def _legend(self) -> tuple[list[str], float]:
        """What signs and lines mean, in as many rows as it takes; and where it ends."""
        parts, x, middle = [], MARGIN, self._bottom + 32
        for sign, meaning in self._diagram.legend:
            head = 2 * BADGE if isinstance(sign, Verdict) else 34
            wide = min(width(legible(str(meaning)), NAME), self._room - head - 8)
            if x > MARGIN and x + head + 8 + wide > MARGIN + self._room:
                x, middle = MARGIN, middle + 28
            if isinstance(sign, Verdict):
                parts.append(_sign(x + BADGE, middle, STYLES[sign]))
            elif sign is None:
                parts.append(_rect(x, middle - 8, head, 16, 4, _colours(PLAIN)))
            else:
                parts.append(f'<path d="M{_n(x)},{_n(middle)}h{head}" fill="none" {STROKES[sign]}/>')
            parts.append(_text(x + head + 8, middle + NAME * 0.36, meaning, NAME, wide))
            x += head + 8 + wide + 26
        return parts, middle + 10 if parts else self._bottom


def _width(column: Column) -> float:
    """Of the boxes of a column: that of its longest line, within limits."""
    needed = [width(_heading(column), HEADING)]
    for node in column.nodes:
        badge = 2 * BADGE + 8 if node.mark else 0
        if rows := _rows(node):
            line = max(width(text, size) for text, size, _ in rows)
        else:
            line = max(width(legible(node.name), NAME), width(legible(str(node.note or "")), NOTE))
            line = min(line, LONGEST_NAME)
        needed.append(line + badge + 2 * PAD)
    return max(needed)


def _rows(node: Node) -> tuple[tuple[str, float, str], ...]:
    """Every line of a box that tells more than a name and a note: text, size, style."""
    return _wrapped(node.name, str(node.note or ""), tuple(map(str, node.lines))) if node.lines else ()


@lru_cache(maxsize=4096)
def _wrapped(name: str, note: str, lines: tuple[str, ...]) -> tuple[tuple[str, float, str], ...]:
    told = [
        (name, NAME, 'font-weight="bold"'),
        (note, NOTE, f'fill="{FAINT}"'),
        *((line, TELLING, "") for line in lines),
    ]
    return tuple(
        (line, size, style) for text, size, style in told for line in wrapped(text, size, LONGEST_LINE, MOST_LINES)
    )


def _labels(edges: Iterable[Edge]) -> dict[str, str]:
    """End of edges → what they tell; where several end, all that is told by them."""
    told: dict[str, dict[str, None]] = {}
    for edge in edges:
        if edge.label:
            told.setdefault(edge.end, {})[legible(str(edge.label))] = None
    return {end: " / ".join(labels) for end, labels in told.items()}


def _height(node: Node) -> float:
    if rows := _rows(node):
        return sum(size * LEADING for _, size, _ in rows) + PAD
    return 46.0 if node.note else 28.0


def _heading(column: Column) -> str:
    return f"{column.title} · {len(column.nodes)}" if column.title else ""


def _sign(x: float, y: float, style: Style) -> str:
    return (
        f'<g transform="translate({_n(x)},{_n(y)})"><circle r="{_n(BADGE)}" fill="{style.stroke}"/>'
        f'<path d="{style.sign}" fill="none" stroke="{PAPER}" stroke-width="2" stroke-linecap="round" '
        f'stroke-linejoin="round"/></g>'
    )


def _colours(style: Style) -> str:
    return f'fill="{style.fill}" stroke="{style.stroke}" stroke-width="1.3"'


def _rect(x: float, y: float, wide: float, high: float, radius: int, more: str) -> str:
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}" rx="{radius}" {more}/>'


def _text(x: float, y: float, text: str | Text, size: float, room: float, more: str = "") -> str:
    """One line of text that is no wider than there is room."""
    shown = escape(fitted(str(text), size, room))
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"{more and " " + more}>{shown}</text>'


def _escaped(text: str) -> str:
    return escape(legible(text), {'"': "&quot;"})


def _n(number: float) -> str:
    """A number as short as it is exact to a hundredth."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
