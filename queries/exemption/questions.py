"""Questions about exemption: what is fill-free and exempt, why, what an applicant still has to do, and the totals."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from oncegraph.queries.city import City
from oncegraph.queries.exemption.context import Context
from oncegraph.schema.remaining import Remaining, SubjectFile
from oncegraph.schema.tabular import frame_of
from oncegraph.schema.totals import Dimension, GroupTotals, Totals
from oncegraph.schema.verdict import Explanation, ItemVerdict, SituationVerdict

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ItemExemptionQuestion:
    """Which fields of an item are fill-free and which materials exempt, situation by situation."""

    item_code: str

    def answer(self, city: City, context: Context) -> ItemVerdict:
        """Raises NotFound."""
        return city.analysis(context).item(self.item_code)


@dataclass(frozen=True)
class SituationExemptionQuestion:
    """Which fields of a situation are fill-free and which materials exempt."""

    situation_code: str

    def answer(self, city: City, context: Context) -> SituationVerdict:
        """Raises NotFound."""
        return city.analysis(context).situation(self.situation_code)


@dataclass(frozen=True)
class ItemExplanationQuestion:
    """Why an item asks for materials, or for none."""

    item_code: str

    def answer(self, city: City, context: Context) -> Explanation:
        """Raises NotFound."""
        from oncegraph.queries.exemption.explanation import explain_item

        return explain_item(city.analysis(context), self.item_code)


@dataclass(frozen=True)
class SituationExplanationQuestion:
    """Why a field or material of a situation has its verdict; about None: why the situation asks for materials."""

    situation_code: str
    about: str | None = None

    def answer(self, city: City, context: Context) -> Explanation:
        """Raises NotFound."""
        from oncegraph.queries.exemption.explanation import explain

        return explain(city.analysis(context), self.situation_code, self.about)


@dataclass(frozen=True)
class RemainingQuestion:
    """What somebody still has to type and hand in for a situation, given what is on file."""

    situation_code: str
    file: SubjectFile

    def answer(self, city: City, context: Context) -> Remaining:
        """Raises NotFound, NotOnFileYet."""
        from oncegraph.queries.exemption.remaining import remaining

        return remaining(city.analysis(context), self.situation_code, self.file)


class CityTotals(NamedTuple):
    """The totals of a city, and of every value of some dimensions."""

    totals: Totals
    by: dict[Dimension, list[GroupTotals]]

    def to_frame(self) -> "pd.DataFrame":
        """A row for each value of the first dimension, or the one of the whole city, as a pandas data frame."""
        return frame_of(next(iter(self.by.values()))) if self.by else self.totals.to_frame()


@dataclass(frozen=True)
class TotalsQuestion:
    """The totals of the whole city, and grouped by some dimensions."""

    by: tuple[Dimension, ...] = ()

    def answer(self, city: City, context: Context) -> CityTotals:
        from oncegraph.queries.exemption.totals import totals, totals_by

        analysis = city.analysis(context)
        return CityTotals(totals(analysis), {each: totals_by(analysis, each, city.items) for each in self.by})
