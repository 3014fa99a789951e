"""The picture itself: it parses, boxes keep apart, texts stay inside, and hostile names do no harm."""

from itertools import combinations
from math import hypot
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncegraph.schema.comparison import Edit
from oncegraph.schema.text import LANGUAGES, Text, language
from oncegraph.visualize.diagram import Arrangement, Column, Diagram, Node, Total
from oncegraph.visualize.formats.svg import svg
from oncegraph.visualize.lettering import legible, width
from oncegraph.visualize.pictures.chain import chain
from tests.support.examples.chains import diagrams, named, small
from tests.unit.queries.exemption.test_properties import bounded

NS = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    '<script>alert("x")</script>',
    "A & B ]]> <!--",
    "'\"><b onload=1>",
    "\x00\x1b[31m甲\ud800",
    "国" * 300,
    "W" * 300,
]

Rectangle = tuple[float, float, float, float]


def drawn(diagram: Diagram) -> ElementTree.Element:
    return ElementTree.fromstring(svg(diagram))


def numbers(element: ElementTree.Element, *names: str) -> list[float]:
    return [float(element.get(name)) for name in names]


def bounds(element: ElementTree.Element) -> Rectangle:
    """Of a box, a circle, or a diamond drawn as a path."""
    if element.tag == f"{NS}circle":
        x, y, radius = numbers(element, "cx", "cy", "r")
        return x - radius, y - radius, x + radius, y + radius
    if element.tag == f"{NS}path":
        corners = [tuple(map(float, point.split(","))) for point in element.get("d").strip("MZ").split("L")]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)
    x, y, wide, high = numbers(element, "x", "y", "width", "height")
    return x, y, x + wide, y + high


def shape(group: ElementTree.Element) -> ElementTree.Element:
    """What a node is drawn as: the first thing in its group, but for what it is called."""
    inner = group.find(f"{NS}a")
    return next(child for child in (group if inner is None else inner) if child.tag != f"{NS}title")


def groups(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    return {group.get("data-id"): group for group in root.iter(f"{NS}g") if group.get("data-id")}


def boxes(root: ElementTree.Element) -> dict[str, tuple[Rectangle, list[ElementTree.Element]]]:
    """Of every node: its box and the texts in it."""
    return {name: (bounds(shape(group)), list(group.iter(f"{NS}text"))) for name, group in groups(root).items()}


def filled(text: ElementTree.Element) -> Rectangle:
    start, base, size = numbers(text, "x", "y", "font-size")
    return start, base - 0.8 * size, start + width(text.text or "", size), base + 0.2 * size


def overlap(one: Rectangle, other: Rectangle) -> bool:
    """By more than numbers are rounded."""
    (left, top, right, bottom), near = one, 0.02
    return left + near < other[2] and other[0] < right - near and top + near < other[3] and other[1] < bottom - near


def holds(box: ElementTree.Element, text: Rectangle) -> bool:
    """Whether a text stays inside the shape that it is written in."""
    left, top, right, bottom = bounds(box)
    x, y, across, down = (left + right) / 2, (top + bottom) / 2, (right - left) / 2 + 1, (bottom - top) / 2 + 1
    away = [(abs(a - x) / across, abs(b - y) / down) for a in text[::2] for b in text[1::2]]
    if box.tag == f"{NS}circle":
        return all(hypot(*each) <= 1 for each in away)
    if box.tag == f"{NS}path":
        return all(sum(each) <= 1 for each in away)
    return all(max(each) <= 1 for each in away)


def check(root: ElementTree.Element) -> None:
    """No box over another, no text out of its shape, nothing off the sheet."""
    for (one, _), (other, _) in combinations(boxes(root).values(), 2):
        assert not overlap(one, other)
    for group in groups(root).values():
        for text in group.iter(f"{NS}text"):
            assert holds(shape(group), filled(text)), text.text
    whole = tuple(map(float, root.get("viewBox").split()))
    for text in root.iter(f"{NS}text"):
        left, top, right, bottom = filled(text)
        assert left >= 0 and top >= 0 and right <= whole[2] and bottom <= whole[3], text.text
    for (left, top, right, bottom), _ in boxes(root).values():
        assert left >= 0 and top >= 0 and right <= whole[2] and bottom <= whole[3]


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_the_chain_is_drawn_whole(spoken: str):
    token = language.set(spoken)
    try:
        diagram = chain(*small())
        root = drawn(diagram)
        said = ["".join(text.itertext()) for text in root.iter(f"{NS}text")]
        assert {str(meaning) for _, meaning in diagram.legend} <= set(said)
        assert str(diagram.summary) in said
    finally:
        language.reset(token)
    check(root)
    assert set(boxes(root)) == {node.id for column in diagram.columns for node in column.nodes}
    curves = [path for path in root.iter(f"{NS}path") if path.find(f"{NS}title") is not None]
    assert len(curves) == len(diagram.edges)


def test_curves_start_and_end_at_the_boxes_and_run_between_those_they_pass():
    root = drawn(chain(*small()))
    (path,) = (p for p in root.iter(f"{NS}path") if p.findtext(f"{NS}title") == "执照 → 证照库")
    (_, top, right, bottom), _ = boxes(root)["Material/licence"]
    (left, *_), _ = boxes(root)["DataSource/licences"]
    stops = path.get("d").removeprefix("M").replace("C", "|").replace("L", "|").split("|")
    points = [tuple(map(float, stop.split()[-1].split(","))) for stop in stops]
    assert points[0] == pytest.approx((right, (top + bottom) / 2), abs=0.02)
    assert points[-1][0] == pytest.approx(left, abs=0.02)
    passing = points[1][1]
    for name, ((_, top, _, bottom), _) in boxes(root).items():
        assert not name.startswith("Field/") or passing < top or bottom < passing


def test_the_same_chain_gives_the_same_bytes():
    assert svg(chain(*small())) == svg(chain(*small()))


def test_verdicts_are_signs_as_well_as_colours():
    root = drawn(chain(*small()))
    titles = {group.get("data-id"): group.findtext(f"{NS}title") for group in root.iter(f"{NS}g")}
    assert titles["Material/licence"] == "✓ 执照；证照共享"
    assert titles["Field/wish"] == "✗ 意愿"


def test_hostile_and_long_names_stay_texts_in_their_boxes():
    root = drawn(named(*HOSTILE))
    check(root)
    assert {element.tag.removeprefix(NS) for element in root.iter()} <= {"svg", "title", "rect", "g", "path", "text"}
    told = [group.findtext(f"{NS}title") for group in root.iter(f"{NS}g") if group.get("data-id")]
    assert [title.split("；")[0] for title in told] == [legible(name) for name in HOSTILE]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=2, max_size=12))
