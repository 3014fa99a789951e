"""Questions about reforms: two states of a catalogue compared."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from oncegraph.queries.city import City
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.records import Records
from oncegraph.queries.records.part import part
from oncegraph.queries.reform.actions import apply_reform
from oncegraph.queries.reform.compare import Causes, compare
from oncegraph.schema.comparison import Comparison
from oncegraph.schema.errors import EmptyStore
from oncegraph.schema.item import Item
from oncegraph.schema.reform import Effect, Reform
from oncegraph.schema.situation import Situation
from oncegraph.schema.text import Text
from oncegraph.schema.theme import Includes


@dataclass(frozen=True)
class CatalogueState:
    """A catalogue to compare: its name, its records and, after a reform, the causes of changes."""

    name: str
    records: Records
    effects: tuple[Effect, ...] = ()
    causes: Causes = field(default_factory=dict)

    def within(self, themes: Collection[str], items: Collection[str]) -> "CatalogueState":
        """The part that themes and items depend on; the whole catalogue if none are named."""
        return replace(self, records=part(self.records, themes=themes, items=items)) if themes or items else self

    def items_of(self, themes: Iterable[str]) -> set[str]:
        """Codes of the items of which themes include a situation."""
        situations = self.records.nodes(Situation)
        included = (link.end for theme in themes for link in self.records.links_from(Includes, theme))
        return {situations[code].item_code for code in included if code in situations}

    def after(self, reform: Reform, today: date) -> "CatalogueState":
        """The state after a reform. today: the day for which it is tried. Raises BadChange."""
        result = apply_reform(self.records.rows, reform, today)
        return CatalogueState(reform.title, Records(result.rows), result.effects, result.causes)


def present_state(city: City) -> CatalogueState:
    """The present state of the city. Raises EmptyStore."""
    records = city.all_records()
    if not records.nodes(Item):
        raise EmptyStore
    return CatalogueState(str(Text("图中现状", "the graph")), records)


class ComparedStates(NamedTuple):
    """Two states and their differences. within: whether they are parts of catalogues."""

    before: CatalogueState
    after: CatalogueState
    found: Comparison
    within: bool = False


@dataclass(frozen=True)
class ComparisonQuestion:
    """What changed between two states, and what it saves; for everything, or for what some themes and items depend
    on."""

    before: CatalogueState
    after: CatalogueState
    themes: tuple[str, ...] = ()
    items: tuple[str, ...] = ()

    def answer(self, city: City | None, context: Context) -> ComparedStates:
        """The states contain everything needed; the city is not used."""
        counted = {*self.items, *self.before.items_of(self.themes), *self.after.items_of(self.themes)}
        before, after = (state.within(self.themes, self.items) for state in (self.before, self.after))
        found = compare(before.records, after.records, context, after.causes, counted or None)
        return ComparedStates(before, after, found, bool(counted))
