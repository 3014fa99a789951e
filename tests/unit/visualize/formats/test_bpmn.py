"""BPMN 2.0: valid against the schema of the OMG, read back whole, and drawn where BPMN tools expect it."""

from dataclasses import replace
from functools import cache
from itertools import combinations
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xmlschema import XMLSchema

from oncegraph.schema.comparison import Edit
from oncegraph.schema.text import Text
from oncegraph.visualize.diagram import Arrangement, Column, Diagram, Edge, Lane, Line, Node, Shape
from oncegraph.visualize.formats.bpmn import SPACES, bpmn
from oncegraph.visualize.formats.format import Format
from oncegraph.visualize.formats.render import NotAFlow, render
from oncegraph.visualize.lettering import legible
from tests.support.examples.diagrams import EXAMPLES, flow, flow_with_hostile_names
from tests.support.hypothesis_settings import bounded
from tests.support.npm_packages import package

#: The schema comes from npm, which is started unless the package is there already.
pytestmark = pytest.mark.process


@cache
def schema() -> XMLSchema:
    return XMLSchema(package("bpmn-moddle") / "resources" / "bpmn" / "xsd" / "BPMN20.xsd")


def read(diagram: Diagram) -> Element:
    written = bpmn(diagram)
    schema().validate(written)
    return ElementTree.fromstring(written)


def every(root: Element, tag: str) -> list[Element]:
    return root.findall(f".//{tag}", SPACES)


def tags(diagram: Diagram) -> dict[str, str]:
    """Node → the element that it is."""
    process = every(read(diagram), "bpmn:process")[0]
    of = {each.get("id"): each.tag.partition("}")[2] for each in process}
    return {name: of[f"n{at}"] for at, name in enumerate(diagram.nodes)}


def test_tasks_lanes_and_order_are_written() -> None:
    diagram = flow()
    root = read(diagram)
    numbers = {f"n{at}": name for at, name in enumerate(diagram.nodes)}
    lanes = {
        each.get("name"): {numbers[node.text] for node in each.findall("bpmn:flowNodeRef", SPACES)}
        for each in every(root, "bpmn:lane")
    }
    assert lanes == {
        str(lane.title): {name for name, node in diagram.nodes.items() if node.lane == lane.id}
        for lane in diagram.lanes
    }
    flows = [
        (numbers[e.get("sourceRef")], numbers[e.get("targetRef")], e.get("name"))
        for e in every(root, "bpmn:sequenceFlow")
    ]
    assert flows == [(edge.start, edge.end, edge.label and edge.label.zh) for edge in diagram.edges]
    assert [each.text for each in every(root, "bpmn:conditionExpression")] == ["要", "不要"]
    assert [each.get("name") for each in every(root, "bpmn:userTask")] == [
        "营业执照",
        "∥ 户外招牌设置审批",
        "食品经营许可",
    ]
    for node in every(root, "bpmn:process")[0]:
        for direction, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
            told = [each.text for each in node.findall(f"bpmn:{direction}", SPACES)]
            ends = [each.get("id") for each in every(root, "bpmn:sequenceFlow") if each.get(end) == node.get("id")]
            assert told == (ends if node.tag.endswith(("Event", "Task", "Gateway")) else [])


def gated(*pairs: tuple[str, str], **shapes: Shape) -> Diagram:
    """A flow of these links, each node in a column of its own, in the order in which they are named."""
    names = list(dict.fromkeys(name for pair in pairs for name in pair))
    columns = tuple(Column(None, (Node(name, name, shape=shapes.get(name, Shape.TASK), lane="a"),)) for name in names)
    edges = tuple(Edge(*pair, Line.FLOW) for pair in pairs)
    return Diagram("题", Text("", ""), columns, edges, arrangement=Arrangement.LANES, lanes=(Lane("a", "甲"),))


