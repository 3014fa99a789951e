"""How long a flow takes: earliest start and finish, slack and critical path (critical path method)."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

import networkx as nx

from oncegraph.schema.flow import Basis, Schedule, Task, Timing


def schedule(
    graph: nx.DiGraph, tasks: Mapping[str, Task], basis: Basis, at_most: Sequence[nx.Graph] | None = None
) -> Schedule:
    """The schedule of a flow without circles.

    graph: edges from each situation code to those that come after it. at_most: where branches are still open, the
    situations in groups, an edge joining two that can be chosen together; the days are then an upper bound, because
    the longest path may lead through tasks that exclude each other. Days are working days. A task without recorded
    days counts as 0, so that the figures mean "at least".
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
    total = sums[-1] if at_most is None else sum(_heaviest(group, days) for group in at_most)
    return Schedule(
        basis=basis,
        days=min(end, total),
        in_turn=total,
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


def _heaviest(group: nx.Graph, days: Mapping[str, int]) -> int:
    """The largest sum of days over situations of a group that can be chosen together."""
    nx.set_node_attributes(group, days, "days")
    return nx.max_weight_clique(group, weight="days")[1]


def _critical_path(
    graph: nx.DiGraph, order: Sequence[str], start: Mapping[str, int], finish: Mapping[str, int], end: int
) -> tuple[str, ...]:
    """A longest path, traced from a task that ends last back to one that waits for nothing; where several exist, the
    first by the order of tasks."""
    code = next((code for code in order if finish[code] == end and not any(graph.successors(code))), None)
    path: list[str] = []
    while code is not None:
        path.append(code)
        before = set(graph.predecessors(code))
        code = next((each for each in order if each in before and finish[each] == start[code]), None)
    return tuple(reversed(path))
