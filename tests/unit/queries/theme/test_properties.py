"""What holds of the flow of any theme, compared with what brute force finds on small ones."""

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given

from oncegraph.queries.records import Records
from oncegraph.queries.theme.flow import flow
from oncegraph.schema.errors import NotFound
from oncegraph.schema.flow import Basis, Flow, Section, SectionKind
from tests.support.examples.themes import large_theme, small_themes
from tests.support.hypothesis_settings import bounded
from tests.support.theme_reference import blocked_situations, predecessors


def of(theme: Records) -> Flow:
    return flow(theme, [row["situation_code"] for row in theme.rows["Situation"]], theme="T")


def graph_of(found: Flow) -> nx.DiGraph:
    """The forced orders among what is staged."""
    staged = stages(found)
    graph = nx.DiGraph()
    graph.add_nodes_from(staged)
    graph.add_edges_from((o.before, o.after) for o in found.orders if {o.before, o.after} <= staged.keys())
    return graph


def stages(found: Flow) -> dict[str, int]:
    return {code: stage.number for stage in found.stages for code in stage.situation_codes}


def ways(graph: nx.DiGraph) -> list[list[str]]:
    """Every way from a node that waits for none to one that none waits for."""
    first = [node for node in graph if not graph.in_degree(node)]
    last = [node for node in graph if not graph.out_degree(node)]
    return [way for one in first for other in last for way in nx.all_simple_paths(graph, one, other)] + [
        [node] for node in graph if not graph.degree(node)
    ]


@bounded(50)
@given(small_themes())
def test_every_situation_is_in_one_stage_or_one_circle_or_blocked(theme: Records):
    found = of(theme)
    placed = [code for stage in found.stages for code in stage.situation_codes]
    placed += [code for circle in found.circles for code in circle.situation_codes]
    placed += [each.situation_code for each in found.blocked]
    assert sorted(placed) == sorted(row["situation_code"] for row in theme.rows["Situation"])


@bounded(50)
@given(small_themes())
def test_stages_respect_every_dependency(theme: Records):
    found = of(theme)
    stage = stages(found)
    for order in found.orders:
        if order.after in stage:
            assert stage[order.before] < stage[order.after]
    for situation, makers in predecessors(theme):
        if situation in stage:
            assert any(stage.get(maker, 99) < stage[situation] for maker in makers)


@bounded(50)
@given(small_themes())
def test_what_is_in_a_circle_or_blocked_can_never_begin_and_all_else_can(theme: Records):
    found = of(theme)
    stuck = {code for circle in found.circles for code in circle.situation_codes}
    assert stuck | {each.situation_code for each in found.blocked} == blocked_situations(theme)


@bounded(50)
@given(small_themes())
def test_circles_are_those_that_brute_force_finds(theme: Records):
    found = of(theme)
    graph = nx.DiGraph([(order.before, order.after) for order in found.orders])
    rounds = list(nx.simple_cycles(graph))
    in_one = {code for each in rounds for code in each}
    assert {code for circle in found.circles for code in circle.situation_codes} == in_one
    for circle in found.circles:
        assert {order.after for order in circle.shortest} <= set(circle.situation_codes)
        ends = [(order.before, order.after) for order in circle.shortest]
        assert all(one[1] == other[0] for one, other in pairwise([*ends, ends[0]]))
        assert len(ends) == min(len(each) for each in rounds if set(each) & set(circle.situation_codes))
    for each in found.blocked:
        assert set(each.waits_for) == nx.ancestors(graph, each.situation_code) & in_one


@bounded(50)
@given(small_themes())
def test_the_critical_path_is_the_longest_and_slack_is_zero_exactly_on_such(theme: Records):
    found = of(theme)
    graph = graph_of(found)
    for basis in Basis:
        schedule = found.schedule(basis)
        days = {code: found.by_code[code].days(basis) or 0 for code in graph}
        length = {tuple(way): sum(days[code] for code in way) for way in ways(graph)}
        longest = max(length.values(), default=0)
        assert schedule.days == longest
        assert sum(days[code] for code in schedule.critical_path) == longest
        assert all(graph.has_edge(*pair) for pair in pairwise(schedule.critical_path))
        slack = {each.situation_code: each.slack for each in schedule.timings}
        assert slack == {code: longest - max(many for way, many in length.items() if code in way) for code in graph}
        assert schedule.in_turn == sum(days.values()) >= schedule.days
        unknown = {code for code in graph if found.by_code[code].days(basis) is None}
        assert set(schedule.unknown) == unknown
        assert all((each.days is None) == (each.situation_code in unknown) for each in schedule.timings)


@bounded(50)
@given(small_themes())
def test_what_is_implied_is_just_what_may_be_left_out(theme: Records):
    found = of(theme)
    whole = graph_of(found)
    drawn = whole.copy()
    drawn.remove_edges_from([(order.before, order.after) for order in found.orders if order.implied])
    closure = set(nx.transitive_closure(whole).edges)
    assert set(nx.transitive_closure(drawn).edges) == closure
    for edge in drawn.edges:
        less = nx.restricted_view(drawn, [], [edge])
        assert not nx.has_path(less, *edge)


@bounded(50)
@given(small_themes())
def test_sections_tell_of_every_task_once_and_of_no_order_that_is_not(theme: Records):
    found = of(theme)
    closure = nx.transitive_closure(graph_of(found))

    def leaves(section: Section) -> list[str]:
        if section.kind is SectionKind.TASK:
            return [section.situation_code]
        assert len(section.parts) > 1
        parts = [leaves(part) for part in section.parts]
        for at, part in enumerate(parts):
            for other in parts[at + 1 :]:
                related = [closure.has_edge(a, b) for a in part for b in other]
                if section.kind is SectionKind.SERIAL:
                    assert all(related)
                elif section.kind is SectionKind.PARALLEL:
                    assert not any(related)
                assert not any(closure.has_edge(b, a) for a in part for b in other)
        return [code for part in parts for code in part]

    told = leaves(found.section) if found.section else []
    assert sorted(told) == sorted(closure)


def test_sixty_items_are_all_staged():
    found = of(large_theme())
    assert sum(len(stage.situation_codes) for stage in found.stages) == 60 and not found.circles


def test_a_situation_that_is_not_recorded_is_refused():
    with pytest.raises(NotFound, match="SX"):
        flow(large_theme(3), ["SX"])
