"""A small diagram of every arrangement, and diagrams of given names."""

from dataclasses import replace

from oncegraph.schema.comparison import Edit
from oncegraph.schema.text import Text
from oncegraph.visualize.diagram import Arrangement, Column, Diagram, Edge, Lane, Line, Node, Shape, Total, legend_of
from oncegraph.visualize.pictures.chain import chain
from tests.support.examples.chains import small_chain
from tests.support.examples.names import HOSTILE_TO_MERMAID


def flow() -> Diagram:
    """A question, two items at the same time in two departments, and one item after both."""
    columns = (
        Column(None, (Node("start", "开始", shape=Shape.START, lane="market"),)),
        Column(None, (Node("question", "要设户外招牌吗？", shape=Shape.DECISION, lane="market"),)),
        Column(None, (Node("fork", "", shape=Shape.FORK, lane="market"),)),
        Column(
            Text("第一阶段", "Stage 1"),
            (
                Node(
                    "Item/licence",
                    "营业执照",
                    Text("3 个工作日", "3 working days"),
                    lane="market",
                    critical=True,
                    href="/api/v1/items/licence",
                ),
                Node("Item/sign", "户外招牌设置审批", mark=Edit.PARALLEL, lane="city"),
            ),
        ),
        Column(None, (Node("join", "", shape=Shape.JOIN, lane="market"),)),
        Column(None, (Node("merge", "", shape=Shape.MERGE, lane="market"),)),
        Column(Text("第二阶段", "Stage 2"), (Node("Item/food", "食品经营许可", lane="health", critical=True),)),
        Column(None, (Node("end", "结束", shape=Shape.END, lane="health"),)),
    )
    labels = {
        ("question", "fork"): Text("要", "yes"),
        ("question", "merge"): Text("不要", "no"),
        ("Item/licence", "join"): Text("营业执照", "business licence"),
    }
    pairs = [
        ("start", "question"),
        *labels,
        ("fork", "Item/licence"),
        ("fork", "Item/sign"),
        ("Item/sign", "join"),
        ("join", "merge"),
        ("merge", "Item/food"),
        ("Item/food", "end"),
    ]
    strong = ("Item/licence", "join"), ("join", "merge"), ("merge", "Item/food")
    edges = tuple(Edge(*pair, Line.FLOW, labels.get(pair), highlighted=pair in strong) for pair in pairs)
    return Diagram(
        "开办餐饮店",
        Text("3 个事项，3 个部门", "3 items, 3 departments"),
        columns,
        edges,
        legend_of(columns, edges),
        Arrangement.LANES,
        (Lane("market", "市场监管局"), Lane("health", "卫生健康委"), Lane("city", "城市管理局")),
        (Total(Text("承诺工作日", "Promised working days"), "13", "20"),),
    )


def gantt() -> Diagram:
    """Two items, one of which was slower before, with half days, and an end that takes no time."""
    bars = (
        Node("Item/licence", "营业执照", lane="market", critical=True, span=(0, 3), before=(0, 5.5)),
        Node("Item/food", "食品经营许可", lane="health", span=(3, 10.5), slack=2),
        Node("end", "办结", lane="health", shape=Shape.END, span=(13.5, 0)),
    )
    return Diagram(
        "开办餐饮店",
        Text("13.5 个工作日", "13.5 working days"),
        (Column(None, bars),),
        (Edge("Item/licence", "Item/food", Line.FLOW),),
        arrangement=Arrangement.GANTT,
        lanes=(Lane("market", "市场监管局"), Lane("health", "卫生健康委")),
    )


def sankey() -> Diagram:
    """Fields by source and level; two sources have the same name."""
    sources = Column(Text("数源", "Sources"), (Node("DataSource/1", "人口库"), Node("DataSource/2", "人口库")))
    levels = Column(Text("层级", "Levels"), (Node("nation", "国家"), Node("city", "市")))
    edges = (
        Edge("DataSource/1", "nation", weight=12),
        Edge("DataSource/2", "city", weight=2.5),
        Edge("DataSource/2", "nation"),
    )
    return Diagram(
        "字段的数源", Text("15 个字段", "15 fields"), (sources, levels), edges, arrangement=Arrangement.SANKEY
    )


EXAMPLES = {"columns": chain(*small_chain()), "lanes": flow(), "gantt": gantt(), "sankey": sankey()}


def flow_with_hostile_names() -> Diagram:
    """A flow whose names have characters with a meaning in Mermaid."""
    diagram = flow()
    names = iter(HOSTILE_TO_MERMAID * 3)
    columns = tuple(
        replace(column, nodes=tuple(replace(node, name=next(names)) for node in column.nodes))
        for column in diagram.columns
    )
    return replace(diagram, title="<&\"'>", columns=columns)


def two_columns(*names: str) -> Diagram:
    """A diagram with the first name in one column, and the others in a second one, linked to the first."""
    columns = [names[:1], names[1:]]
    nodes = [
        tuple(Node(f"Item/{at}-{number}", name, Text(name, name)) for number, name in enumerate(column))
        for at, column in enumerate(columns)
    ]
    return Diagram(
        title=names[0],
        summary=Text(names[0], names[0]),
        columns=tuple(Column(Text("列", "column"), each) for each in nodes),
        edges=tuple(Edge(nodes[0][0].id, node.id) for node in nodes[1]),
    )
