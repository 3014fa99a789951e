"""How long a flow takes: earliest start and finish, slack and critical path (critical path method)."""

from collections.abc import Mapping, Sequence

import networkx as nx

from schema.flow import Basis, Schedule, Task, Timing


def schedule(graph: nx.DiGraph, tasks: Mapping[str, Task], basis: Basis, times: Mapping[str, int]) -> Schedule:
    """The schedule of a flow without circles.

    graph: situation code → those that come after it; times: item code → how often it is handled at most.
    A task without recorded days counts as lasting not at all, so that the figures say "at least".
    """
    days = {code: tasks[code].days(basis) for code in graph}
    order = list(nx.lexicographical_topological_sort(graph, key=list(tasks).index))
    start: dict[str, int] = {}
    for code in order:
        start[code] = max((start[before] + (days[before] or 0) for before in graph.predecessors(code)), default=0)
    finish = {code: start[code] + (days[code] or 0) for code in order}
    end = max(finish.values(), default=0)
    latest: dict[str, int] = {}
    for code in reversed(order):
        latest[code] = min((latest[after] - (days[after] or 0) for after in graph.successors(code)), default=end)
    of_item = {tasks[code].item_code: days[code] or 0 for code in order}
    return Schedule(
        basis=basis,
        days=end,
        in_turn=sum(of_item[item] * times[item] for item in of_item),
        unknown=tuple(code for code in tasks if code in days and days[code] is None),
        critical_path=_critical_path(graph, order, start, finish, end),
        timings=tuple(
            Timing(
                situation_code=code,
                days=days[code],
                start=start[code],
                finish=finish[code],
                slack=latest[code] - finish[code],
            )
            for code in tasks
            if code in days
        ),
    )


def _critical_path(
    graph: nx.DiGraph, order: Sequence[str], start: Mapping[str, int], finish: Mapping[str, int], end: int
) -> tuple[str, ...]:
    """A longest way, from a task that ends last back to one that waits for none; the first by the order of tasks."""
    code = next((code for code in order if finish[code] == end), None)
    path: list[str] = []
    while code is not None:
        path.append(code)
        before = set(graph.predecessors(code))
        code = next((each for each in order if each in before and finish[each] == start[code]), None)
    return tuple(reversed(path))
