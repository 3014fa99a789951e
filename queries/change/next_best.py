"""What to open next for the most gain: each candidate alone, and a sequence of them.

Each step of the sequence takes the candidate that gains most for its cost, with all earlier steps in place. Gains are
exact; they are recomputed wherever a step may have changed them. That alone would miss two sources that gain
something only together, because one gives the key field that the other is queried with. So each candidate that makes a
key field known is also tried together with each candidate that profits from it, and both are taken as one step if they
gain more for their cost than any single candidate. The sequence can still miss chains of three and more of which no
part gains anything, and candidates that complete a material only together; `optimum.py` finds the best set and says how
far the sequence is from it.
"""

from collections.abc import Collection, Mapping

import numpy as np

from oncegraph.queries.change.candidates import Candidate, find_candidates
from oncegraph.queries.change.trial import Trial
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.totals import totals
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.gain import Gain, Measure
from oncegraph.schema.next_best import CandidateKind, NextBest, NextBestStep, Optimum, RankedCandidate
from oncegraph.schema.text import Text

#: The position of each measure in a gain: (what, by situations or by cases a year).
PLACE = {measure: (number % 3, number // 3) for number, measure in enumerate(Measure)}


class BadCosts(RefusedInput):
    """Costs or a budget that are not valid."""

    code = "bad_costs"


def next_best(
    analysis: Analysis,
    kinds: Collection[CandidateKind] = (CandidateKind.SOURCE,),
    by: Measure = Measure.FIELDS,
    steps: int = 10,
    costs: Mapping[str, float] | None = None,
    budget: float | None = None,
    in_pairs: bool = True,
) -> NextBest:
    """The candidates of these kinds that gain most.

    by: the measure to rank by; steps: the greatest number of steps; costs: code → cost, 1 for those left out; budget:
    maximum total cost of all steps; in_pairs: also take two at once (see above). Raises BadCosts.
    """
    trial = Trial(analysis)
    choice = find_candidates(trial, kinds)
    prices = price(trial, choice, costs or {}, budget)
    toggles = [each.toggle for each in choice]
    gains = trial.gains(toggles)
    worth = gains[:, *PLACE[by]] / prices
    order = np.argsort(-worth, kind="stable")[:steps]
    best = [candidate_row(choice[n], prices[n], gains[n]) for n in order.tolist() if worth[n] > 0]
    return NextBest(
        measure=by,
        tried=len(choice),
        budget=budget,
        best=tuple(best),
        steps=tuple(_steps(trial, choice, prices, PLACE[by], steps, budget, in_pairs)),
        totals=totals(analysis),
    )


def next_best_and_optimum(
    analysis: Analysis,
    kinds: Collection[CandidateKind],
    by: Measure,
    steps: int,
    costs: Mapping[str, float] | None,
    budget: float | None,
    in_pairs: bool,
    exact: bool,
) -> tuple[NextBest, Optimum | None]:
    """Like `next_best`, with the best set if `exact` is set. Raises BadCosts, TooLarge."""
    answer = next_best(analysis, kinds, by, steps, costs, budget, in_pairs)
    if not exact:
        return answer, None
    from oncegraph.queries.change.optimum import (
        optimum,
    )  # imported only here: the solver takes 60 MB and is rarely used

    trial = Trial(analysis)
    return answer, optimum(trial, find_candidates(trial, kinds), by, steps, costs, budget)


def _steps(
    trial: Trial,
    choice: list[Candidate],
    prices: np.ndarray,
    place: tuple[int, int],
    most: int,
    budget: float | None,
    in_pairs: bool,
) -> list[NextBestStep]:
    picks, gains = trial.pick([each.toggle for each in choice], place, prices, budget, most, in_pairs)
    running, spent, steps = np.zeros((3, 2), np.int64), 0.0, []
    for number, (pick, gain) in enumerate(zip(picks, gains, strict=True), 1):
        toggle = int(pick["toggle"])
        running, spent = running + gain, spent + float(prices[toggle])
        steps.append(
            NextBestStep(
                position=number,
                candidate=candidate_row(choice[toggle], prices[toggle], gain),
                with_last=bool(pick["with_last"]),
                running=gain_of(running),
                spent=spent,
            )
        )
    return steps


def price(trial: Trial, choice: list[Candidate], costs: Mapping[str, float], budget: float | None) -> np.ndarray:
    """The cost of each candidate; costs of things that are open already are ignored. Raises BadCosts for a cost that is
    not positive, or that belongs to an unknown code."""
    index = trial.analysis.catalogue.index
    known = index["DataSource"].keys() | index["Field"].keys() | index["LicenceType"].keys()
    unknown = sorted(set(costs) - known - {each.code for each in choice})
    if unknown:
        codes = "、".join(unknown[:5])
        raise BadCosts(
            Text(f"以下编码不是可开通的项目：{codes}。", f"No candidates have these codes: {codes}."),
            Text("请核对编码。", "Check the codes."),
        )
    bad = [code for code, cost in costs.items() if not cost > 0 or cost == float("inf")]
    if bad or (budget is not None and not budget > 0):
        codes = "、".join(bad[:5])
        where = Text(f"（{codes}）", f" ({codes})") if bad else Text("", "")
        raise BadCosts(
            Text(f"成本和预算须大于 0{where.zh}。", f"Costs and the budget must be greater than zero{where.en}."),
            Text("请改正后再试。", "Correct them and try again."),
        )
    return np.array([costs.get(each.code, 1.0) for each in choice])


def candidate_row(of: Candidate, cost: float, gain: np.ndarray) -> RankedCandidate:
    return RankedCandidate(
        kind=of.kind, code=of.code, name=of.name, blockers=of.blockers, cost=float(cost), gain=gain_of(gain)
    )


def gain_of(gain: np.ndarray) -> Gain:
    """A gain from the kernel's array: (fields, materials, situations) × (situations, cases a year)."""
    return Gain(**{measure.value: int(gain[place]) for measure, place in PLACE.items()})
