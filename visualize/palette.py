"""The palette: colours, signs and words of every verdict and edit, wherever people see them.

Pictures (SVG, DOT, Mermaid, BPMN), Excel, Word and the terminal take their colours from here; no other file names one.
Colour is never the only difference: every mark has a sign, and edits have a dash, a width or a line through the name.
"""

from dataclasses import dataclass

from oncegraph.schema.comparison import Edit
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict

#: A mark: what was decided about a thing, or how it changed.
Mark = Verdict | Edit


@dataclass(frozen=True)
class Colour:
    """One colour in every medium: fill of a box and stroke of its border, sign and lines (pictures); background of a
    cell (Excel, Word); its name in a terminal."""

    fill: str
    stroke: str
    cell: str
    terminal: str


GREEN = Colour(fill="#e4f5ea", stroke="#1f8a4c", cell="#E2F0D9", terminal="green")
AMBER = Colour(fill="#fff3d6", stroke="#b27308", cell="#FFF2CC", terminal="yellow")
VIOLET = Colour(fill="#efeaf8", stroke="#6f52a8", cell="#EADCF4", terminal="magenta")
RED = Colour(fill="#fdeceb", stroke="#c0392b", cell="#FBE0DD", terminal="red")
FADED_RED = Colour(fill="#faf6f6", stroke="#b0504a", cell="#F5EBEA", terminal="red")
BLUE = Colour(fill="#e6f1fb", stroke="#1d6fb8", cell="#DDEBF7", terminal="blue")
TEAL = Colour(fill="#e3f4f4", stroke="#16777a", cell="#DAEEF0", terminal="cyan")
SLATE = Colour(fill="#ffffff", stroke="#8fa1b3", cell="#FFFFFF", terminal="default")


@dataclass(frozen=True)
class Look:
    """How a mark looks. sign: as a character; outline: the sign as an SVG path around zero, 10 units high; dash, width:
    of the border of a box; struck: the name of the thing is struck through."""

    colour: Colour
    sign: str = ""
    outline: str = ""
    dash: str = ""
    width: float = 1.3
    struck: bool = False


_TICK = "M-4.2,0.4L-1.2,3.4L4.4,-3"
_WAVE = "M-4.8,1.2C-3,-3.4 -1.2,-1.4 0,0C1.2,1.4 3,3.4 4.8,-1.2"
_QUESTION_MARK = "M-2.7,-2.4C-2.7,-5.6 2.7,-5.6 2.7,-2.4C2.7,-0.4 0,-0.6 0,1.6M0,4.4V4.7"
_CROSS = "M-3.3,-3.3L3.3,3.3M-3.3,3.3L3.3,-3.3"
_MINUS, _PLUS = "M-4,0H4", "M-4.4,0H4.4M0,-4.4V4.4"
_TWO_INTO_ONE = "M-4.6,-3.4L0,0H4.6M-4.6,3.4L0,0M2.2,-2.4L4.6,0L2.2,2.4"
_DOWN_TO_LINE = "M0,-5V2.2M-3.4,-1L0,2.4L3.4,-1M-4.2,4.8H4.2"
_SIDE_BY_SIDE = "M-2.2,-4.4V4.4M2.2,-4.4V4.4"
_UNEQUAL, _EQUAL = "M-4.4,-1.8H4.4M-4.4,1.8H4.4M2.4,-4.6L-2.4,4.6", "M-4.2,-2H4.2M-4.2,2H4.2"

PALETTE: dict[Mark, Look] = {
    Verdict.YES: Look(GREEN, "✓", _TICK),
    Verdict.CONDITIONAL: Look(AMBER, "~", _WAVE),
    Verdict.UNKNOWN: Look(VIOLET, "?", _QUESTION_MARK),
    Verdict.NO: Look(RED, "✗", _CROSS),
    Edit.REMOVED: Look(FADED_RED, "−", _MINUS, dash="6 4", struck=True),
    Edit.ADDED: Look(BLUE, "+", _PLUS, width=2.2),
    Edit.MERGED: Look(VIOLET, "⇒", _TWO_INTO_ONE, dash="10 3 2 3"),
    Edit.EXEMPTED: Look(GREEN, "✓", _TICK),
    Edit.FILLED: Look(GREEN, "↓", _DOWN_TO_LINE),
    Edit.PARALLEL: Look(TEAL, "∥", _SIDE_BY_SIDE),
    Edit.CHANGED: Look(AMBER, "≠", _UNEQUAL, dash="2 2.5"),
    Edit.KEPT: Look(SLATE, "=", _EQUAL),
}

#: The look of things without a mark.
PLAIN = Look(SLATE)


def look_of(mark: Mark | None) -> Look:
    return PLAIN if mark is None else PALETTE[mark]


def with_sign(mark: Mark | None, words: Text | str) -> str:
    """Words behind the sign of a mark, as in "✓ 免交"; without a mark the words alone."""
    return f"{PALETTE[mark].sign} {words}" if mark else str(words)


#: The words for a verdict, by what it is about; for an edit, its title is used.
FIELD_WORDS = {
    Verdict.YES: Text("免填", "fill-free"),
    Verdict.CONDITIONAL: Text("部分", "in part"),
    Verdict.UNKNOWN: Text("不明", "unknown"),
    Verdict.NO: Text("须填写", "to be typed"),
}
MATERIAL_WORDS = {
    Verdict.YES: Text("免交", "exempt"),
    Verdict.CONDITIONAL: Text("部分免交", "in part"),
    Verdict.UNKNOWN: Text("不明", "unknown"),
    Verdict.NO: Text("须提交", "to hand in"),
}
ZERO_MATERIAL_WORDS = {
    Verdict.YES: Text("零材料", "no materials"),
    Verdict.CONDITIONAL: Text("部分情形", "some situations"),
    Verdict.UNKNOWN: Text("不明", "unknown"),
    Verdict.NO: Text("否", "no"),
}

#: Colours of pictures that do not express a mark. Text and secondary text, the sheet, shaded bands, and the one accent
#: (critical and highlighted paths).
INK, FAINT, PAPER, BAND, ACCENT = "#1c2733", "#5b6b7b", "#ffffff", "#f3f6f9", "#1559a8"
#: Lines of a grid, and the heads of lanes.
GRID, LANE_HEAD = "#d6dee6", "#e6ecf2"
#: Edges: two things belong together, one comes after the other, something flows.
BELONGING, FOLLOWING, FLOWING = "#a9b7c6", "#6b7c8d", "#7f93a8"
#: Boxes on the critical path; bars of a Gantt chart, and the bars of what was before.
ACCENT_FILL, BAR_FILL, BAR_STROKE, BEFORE_FILL = "#eaf2fb", "#cfe0f1", "#5f87ad", "#eef1f4"

#: Colours of spreadsheets and documents that do not express a mark: text, remarks, headings, the headings below them,
#: the border of a box to fill in, and the cell of its label.
TEXT, REMARK_TEXT = "#000000", "#595959"
HEADING_CELL, HEADING_TEXT, SUBHEADING_CELL = "#1F3864", "white", "#D9E2F3"
BOX_BORDER, LABEL_CELL = "#8EA9DB", "#F2F2F2"
