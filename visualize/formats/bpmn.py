"""A flow as BPMN 2.0 XML: what is done, by whom and in which order, and its positions in the drawing.

One participant, a lane for each of the diagram's, tasks, events and gateways, sequence flows with their conditions;
and the diagram interchange with shapes of the sizes that BPMN tools draw.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from itertools import combinations
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import networkx as nx

from oncegraph.schema.comparison import Edit
from oncegraph.visualize.diagram import Diagram, Edge, Lane, Node, Shape
from oncegraph.visualize.formats.outline import number_nodes
from oncegraph.visualize.layout.boxes import Box, Point
from oncegraph.visualize.layout.lanes import Labelled, lay_out_lanes
from oncegraph.visualize.lettering import legible, width, wrap
from oncegraph.visualize.palette import with_sign

SPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
ONE, SOME, ALL = "exclusiveGateway", "inclusiveGateway", "parallelGateway"
TAGS = {Shape.TASK: "userTask", Shape.START: "startEvent", Shape.END: "endEvent", Shape.MERGE: ONE, Shape.FORK: ALL}
#: Done by data instead of by a person.
BY_DATA = (Edit.EXEMPTED, Edit.FILLED)
EVENT, GATEWAY = 36.0, 50.0
LETTERS, LEADING = 12.0, 15.0  # as BPMN tools write
NARROWEST, WIDEST, LOWEST, PAD = 100.0, 170.0, 80.0, 10.0
CAPTION = 96.0  # width of the words below a gateway or event
MOST_LINES = 6
MARGIN, TITLE = 40.0, 30.0  # around the participant; the strip on its left and that of each lane


def bpmn(diagram: Diagram) -> str:
    """The XML, in the current language. diagram: must be arranged in lanes."""
    for prefix, space in SPACES.items():
        ElementTree.register_namespace(prefix, space)
    root = Element(
        _name("bpmn:definitions"),
        {"id": "definitions", "targetNamespace": "urn:oncegraph", "exporter": "OnceGraph"}
        | {"exporterVersion": version("oncegraph")},
    )
    collaboration = _add(root, "bpmn:collaboration", id="collaboration")
    title = legible(diagram.title)
    _add(collaboration, "bpmn:participant", id="participant", name=title, processRef="process")
    _process(root, diagram)
    _drawing(root, diagram)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _process(root: Element, diagram: Diagram) -> None:
    names, flows, tags = number_nodes(diagram), _flows(diagram.edges), _tags(diagram)
    process = _add(root, "bpmn:process", id="process", name=legible(diagram.title), isExecutable="false")
    _document(process, [str(diagram.summary), *([str(diagram.note)] if diagram.note else [])])
    if diagram.lanes:
        lanes = _add(process, "bpmn:laneSet", id="lanes")
        for number, lane in enumerate(diagram.lanes):
            added = _add(lanes, "bpmn:lane", id=f"lane{number}", name=legible(str(lane.title)))
            for node in diagram.nodes.values():
                if node.lane == lane.id:
                    _add(added, "bpmn:flowNodeRef").text = names[node.id]
    for node in diagram.nodes.values():
        added = _add(process, f"bpmn:{tags[node.id]}", id=names[node.id], **_name_attribute(_words(node)))
        _document(added, [*map(str, filter(None, (node.note, *node.lines))), *([node.href] if node.href else [])])
        for direction, end in (("incoming", "end"), ("outgoing", "start")):
            for flow, edge in flows.items():
                if getattr(edge, end) == node.id:
                    _add(added, f"bpmn:{direction}").text = flow
    for flow, edge in flows.items():
        label = legible(str(edge.label or ""))
        ends = {"sourceRef": names[edge.start], "targetRef": names[edge.end]}
        added = _add(process, "bpmn:sequenceFlow", id=flow, **_name_attribute(label), **ends)
        if label and diagram.nodes[edge.start].shape is Shape.DECISION:
            condition = _add(added, "bpmn:conditionExpression")
            condition.set(_name("xsi:type"), "bpmn:tFormalExpression")
            condition.text = label


def _tags(diagram: Diagram) -> dict[str, str]:
    """The BPMN element of each node. A join waits for all branches only if no question comes before it; otherwise it
    waits for the branches that were chosen. A question allows several answers if its branches are joined again."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(diagram.nodes)
    graph.add_edges_from((edge.start, edge.end) for edge in diagram.edges)
    shapes = {name: node.shape for name, node in diagram.nodes.items()}
    reached = {name: {name, *nx.descendants(graph, name)} for name in graph}
    joins = [name for name, shape in shapes.items() if shape is Shape.JOIN]

    def of(name: str, node: Node) -> str:
        if node.shape is Shape.JOIN:
            return SOME if any(shapes[each] is Shape.DECISION for each in nx.ancestors(graph, name)) else ALL
        if node.shape is Shape.DECISION:
            return SOME if any(_meet_in(graph, reached, name, join) for join in joins) else ONE
        return "serviceTask" if node.shape is Shape.TASK and node.mark in BY_DATA else TAGS[node.shape]

    return {name: of(name, node) for name, node in diagram.nodes.items()}


