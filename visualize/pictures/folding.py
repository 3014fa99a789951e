"""Makes large diagrams readable: nodes of a group are drawn as one, the rest is limited, and the picture says so."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from oncegraph.schema.text import Text, listed
from oncegraph.visualize.diagram import Column, Diagram, Edge, Line, Node

#: A column with more nodes than this is folded.
MOST = 60

BESIDES, OTHERS, ENTRIES = Text("；", "; "), Text("其他", "Others"), Text("项", "Entries")

#: The line of merged edges: that of the most informative one, in this order.
_STRONGEST = (Line.USED, Line.FLOW, Line.BELONGS, Line.SPARE)


def fold(diagram: Diagram, groups: Mapping[str, Text], most: int = MOST) -> Diagram:
    """The diagram with at most `most` nodes in any column; unchanged if no column has more.

    In a larger column, nodes of the same group and mark are drawn as one; if that is not enough, only those with most
    edges are drawn. Nodes at a highlighted edge are always drawn, and separately. groups: id of a node → name of its
    group.
    """
    if all(len(column.nodes) <= most for column in diagram.columns):
        return diagram
    kept = {end for edge in diagram.edges if edge.highlighted for end in (edge.start, edge.end)}
    alike = {name: name if name in kept else (groups.get(name), node.mark) for name, node in diagram.nodes.items()}
    stands_for: dict[str, str] = {}
    columns = [
        column if len(column.nodes) <= most else _grouped(column, alike, groups, stands_for)
        for column in diagram.columns
    ]
    edges = _merged(diagram.edges, stands_for)
    links = Counter(end for edge in edges for end in (edge.start, edge.end))
    columns = [_capped(column, most, kept, links) for column in columns]
    told = [diagram.note] if diagram.note else []
    for before, column in zip(diagram.columns, columns, strict=True):
        told += _note(before, column)
    left = {node.id for column in columns for node in column.nodes}
    return replace(
        diagram,
        columns=tuple(columns),
        edges=tuple(edge for edge in edges if edge.start in left and edge.end in left),
        note=listed(told, BESIDES),
    )


def _grouped(
    column: Column, alike: Mapping[str, Hashable], groups: Mapping[str, Text], stands_for: dict[str, str]
) -> Column:
    """Merges nodes of a group into one, at the position and with the id of the first; records which node represents
    which."""
    found: dict[Hashable, list[Node]] = defaultdict(list)
    for node in column.nodes:
        found[alike[node.id]].append(node)
    nodes = []
    for group in found.values():
        first = group[0]
        if len(group) > 1:
            stands_for |= {node.id: first.id for node in group}
            first = _together(group, column.title or ENTRIES, groups.get(first.id, OTHERS))
        nodes.append(first)
    return replace(column, nodes=tuple(nodes))


def _together(group: Sequence[Node], kind: Text, title: Text) -> Node:
    many = len(group)
    return Node(
        id=group[0].id,
        name=str(title),
        note=Text(f"{many} 个{kind.zh}", f"{many} × {kind.en}"),
        mark=group[0].mark,
        members=tuple(str(node.name) for node in group),
    )


def _merged(edges: Iterable[Edge], stands_for: dict[str, str]) -> tuple[Edge, ...]:
    """Edges between drawn nodes, each once: with the strongest line and the sum of the weights."""
    groups: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[stands_for.get(edge.start, edge.start), stands_for.get(edge.end, edge.end)].append(edge)
    return tuple(
        edge
        for (start, end), group in groups.items()
        for edge in ([_one(start, end, group)] if start in stands_for or end in stands_for else group)
    )


def _one(start: str, end: str, group: Sequence[Edge]) -> Edge:
    strongest = min(group, key=lambda edge: _STRONGEST.index(edge.line))
    weights = [edge.weight for edge in group if edge.weight is not None]
    return replace(
        strongest,
        start=start,
        end=end,
        weight=sum(weights) if weights else None,
        highlighted=any(edge.highlighted for edge in group),
    )


def _capped(column: Column, most: int, kept: set[str], links: Counter[str]) -> Column:
    """The nodes with most links, in their original order."""
    if len(column.nodes) <= most:
        return column
    first = sorted(column.nodes, key=lambda node: (node.id not in kept, -links[node.id]))
    chosen = {node.id for node in first[: max(most, sum(node.id in kept for node in first))]}
    return replace(column, nodes=tuple(node for node in column.nodes if node.id in chosen), many=len(column.nodes))


def _note(before: Column, column: Column) -> list[Text]:
    """A remark on how a column was folded."""
    many, title = len(before.nodes), before.title or ENTRIES
    shown = sum(len(node.members) or 1 for node in column.nodes)
    if shown < many:
        return [Text(f"{title.zh}共 {many} 个，仅画出 {shown} 个", f"{title.en}: {shown} of {many} shown")]
    if len(column.nodes) < many:
        groups = len(column.nodes)
        return [Text(f"{title.zh}共 {many} 个，合并画为 {groups} 组", f"{title.en}: {many}, drawn in {groups} groups")]
    return []
