"""The process behind the picture: whatever is answered, it leads to what is chosen, in an order that is so."""

from collections.abc import Iterator
from itertools import chain, combinations, islice, pairwise, product

import networkx as nx
import pytest
from hypothesis import given

from oncegraph.queries.records import Records
from oncegraph.queries.theme.process import END, START, FlowNodeKind, Process, process, task
from oncegraph.queries.theme.theme_flow import theme_flow
from oncegraph.schema.flow import Basis, Decision, Flow
from tests.support.examples.themes import (
    large_theme,
    large_theme_with_questions,
    small_themes,
    theme_records,
    themes_with_questions,
)
from tests.support.hypothesis_settings import bounded


def answers(decisions: tuple[Decision, ...]) -> Iterator[set[str]]:
    """Every set of options that may be chosen together."""
    choices = []
    for each in decisions:
        options = [branch.option_code for branch in each.branches]
        sizes = (1,) if each.exclusive else range(1, len(options) + 1)
        choices.append(list(chain.from_iterable(combinations(options, size) for size in sizes)))
    question_of = {branch.option_code: each.question_code for each in decisions for branch in each.branches}
    asked_by = {q: b.option_code for each in decisions for b in each.branches for q in b.question_codes}
    for taken in product(*choices):
        options = set(chain.from_iterable(taken))
        shown = {each.question_code for each in decisions if each.question_code not in asked_by}
        for _, each in product(decisions, decisions):  # until nothing more is shown, whatever their order
            for branch in each.branches:
                if each.question_code in shown and branch.option_code in options:
                    shown.update(branch.question_codes)
        yield {option for option in options if question_of[option] in shown}


def chosen(flow: Flow, taken: set[str]) -> set[str]:
    """The situations that options lead to, and those that none does."""
    branches = [branch for each in flow.decisions for branch in each.branches]
    led_to = {code for branch in branches for code in branch.situation_codes}
    entered = {code for branch in branches if branch.option_code in taken for code in branch.situation_codes}
    return {each.situation_code for each in flow.tasks if each.situation_code not in led_to} | entered


def walked(made: Process, taken: set[str]) -> nx.DiGraph:
    """The links that are there with these answers."""
    links = [(link.start, link.end) for link in made.links if link.option is None or link.option in taken]
    graph = nx.DiGraph(links)
    graph.add_node(START)
    return graph.subgraph({START} | nx.descendants(graph, START))


def holds(flow: Flow) -> None:
    made = process(flow)
    place = {point: at for at, column in enumerate(made.columns) for point in column}
    assert all(place[link.start] < place[link.end] for link in made.links)
    whole = nx.DiGraph((link.start, link.end) for link in made.links)
    for point in whole:
        if point.kind in (FlowNodeKind.MERGE, FlowNodeKind.JOIN):
            assert whole.in_degree(point) > 1 == whole.out_degree(point) or whole.out_degree(point) == 1
        elif point.kind is FlowNodeKind.FORK:
            assert whole.in_degree(point) == 1 < whole.out_degree(point)
        elif point.kind is FlowNodeKind.TASK:
            assert whole.in_degree(point) == 1 and whole.out_degree(point) == (point not in made.stuck)
    stages = {code: stage.number for stage in flow.stages for code in stage.situation_codes}
    for number in set(stages.values()):
        assert len({place[task(code)] for code, at in stages.items() if at == number}) == 1
    orders = nx.DiGraph((o.before, o.after) for o in flow.orders if o.after in stages)
    orders.add_nodes_from(stages)
    for taken in islice(answers(flow.decisions), 30):
        graph = walked(made, taken)
        there = [code for code in chosen(flow, taken) if code in stages]
        assert all(task(code) in graph for code in there)
        assert END in graph or made.stuck
        closure = nx.transitive_closure(nx.DiGraph(graph))
        for one in there:
            for other in there:
                if orders.has_edge(one, other):
                    assert closure.has_edge(task(one), task(other)), (one, other, taken)
                elif closure.has_edge(task(one), task(other)):
                    assert nx.has_path(orders, one, other)


@bounded(40)
@given(themes_with_questions())
def test_every_answer_leads_to_what_it_chooses_in_the_order_that_is_forced(theme: Records):
    holds(theme_flow(theme, "T"))


@bounded(40)
@given(small_themes())
def test_without_questions_the_process_says_what_the_orders_say(theme: Records):
    holds(theme_flow(theme, "T"))


def test_sixty_items():
    holds(theme_flow(large_theme(), "T"))


@pytest.mark.process
def test_sixty_questions_between_two_situations_each():
    flow = theme_flow(large_theme_with_questions(), "T")
    assert len(flow.tasks) == 120 and flow.schedule(Basis.PROMISED).in_turn < sum(t.promised_days for t in flow.tasks)
    made = process(flow)
    assert sum(point.kind is FlowNodeKind.DECISION for column in made.columns for point in column) == 60
    holds(flow)


def test_a_chain_of_many_items():
    codes = [f"I{at:03}" for at in range(300)]
    needs = [
        {
            "situation_code": f"S{code}",
            "material_code": f"M{before}",
            "necessity": "required",
            "alternative_group": None,
        }
        for before, code in pairwise(codes)
    ]
    theme = theme_records(
        {code: {} for code in codes},
        {f"S{code}": code for code in codes},
        needs,
        [(code, f"M{code}") for code in codes],
    )
    made = process(theme_flow(theme, "T"))
    assert len(made.columns) == 302 and len(made.links) == 301
