"""How marks, lines and accents look: in a colour, and in a sign, a dash or a width that print without colour keeps."""

from dataclasses import dataclass

from oncegraph.schema.comparison import Edit
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.diagram import Edge, Line, Mark
from oncegraph.visualize.formats.svg.elements import ACCENT, FAINT, PAPER, n, rect
from oncegraph.visualize.layout.boxes import Box

BADGE = 9.0  # half the size of a sign


@dataclass(frozen=True)
class Style:
    """Colours of a box and its sign, the sign as strokes around zero, and how the border is drawn."""

    fill: str
    stroke: str
    sign: str = ""
    dash: str = ""
    width: float = 1.3
    struck: bool = False

    @property
    def border(self) -> str:
        dashed = f' stroke-dasharray="{self.dash}"' if self.dash else ""
        return f'fill="{self.fill}" stroke="{self.stroke}" stroke-width="{n(self.width)}"{dashed}'


PLAIN = Style("#ffffff", "#8fa1b3")
_TICK = "M-4.2,0.4L-1.2,3.4L4.4,-3"
STYLES: dict[Mark | None, Style] = {
    Verdict.YES: Style("#e4f5ea", "#1f8a4c", _TICK),
    Verdict.CONDITIONAL: Style("#fff3d6", "#b27308", "M-4.8,1.2C-3,-3.4 -1.2,-1.4 0,0C1.2,1.4 3,3.4 4.8,-1.2"),
    Verdict.UNKNOWN: Style(
        "#efeaf8", "#6f52a8", "M-2.7,-2.4C-2.7,-5.6 2.7,-5.6 2.7,-2.4C2.7,-0.4 0,-0.6 0,1.6M0,4.4V4.7"
    ),
    Verdict.NO: Style("#fdeceb", "#c0392b", "M-3.3,-3.3L3.3,3.3M-3.3,3.3L3.3,-3.3"),
    Edit.REMOVED: Style("#faf6f6", "#b0504a", "M-4,0H4", dash="6 4", struck=True),
    Edit.ADDED: Style("#e6f1fb", "#1d6fb8", "M-4.4,0H4.4M0,-4.4V4.4", width=2.2),
    Edit.MERGED: Style("#efeaf8", "#6f52a8", "M-4.6,-3.4L0,0H4.6M-4.6,3.4L0,0M2.2,-2.4L4.6,0L2.2,2.4", dash="10 3 2 3"),
    Edit.EXEMPTED: Style("#e4f5ea", "#1f8a4c", _TICK),
    Edit.FILLED: Style("#e4f5ea", "#1f8a4c", "M0,-5V2.2M-3.4,-1L0,2.4L3.4,-1M-4.2,4.8H4.2"),
    Edit.PARALLEL: Style("#e3f4f4", "#16777a", "M-2.2,-4.4V4.4M2.2,-4.4V4.4"),
    Edit.CHANGED: Style("#fff3d6", "#b27308", "M-4.4,-1.8H4.4M-4.4,1.8H4.4M2.4,-4.6L-2.4,4.6", dash="2 2.5"),
    Edit.KEPT: Style("#ffffff", "#8fa1b3", "M-4.2,-2H4.2M-4.2,2H4.2"),
}

STROKES = {
    Line.BELONGS: 'stroke="#a9b7c6" stroke-width="1.2"',
    Line.SPARE: 'stroke="#8fa1b3" stroke-width="1.2" stroke-dasharray="5 4"',
    Line.USED: 'stroke="#1f8a4c" stroke-width="2"',
    Line.FLOW: 'stroke="#6b7c8d" stroke-width="1.4"',
}

#: Of an edge that something became of, or that is highlighted.
HIGHLIGHT = f'stroke="{ACCENT}" stroke-width="3"'


def style(mark: Mark | None) -> Style:
    return STYLES.get(mark, PLAIN)


def stroke(edge: Edge) -> str:
    """How an edge is drawn: its mark goes before its line, and emphasis before both."""
    if edge.highlighted:
        return HIGHLIGHT
    if edge.mark in (None, Edit.KEPT):
        return STROKES[edge.line]
    changed = style(edge.mark)
    dashed = f' stroke-dasharray="{changed.dash}"' if changed.dash else ""
    return f'stroke="{changed.stroke}" stroke-width="{2 if changed.width > 1.3 else 1.5}"{dashed}'


def colour(strokes: str) -> str:
    """The colour of strokes, for the head of an arrow."""
    return strokes.split('"', 2)[1]


def sign(x: float, y: float, mark: Mark) -> str:
    """The sign of a mark on a disc."""
    shown = STYLES[mark]
    return (
        f'<g transform="translate({n(x)},{n(y)})"><circle r="{n(BADGE)}" fill="{shown.stroke}"/>'
        f'<path d="{shown.sign}" fill="none" stroke="{PAPER}" stroke-width="2" stroke-linecap="round" '
        f'stroke-linejoin="round"/></g>'
    )


def star(x: float, y: float) -> str:
    """The sign of the critical path: a diamond with a light edge."""
    shape = f"M{n(x - 7)},{n(y)}L{n(x)},{n(y - 7)}L{n(x + 7)},{n(y)}L{n(x)},{n(y + 7)}Z"
    return f'<path d="{shape}" fill="{ACCENT}" stroke="{PAPER}" stroke-width="1.5"/>'


def hatched(box: Box) -> str:
    """A bar of what was before."""
    return rect(box, 3, f'fill="#eef1f4" stroke="{FAINT}" stroke-width="1" stroke-dasharray="3 2"')


#: How the line of days that something may wait is drawn.
SLACK = f'fill="none" stroke="{FAINT}" stroke-width="1.4"'


def slack(x: float, to_x: float, y: float) -> str:
    """A thin line that ends in a stop."""
    return f"M{n(x)},{n(y)}H{n(to_x)}M{n(to_x)},{n(y - 4)}v8"
