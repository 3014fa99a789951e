"""What a picture has to explain, and what its figures say."""

from oncegraph.schema.comparison import Edit
from oncegraph.schema.text import Text
from oncegraph.visualize.diagram import MEANINGS, Accent, Column, Edge, Line, Node, Shape, Total, legend_of
from oncegraph.visualize.palette import PALETTE

DAYS = Text("工作日", "working days")


def test_a_legend_explains_what_is_shown_and_nothing_else() -> None:
    nodes = (Node("a", "甲", critical=True), Node("b", "乙", mark=Edit.REMOVED, shape=Shape.DECISION, slack=2))
    legend = dict(legend_of((Column(None, nodes),), (Edge("a", "b", Line.FLOW, highlighted=True),)))
    assert set(legend) == {*(Edit.REMOVED, Shape.DECISION, Line.FLOW, Accent.CRITICAL, Accent.SLACK)}
    assert dict(legend_of((), (Edge("a", "b", highlighted=True),))).keys() == {Accent.HIGHLIGHTED}
    assert legend[Edit.REMOVED] == Edit.REMOVED.title


def test_every_edit_has_a_meaning_and_a_sign_of_its_own() -> None:
    assert set(Edit) <= set(MEANINGS)
    signs = [PALETTE[edit].sign for edit in Edit]
    assert len(set(signs)) == len(signs)


def test_a_total_says_what_was_saved_where_it_compares_numbers() -> None:
    assert Total(DAYS, "12", before="20").saved == "−40 %"
    assert Total(DAYS, "15", before="10").saved == "+50 %"
    assert Total(DAYS, "10", before="10").saved is None
    assert Total(DAYS, "1", before="0").saved is None
    assert Total(DAYS, "12").saved is None
    assert Total(DAYS, "12", before="很多").saved is None
