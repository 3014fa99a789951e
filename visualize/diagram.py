"""The diagram model: what is drawn, not how. All formats are written from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from oncegraph.schema.comparison import Edit
from oncegraph.schema.text import Text
from oncegraph.visualize.palette import Mark

if TYPE_CHECKING:
    import networkx as nx


class Arrangement(Enum):
    """How the nodes of a diagram are arranged.

    COLUMNS: in columns from left to right; LANES: columns are stages, and each node is in the row of its lane;
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
    """The meaning of an edge: two things belong together, data flow along it, data could flow along it, or one thing
    comes after the other."""

    BELONGS = "belongs"
    USED = "used"
    SPARE = "spare"
    FLOW = "flow"


class Accent(Enum):
    """What else a picture shows by its strokes: the critical path, the highlighted path, the days that something may
    wait without delaying the end, and the state before."""

    CRITICAL = "critical"
    HIGHLIGHTED = "highlighted"
    SLACK = "slack"
    BEFORE = "before"


#: What a legend explains; None: a box without a mark.
Key = Mark | Line | Shape | Accent | None

#: The default texts of the legend; the builder of a diagram can replace them.
MEANINGS: dict[Key, Text] = {
    **{edit: edit.title for edit in Edit},
    Shape.DECISION: Text("按回答选择分支", "the answer decides"),
    Shape.FORK: Text("同时开始，全部完成后继续", "all start in parallel, and all are waited for"),
    Line.FLOW: Text("先后顺序", "comes after"),
    Accent.CRITICAL: Text("关键路径", "critical path"),
    Accent.HIGHLIGHTED: Text("突出显示的路径", "path shown"),
    Accent.SLACK: Text("可推迟的工作日数", "working days it may wait"),
    Accent.BEFORE: Text("改革前", "before"),
}


@dataclass(frozen=True)
class Node:
    """A thing in the picture. id: unique in it, `Kind/code` where it stands for a node of the graph; mark: its verdict,
    or what became of it; note: a second, smaller line; lines: further texts in the box, each wrapped as needed;
    members: names of the things that it represents, if several; lane: id of its lane; critical: it is on the critical
    path; span: first day and days it takes, in working days from the start; before: its earlier span, if the picture
    compares; slack: working days that it may wait without delaying the end; href: address of the API resource
    (visualize/links.py makes it).
    """

    id: str
    name: Text | str
    note: Text | None = None
    mark: Mark | None = None
    members: tuple[str, ...] = ()
    lines: tuple[Text, ...] = ()
    shape: Shape = Shape.TASK
    lane: str | None = None
    critical: bool = False
    span: tuple[float, float] | None = None
    before: tuple[float, float] | None = None
    slack: float = 0.0
    href: str | None = None


@dataclass(frozen=True)
class Edge:
    """From a node to one of a column further right, by id; label: its text, written where it ends, or where it leaves
    a decision; weight: how much flows along it (SANKEY); mark: what became of it; highlighted: it is on the path that
    the picture is about, or critical."""

    start: str
    end: str
    line: Line = Line.BELONGS
    label: Text | None = None
    weight: float | None = None
    mark: Mark | None = None
    highlighted: bool = False


@dataclass(frozen=True)
class Column:
    """Nodes below each other, with an optional title. The layout chooses their order. many: their number, if not all
    are drawn."""

    title: Text | None
    nodes: tuple[Node, ...]
    many: int | None = None


@dataclass(frozen=True)
class Lane:
    """A row across all columns, such as a department's."""

    id: str
    title: Text | str


@dataclass(frozen=True)
class Total:
    """A figure shown beside the picture, such as "12"; before: its earlier value, if the picture compares two
    states."""

    title: Text
    value: str
    before: str | None = None
    unit: Text | None = None

    @property
    def saved(self) -> str | None:
        """The relative change, as in "−40 %"; None unless two numbers are compared."""
        try:
            before, value = float(self.before or ""), float(self.value)
        except ValueError:
            return None
        share = round(100 * (value - before) / before) if before > 0 else 0
        return f"{'−' if share < 0 else '+'}{abs(share)} %" if share else None


@dataclass(frozen=True)
class Diagram:
    """A picture in columns, with what each mark (None: none), line, shape and accent means in it; note: a remark for
    the reader, such as that not everything is drawn."""

    title: str
    summary: Text
    columns: tuple[Column, ...]
    edges: tuple[Edge, ...]
    legend: tuple[tuple[Key, Text], ...] = ()
    arrangement: Arrangement = Arrangement.COLUMNS
    lanes: tuple[Lane, ...] = ()
    totals: tuple[Total, ...] = ()
    note: Text | None = None

    @property
    def nodes(self) -> dict[str, Node]:
        """Id → node, column by column."""
        return {node.id: node for column in self.columns for node in column.nodes}

    def __repr__(self) -> str:
        nodes = sum(len(column.nodes) for column in self.columns)
        return f"<Diagram: {self.title}, {nodes} nodes, {len(self.edges)} edges>"

    def _repr_svg_(self) -> str:
        """The picture, for Jupyter."""
        from oncegraph.visualize.formats.svg import svg

        return svg(self)

    def save(self, path: "str | Path", dpi: float | None = None) -> None:
        """Write the picture in the format of the suffix: .svg .png .pdf .mmd .dot .bpmn .json.

        dpi: pixels per inch of a png. Raises UnknownSuffix, OSError, and what `render` raises.
        """
        from oncegraph.visualize.formats.format import DPI, format_of
        from oncegraph.visualize.formats.render import render

        file = Path(path)
        file.write_bytes(render(self, format_of(file), dpi or DPI))

    def to_networkx(self) -> "nx.DiGraph[str]":
        """A graph of the nodes, by id with name and mark, and the edges of the picture."""
        import networkx as nx  # imported here, because importing it is slow

        graph: nx.DiGraph[str] = nx.DiGraph()
        for column in self.columns:
            for node in column.nodes:
                graph.add_node(node.id, name=str(node.name), mark=node.mark and node.mark.value)
        for edge in self.edges:
            graph.add_edge(edge.start, edge.end, line=edge.line.value, weight=edge.weight)
        return graph


def legend_of(
    columns: tuple[Column, ...], edges: tuple[Edge, ...], meanings: Mapping[Key, Text] = MEANINGS
) -> tuple[tuple[Key, Text], ...]:
    """The legend of a picture: the entries of `meanings` that occur in it, in that order."""
    shown = {key for column in columns for node in column.nodes for key in _keys_of_node(node)}
    shown |= {key for edge in edges for key in _keys_of_edge(edge)}
    if Accent.CRITICAL in shown:  # the highlighted path
        shown.discard(Accent.HIGHLIGHTED)
    return tuple((key, meaning) for key, meaning in meanings.items() if key in shown)


def _keys_of_node(node: Node) -> Iterator[Key]:
    yield node.mark
    yield node.shape
    if node.critical:
        yield Accent.CRITICAL
    if node.slack:
        yield Accent.SLACK
    if node.before:
        yield Accent.BEFORE


def _keys_of_edge(edge: Edge) -> Iterator[Key]:
    yield edge.line
    if edge.mark:
        yield edge.mark
    if edge.highlighted:
        yield Accent.HIGHLIGHTED
