"""循环证明: what waits for itself, and what waits for that."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import networkx as nx

from oncegraph.schema.flow import Blocked, Circle, Order, OrderCause, Task
from oncegraph.schema.text import Text, listed

BESIDES = Text("；", "; ")


def circles(tasks: Mapping[str, Task], orders: Sequence[Order]) -> tuple[Circle, ...]:
    """The knots of tasks of which none can be the first, each with a shortest circle. tasks: situation code → task."""
    place = {code: number for number, code in enumerate(tasks)}
    by_ends = {(order.before, order.after): order for order in orders}
    graph = nx.DiGraph(list(by_ends))
    knots = [sorted(codes, key=place.__getitem__) for codes in nx.strongly_connected_components(graph)]
    found = sorted((knot for knot in knots if len(knot) > 1), key=lambda knot: place[knot[0]])
    return tuple(_circle(tasks, graph.subgraph(knot), by_ends, knot) for knot in found)


def _circle(
    tasks: Mapping[str, Task], graph: nx.DiGraph, by_ends: Mapping[tuple[str, str], Order], knot: list[str]
) -> Circle:
    way = min((_shortest_round(graph, code) for code in knot), key=len)
    shortest = tuple(by_ends[ends] for ends in pairwise(way))
    said = listed((_waits(tasks, order) for order in shortest), BESIDES)
    return Circle(
        situation_codes=tuple(knot),
        shortest=shortest,
        text=Text(f"循环证明，谁都无法先办：{said.zh}", f"A circle in which none can be the first: {said.en}"),
    )


def _shortest_round(graph: nx.DiGraph, code: str) -> list[str]:
    """The codes along a shortest way from a node of a knot back to it."""
    ways = (nx.shortest_path(graph, after, code) for after in sorted(graph.successors(code)))
    return [code, *min(ways, key=len)]


def blocked(tasks: Mapping[str, Task], orders: Sequence[Order], found: Iterable[Circle]) -> tuple[Blocked, ...]:
    """The tasks outside of circles that wait for one, directly or not."""
    graph = nx.DiGraph((order.before, order.after) for order in orders)
    inside = {code for circle in found for code in circle.situation_codes}
    behind = {code: nx.ancestors(graph, code) & inside for code in tasks if code in graph and code not in inside}
    return tuple(_blocked(tasks, code, waits) for code, waits in behind.items() if waits)


def _blocked(tasks: Mapping[str, Task], code: str, waits: set[str]) -> Blocked:
    codes = tuple(each for each in tasks if each in waits)
    names = listed(f"“{tasks[each].title}”" for each in codes)
    return Blocked(
        situation_code=code,
        waits_for=codes,
        text=Text(
            f"“{tasks[code].title}”无法开始：要等循环证明中的{names.zh}",
            f"“{tasks[code].title}” never begins: it waits for {names.en}, in a circle",
        ),
    )


def _waits(tasks: Mapping[str, Task], order: Order) -> Text:
    before, after = tasks[order.before].title, tasks[order.after].title
    why = listed(describe_cause(cause) for cause in order.causes if cause.freedom is None)
    return Text(f"“{after}”要等“{before}”（{why.zh}）", f"“{after}” waits for “{before}” ({why.en})")


def describe_cause(cause: OrderCause) -> Text:
    """What one task waits for, in words."""
    if cause.by_law:
        basis = cause.legal_basis or ""
        return Text(f"法定：{basis}" if basis else "法定先后", f"by law: {basis}" if basis else "by law")
    return Text(f"须有《{cause.material_name}》", f"needs {cause.material_name}")
