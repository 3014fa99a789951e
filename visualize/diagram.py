"""The one diagram model: what is drawn, and nothing about how; every rendering starts from it."""

from dataclasses import dataclass
from enum import Enum

from schema.text import Text
from schema.verdict import Verdict

#: A verdict as a sign, so that it can be read without colour.
SIGNS = {Verdict.YES: "✓", Verdict.CONDITIONAL: "~", Verdict.UNKNOWN: "?", Verdict.NO: "✗"}


class Line(Enum):
    """What an edge tells: that two things belong together, that data flow along it, or that they could."""

    BELONGS = "belongs"
    USED = "used"
    SPARE = "spare"


@dataclass(frozen=True)
class Node:
    """A thing in the picture. id: unique in it, `Kind/code`; mark: its verdict; note: a second, smaller line; lines:
    what else is told in the box, each in as many lines as it needs; members: names of what it stands for, if several.
    """

    id: str
    name: str
    note: Text | None = None
    mark: Verdict | None = None
    members: tuple[str, ...] = ()
    lines: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Edge:
    """From a node to one of a column further right, by id; label: what it tells, written where it ends."""

    start: str
    end: str
    line: Line = Line.BELONGS
    label: Text | None = None


@dataclass(frozen=True)
class Column:
    """Nodes that stand below each other, under a title if there is one; their order is the layout's to choose."""

    title: Text | None
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Diagram:
    """A picture in columns, with what each mark (None: none) and line means in it."""

    title: str
    summary: Text
    columns: tuple[Column, ...]
    edges: tuple[Edge, ...]
    legend: tuple[tuple[Verdict | Line | None, Text], ...] = ()
