"""The one diagram model: what is drawn, and nothing about how; every rendering starts from it."""

from dataclasses import dataclass
from enum import Enum

from schema.comparison import Edit
from schema.text import Text
from schema.verdict import Verdict

#: What was decided about a thing, or what became of it.
Mark = Verdict | Edit

#: A mark as a sign, so that it can be read without colour.
SIGNS: dict[Mark, str] = {
    Verdict.YES: "✓",
    Verdict.CONDITIONAL: "~",
    Verdict.UNKNOWN: "?",
    Verdict.NO: "✗",
    Edit.REMOVED: "−",
    Edit.ADDED: "+",
    Edit.MERGED: "⇒",
    Edit.EXEMPTED: "✓",
    Edit.FILLED: "✓",
    Edit.PARALLEL: "∥",
    Edit.CHANGED: "≠",
    Edit.KEPT: "=",
}


class Arrangement(Enum):
    """How the nodes of a diagram stand.

    COLUMNS: in columns from left to right; LANES: columns are stages, and each node stands in the row of its lane;
    SANKEY: columns, edges as wide as their weight; GANTT: a row for each node, along its span of days.
    """

    COLUMNS = "columns"
    LANES = "lanes"
    SANKEY = "sankey"
    GANTT = "gantt"


class Shape(Enum):
    """What a node is in a flow (BPMN 2.0): something done, where it begins and ends, where one branch is chosen by an
    answer (DECISION) or chosen branches meet (MERGE), where all branches start (FORK) or are waited for (JOIN)."""

    TASK = "task"
    START = "start"
    END = "end"
    DECISION = "decision"
    MERGE = "merge"
    FORK = "fork"
    JOIN = "join"


class Line(Enum):
    """What an edge tells: that two things belong together, that data flow along it, that they could, or that one comes
    after the other."""

    BELONGS = "belongs"
    USED = "used"
    SPARE = "spare"
    FLOW = "flow"


@dataclass(frozen=True)
class Node:
    """A thing in the picture. id: unique in it, `Kind/code` where it stands for a node of the graph; mark: its verdict,
    or what became of it; note: a second, smaller line; lines: what else is told in the box, each in as many lines as
    it needs; members: names of what it stands for, if several; lane: id of its lane; critical: it is on the critical
    path; span: first day and days it takes, in working days from the start; href: address of the API resource.
    """

    id: str
    name: str
    note: Text | None = None
    mark: Mark | None = None
    members: tuple[str, ...] = ()
    lines: tuple[Text, ...] = ()
    shape: Shape = Shape.TASK
    lane: str | None = None
    critical: bool = False
    span: tuple[float, float] | None = None
    href: str | None = None


@dataclass(frozen=True)
class Edge:
    """From a node to one of a column further right, by id; label: what it tells, written where it ends, or where it
    leaves a decision; weight: how much flows along it (SANKEY); mark: what became of it; highlighted: it is on the
    path that the picture is about, or critical."""

    start: str
    end: str
    line: Line = Line.BELONGS
    label: Text | None = None
    weight: float | None = None
    mark: Mark | None = None
    highlighted: bool = False


@dataclass(frozen=True)
class Column:
    """Nodes that stand below each other, under a title if there is one; their order is the layout's to choose."""

    title: Text | None
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Lane:
    """A row across all columns, such as a department's."""

    id: str
    title: str


@dataclass(frozen=True)
class Total:
    """A figure told beside the picture; before: what it was, if the picture compares."""

    title: Text
    value: str
    before: str | None = None


@dataclass(frozen=True)
class Diagram:
    """A picture in columns, with what each mark (None: none), line and shape means in it."""

    title: str
    summary: Text
    columns: tuple[Column, ...]
    edges: tuple[Edge, ...]
    legend: tuple[tuple[Mark | Line | Shape | None, Text], ...] = ()
    arrangement: Arrangement = Arrangement.COLUMNS
    lanes: tuple[Lane, ...] = ()
    totals: tuple[Total, ...] = ()
