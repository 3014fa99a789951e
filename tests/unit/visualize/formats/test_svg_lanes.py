"""A flow in lanes: every node in its lane, every edge between the boxes, every question readable."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given

from oncegraph.schema.text import LANGUAGES
from oncegraph.visualize.diagram import Arrangement, Diagram
from oncegraph.visualize.formats.svg import svg
from oncegraph.visualize.layout.lanes import Swimlanes, lay_out_lanes
from tests.support.examples.flows import random_flow, restaurant_flow
from tests.support.examples.random_diagrams import diagrams
from tests.support.hypothesis_settings import bounded
from tests.support.language import speaking
from tests.support.svg import (
    NS,
    boxes,
    check_labels,
    check_picture,
    check_routes,
    draw,
    groups,
    routes,
    shape,
    text_bounds,
)


def placed(diagram: Diagram) -> Swimlanes:
    return lay_out_lanes(diagram, lambda node: (100.0, 40.0), lambda edges: (60.0, 30.0), lambda lane: 30.0)


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("diagram", [restaurant_flow(), *(random_flow(many, 8, 4) for many in (4, 10, 40, 60))])
def test_themes_of_any_size_are_drawn_without_a_text_or_box_in_the_way(diagram: Diagram, spoken: str) -> None:
    with speaking(spoken):
        root = draw(diagram)
    check_picture(root)
    check_routes(root)
    check_labels(root)
    assert set(boxes(root)) == set(diagram.nodes)
    assert len(routes(root)) == len(diagram.edges)


def test_every_node_stands_in_its_lane_and_behind_all_that_lead_to_it() -> None:
    diagram = restaurant_flow()
    layout = placed(diagram)
    lanes = {lane.id: box for lane, box in layout.lanes if lane}
    for name, node in diagram.nodes.items():
        box, lane = layout.boxes[name], lanes[node.lane]
        assert lane.top <= box.top and box.bottom <= lane.bottom
    for edge, points in layout.routes:
        start, end = layout.boxes[edge.start], layout.boxes[edge.end]
        assert start.right < end.left
        assert points[0] == (start.right, start.middle.y)
        assert points[-1].x == pytest.approx(end.left, abs=2)
        assert all(one.x == other.x or one.y == other.y for one, other in pairwise(points))


def test_what_an_answer_leads_to_is_written_at_the_edge_that_leaves_the_question() -> None:
    diagram = restaurant_flow()
    root = draw(diagram)
    labels = {text.text: text_bounds(text) for text in root.iter(f"{NS}text")}
    points = dict(routes(root))["经营场所面积是否达到 300 平方米？ → 公众聚集场所投入使用、营业前消防安全检查"]
    (x, y), (to_x, _) = points[-2:]
    left, top, right, bottom = labels["是，或设有包间、"]
    assert x <= left and right <= to_x and y - 40 < top < bottom < y
    check_labels(root)


def test_a_lone_stage_needs_no_more_than_itself_and_things_in_one_cell_stand_below_each_other() -> None:
    diagram = random_flow(6, 1, 1)
    layout = placed(diagram)
    tasks = [layout.boxes[f"Item/{number}"] for number in range(6)]
    assert len({box.left for box in tasks}) == 1
    assert len({box.top for box in tasks}) == 6


def test_critical_nodes_are_marked_not_only_by_colour() -> None:
    diagram = restaurant_flow()
    root = draw(diagram)
    for name, group in groups(root).items():
        node = diagram.nodes[name]
        border = shape(group).get("stroke-width")
        if node.shape.value == "task":
            assert (border == "2.8") == node.critical
            assert (len(group.findall(f".//{NS}path")) == 1) == node.critical  # its star


def test_the_same_flow_gives_the_same_bytes_and_a_flow_without_lanes_is_drawn_too() -> None:
    assert svg(random_flow(20, 5, 3)) == svg(random_flow(20, 5, 3))
    bare = restaurant_flow()
    columns = tuple(
        replace(column, nodes=tuple(replace(node, lane=None) for node in column.nodes)) for column in bare.columns
    )
    check_picture(draw(replace(bare, columns=columns, lanes=())))


@bounded(80)
@given(diagrams(Arrangement.LANES))
def test_any_flow_is_drawn_in_its_boxes_and_between_them(diagram: Diagram) -> None:
    root = draw(diagram)
    check_picture(root)
    check_routes(root)
    check_labels(root)
    assert set(boxes(root)) == set(diagram.nodes)
