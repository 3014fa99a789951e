"""What to open next, and if that is asked for, the proof of how good the sequence is."""

from collections.abc import Collection, Mapping

from oncegraph.queries.change.levers import closed
from oncegraph.queries.change.next_best import next_best
from oncegraph.queries.change.trial import Trial
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.schema.gain import Measure
from oncegraph.schema.next_best import CandidateKind, NextBest, Optimum


def what_to_open(
    analysis: Analysis,
    kinds: Collection[CandidateKind],
    by: Measure,
    steps: int,
    costs: Mapping[str, float] | None,
    budget: float | None,
    in_pairs: bool,
    exact: bool,
) -> tuple[NextBest, Optimum | None]:
    """As `next_best`; and the best set, if `exact`. Raises BadCosts, TooLarge."""
    found = next_best(analysis, kinds, by, steps, costs, budget, in_pairs)
    if not exact:
        return found, None
    from oncegraph.queries.change.optimum import optimum  # the solver takes 60 MB, and most never ask for it

    trial = Trial(analysis)
    return found, optimum(trial, closed(trial, kinds), by, steps, costs, budget)
