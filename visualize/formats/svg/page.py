"""The sheet around a picture: its title, its figures and its legend."""

from collections.abc import Callable, Iterator
from typing import Protocol

from oncegraph.visualize.diagram import Accent, Arrangement, Diagram, Key, Line, Shape, Total
from oncegraph.visualize.formats.svg.columns import Columns
from oncegraph.visualize.formats.svg.elements import (
    FONTS,
    NAME,
    NOTE,
    SUMMARY,
    TITLE,
    angled_path,
    arrow,
    escaped,
    n,
    path,
    rect,
    text,
)
from oncegraph.visualize.formats.svg.gantt import Gantt
from oncegraph.visualize.formats.svg.lanes import Lanes
from oncegraph.visualize.formats.svg.marks import (
    BADGE,
    HIGHLIGHT,
    SLACK,
    STROKES,
    border_of,
    colour,
    draw_before,
    sign,
    slack,
    star,
)
from oncegraph.visualize.formats.svg.nodes import Size, circle, diamond, gate
from oncegraph.visualize.formats.svg.sankey import Sankey
from oncegraph.visualize.layout.boxes import Box, Point
from oncegraph.visualize.lettering import legible, width, wrap
from oncegraph.visualize.palette import ACCENT, BAND, FAINT, INK, PALETTE, PAPER, PLAIN

MARGIN = 32.0
NARROWEST = 640.0
FIGURE = 24.0
CARD = 92.0
ICON = 34.0
MOST_LINES = 8  # of the note


class ArrangedDiagram(Protocol):
    """A diagram in one arrangement."""

    size: Size

    def parts(self, x: float, y: float) -> Iterator[str]:
        """The SVG elements, with the upper left corner at (x, y)."""


ARRANGED: dict[Arrangement, Callable[[Diagram], ArrangedDiagram]] = {
    Arrangement.COLUMNS: Columns,
    Arrangement.LANES: Lanes,
    Arrangement.SANKEY: Sankey,
    Arrangement.GANTT: Gantt,
}


def page(diagram: Diagram) -> Iterator[str]:
    picture = ARRANGED[diagram.arrangement](diagram)
    room = max(NARROWEST, picture.size.width)
    head, top = _head(diagram, room)
    legend, end = _legend(diagram, room, top + picture.size.height)
    wide, high = n(room + 2 * MARGIN), n(end + MARGIN)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'role="img" font-family="{FONTS}" fill="{INK}">'
    )
    yield f"<title>{escaped(f'{diagram.title}：{diagram.summary}')}</title>"
    yield f'<rect width="{wide}" height="{high}" fill="{PAPER}"/>'
    yield from head
    yield from picture.parts(MARGIN, top)
    yield from legend
    yield "</svg>"


def _head(diagram: Diagram, room: float) -> tuple[list[str], float]:
    """Draws title, summary, note and totals; also gives the y at which they end."""
    y = MARGIN + TITLE - 4
    parts = [text(MARGIN, y, diagram.title, TITLE, room, 'font-weight="bold"')]
    y += SUMMARY + 12
    parts.append(text(MARGIN, y, diagram.summary, SUMMARY, room, f'fill="{FAINT}"'))
    if diagram.note:
        y += 2
        for line in wrap(f"※ {diagram.note}", NAME, room, MOST_LINES):
            y += NAME + 8
            parts.append(text(MARGIN, y, line, NAME, room, f'fill="{ACCENT}"'))
    y += 28
    x, high = MARGIN, CARD - 12
    for total in diagram.totals:
        wide = min(_card_width(total), room)
        if x > MARGIN and x + wide > MARGIN + room:
            x, y = MARGIN, y + CARD
        parts += _card(total, Box(x, y, wide, high))
        x += wide + 12
    return parts, y + CARD + 8 if diagram.totals else y


def _card_width(total: Total) -> float:
    behind = max(width(legible(str(total.unit or "")), NOTE), width(total.saved or "", NAME))
    return max(width(legible(str(total.title)), NAME), width(_figures(total), FIGURE) + 6 + behind) + 32


def _figures(total: Total) -> str:
    return legible(total.value if total.before is None else f"{total.before} → {total.value}")


def _card(total: Total, box: Box) -> Iterator[str]:
    """A figure: its title, its value before and after, and the saving."""
    x, room = box.left + 14, box.width - 28
    yield rect(box, 10, f'fill="{BAND}"')
    yield text(x, box.top + 24, total.title, NAME, room, f'fill="{FAINT}"')
    figures = _figures(total)
    yield text(x, box.top + 60, figures, FIGURE, room, 'font-weight="bold"')
    after = x + width(figures, FIGURE) + 6
    left = max(0.0, box.right - 4 - after)
    if total.saved:
        yield text(after, box.top + 44, total.saved, NAME, left, f'font-weight="bold" fill="{ACCENT}"')
    if total.unit:
        yield text(after, box.top + 60, total.unit, NOTE, left, f'fill="{FAINT}"')


def _legend(diagram: Diagram, room: float, bottom: float) -> tuple[list[str], float]:
    """Draws the legend in as many rows as needed; also gives the y at which it ends."""
    parts: list[str] = []
    x, middle = MARGIN, bottom + 32
    for key, meaning in diagram.legend:
        head = 2 * BADGE if key in PALETTE else ICON
        wide = min(width(legible(str(meaning)), NAME), room - head - 8)
        if x > MARGIN and x + head + 8 + wide > MARGIN + room:
            x, middle = MARGIN, middle + 28
        parts += _icon(key, x, middle)
        parts.append(text(x + head + 8, middle + NAME * 0.36, meaning, NAME, wide))
        x += head + 8 + wide + 26
    return parts, middle + 10 if parts else bottom


def _icon(key: Key, x: float, y: float) -> Iterator[str]:
    """The sample of a sign or line in the legend."""
    box = Box(x + 4, y - 12, 24, 24)
    match key:
        case Line():
            yield path(angled_path((Point(x, y), Point(x + ICON, y))), f'fill="none" {STROKES[key]}')
            if key is Line.FLOW:
                yield path(arrow(Point(x + ICON, y)), f'fill="{colour(STROKES[key])}"')
        case Accent.CRITICAL | Accent.HIGHLIGHTED:
            yield path(angled_path((Point(x, y), Point(x + ICON, y))), f'fill="none" {HIGHLIGHT}')
            if key is Accent.CRITICAL:
                yield star(x + ICON / 2, y)
        case Accent.SLACK:
            yield path(slack(x, x + ICON, y), SLACK)
        case Accent.BEFORE:
            yield draw_before(Box(x, y - 6, ICON, 12))
        case Shape.START | Shape.END:
            yield circle(key, box)
        case Shape.DECISION | Shape.MERGE | Shape.FORK | Shape.JOIN:
            yield diamond(box, border_of(PLAIN))
            yield from gate(key, box)
        case None | Shape.TASK:
            yield rect(Box(x, y - 8, ICON, 16), 4, border_of(PLAIN))
        case _:
            yield sign(x + BADGE, y, key)
