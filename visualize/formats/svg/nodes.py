"""How a node is drawn: its size, shape, sign and text."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import hypot
from typing import NamedTuple

from oncegraph.visualize.diagram import Node, Shape
from oncegraph.visualize.formats.svg.elements import (
    NAME,
    NOTE,
    TELLING,
    TextLine,
    centred_paragraph,
    escaped,
    height,
    n,
    paragraph,
    rect,
    text,
)
from oncegraph.visualize.formats.svg.marks import BADGE, border, border_of, sign, star
from oncegraph.visualize.layout.boxes import Box
from oncegraph.visualize.lettering import legible, width, wrap, wrap_evenly
from oncegraph.visualize.palette import ACCENT, ACCENT_FILL, FAINT, INK, PAPER, PLAIN, Look, look_of, with_sign

PAD = 12.0
SIGNED = 2 * BADGE + 8  # the space of a sign before the text
MOST_LINES = 5
LONGEST_NAME = 16.5 * NAME
LONGEST_LINE = 20.5 * NAME  # in a box with more than a name
LONGEST_TASK = 14.0 * NAME  # in a flow
GATEWAY = 34.0
QUESTION = 12.5
SLANT = 0.75  # how high a decision is, in its width


class Size(NamedTuple):
    width: float
    height: float


def task_size(node: Node) -> Size:
    """The size of a box in a column."""
    sign_room = SIGNED if node.mark else 0
    if rows := detail_lines(node):
        return Size(max(row.width for row in rows) + sign_room + 2 * PAD, height(rows) + PAD)
    line = max(width(legible(str(node.name)), NAME), width(legible(str(node.note or "")), NOTE))
    return Size(min(line, LONGEST_NAME) + sign_room + 2 * PAD, 46.0 if node.note else 28.0)


def flow_size(node: Node) -> Size:
    """The size of a node in a flow, by its shape."""
    if node.shape is Shape.DECISION:
        rows = _question(str(node.name))
        across = max((row.width for row in rows), default=0.0) + (height(rows) + 4) / SLANT
        return Size(max(across, GATEWAY), max(across, GATEWAY) * SLANT)
    if node.shape in (Shape.START, Shape.END):
        rows = _caption(str(node.name))
        across = 2 * hypot(max((row.width for row in rows), default=0.0) / 2, height(rows) / 2) + 6
        return Size(max(across, 40.0), max(across, 40.0))
    if node.shape is not Shape.TASK:
        return Size(GATEWAY, GATEWAY)
    rows = flow_rows(node)
    return Size(max(row.width for row in rows) + (SIGNED if node.mark else 0) + 2 * PAD, height(rows) + PAD)


def detail_lines(node: Node) -> tuple[TextLine, ...]:
    """Every line of a box that has more than a name and a note; empty for other boxes."""
    return _rows(*_words(node), LONGEST_LINE) if node.lines else ()


def flow_rows(node: Node) -> tuple[TextLine, ...]:
    """Every line of a box in a flow."""
    return _rows(*_words(node), LONGEST_TASK) or (TextLine("—", NAME),)


def name_style(node: Node) -> str:
    """How the name of a node is written: struck through if the node was removed."""
    return 'text-decoration="line-through"' if look_of(node.mark).struck else ""


def _words(node: Node) -> tuple[str, str, str, tuple[str, ...]]:
    how = f'font-weight="bold" {name_style(node)}'.strip()
    return str(node.name), how, str(node.note or ""), tuple(map(str, node.lines))


@lru_cache(maxsize=4096)
def _rows(name: str, how: str, note: str, lines: tuple[str, ...], room: float) -> tuple[TextLine, ...]:
    parts = [(name, NAME, how), (note, NOTE, f'fill="{FAINT}"'), *((line, TELLING, "") for line in lines)]
    return tuple(
        TextLine(line, size, more) for words, size, more in parts for line in wrap_evenly(words, size, room, MOST_LINES)
    )


@lru_cache(maxsize=1024)
def _question(name: str) -> tuple[TextLine, ...]:
    """The question, wrapped so that the diamond is as small as possible; cut only if even the largest is too small for
    it."""
    rooms = range(50, 230, 10)
    ways = [wrap(name, QUESTION, room, MOST_LINES + 1) for room in rooms]
    whole = [lines for lines in ways if len(lines) <= MOST_LINES] or [wrap(name, QUESTION, rooms[-1], MOST_LINES)]
    rows = [tuple(TextLine(line, QUESTION) for line in lines) for lines in whole]
    return min(rows, key=lambda each: max((row.width for row in each), default=0.0) + height(each) / SLANT)


@lru_cache(maxsize=256)
def _caption(name: str) -> tuple[TextLine, ...]:
    return tuple(TextLine(line, QUESTION) for line in wrap_evenly(name, QUESTION, 4.2 * QUESTION, 2))


def draw_node(node: Node, box: Box, shape: Iterable[str], starred: bool = True) -> Iterator[str]:
    """A node as one SVG group, with all its text as a tooltip and a link to its API resource."""
    words = [with_sign(node.mark, node.name), str(node.note or "")]
    words += [*map(str, node.lines), *node.members]
    yield f'<g data-id="{escaped(node.id)}"><title>{escaped("；".join(filter(None, words)))}</title>'
    if node.href:
        yield f'<a href="{escaped(node.href)}">'
    yield from shape
    if starred and node.critical and node.shape is Shape.TASK:
        yield star(box.right - 2, box.top + 2)
    if node.href:
        yield "</a>"
    yield "</g>"


def task(node: Node, box: Box, rows: tuple[TextLine, ...], highlighted: bool = False) -> Iterator[str]:
    """A box: its sign, and its rows, or its name and note on a line each."""
    yield rect(box, 6, _border(look_of(node.mark), node.critical or highlighted))
    x, room, middle = box.left + PAD, box.width - 2 * PAD, box.middle.y
    if node.mark:
        yield sign(x + BADGE, middle, node.mark)
        x, room = x + SIGNED, room - SIGNED
    if rows:
        yield from paragraph(rows, x, middle)
    elif node.note:
        yield text(x, middle + NAME * 0.36 - 9, node.name, NAME, room, name_style(node))
        yield text(x, middle + NAME * 0.36 + 8.5, node.note, NOTE, room, f'fill="{FAINT}"')
    else:
        yield text(x, middle + NAME * 0.36, node.name, NAME, room, name_style(node))


def flow_shape(node: Node, box: Box) -> Iterator[str]:
    """A node of a flow in its shape: box, diamond with the question or the sign of a gateway, circle."""
    x, y = box.middle
    if node.shape is Shape.TASK:
        yield from task(node, box, flow_rows(node))
    elif node.shape in (Shape.START, Shape.END):
        yield circle(node.shape, box)
        yield from centred_paragraph(_caption(str(node.name)), x, y)
    else:
        yield diamond(box, _border(look_of(node.mark), node.critical))
        yield from gate(node.shape, box)
        if node.shape is Shape.DECISION:
            yield from centred_paragraph(_question(str(node.name)), x, y)


def circle(shape: Shape, box: Box) -> str:
    """The start of a flow, or, with a broad border, its end."""
    (x, y), wide = box.middle, 3.2 if shape is Shape.END else 1.4
    more = f'fill="{PAPER}" stroke="{INK}" stroke-width="{wide}"'
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(box.width / 2)}" {more}/>'


def diamond(box: Box, more: str) -> str:
    x, y = box.middle
    shape = f"M{n(box.left)},{n(y)}L{n(x)},{n(box.top)}L{n(box.right)},{n(y)}L{n(x)},{n(box.bottom)}Z"
    return f'<path d="{shape}" {more}/>'


def gate(shape: Shape, box: Box) -> Iterator[str]:
    """The sign of a gateway: a plus where all branches run, a cross where one was chosen; none in a decision."""
    if shape in _GATES:
        arm = box.width * _GATES[shape][1]
        drawn = _GATES[shape][0].format(n(box.middle.x), n(box.middle.y), n(arm), n(2 * arm))
        yield f'<path d="{drawn}" fill="none" stroke="{INK}" stroke-width="2.2"/>'


_PLUS = "M{0},{1}m-{2},0h{3}m-{2},-{2}v{3}", 0.24
_CROSS = "M{0},{1}m-{2},-{2}l{3},{3}m0,-{3}l-{3},{3}", 0.16
_GATES = {Shape.FORK: _PLUS, Shape.JOIN: _PLUS, Shape.MERGE: _CROSS}


def _border(look: Look, critical: bool) -> str:
    if not critical:
        return border_of(look)
    return border(ACCENT_FILL if look is PLAIN else look.colour.fill, ACCENT, 2.8, look.dash)