def test_any_names_are_drawn_in_their_boxes(names: list[str]):
    check(drawn(named(*names)))


def test_a_diagram_without_nodes_is_drawn_too():
    check(drawn(Diagram("空", Text("无", "nothing"), (), ())))


@bounded(40)
@given(diagrams(Arrangement.COLUMNS))
def test_any_columns_are_drawn_in_their_boxes(diagram: Diagram):
    root = drawn(diagram)
    check(root)
    assert set(boxes(root)) == set(diagram.nodes)
    assert {group.get("data-id") for group in root.iter(f"{NS}g") if group.find(f"{NS}a") is not None} == {
        name for name, node in diagram.nodes.items() if node.href
    }


def test_every_edit_can_be_told_from_every_other_without_colour():
    nodes = tuple(Node(edit.value, edit.title.zh, mark=edit) for edit in Edit)
    root = drawn(Diagram("", Text("", ""), (Column(None, nodes),), ()))
    signs = {name: group.find(f"{NS}g/{NS}path").get("d") for name, group in groups(root).items()}
    assert len(set(signs.values())) == len(Edit)
    dashed = {name: shape(group).get("stroke-dasharray") for name, group in groups(root).items()}
    assert len({dashed[name] for name in ("removed", "merged", "changed", "kept")}) == 4
    struck = {
        name for name, group in groups(root).items() for text in group.iter(f"{NS}text") if text.get("text-decoration")
    }
    assert struck == {"removed"}


def test_totals_tell_what_was_what_is_and_what_it_saves():
    totals = (Total(Text("材料", "Materials"), "12", "20", Text("份", "")), Total(Text("事项", "Items"), "3"))
    root = drawn(Diagram("", Text("", ""), (), (), totals=totals, note=Text("只画一部分", "a part is drawn")))
    check(root)
    said = [text.text for text in root.iter(f"{NS}text")]
    assert said == ["※ 只画一部分", "材料", "20 → 12", "−40 %", "份", "事项", "3"]


def test_a_long_note_is_told_whole():
    note = "要等“人才公寓入住申请”，须有《本市户口登记证明》。" * 5
    root = drawn(Diagram("", Text("", ""), (), (), note=Text(note, note)))
    check(root)
    said = [text.text for text in root.iter(f"{NS}text")]
    assert len(said) > 1 and "".join(said) == f"※ {note}"
