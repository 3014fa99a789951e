"""Diagrams of themes as flows: a realistic small one, and random ones of any size."""

from random import Random

from oncegraph.schema.text import Text
from oncegraph.visualize.diagram import Arrangement, Column, Diagram, Edge, Lane, Line, Node, Shape, legend_of
from oncegraph.visualize.links import href

YES, NO = Text("是", "Yes"), Text("否", "No")


def _days(days: int) -> Text:
    return Text(f"承诺 {days} 个工作日", f"{days} working days promised")


def _flow(title: str, summary: Text, columns: list[tuple[Text | None, list[Node]]], edges: list[Edge], lanes: dict):
    drawn = tuple(Column(name, tuple(nodes)) for name, nodes in columns)
    return Diagram(
        title=title,
        summary=summary,
        columns=drawn,
        edges=tuple(edges),
        legend=legend_of(drawn, tuple(edges)),
        arrangement=Arrangement.LANES,
        lanes=tuple(Lane(code, name) for code, name in lanes.items()),
    )


def restaurant_flow() -> Diagram:
    """Opening a restaurant: six items of five departments, two questions, a parallel stage."""
    lanes = {
        "me": Text("申请人", "Applicant"),
        "market": "市场监督管理局",
        "fire": "消防救援支队",
        "city": "城市管理和综合行政执法局",
        "eco": "生态环境局",
        "tax": "税务局",
    }

    def task(code: str, name: str, lane: str, days: int, *steps: str, critical: bool = False) -> Node:
        lines = (Text("环节：" + " → ".join(steps), "Steps: " + " → ".join(steps)),) if steps else ()
        return Node(
            f"Item/{code}", name, _days(days), lane=lane, critical=critical, lines=lines, href=href("Item", code)
        )

    start = Node("start", "开始", shape=Shape.START, lane="me", critical=True)
    sign = Node("q1", "是否设置户外招牌？", shape=Shape.DECISION, lane="me")
    size = Node("q2", "经营场所面积是否达到 300 平方米？", shape=Shape.DECISION, lane="me", critical=True)
    fork = Node("fork", "并联办理", shape=Shape.FORK, lane="me", critical=True)
    join = Node("join", "全部办结", shape=Shape.JOIN, lane="me", critical=True)
    licence = task("1", "企业设立登记", "market", 1, "受理", "审查", "决定", critical=True)
    food = task("2", "食品经营许可", "market", 8, "受理", "现场核查", "决定", "送达")
    fire = task("3", "公众聚集场所投入使用、营业前消防安全检查", "fire", 10, "受理", "现场检查", "决定", critical=True)
    board = task("4", "设置大型户外广告及在城市建筑物、设施上悬挂、张贴宣传品审批", "city", 5)
    water = task("5", "城镇污水排入排水管网许可", "eco", 7)
    tax = task("6", "税务信息确认和发票领用", "tax", 1, critical=True)
    end = Node("end", "办结", shape=Shape.END, lane="me", critical=True)
    stages = [Text(f"第{zh}阶段", f"Stage {en}") for en, zh in enumerate("一二三", 1)]
    columns = [
        (None, [start]),
        (stages[0], [licence]),
        (None, [fork]),
        (None, [size, sign]),
        (stages[1], [food, fire, board, water]),
        (None, [join]),
        (stages[2], [tax]),
        (None, [end]),
    ]
    critical = {"start", "Item/1", "fork", "q2", "Item/3", "join", "Item/6", "end"}
    ways = [
        ("start", "Item/1", None),
        ("Item/1", "fork", None),
        ("fork", "q1", None),
        ("fork", "q2", None),
        ("fork", "Item/2", None),
        ("fork", "Item/5", None),
        ("q1", "Item/4", YES),
        ("q1", "join", NO),
        ("q2", "Item/3", Text("是，或设有包间、地下空间", "Yes, or with rooms below ground")),
        ("q2", "join", NO),
        ("Item/2", "join", None),
        ("Item/3", "join", None),
        ("Item/4", "join", None),
        ("Item/5", "join", None),
        ("join", "Item/6", None),
        ("Item/6", "end", None),
    ]
    edges = [Edge(a, b, Line.FLOW, label, highlighted={a, b} <= critical and label is not NO) for a, b, label in ways]
    summary = Text("6 个事项，5 个部门，最长 12 个工作日", "6 items of 5 departments, 12 working days at most")
    return _flow("开办餐饮店", summary, columns, edges, lanes)


def random_flow(many: int, departments: int, stages: int, seed: int = 1) -> Diagram:
    """A theme of a given size: the tasks of each stage start together, and the next stage waits for all of them."""
    chance = Random(seed)
    lanes = {
        f"d{n}": f"{name}局"
        for n, name in enumerate(
            (
                "人力资源和社会保障",
                "民政",
                "医疗保障",
                "公安",
                "税务",
                "住房和城乡建设",
                "教育",
                "卫生健康",
                "残疾人联合会",
                "市场监督管理",
                "自然资源和规划",
                "交通运输",
            )[:departments]
        )
    }
    names = (
        "社会保险登记",
        "残疾人证办理",
        "城乡居民基本医疗保险参保登记",
        "困难残疾人生活补贴和重度残疾人护理补贴资格认定",
        "公租房申请",
        "无障碍改造申请",
        "居住证签发",
        "低保审核确认",
        "机动车驾驶证换领",
        "就业困难人员认定",
    )
    columns: list[tuple[Text | None, list[Node]]] = [(None, [Node("start", "开始", shape=Shape.START, lane="d0")])]
    edges, before = [], "start"
    of = [sorted(chance.sample(range(many), many))[at::stages] for at in range(stages)]
    for stage, numbers in enumerate(of, 1):
        tasks = [
            Node(
                f"Item/{n}",
                f"{chance.choice(names)}",
                _days(chance.randint(1, 30)),
                lane=f"d{chance.randrange(departments)}",
                critical=n == numbers[0],
                href=href("Item", str(n)),
            )
            for n in numbers
        ]
        fork, join = (
            Node(f"{kind}{stage}", "", shape=shape, lane="d0")
            for kind, shape in (("fork", Shape.FORK), ("join", Shape.JOIN))
        )
        columns += [(None, [fork]), (Text(f"第 {stage} 阶段", f"Stage {stage}"), tasks), (None, [join])]
        edges.append(Edge(before, fork.id, Line.FLOW, highlighted=True))
        edges += [Edge(fork.id, task.id, Line.FLOW, highlighted=task.critical) for task in tasks]
        edges += [Edge(task.id, join.id, Line.FLOW, highlighted=task.critical) for task in tasks]
        before = join.id
    columns.append((None, [Node("end", "办结", shape=Shape.END, lane="d0")]))
    edges.append(Edge(before, "end", Line.FLOW, highlighted=True))
    return _flow("扶残助残", Text(f"{many} 个事项", f"{many} items"), columns, edges, lanes)
