"""Questions about change: what is lost without something, what if something were different, what to open next."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from oncegraph.queries.city import City
from oncegraph.queries.exemption.context import Context
from oncegraph.schema.change import Change
from oncegraph.schema.gain import Measure
from oncegraph.schema.impact import Impact
from oncegraph.schema.next_best import CandidateKind, NextBest, Optimum
from oncegraph.schema.what_if import WhatIf


@dataclass(frozen=True)
class ImpactQuestion:
    """What depends on a DataSource, Field or LicenceType, and what is lost without it."""

    kind: str
    code: str

    def answer(self, city: City, context: Context) -> Impact:
        """Raises NotFound."""
        from oncegraph.queries.change.impact import impact_of

        analysis = city.analysis(context)
        with city.trial(analysis) as trial:
            return impact_of(analysis, self.kind, self.code, trial)


@dataclass(frozen=True)
class WhatIfQuestion:
    """What would be different after some changes that take effect together."""

    changes: tuple[Change, ...]

    def answer(self, city: City, context: Context) -> WhatIf:
        """Raises BadChange."""
        from oncegraph.queries.change.what_if import what_if

        return what_if(city.analysis(context), self.changes)


@dataclass(frozen=True)
class NextBestQuestion:
    """What to open next for the most gain.

    kinds: kinds of candidates; by: the gain that ranks them; steps: maximum number of steps; costs: code → cost, 1 for
    those left out; budget: maximum total cost of the steps, None for no limit; pairs: also try pairs; exact: also find
    and prove the best set.
    """

    kinds: tuple[CandidateKind, ...] = (CandidateKind.SOURCE,)
    by: Measure = Measure.FIELDS
    steps: int = 10
    costs: Mapping[str, float] = field(default_factory=dict)
    budget: float | None = None
    pairs: bool = True
    exact: bool = False

    def answer(self, city: City, context: Context) -> tuple[NextBest, Optimum | None]:
        """Raises BadCosts, TooLarge."""
        from oncegraph.queries.change.next_best import next_best_and_optimum

        analysis = city.analysis(context)
        return next_best_and_optimum(
            analysis, self.kinds, self.by, self.steps, self.costs, self.budget, self.pairs, self.exact
        )
