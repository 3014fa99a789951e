"""The flow of some situations, derived from what each of them requires and what its item produces."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

import networkx as nx

from oncegraph.queries.guidance.answer_paths import AnswerPaths
from oncegraph.queries.records import Records
from oncegraph.queries.theme.checks import flow_findings
from oncegraph.queries.theme.circles import blocked, circles
from oncegraph.queries.theme.components import connected_components
from oncegraph.queries.theme.orders import Together, orders
from oncegraph.queries.theme.schedule import schedule
from oncegraph.queries.theme.sections import outline_of, section
from oncegraph.schema.flow import Basis, Decision, Flow, FlowStep, Order, Stage, Task
from oncegraph.schema.item import Item, Step
from oncegraph.schema.place import Department
from oncegraph.schema.situation import Situation
from oncegraph.schema.theme import Theme


def flow(
    records: Records, situations: Iterable[str], *, theme: str | None = None, decisions: Sequence[Decision] = ()
) -> Flow:
    """The flow of situations, given by code. Raises NotFound.

    theme: code of the theme they belong to, for its name; decisions: the questions still open, if the answers decide
    which of the situations are entered. Tasks in a circle, and tasks that wait for a circle, are in no stage.
    """
    tasks = _tasks(records, situations)
    paths = AnswerPaths(decisions)
    together = paths.together if decisions else None
    forced, loose = orders(records, list(tasks), together, paths.surely)
    circular = circles(tasks, forced)
    stuck = blocked(tasks, forced, circular)
    out = {code for circle in circular for code in circle.situation_codes} | {each.situation_code for each in stuck}
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(code for code in tasks if code not in out)
    graph.add_edges_from((order.before, order.after) for order in forced if order.after not in out)
    part = section(graph, list(graph), together)
    at_most = _at_most(graph, together) if together else None
    return Flow(
        theme_code=theme,
        name=records.node(Theme, theme).name
        if theme
        else "、".join(dict.fromkeys(t.item_name for t in tasks.values())),
        tasks=tuple(tasks.values()),
        orders=_implied(graph, forced),
        loose=tuple(loose),
        stages=_stages(graph, list(tasks)),
        section=part,
        outline=outline_of(part, tasks),
        schedules=tuple(schedule(graph, tasks, basis, at_most) for basis in Basis),
        circles=circular,
        blocked=stuck,
        findings=tuple(flow_findings(records, tasks)),
        decisions=tuple(decisions),
    )


def _tasks(records: Records, situations: Iterable[str]) -> dict[str, Task]:
    chosen = {code: records.node(Situation, code) for code in dict.fromkeys(situations)}
    of_item = Counter(situation.item_code for situation in chosen.values())
    return {code: _task(records, situation, of_item[situation.item_code] > 1) for code, situation in chosen.items()}


def _task(records: Records, situation: Situation, is_one_of_several: bool) -> Task:
    item = records.node(Item, situation.item_code)
    return Task(
        situation_code=situation.situation_code,
        name=situation.name,
        item_code=item.item_code,
        item_name=item.name,
        title=f"{item.name}（{situation.name}）" if is_one_of_several else item.name,
        department_code=item.department_code,
        department_name=records.name(Department, item.department_code),
        promised_days=item.promised_days,
        legal_days=item.legal_days,
        steps=tuple(
            FlowStep(
                step_code=step.step_code,
                name=step.name,
                department_name=records.name(Department, step.department_code or item.department_code),
                days=step.days,
                online=step.online,
            )
            for step in records.referring(Step, "item_code", item.item_code)
        ),
    )


def _implied(graph: nx.DiGraph, forced: Sequence[Order]) -> tuple[Order, ...]:
    """The orders; those that follow from other orders are marked as implied."""
    needed = nx.transitive_reduction(graph)
    return tuple(
        order.model_copy(update={"implied": True})
        if graph.has_edge(order.before, order.after) and not needed.has_edge(order.before, order.after)
        else order
        for order in forced
    )


def _stages(graph: nx.DiGraph, codes: Sequence[str]) -> tuple[Stage, ...]:
    generations = enumerate(nx.topological_generations(graph), 1)
    return tuple(
        Stage(number=number, situation_codes=tuple(sorted(stage, key=codes.index))) for number, stage in generations
    )


def _at_most(codes: Iterable[str], together: Together) -> list[nx.Graph]:
    """The situations in groups, connected by mutual exclusion; in each group, an edge joins two situations that one
    set of answers can choose."""
    compatible = []
    for group in connected_components(codes, lambda one, other: not together(one, other)):
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(group)
        graph.add_edges_from(pair for pair in combinations(group, 2) if together(*pair))
        compatible.append(graph)
    return compatible
