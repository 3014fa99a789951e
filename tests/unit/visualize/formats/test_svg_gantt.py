"""A row for each thing, its days to scale, what was before above what is."""

from xml.etree import ElementTree

import pytest
from hypothesis import given

from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.diagram import Arrangement, Column, Diagram, Node
from oncegraph.visualize.formats.svg.page import MARGIN
from tests.support.examples.diagrams import gantt
from tests.support.examples.random_diagrams import diagrams
from tests.support.hypothesis_settings import bounded
from tests.support.language import speaking
from tests.support.svg import NS, Rectangle, bounds, boxes, check_picture, draw, groups


def bars(root: ElementTree.Element, name: str) -> list[Rectangle]:
    """What is drawn in a row, but for the row itself."""
    return [bounds(rect) for rect in list(groups(root)[name].iter(f"{NS}rect"))[1:]]


def test_bars_begin_and_end_on_their_days() -> None:
    root = draw(gantt())
    check_picture(root)
    was, licence = bars(root, "Item/licence")
    (food,) = bars(root, "Item/food")
    day = (licence[2] - licence[0]) / 3
    assert was[0] == licence[0] and was[2] - was[0] == pytest.approx(5.5 * day, abs=0.05)
    assert was[3] <= licence[1]
    assert food[0] == pytest.approx(licence[2], abs=0.05) and food[2] - food[0] == pytest.approx(10.5 * day, abs=0.05)
    (slack,) = (path.get("d") for path in groups(root)["Item/food"].iter(f"{NS}path"))
    start, end = (float(part) for part in (slack[1:].split(",")[0], slack.split("H")[1].split("M")[0]))
    assert end - start == pytest.approx(2 * day, abs=0.05)


def test_a_row_tells_its_days_its_department_and_whether_it_is_critical() -> None:
    root = draw(gantt())
    said = {name: [text.text for text in group.iter(f"{NS}text")] for name, group in groups(root).items()}
    assert said["Item/licence"] == ["营业执照", "市场监管局", "5.5 → 3"]
    assert said["Item/food"] == ["食品经营许可", "卫生健康委", "10.5"]
    stars = {name for name, group in groups(root).items() if any("Z" in p.get("d") for p in group.iter(f"{NS}path"))}
    assert stars == {"Item/licence"}


def test_unrecorded_days_are_not_shown_as_no_days() -> None:
    rows = (Node("a", "甲", span=(0, 0)), Node("b", "乙", span=(0, 0), mark=Verdict.UNKNOWN))
    root = draw(Diagram("", Text("", ""), (Column(None, rows),), (), arrangement=Arrangement.GANTT))
    said = {name: [text.text for text in group.iter(f"{NS}text")] for name, group in groups(root).items()}
    assert said == {"a": ["甲", "0"], "b": ["乙", "?"]}


def test_without_rows_the_axis_stays_on_the_page() -> None:
    with speaking("en"):
        root = draw(Diagram("", Text("", ""), (), (), arrangement=Arrangement.GANTT))
    check_picture(root)
    assert all(float(text.get("x")) >= MARGIN for text in root.iter(f"{NS}text"))


def test_rows_stand_in_the_order_of_the_diagram() -> None:
    names = [f"r{number}" for number in range(30)]
    rows = tuple(Node(name, name, span=(number, 1)) for number, name in enumerate(names))
    root = draw(Diagram("", Text("", ""), (Column(None, rows),), (), arrangement=Arrangement.GANTT))
    check_picture(root)
    assert sorted(boxes(root), key=lambda name: boxes(root)[name][0][1]) == names


@bounded(40)
@given(diagrams(Arrangement.GANTT))
def test_any_days_are_drawn_in_their_rows(diagram: Diagram) -> None:
    root = draw(diagram)
    check_picture(root)
    assert set(boxes(root)) == set(diagram.nodes)
