"""The best set of candidates is that of trying all, circles of keys included; the sequence of steps never beats it."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from oncegraph.queries.change import optimum as module
from oncegraph.queries.change.candidates import Candidate, find_candidates
from oncegraph.queries.change.next_best import PLACE, next_best
from oncegraph.queries.change.optimum import TooLarge, optimum
from oncegraph.queries.change.trial import Toggle, Trial
from oncegraph.schema.gain import Measure
from oncegraph.schema.next_best import CandidateKind
from tests.support.examples.cities import (
    BUDGETS,
    KEY_AND_NEEDS_IT,
    PRICES,
    analysis_of,
    seeds,
    some_toggles,
    suspended_chain,
)
from tests.support.hypothesis_settings import bounded


def named(toggles: list[Toggle]) -> list[Candidate]:
    return [Candidate(CandidateKind.BINDING, f"L{number}", "", (), toggle) for number, toggle in enumerate(toggles)]


def by_trying_all(
    trial: Trial, toggles: list[Toggle], by: Measure, most: int | None, costs: list[float], budget: float | None
) -> tuple[int, float]:
    """What the best sets gain, and what the cheapest of them costs."""
    best, least = 0, 0.0
    for many in range(len(toggles) + 1 if most is None else min(most, len(toggles)) + 1):
        for numbers in combinations(range(len(toggles)), many):
            cost = sum(costs[number] for number in numbers)
            if budget is None or cost <= budget:
                some = [toggles[number] for number in numbers]
                parts = (
                    [n for toggle in some for n in getattr(toggle, part)]
                    for part in ("bindings", "fields", "materials")
                )
                gain = int(trial.result(Toggle(*parts), opens=True).gain[PLACE[by]])
                if (gain, -cost) > (best, -least):
                    best, least = gain, cost
    return best, least


@bounded(150)
@given(seeds, seeds, st.sampled_from(Measure), PRICES, BUDGETS, st.sampled_from([None, 1, 2, 3, 4]))
def test_it_is_the_best_of_all_sets(
    seed: int, other: int, by: Measure, prices: list[float], budget: float | None, most: int | None
) -> None:
    trial = Trial(analysis_of(seed))
    toggles = some_toggles(trial.analysis, other, 8, least=4)
    costs = (prices + prices)[: len(toggles)]
    found = optimum(trial, named(toggles), by, most, {f"L{n}": cost for n, cost in enumerate(costs)}, budget)
    best, cheapest = by_trying_all(trial, toggles, by, most, costs, budget)
    event("gains" if best else "gains nothing")
    event("steps reach it" if found.stepwise == best else "steps fall short")
    assert getattr(found.gain, by) == found.bound == best >= found.stepwise
    assert found.proven
    assert most is None or len(found.candidates) <= most
    assert budget is None or found.spent <= budget
    assert found.spent == sum(each.cost for each in found.candidates) == cheapest


def test_a_chain_that_the_steps_miss_is_found() -> None:
    links = [("社会信用代码", "企业库", []), ("项目编号", "项目库", ["社会信用代码"]), KEY_AND_NEEDS_IT[1]]
    trial = Trial(suspended_chain(*links))
    choice = find_candidates(trial, [CandidateKind.SOURCE])
    found = optimum(trial, choice, Measure.FIELDS, 3)
    assert {each.code for each in found.candidates} == {"企业库", "项目库", "测绘库"}
    assert (found.gain.fields, found.stepwise, found.proven) == (1, 0, True)
    assert optimum(trial, choice, Measure.FIELDS, 2).candidates == ()
    assert optimum(trial, choice, Measure.FIELDS, budget=2.5).gain.fields == 0


def test_a_circle_of_keys_does_not_start_itself() -> None:
    """Three fields that are keys of one another, and one more that is asked with one of them."""
    circle = [("甲", "一", ["丙"]), ("乙", "二", ["甲"]), ("丙", "三", ["乙"]), ("面积", "四", ["甲"])]
    trial = Trial(suspended_chain(*circle))
    every = find_candidates(trial, [CandidateKind.SOURCE])
    assert optimum(trial, every, Measure.FIELDS).candidates == ()
    with_keys = find_candidates(trial, [CandidateKind.SOURCE, CandidateKind.KEY])
    found = optimum(trial, with_keys, Measure.FIELDS)
    assert {each.code for each in found.candidates} == {"甲", "四"}
    dear = optimum(trial, with_keys, Measure.FIELDS, costs={"甲": 9.0, "丙": 1.0})
    assert ({each.code for each in dear.candidates}, dear.spent) == ({"丙", "一", "四"}, 3)


def test_what_adds_nothing_is_left_out() -> None:
    trial = Trial(suspended_chain(*KEY_AND_NEEDS_IT, ("建筑面积", "备用库", [])))
    found = optimum(trial, find_candidates(trial, [CandidateKind.SOURCE]), Measure.FIELDS)
    assert [each.code for each in found.candidates] == ["备用库"]


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_VARIABLES", 1)
    trial = Trial(suspended_chain(*KEY_AND_NEEDS_IT))
    with pytest.raises(TooLarge):
        optimum(trial, find_candidates(trial, [CandidateKind.SOURCE]), Measure.FIELDS)


def test_without_time_it_is_what_the_steps_reach_at_least() -> None:
    trial = Trial(analysis_of(7))
    choice = named(some_toggles(trial.analysis, 7, 8, least=8))
    found = optimum(trial, choice, Measure.FIELDS, seconds=1e-9)
    assert found.gain.fields >= found.stepwise
    assert found.bound >= found.gain.fields and found.proven == (found.bound == found.gain.fields)
    assert next_best(trial.analysis).measure is Measure.FIELDS and np.all(found.spent >= 0)
