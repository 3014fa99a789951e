"""How long a flow takes: earliest start and finish, slack and critical path (critical path method)."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

import networkx as nx

from schema.flow import Basis, Schedule, Task, Timing


def schedule(
    graph: nx.DiGraph, tasks: Mapping[str, Task], basis: Basis, at_most: Mapping[str, int] | None = None
) -> Schedule:
    """The schedule of a flow without circles.

    graph: situation code → those that come after it; at_most: item code → how many of its situations are handled, where
    branches are still open. A task without recorded days counts as lasting not at all, so that figures say "at least".
    """
    recorded = {code: tasks[code].days(basis) for code in graph}
    days = {code: many or 0 for code, many in recorded.items()}
    order = list(nx.lexicographical_topological_sort(graph, key=list(tasks).index))
    start: dict[str, int] = {}
    for code in order:
        start[code] = max((start[before] + days[before] for before in graph.predecessors(code)), default=0)
    finish = {code: start[code] + days[code] for code in order}
    end = max(finish.values(), default=0)
    latest: dict[str, int] = {}
    for code in reversed(order):
        latest[code] = min((latest[after] - days[after] for after in graph.successors(code)), default=end)
    sums = list(accumulate((days[code] for code in order), initial=0))
    in_turn = dict(zip(order, sums[:-1], strict=True))
    of_item = {tasks[code].item_code: days[code] for code in order}
    return Schedule(
        basis=basis,
        days=end,
        in_turn=sums[-1] if at_most is None else sum(many * of_item[item] for item, many in at_most.items()),
        unknown=tuple(code for code in tasks if code in recorded and recorded[code] is None),
        critical_path=_critical_path(graph, order, start, finish, end),
        timings=tuple(
            Timing(
                situation_code=code,
                days=recorded[code],
                start=start[code],
                finish=finish[code],
                slack=latest[code] - finish[code],
                in_turn=in_turn[code] if at_most is None else None,
            )
            for code in tasks
            if code in recorded
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
