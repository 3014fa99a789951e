"""A diagram as Graphviz DOT, to be laid out by `dot` and changed by hand; boxes as wide as Chinese text needs."""

from collections.abc import Iterable

from graphviz import Digraph, escape, nohtml

from oncegraph.visualize.diagram import Diagram, Edge, Line, Node, Shape
from oncegraph.visualize.formats.outline import box_lines, groups, number_nodes
from oncegraph.visualize.formats.svg.elements import FONTS
from oncegraph.visualize.lettering import legible, width
from oncegraph.visualize.palette import ACCENT, BAND, FAINT, GREEN, INK, SLATE, look_of

POINT = 72.0  # to the inch
NAME, LEADING, PAD = 11.0, 1.35, 9.0  # points
ROOM_IN_DIAMOND = 1.5
WIDEST_FLOW = 24.0  # points, of the largest weight
SHAPES = {
    Shape.TASK: {"shape": "box", "style": "rounded,filled"},
    Shape.START: {"shape": "circle"},
    Shape.END: {"shape": "doublecircle"},
    Shape.DECISION: {"shape": "diamond"},
    Shape.MERGE: {"shape": "diamond"},
    Shape.FORK: {"shape": "box", "style": "filled", "fillcolor": INK},
    Shape.JOIN: {"shape": "box", "style": "filled", "fillcolor": INK},
}
LINES = {
    Line.BELONGS: {"arrowhead": "none", "color": SLATE.stroke},
    Line.USED: {"arrowhead": "none", "color": GREEN.stroke, "penwidth": "2"},
    Line.SPARE: {"arrowhead": "none", "color": SLATE.stroke, "style": "dashed"},
    Line.FLOW: {"color": FAINT},
}
STRONG = {"color": ACCENT, "penwidth": "2.4"}


def dot(diagram: Diagram) -> str:
    """The text, in the current language: lanes, or columns, as clusters."""
    font = FONTS.split(",")[0].strip("'")
    graph = Digraph(
        "diagram",
        graph_attr={
            "rankdir": "LR",
            "label": _label([diagram.title, str(diagram.summary), f"※ {diagram.note}" if diagram.note else ""]),
            "labelloc": "t",
            "fontname": font,
            "fontsize": "16",
            "compound": "true",
        },
        node_attr={"fontname": font, "fontsize": f"{NAME:g}", "style": "filled", "fontcolor": INK},
        edge_attr={"fontname": font, "fontsize": f"{NAME - 2:g}", "fontcolor": FAINT},
    )
    names = number_nodes(diagram)
    for at, (title, nodes) in enumerate(groups(diagram)):
        with graph.subgraph(name=f"cluster_{at}" if title else f"group_{at}") as group:
            if title:
                group.attr(label=_label([title]), color=BAND, bgcolor=BAND, fontcolor=FAINT, fontsize="12")
            for node in nodes:
                group.node(names[node.id], **_node(node))
    heaviest = max((edge.weight or 0.0 for edge in diagram.edges), default=0.0)
    for edge in diagram.edges:
        graph.edge(names[edge.start], names[edge.end], **_edge(edge, heaviest))
    return graph.source


def _node(node: Node) -> dict[str, str]:
    lines, colour = box_lines(node), look_of(node.mark).colour
    shown = {"label": _label(lines), "fillcolor": colour.fill, "color": colour.stroke, **SHAPES[node.shape]}
    if node.shape in (Shape.TASK, Shape.DECISION):  # dot does not know the widths of Chinese characters
        room = ROOM_IN_DIAMOND if node.shape is Shape.DECISION else 1.0
        wide = max(width(legible(line), NAME) for line in lines) * room + 2 * PAD
        high = len(lines) * NAME * LEADING * room + 2 * PAD
        shown |= {"width": f"{wide / POINT:.2f}", "height": f"{high / POINT:.2f}", "fixedsize": "true"}
    elif node.shape in (Shape.FORK, Shape.JOIN):
        shown |= {"label": "", "xlabel": _label(lines), "width": "0.08", "height": "0.8", "fixedsize": "true"}
    if node.critical:
        shown |= STRONG
    if node.href:
        shown["URL"] = nohtml(node.href)
    return shown


def _edge(edge: Edge, heaviest: float) -> dict[str, str]:
    shown = LINES[edge.line] | (STRONG if edge.highlighted else {})
    if edge.label:
        shown = {**shown, "label": _label([str(edge.label)])}
    if edge.weight and edge.weight > 0:
        wide = max(1.0, WIDEST_FLOW * edge.weight / heaviest)
        shown = {**shown, "penwidth": f"{wide:.1f}", "tooltip": f"{edge.weight:g}"}
    return shown


def _label(lines: Iterable[str]) -> str:
    """Lines of text with all characters escaped that have a meaning for Graphviz, which reads `\\n` and `&lt;` in a
    label."""
    return nohtml("\\n".join(escape(legible(line).replace("&", "&amp;")) for line in lines if line))
