"""A diagram without places, for tools that lay out by themselves: what each box says, which boxes stand together."""

from collections.abc import Iterator, Sequence

from oncegraph.visualize.diagram import Diagram, Node
from oncegraph.visualize.palette import with_sign


def number_nodes(diagram: Diagram) -> dict[str, str]:
    """Node id → a name that no tool takes for anything else."""
    return {name: f"n{at}" for at, name in enumerate(diagram.nodes)}


def box_lines(node: Node) -> list[str]:
    """What a box says, line by line."""
    return [with_sign(node.mark, node.name), *filter(None, map(str, (node.note or "", *node.lines)))]


def groups(diagram: Diagram) -> Iterator[tuple[str, Sequence[Node]]]:
    """Title and nodes of each lane, or of each column if there are no lanes; what is in no lane has no title."""
    if not diagram.lanes:
        yield from ((str(column.title or ""), column.nodes) for column in diagram.columns)
        return
    nodes, known = diagram.nodes.values(), {lane.id for lane in diagram.lanes}
    for lane in diagram.lanes:
        yield str(lane.title), [node for node in nodes if node.lane == lane.id]
    yield "", [node for node in nodes if node.lane not in known]
