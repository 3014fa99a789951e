"""What to open one after the other: the same as ranking anew each round, and pairs where one gives the other's key."""

import numpy as np
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from oncegraph.queries.change.next_best import PLACE, BadCosts, gain_of, next_best
from oncegraph.queries.change.trial import Toggle, Trial
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.totals import totals
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
from tests.support.moved_toggles import certain_verdicts, decide_with, gain_between


class Rounds:
    """Ranks all toggles anew in every round, deciding everything from the beginning."""

    def __init__(self, analysis: Analysis, toggles: list[Toggle], by: Measure, costs: np.ndarray, budget: float | None):
        self._analysis, self._levers, self._by, self._costs = analysis, toggles, by, costs
        self.budget = np.inf if budget is None else budget
        self.taken: list[int] = []

    def worth(self, *numbers: int) -> float:
        """What some toggles gain beyond those taken, for their cost."""
        before, after = (self._with(each) for each in (self.taken, [*self.taken, *numbers]))
        gain = getattr(gain_between(totals(before), totals(after)), self._by)
        return gain / sum(float(self._costs[number]) for number in numbers)

    def _with(self, numbers: list[int]) -> Analysis:
        return decide_with(self._analysis, [self._levers[number] for number in numbers])

    def gives_keys(self, number: int) -> bool:
        before, after = (certain_verdicts(self._with(each))["keys"] for each in (self.taken, [*self.taken, number]))
        return bool((after & ~before).any())

    def best(self, in_pairs: bool) -> tuple[int, ...]:
        left = [n for n in range(len(self._levers)) if n not in self.taken]
        options = [(n,) for n in left]
        if in_pairs:
            options += [(n, m) for n in left if self.gives_keys(n) for m in left if m != n]
        best, value = (), 0.0
        for option in options:
            if sum(self._costs[number] for number in option) <= self.budget and self.worth(*option) > value:
                best, value = option, self.worth(*option)
        return best

    def sequence(self, most: int, in_pairs: bool) -> list[tuple[int, bool]]:
        steps: list[tuple[int, bool]] = []
        while len(steps) < most and (best := self.best(in_pairs and len(steps) + 1 < most)):
            steps += [(number, place > 0) for place, number in enumerate(best)]
            self.taken += best
            self.budget -= sum(self._costs[number] for number in best)
        return steps


@bounded(200)
@given(seeds, seeds, st.sampled_from(Measure), PRICES, BUDGETS, st.integers(2, 5), st.booleans())
def test_the_sequence_is_that_of_ranking_anew_each_round(
    seed: int, other: int, by: Measure, prices: list[float], budget: float | None, most: int, in_pairs: bool
) -> None:
    analysis = analysis_of(seed)
    toggles = some_toggles(analysis, other, 6, least=3)
    costs, trial = np.array(prices[: len(toggles)]), Trial(analysis)
    before = [part.tobytes() for part in trial.network]
    picks, gains = trial.pick(toggles, PLACE[by], costs, budget, most, in_pairs)
    found = [(int(pick["toggle"]), bool(pick["with_last"])) for pick in picks]
    assert found == Rounds(analysis, toggles, by, costs, budget).sequence(most, in_pairs)
    event(f"{len(found)} steps{', a pair' if any(pair for _, pair in found) else ''}")
    for many, gain in enumerate(np.cumsum(gains, axis=0), 1):
        opened = decide_with(analysis, [toggles[number] for number, _ in found[:many]])
        assert gain_of(gain) == gain_between(totals(analysis), totals(opened))
    assert [part.tobytes() for part in trial.network] == before


def test_two_sources_of_which_one_gives_the_key_of_the_other_are_worth_something_only_together() -> None:
    analysis = suspended_chain(*KEY_AND_NEEDS_IT)
    alone = next_best(analysis, in_pairs=False)
    assert (alone.tried, alone.best, alone.steps) == (2, (), ())
    together = next_best(analysis)
    assert [(step.candidate.code, step.with_last) for step in together.steps] == [("项目库", False), ("测绘库", True)]
    assert [step.candidate.gain.fields for step in together.steps] == [0, 1]
    assert [step.running.fields_a_year for step in together.steps] == [0, 50]


def test_a_pair_must_fit_into_the_number_of_steps_and_the_budget() -> None:
    analysis = suspended_chain(*KEY_AND_NEEDS_IT)
    assert not next_best(analysis, steps=1).steps
    assert not next_best(analysis, costs={"测绘库": 4}, budget=4.5).steps
    assert [step.spent for step in next_best(analysis, costs={"测绘库": 4}, budget=5).steps] == [1, 5]


def test_a_chain_of_three_of_which_no_two_gain_anything_is_missed() -> None:
    links = [("社会信用代码", "企业库", []), ("项目编号", "项目库", ["社会信用代码"]), KEY_AND_NEEDS_IT[1]]
    assert not next_best(suspended_chain(*links)).steps


def test_every_kind_of_opening_says_what_is_in_the_way() -> None:
    found = next_best(suspended_chain(*KEY_AND_NEEDS_IT), kinds=list(CandidateKind))
    assert found.tried == 5
    assert [(each.kind, each.code, each.blockers) for each in (step.candidate for step in found.steps)] == [
        (CandidateKind.SOURCE, "项目库", ("source_suspended",)),
        (CandidateKind.SOURCE, "测绘库", ("source_suspended",)),
    ]
    found = next_best(
        suspended_chain(*KEY_AND_NEEDS_IT),
        kinds=[CandidateKind.BINDING, CandidateKind.KEY],
        costs={"项目编号@项目库#1": 2},
    )
    assert [(each.kind, each.code, each.blockers) for each in (step.candidate for step in found.steps)] == [
        (CandidateKind.KEY, "项目编号", ("key_unknown",)),
        (CandidateKind.BINDING, "建筑面积@测绘库#1", ("source_suspended",)),
    ]


@pytest.mark.parametrize("given", [{"costs": {"没有": 1.0}}, {"costs": {"项目库": 0.0}}, {"budget": 0.0}])
def test_costs_that_nothing_can_be_bought_with_are_refused(given: dict) -> None:
    with pytest.raises(BadCosts):
        next_best(suspended_chain(*KEY_AND_NEEDS_IT), **given)
