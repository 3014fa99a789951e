"""How marks, lines and accents are drawn: in colour, and distinguishable when printed without colour."""

from oncegraph.schema.comparison import Edit
from oncegraph.visualize.diagram import Edge, Line
from oncegraph.visualize.formats.svg.elements import n, rect
from oncegraph.visualize.layout.boxes import Box
from oncegraph.visualize.palette import (
    ACCENT,
    BEFORE_FILL,
    BELONGING,
    FAINT,
    FOLLOWING,
    GREEN,
    PALETTE,
    PAPER,
    SLATE,
    Look,
    Mark,
    look_of,
)

BADGE = 9.0  # half the size of a sign


STROKES = {
    Line.BELONGS: f'stroke="{BELONGING}" stroke-width="1.2"',
    Line.SPARE: f'stroke="{SLATE.stroke}" stroke-width="1.2" stroke-dasharray="5 4"',
    Line.USED: f'stroke="{GREEN.stroke}" stroke-width="2"',
    Line.FLOW: f'stroke="{FOLLOWING}" stroke-width="1.4"',
}

#: How a highlighted edge is drawn.
HIGHLIGHT = f'stroke="{ACCENT}" stroke-width="3"'


def border(fill: str, stroke: str, width: float = 1.3, dash: str = "") -> str:
    """Attributes of a box: its fill, and how its border is drawn."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'fill="{fill}" stroke="{stroke}" stroke-width="{n(width)}"{dashed}'


def border_of(look: Look) -> str:
    """Attributes of a box with a mark."""
    return border(look.colour.fill, look.colour.stroke, look.width, look.dash)


def stroke(edge: Edge) -> str:
    """How an edge is drawn: highlighted first, otherwise by its mark, otherwise by its line."""
    if edge.highlighted:
        return HIGHLIGHT
    if edge.mark in (None, Edit.KEPT):
        return STROKES[edge.line]
    look = look_of(edge.mark)
    dashed = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    return f'stroke="{look.colour.stroke}" stroke-width="{2 if look.width > 1.3 else 1.5}"{dashed}'


def colour(strokes: str) -> str:
    """The colour of strokes, for the head of an arrow."""
    return strokes.split('"', 2)[1]


def sign(x: float, y: float, mark: Mark) -> str:
    """The sign of a mark on a disc."""
    look = PALETTE[mark]
    return (
        f'<g transform="translate({n(x)},{n(y)})"><circle r="{n(BADGE)}" fill="{look.colour.stroke}"/>'
        f'<path d="{look.outline}" fill="none" stroke="{PAPER}" stroke-width="2" stroke-linecap="round" '
        f'stroke-linejoin="round"/></g>'
    )


def star(x: float, y: float) -> str:
    """The sign of the critical path: a diamond with a light edge."""
    shape = f"M{n(x - 7)},{n(y)}L{n(x)},{n(y - 7)}L{n(x + 7)},{n(y)}L{n(x)},{n(y + 7)}Z"
    return f'<path d="{shape}" fill="{ACCENT}" stroke="{PAPER}" stroke-width="1.5"/>'


def draw_before(box: Box) -> str:
    """A dashed bar that shows the state before."""
    return rect(box, 3, f'fill="{BEFORE_FILL}" stroke="{FAINT}" stroke-width="1" stroke-dasharray="3 2"')


#: How the line of days that something may wait is drawn.
SLACK = f'fill="none" stroke="{FAINT}" stroke-width="1.4"'


def slack(x: float, to_x: float, y: float) -> str:
    """A thin line with a stop at its end: the days that something may wait."""
    return f"M{n(x)},{n(y)}H{n(to_x)}M{n(to_x)},{n(y - 4)}v8"
