"""Bands are as wide as what flows, stand beside each other, and leave a box as they reach it."""

import re
from xml.etree import ElementTree

from hypothesis import given

from oncegraph.schema.text import Text
from oncegraph.visualize.diagram import Arrangement, Column, Diagram, Edge, Node
from tests.support.examples.random_diagrams import diagrams
from tests.support.hypothesis_settings import bounded
from tests.support.svg import NS, boxes, check_picture, draw


def fields_by_level() -> Diagram:
    names = (("form",), ("people", "typed"), ("nation", "applicant"))
    edges = (
        Edge("form", "people", weight=6),
        Edge("form", "typed", weight=2),
        Edge("people", "nation", weight=6),
        Edge("typed", "applicant", weight=2),
    )
    columns = tuple(Column(None, tuple(Node(name, name) for name in column)) for column in names)
    return Diagram("字段", Text("8 个", "8"), columns, edges, arrangement=Arrangement.SANKEY)


def bands(root: ElementTree.Element) -> dict[str, tuple[float, float, float]]:
    """What a band joins → how broad it is, and how high it leaves and arrives."""
    found = {}
    for path in root.iter(f"{NS}path"):
        if title := path.findtext(f"{NS}title"):
            numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.get("d"))]
            found[title] = float(path.get("stroke-width")), numbers[1], numbers[-1]
    return found


def test_bands_are_as_wide_as_what_flows_and_do_not_overlap_where_they_leave() -> None:
    root = draw(fields_by_level())
    check_picture(root)
    found = bands(root)
    known, typed = found["form → people"], found["form → typed"]
    assert known[0] == 3 * typed[0]
    assert abs(known[1] - typed[1]) == (known[0] + typed[0]) / 2
    assert found["people → nation"][0] == known[0]


def test_bands_leave_and_reach_within_their_boxes() -> None:
    root = draw(fields_by_level())
    for title, (wide, start, end) in bands(root).items():
        for name, y in zip(title.split(" → "), (start, end), strict=True):
            (_, top, _, bottom), _ = boxes(root)[name]
            assert top <= y - wide / 2 and y + wide / 2 <= bottom


@bounded(40)
@given(diagrams(Arrangement.SANKEY))
def test_any_flow_of_anything_is_drawn_in_its_boxes(diagram: Diagram) -> None:
    root = draw(diagram)
    check_picture(root)
    assert set(boxes(root)) == set(diagram.nodes)
