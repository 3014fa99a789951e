"""Diagrams of any shape that hypothesis draws."""

from hypothesis import strategies as st

from oncegraph.schema.comparison import Edit
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.diagram import Arrangement, Column, Diagram, Edge, Lane, Line, Node, Shape, Total, legend_of

words = st.text(st.sampled_from("申请人联系电话，（）是否？ abc WMi10%/-\n"), max_size=30)


texts = st.builds(Text, words, words)


marks = st.sampled_from([None, *Verdict, *Edit])


days = st.floats(0, 60).map(lambda day: round(day, 1))


spans = st.tuples(days, days)


@st.composite
def diagrams(draw: st.DrawFn, arrangement: Arrangement) -> Diagram:
    """A diagram of any shape in an arrangement, with texts of any length."""
    lanes = tuple(Lane(f"lane{number}", draw(words)) for number in range(draw(st.integers(0, 3))))
    numbers = iter(range(100))

    def node() -> Node:
        return Node(
            id=f"Item/{next(numbers)}",
            name=draw(words),
            note=draw(st.none() | texts),
            mark=draw(marks),
            lines=tuple(draw(st.lists(texts, max_size=2))),
            shape=draw(st.sampled_from(Shape)) if arrangement is Arrangement.LANES else Shape.TASK,
            lane=draw(st.sampled_from([None, *(lane.id for lane in lanes)])),
            critical=draw(st.booleans()),
            span=draw(st.none() | spans),
            before=draw(st.none() | spans),
            slack=draw(days),
            href=draw(st.none() | st.just("/api/v1/items/1")),
        )

    many = draw(st.lists(st.integers(0, 5), max_size=5))
    columns = tuple(Column(draw(st.none() | texts), tuple(node() for _ in range(each))) for each in many)
    at = {node.id: number for number, column in enumerate(columns) for node in column.nodes}
    pairs = [(start, end) for start in at for end in at if at[start] < at[end]]
    edges = tuple(
        Edge(
            *pair,
            line=draw(st.sampled_from(Line)),
            label=draw(st.none() | texts),
            weight=draw(st.none() | st.floats(0, 50)),
            mark=draw(marks),
            highlighted=draw(st.booleans()),
        )
        for pair in draw(st.lists(st.sampled_from(pairs), max_size=12) if pairs else st.just([]))
    )
    return Diagram(
        title=draw(words),
        summary=draw(texts),
        columns=columns,
        edges=edges,
        legend=legend_of(columns, edges),
        arrangement=arrangement,
        lanes=lanes,
        totals=tuple(draw(st.lists(st.builds(Total, texts, words, st.none() | words, st.none() | texts), max_size=4))),
        note=draw(st.none() | texts),
    )