def test_a_gateway_says_whether_one_some_or_all_branches_are_taken() -> None:
    parallel = gated(("f", "x"), ("f", "y"), ("x", "j"), ("y", "j"), f=Shape.FORK, j=Shape.JOIN)
    assert (tags(parallel)["f"], tags(parallel)["j"]) == ("parallelGateway", "parallelGateway")
    one = gated(("d", "x"), ("d", "y"), ("x", "m"), ("y", "m"), d=Shape.DECISION, m=Shape.MERGE)
    assert (tags(one)["d"], tags(one)["m"]) == ("exclusiveGateway", "exclusiveGateway")
    several = gated(("d", "x"), ("d", "y"), ("x", "j"), ("y", "j"), d=Shape.DECISION, j=Shape.JOIN)
    assert (tags(several)["d"], tags(several)["j"]) == ("inclusiveGateway", "inclusiveGateway")
    straight = gated(("d", "x"), ("d", "j"), ("x", "j"), d=Shape.DECISION, j=Shape.JOIN)
    assert tags(straight)["d"] == "inclusiveGateway"
    beside = gated(("f", "d"), ("f", "z"), ("d", "x"), ("d", "y"), ("x", "m"), ("y", "m"), ("m", "j"), ("z", "j"),
                   f=Shape.FORK, d=Shape.DECISION, m=Shape.MERGE, j=Shape.JOIN)  # fmt: skip
    assert (tags(beside)["d"], tags(beside)["j"]) == ("exclusiveGateway", "inclusiveGateway")


def test_tasks_done_by_data_are_not_tasks_of_a_person() -> None:
    diagram = gated(("x", "y"))
    filled = replace(diagram, columns=(Column(None, (Node("x", "x", mark=Edit.FILLED, lane="a"),)), diagram.columns[1]))
    assert tags(filled) == {"x": "serviceTask", "y": "userTask"}


def bounds(shape: Element) -> tuple[float, float, float, float]:
    box = shape.find("dc:Bounds", SPACES)
    x, y, wide, high = (float(box.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + wide, y + high


@pytest.mark.parametrize("diagram", [flow(), flow_with_hostile_names()], ids=["flow", "hostile"])
def test_everything_is_drawn_in_its_lane_apart_from_each_other_and_joined(diagram: Diagram) -> None:
    root = read(diagram)
    boxes = {shape.get("bpmnElement"): bounds(shape) for shape in every(root, "bpmndi:BPMNShape")}
    nodes = {f"n{at}": node for at, node in enumerate(diagram.nodes.values())}
    lanes = {lane.id: boxes[f"lane{at}"] for at, lane in enumerate(diagram.lanes)}
    for name, node in nodes.items():
        (left, top, right, bottom), (x, y, to_x, to_y) = lanes[node.lane], boxes[name]
        assert left < x and top < y and to_x < right and to_y < bottom
        if node.shape is not Shape.TASK:
            assert to_x - x == to_y - y == (36 if node.shape in (Shape.START, Shape.END) else 50)
    for one, other in combinations(nodes, 2):
        (left, top, right, bottom), (x, y, to_x, to_y) = boxes[one], boxes[other]
        apart = right <= x or to_x <= left or bottom <= y or to_y <= top
        assert apart, f"{nodes[one].name!r} {boxes[one]} overlaps {nodes[other].name!r} {boxes[other]}"
    flows = {each.get("id"): each for each in every(root, "bpmn:sequenceFlow")}
    for drawn in every(root, "bpmndi:BPMNEdge"):
        points = [(float(each.get("x")), float(each.get("y"))) for each in drawn.findall("di:waypoint", SPACES)]
        start, end = (boxes[flows[drawn.get("bpmnElement")].get(side)] for side in ("sourceRef", "targetRef"))
        assert points[0] == pytest.approx((start[2], (start[1] + start[3]) / 2), abs=0.02)
        assert points[-1][0] == pytest.approx(end[0], abs=25.01)
        assert end[1] <= points[-1][1] <= end[3]


@bounded(25)
@given(st.lists(st.text(max_size=40), min_size=9, max_size=9))
def test_any_names_are_valid_and_come_back(names: list[str]) -> None:
    left = iter(names)
    diagram = flow()
    columns = tuple(
        replace(column, nodes=tuple(replace(node, name=next(left), mark=None) for node in column.nodes))
        for column in diagram.columns
    )
    root = ElementTree.fromstring(bpmn(replace(diagram, columns=columns)))
    told = {each.get("id"): each.get("name", "") for each in every(root, "bpmn:process")[0]}
    assert [told[f"n{at}"] for at in range(9)] == [legible(name) for name in names]


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "lanes"])
def test_a_diagram_that_is_not_a_flow_is_refused_with_the_formats_that_it_has(name: str) -> None:
    with pytest.raises(NotAFlow, match="svg、png、pdf"):
        render(EXAMPLES[name], Format.BPMN)
