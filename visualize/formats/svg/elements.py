"""SVG elements as strings: numbers are short, names are escaped, a text is never wider than the space it has."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from xml.sax.saxutils import escape

from oncegraph.schema.text import Text
from oncegraph.visualize.layout.boxes import Box, Point
from oncegraph.visualize.lettering import fit, legible, width
from oncegraph.visualize.palette import PAPER

FONTS = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'SimHei', sans-serif"
)
TITLE, SUMMARY, HEADING, NAME, NOTE, TELLING, LABEL = 26.0, 16.0, 15.0, 14.0, 11.5, 12.5, 11.5
LEADING = 1.45  # from one line of a text to the next, in its letters
BEHIND = f'stroke="{PAPER}" stroke-width="3" paint-order="stroke" stroke-linejoin="round"'

#: Where the arms of an arrow begin, behind its tip and beside its line.
ARROW, WING = 7.0, 3.5


def n(number: float) -> str:
    """A number rounded to hundredths, without trailing zeros."""
    short = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def escaped(text: str) -> str:
    return escape(legible(text), {'"': "&quot;"})


def rect(box: Box, radius: float, more: str) -> str:
    return (
        f'<rect x="{n(box.left)}" y="{n(box.top)}" width="{n(box.width)}" height="{n(box.height)}" '
        f'rx="{n(radius)}" {more}/>'
    )


def text(x: float, y: float, words: str | Text, size: float, room: float, more: str = "") -> str:
    """One line of text that begins at x on the baseline y, cut where there is no room; empty for an empty text."""
    shown = escape(fit(str(words), size, room))
    return shown and f'<text x="{n(x)}" y="{n(y)}" font-size="{n(size)}"{more and " " + more}>{shown}</text>'


class TextLine(NamedTuple):
    """A line of a paragraph, and how it is written."""

    words: str
    size: float
    more: str = ""

    @property
    def width(self) -> float:
        return width(self.words, self.size)


def height(rows: Iterable[TextLine]) -> float:
    return sum(row.size * LEADING for row in rows)


def paragraph(rows: Sequence[TextLine], x: float, middle: float) -> Iterator[str]:
    """Lines that were wrapped to fit, below each other, beginning at x and centred vertically at `middle`."""
    y = middle - height(rows) / 2
    for row in rows:
        y += row.size * LEADING
        yield text(x, y - row.size * (LEADING - 1), row.words, row.size, row.width + 1, row.more)


def centred_paragraph(rows: Sequence[TextLine], x: float, middle: float) -> Iterator[str]:
    """The same with each line centred at x."""
    y = middle - height(rows) / 2
    for row in rows:
        y += row.size * LEADING
        yield from paragraph([row], x - row.width / 2, y - row.size * LEADING / 2)


def path(drawn: str, more: str = "", title: str = "") -> str:
    told = f"<title>{escaped(title)}</title>" if title else ""
    return f'<path d="{drawn}"{more and " " + more}>{told}</path>' if told else f'<path d="{drawn}" {more}/>'


def angled_path(points: Iterable[Point], radius: float = 7.0) -> str:
    """A line from point to point with rounded corners."""
    points = tuple(points)
    drawn = [f"M{n(points[0].x)},{n(points[0].y)}"]
    for (before, corner), (_, after) in zip(pairwise(points), pairwise(points[1:]), strict=False):
        bow = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
        enter, leave = _towards(corner, before, bow), _towards(corner, after, bow)
        drawn.append(f"L{n(enter.x)},{n(enter.y)}Q{n(corner.x)},{n(corner.y)} {n(leave.x)},{n(leave.y)}")
    drawn.append(f"L{n(points[-1].x)},{n(points[-1].y)}")
    return "".join(drawn)


def curved_path(points: Iterable[Point]) -> str:
    """A curve that leaves and reaches every point horizontally, straight between two points at the same height."""
    points = tuple(points)
    drawn = [f"M{n(points[0].x)},{n(points[0].y)}"]
    for point, to in pairwise(points):
        middle, end = n((point.x + to.x) / 2), f"{n(to.x)},{n(to.y)}"
        drawn.append(f"L{end}" if point.y == to.y else f"C{middle},{n(point.y)} {middle},{n(to.y)} {end}")
    return "".join(drawn)


def arrow(tip: Point, size: float = 1.0) -> str:
    """The head of an arrow that points to the right."""
    back, wing = n(tip.x - ARROW * size), WING * size
    return f"M{n(tip.x)},{n(tip.y)}L{back},{n(tip.y - wing)}L{back},{n(tip.y + wing)}Z"


def _length(one: Point, other: Point) -> float:
    return abs(one.x - other.x) + abs(one.y - other.y)


def _towards(point: Point, other: Point, way: float) -> Point:
    whole = _length(point, other) or 1.0
    return Point(point.x + (other.x - point.x) * way / whole, point.y + (other.y - point.y) * way / whole)
