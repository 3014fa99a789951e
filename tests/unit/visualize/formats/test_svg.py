"""The picture itself: it parses, boxes keep apart, texts stay inside, and hostile names do no harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncegraph.schema.comparison import Edit
from oncegraph.schema.text import LANGUAGES, Text
from oncegraph.visualize.diagram import Arrangement, Column, Diagram, Node, Total
from oncegraph.visualize.formats.svg import svg
from oncegraph.visualize.lettering import legible
from oncegraph.visualize.pictures.chain import chain
from tests.support.examples.chains import small_chain
from tests.support.examples.diagrams import two_columns
from tests.support.examples.names import HOSTILE_TO_XML
from tests.support.examples.random_diagrams import diagrams
from tests.support.hypothesis_settings import bounded
from tests.support.language import speaking
from tests.support.svg import NS, boxes, check_picture, draw, groups, shape


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_the_chain_is_drawn_whole(spoken: str):
    with speaking(spoken):
        diagram = chain(*small_chain())
        root = draw(diagram)
        said = ["".join(text.itertext()) for text in root.iter(f"{NS}text")]
        assert {str(meaning) for _, meaning in diagram.legend} <= set(said)
        assert str(diagram.summary) in said
    check_picture(root)
    assert set(boxes(root)) == {node.id for column in diagram.columns for node in column.nodes}
    curves = [path for path in root.iter(f"{NS}path") if path.find(f"{NS}title") is not None]
    assert len(curves) == len(diagram.edges)


def test_curves_start_and_end_at_the_boxes_and_run_between_those_they_pass():
    root = draw(chain(*small_chain()))
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
    assert svg(chain(*small_chain())) == svg(chain(*small_chain()))


def test_verdicts_are_signs_as_well_as_colours():
    root = draw(chain(*small_chain()))
    titles = {group.get("data-id"): group.findtext(f"{NS}title") for group in root.iter(f"{NS}g")}
    assert titles["Material/licence"] == "✓ 执照；证照共享"
    assert titles["Field/wish"] == "✗ 意愿"


def test_hostile_and_long_names_stay_texts_in_their_boxes():
    root = draw(two_columns(*HOSTILE_TO_XML))
    check_picture(root)
    assert {element.tag.removeprefix(NS) for element in root.iter()} <= {"svg", "title", "rect", "g", "path", "text"}
    told = [group.findtext(f"{NS}title") for group in root.iter(f"{NS}g") if group.get("data-id")]
    assert [title.split("；")[0] for title in told] == [legible(name) for name in HOSTILE_TO_XML]


@bounded(60)
@given(st.lists(st.text(max_size=40), min_size=2, max_size=12))
def test_any_names_are_drawn_in_their_boxes(names: list[str]):
    check_picture(draw(two_columns(*names)))


def test_a_diagram_without_nodes_is_drawn_too():
    check_picture(draw(Diagram("空", Text("无", "nothing"), (), ())))


@bounded(40)
@given(diagrams(Arrangement.COLUMNS))
def test_any_columns_are_drawn_in_their_boxes(diagram: Diagram):
    root = draw(diagram)
    check_picture(root)
    assert set(boxes(root)) == set(diagram.nodes)
    assert {group.get("data-id") for group in root.iter(f"{NS}g") if group.find(f"{NS}a") is not None} == {
        name for name, node in diagram.nodes.items() if node.href
    }


def test_every_edit_can_be_distinguished_without_colour():
    nodes = tuple(Node(edit.value, edit.title.zh, mark=edit) for edit in Edit)
    root = draw(Diagram("", Text("", ""), (Column(None, nodes),), ()))
    signs = {name: group.find(f"{NS}g/{NS}path").get("d") for name, group in groups(root).items()}
    assert len(set(signs.values())) == len(Edit)
    dashed = {name: shape(group).get("stroke-dasharray") for name, group in groups(root).items()}
    assert len({dashed[name] for name in ("removed", "merged", "changed", "kept")}) == 4
    struck = {
        name for name, group in groups(root).items() for text in group.iter(f"{NS}text") if text.get("text-decoration")
    }
    assert struck == {"removed"}


def test_totals_show_before_after_and_the_saving():
    totals = (Total(Text("材料", "Materials"), "12", "20", Text("份", "")), Total(Text("事项", "Items"), "3"))
    root = draw(Diagram("", Text("", ""), (), (), totals=totals, note=Text("只画一部分", "a part is drawn")))
    check_picture(root)
    said = [text.text for text in root.iter(f"{NS}text")]
    assert said == ["※ 只画一部分", "材料", "20 → 12", "−40 %", "份", "事项", "3"]


def test_a_long_note_is_written_whole():
    note = "要等“人才公寓入住申请”，须有《本市户口登记证明》。" * 5
    root = draw(Diagram("", Text("", ""), (), (), note=Text(note, note)))
    check_picture(root)
    said = [text.text for text in root.iter(f"{NS}text")]
    assert len(said) > 1 and "".join(said) == f"※ {note}"
