"""A column with too many nodes keeps those that most leads to, and says how many there are."""

from hypothesis import given
from hypothesis import strategies as st

from oncegraph.schema.text import Text
from oncegraph.visualize.diagram import Arrangement, Column, Diagram, Edge, Node
from oncegraph.visualize.pictures.folding import fold
from tests.support.examples.random_diagrams import diagrams
from tests.support.hypothesis_settings import bounded
from tests.support.svg import NS, draw


def star(many: int) -> Diagram:
    """One thing that leads to many, the last of which two more lead to."""
    ends = tuple(Node(f"e{number}", f"e{number}") for number in range(many))
    starts = tuple(Node(name, name) for name in "abc")
    last = ends[-1].id
    edges = (*(Edge("a", end.id, weight=1) for end in ends), Edge("b", last), Edge("c", last))
    columns = (Column(Text("起", "Starts"), starts), Column(Text("止", "Ends"), ends))
    return Diagram("", Text("", ""), columns, edges)


def test_nodes_without_a_common_group_are_capped_and_the_note_says_so() -> None:
    groups = {f"e{number}": Text(f"{number}", f"{number}") for number in range(10)}
    diagram = fold(star(10), groups, 4)
    starts, ends = diagram.columns
    assert [node.id for node in ends.nodes] == ["e0", "e1", "e2", "e9"]
    assert (ends.many, starts.many) == (10, None)
    assert diagram.note == Text("止共 10 个，仅画出 4 个", "Ends: 4 of 10 shown")
    assert {edge.end for edge in diagram.edges} == {"e0", "e1", "e2", "e9"}
    said = [text.text for text in draw(diagram).iter(f"{NS}text")]
    assert "止 · 4/10" in said and "※ 止共 10 个，仅画出 4 个" in said


def test_edges_of_what_is_drawn_as_one_are_one_and_weigh_as_much() -> None:
    diagram = fold(star(10), {}, 4)
    (group,) = diagram.columns[1].nodes
    assert len(group.members) == 10
    assert {(edge.start, edge.weight) for edge in diagram.edges} == {("a", 10), ("b", None), ("c", None)}


def test_what_is_small_stays_as_it_is() -> None:
    diagram = star(4)
    assert fold(diagram, {}, 4) is diagram


@bounded(40)
@given(diagrams(Arrangement.COLUMNS), st.integers(1, 3))
def test_no_column_has_more_than_it_may_unless_more_stand_out(diagram: Diagram, most: int) -> None:
    result = fold(diagram, {}, most)
    shown = {end for edge in diagram.edges if edge.highlighted for end in (edge.start, edge.end)}
    names = set(result.nodes)
    assert shown <= names
    assert all(edge.start in names and edge.end in names for edge in result.edges)
    for column in result.columns:
        assert len(column.nodes) <= max(most, sum(node.id in shown for node in column.nodes))