def _meet_in(graph: "nx.MultiDiGraph[str]", reached: Mapping[str, set[str]], decision: str, join: str) -> bool:
    """Whether two branches of a decision reach a join by separate paths."""
    ways = [
        {
            (before, number)
            for before, _, number in graph.in_edges(join, keys=True)
            if before in reached[first] or ((before, number) == (decision, key) and first == join)
        }
        for _, first, key in graph.out_edges(decision, keys=True)
    ]
    return any(one - other and other - one for one, other in combinations(ways, 2))


def _drawing(root: Element, diagram: Diagram) -> None:
    names, tags = number_nodes(diagram), _tags(diagram)
    placed = lay_out_lanes(diagram, _room, _label_room, _lane_height)
    left, top = MARGIN + 2 * TITLE, MARGIN
    plane = _add(
        _add(root, "bpmndi:BPMNDiagram", id="diagram"), "bpmndi:BPMNPlane", id="plane", bpmnElement="collaboration"
    )
    whole = Box(MARGIN, MARGIN, placed.width + 2 * TITLE, placed.height)
    _shape(plane, "participant", whole, isHorizontal="true")
    numbers = {lane.id: f"lane{number}" for number, lane in enumerate(diagram.lanes)}
    for lane, box in placed.lanes:
        if lane:
            across = Box(MARGIN + TITLE, top + box.top, placed.width + TITLE, box.height)
            _shape(plane, numbers[lane.id], across, isHorizontal="true")
    boxes = {name: _shape_of(diagram.nodes[name], box) for name, box in placed.boxes.items()}
    for name, node in diagram.nodes.items():
        box = boxes[name].moved(left, top)
        shape = _shape(plane, names[name], box, **({"isMarkerVisible": "true"} if tags[name] == ONE else {}))
        if node.shape is not Shape.TASK and (lines := _lines(_words(node), CAPTION)):
            wide, high = _size(lines)
            _bounds(_add(shape, "bpmndi:BPMNLabel"), Box(box.middle.x - wide / 2, box.bottom + 4, wide, high))
    labels = {id(edge): box for edges, box in placed.labels for edge in edges}
    for flow, (edge, points) in zip(_flows(diagram.edges), placed.routes, strict=True):
        drawn = _add(plane, "bpmndi:BPMNEdge", id=f"{flow}_di", bpmnElement=flow)
        for point in _dock(points, boxes[edge.start], boxes[edge.end]):
            _add(drawn, "di:waypoint", x=_n(point.x + left), y=_n(point.y + top))
        if label_box := labels.get(id(edge)):
            _bounds(_add(drawn, "bpmndi:BPMNLabel"), label_box.moved(left, top))


def _flows(edges: Iterable[Edge]) -> dict[str, Edge]:
    return {f"flow{number}": edge for number, edge in enumerate(edges)}


def _words(node: Node) -> str:
    return legible(with_sign(node.mark, node.name))


def _room(node: Node) -> tuple[float, float]:
    """Width and height of a node: its shape, and the words below it."""
    if node.shape is Shape.TASK:
        wide, high = _size(_lines(_words(node), WIDEST - 2 * PAD))
        return max(NARROWEST, wide + 2 * PAD), max(LOWEST, high + 2 * PAD)
    size = EVENT if node.shape in (Shape.START, Shape.END) else GATEWAY
    wide, high = _size(_lines(_words(node), CAPTION))
    return max(size, wide), size + 2 * (high + 4 if high else 0)  # the same above, because edges meet its middle


def _shape_of(node: Node, box: Box) -> Box:
    """The box of the shape alone, centred in the space for shape and words."""
    if node.shape is Shape.TASK:
        return box
    size = EVENT if node.shape in (Shape.START, Shape.END) else GATEWAY
    return Box(box.middle.x - size / 2, box.middle.y - size / 2, size, size)


def _label_room(edges: Labelled) -> tuple[float, float]:
    """Width and height of the labels that are written in one place."""
    sizes = [_size(_lines(str(edge.label), CAPTION)) for edge in edges]
    return max(wide for wide, _ in sizes), max(high for _, high in sizes)


def _dock(points: Sequence[Point], start: Box, end: Box) -> list[Point]:
    """The corners of an edge, from the right of one shape to the left of the other."""
    first, *between, last = points
    return [Point(start.right, first.y), *between, Point(end.left, last.y)]


def _lane_height(lane: Lane) -> float:
    """The least height of a lane: the length of its title, which is written upwards."""
    return width(legible(str(lane.title)), LETTERS) + 2 * PAD


def _lines(words: str, room: float) -> list[str]:
    return wrap(words, LETTERS, room, MOST_LINES)


def _size(lines: list[str]) -> tuple[float, float]:
    return max((width(line, LETTERS) for line in lines), default=0.0), len(lines) * LEADING


def _name_attribute(words: str) -> dict[str, str]:
    return {"name": words} if words else {}


def _document(element: Element, told: list[str]) -> None:
    if told := [legible(text) for text in told if legible(text)]:
        _add(element, "bpmn:documentation").text = "\n".join(told)


def _shape(plane: Element, of: str, box: Box, **more: str) -> Element:
    shape = _add(plane, "bpmndi:BPMNShape", id=f"{of}_di", bpmnElement=of, **more)
    _bounds(shape, box)
    return shape


def _bounds(element: Element, box: Box) -> None:
    size = {"width": _n(box.width), "height": _n(box.height)}
    _add(element, "dc:Bounds", x=_n(box.left), y=_n(box.top), **size)


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    return SubElement(parent, _name(tag), attributes)


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
