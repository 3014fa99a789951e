"""What to open next for the most gain: each opening by itself, and one after the other.

A sequence takes, step by step, what gains most for its cost with all before it in place; gains are exact, and found
anew where a step may have changed them. That alone would miss sources that are worth something only together, because
one gives the key that the other is asked with: so each opening that makes a key known is also tried together with each
that profits from it, and the two are taken as one step if they gain more for their cost than any single one. Chains of
three and more, of which no part gains anything, can still be missed, and so can openings that complete a material only
together; `optimum.py` finds the best set and tells how far the sequence is from it.
"""

from collections.abc import Collection, Mapping

import numpy as np

from oncegraph.queries.change.levers import Closed, closed
from oncegraph.queries.change.trial import Trial
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.totals import totals
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.gain import Gain, Measure
from oncegraph.schema.next_best import CandidateKind, NextBest, NextBestStep, RankedCandidate
from oncegraph.schema.text import Text

#: Which number of a gain each measure is: what, and by situations or by cases a year.
PLACE = {measure: (number % 3, number // 3) for number, measure in enumerate(Measure)}


class BadCosts(RefusedInput):
    """Costs or a budget that nothing can be bought with."""

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
    """The openings of these kinds that gain most. costs: code → cost, 1 for those left out; budget: what all steps may
    cost together; in_pairs: also take two at once (see above). Raises BadCosts."""
    trial = Trial(analysis)
    choice = closed(trial, kinds)
    prices = priced(trial, choice, costs or {}, budget)
    levers = [each.lever for each in choice]
    gains = trial.gains(levers)
    worth = gains[:, *PLACE[by]] / prices
    order = np.argsort(-worth, kind="stable")[:steps]
    best = [opening(choice[n], prices[n], gains[n]) for n in order.tolist() if worth[n] > 0]
    return NextBest(
        measure=by,
        tried=len(choice),
        budget=budget,
        best=tuple(best),
        steps=tuple(_steps(trial, choice, prices, PLACE[by], steps, budget, in_pairs)),
        totals=totals(analysis),
    )


def _steps(
    trial: Trial,
    choice: list[Closed],
    prices: np.ndarray,
    place: tuple[int, int],
    most: int,
    budget: float | None,
    in_pairs: bool,
) -> list[NextBestStep]:
    picks, gains = trial.pick([each.lever for each in choice], place, prices, budget, most, in_pairs)
    running, spent, steps = np.zeros((3, 2), np.int64), 0.0, []
    for number, (pick, gain) in enumerate(zip(picks, gains, strict=True), 1):
        lever = int(pick["lever"])
        running, spent = running + gain, spent + float(prices[lever])
        steps.append(
            NextBestStep(
                position=number,
                opening=opening(choice[lever], prices[lever], gain),
                with_last=bool(pick["with_last"]),
                running=gain_of(running),
                spent=spent,
            )
        )
    return steps


def priced(trial: Trial, choice: list[Closed], costs: Mapping[str, float], budget: float | None) -> np.ndarray:
    """What each costs; costs of what is open already do not matter. Raises BadCosts: a cost that is not positive, or of
    something that there is not."""
    index = trial.analysis.catalogue.index
    known = index["DataSource"].keys() | index["Field"].keys() | index["LicenceType"].keys()
    unknown = sorted(set(costs) - known - {each.code for each in choice})
    if unknown:
        codes = "、".join(unknown[:5])
        raise BadCosts(
            Text(f"没有可开通的这些编码：{codes}。", f"There is nothing to open with these codes: {codes}."),
            Text("请核对编码。", "Check the codes."),
        )
    bad = [code for code, cost in costs.items() if not cost > 0 or cost == float("inf")]
    if bad or (budget is not None and not budget > 0):
        codes = "、".join(bad[:5])
        where = Text(f"（{codes}）", f" ({codes})") if bad else Text("", "")
        raise BadCosts(
            Text(f"成本和预算须大于零{where.zh}。", f"Costs and the budget must be greater than zero{where.en}."),
            Text("请改正后再试。", "Correct them and try again."),
        )
    return np.array([costs.get(each.code, 1.0) for each in choice])


def opening(of: Closed, cost: float, gain: np.ndarray) -> RankedCandidate:
    return RankedCandidate(
        kind=of.kind, code=of.code, name=of.name, blockers=of.blockers, cost=float(cost), gain=gain_of(gain)
    )


def gain_of(gain: np.ndarray) -> Gain:
    """Of the kernel's gain: (fields, materials, situations) × (situations, cases a year)."""
    return Gain(**{measure.value: int(gain[place]) for measure, place in PLACE.items()})
