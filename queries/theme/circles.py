"""循环证明: tasks that wait for each other in a circle, and tasks that wait for such a circle."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import networkx as nx

from oncegraph.schema.flow import Blocked, Circle, Order, OrderCause, Task
from oncegraph.schema.text import Text, listed

SEPARATOR = Text("；", "; ")


def circles(tasks: Mapping[str, Task], orders: Sequence[Order]) -> tuple[Circle, ...]:
    """The strongly connected groups of tasks, of which none can be handled first, each with a shortest circle.

    tasks: situation code → task.
    """
    place = {code: number for number, code in enumerate(tasks)}
    by_ends = {(order.before, order.after): order for order in orders}
    graph = nx.DiGraph(list(by_ends))
    groups = [sorted(codes, key=place.__getitem__) for codes in nx.strongly_connected_components(graph)]
    circular = sorted((group for group in groups if len(group) > 1), key=lambda group: place[group[0]])
    return tuple(_circle(tasks, graph.subgraph(group), by_ends, group) for group in circular)


def _circle(
    tasks: Mapping[str, Task], graph: nx.DiGraph, by_ends: Mapping[tuple[str, str], Order], group: list[str]
) -> Circle:
    circle = min((_shortest_circle(graph, code) for code in group), key=len)
    shortest = tuple(by_ends[ends] for ends in pairwise(circle))
    sentence = listed((_describe_order(tasks, order) for order in shortest), SEPARATOR)
    return Circle(
        situation_codes=tuple(group),
        shortest=shortest,
        text=Text(
            f"循环证明，各事项都无法先办：{sentence.zh}", f"A circle, so that none can be handled first: {sentence.en}"
        ),
    )


def _shortest_circle(graph: nx.DiGraph, code: str) -> list[str]:
    """The codes along a shortest path from a node of a group back to it."""
    paths = (nx.shortest_path(graph, after, code) for after in sorted(graph.successors(code)))
    return [code, *min(paths, key=len)]


def blocked(tasks: Mapping[str, Task], orders: Sequence[Order], circular: Iterable[Circle]) -> tuple[Blocked, ...]:
    """The tasks outside of circles that wait for one, directly or through other tasks."""
    graph = nx.DiGraph((order.before, order.after) for order in orders)
    inside = {code for circle in circular for code in circle.situation_codes}
    behind = {code: nx.ancestors(graph, code) & inside for code in tasks if code in graph and code not in inside}
    return tuple(_blocked(tasks, code, waits) for code, waits in behind.items() if waits)


def _blocked(tasks: Mapping[str, Task], code: str, waits: set[str]) -> Blocked:
    codes = tuple(each for each in tasks if each in waits)
    names = listed(f"“{tasks[each].title}”" for each in codes)
    return Blocked(
        situation_code=code,
        waits_for=codes,
        text=Text(
            f"“{tasks[code].title}”无法开始：须等待循环证明中的{names.zh}",
            f"“{tasks[code].title}” can never begin: it waits for {names.en} in the circle",
        ),
    )


def _describe_order(tasks: Mapping[str, Task], order: Order) -> Text:
    before, after = tasks[order.before].title, tasks[order.after].title
    causes = listed(describe_cause(cause) for cause in order.causes if cause.freedom is None)
    return Text(f"“{after}”须等待“{before}”（{causes.zh}）", f"“{after}” waits for “{before}” ({causes.en})")


def describe_cause(cause: OrderCause) -> Text:
    """What one task waits for, as a text for people."""
    if cause.by_law:
        basis = cause.legal_basis or ""
        return Text(f"法定：{basis}" if basis else "法定先后", f"by law: {basis}" if basis else "by law")
    return Text(f"须有《{cause.material_name}》", f"needs {cause.material_name}")
