"""Questions about the lists of reform teams."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from oncegraph.queries.city import City
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.lists import find
from oncegraph.queries.lists.inventory import ListScope
from oncegraph.queries.lists.reform_list import ReformList
from oncegraph.schema.lists import Entry, ListStatus
from oncegraph.schema.tabular import frame_of

if TYPE_CHECKING:
    import pandas as pd


class ListedEntries(NamedTuple):
    """A list with its entries in order. by_status: how many entries of each status there are before one is selected."""

    reform_list: ReformList
    entries: list[Entry]
    by_status: dict[ListStatus, int]

    def to_frame(self) -> "pd.DataFrame":
        """The entries as a pandas data frame."""
        return frame_of(self.entries)


@dataclass(frozen=True)
class ListQuestion:
    """The entries of a list. name: its name or title; department, region: only their items; status: code or title."""

    name: str
    department: str | None = None
    region: str | None = None
    status: str | None = None

    def answer(self, city: City, context: Context) -> ListedEntries:
        """Raises UnknownList, UnknownStanding; NotFound for a department or region."""
        reform_list = find(self.name)
        wanted = None if self.status is None else reform_list.find_status(self.status)
        entries = city.lists.entries(reform_list.name, city.analysis(context), ListScope(self.department, self.region))
        by_status = {status: sum(entry.status is status for entry in entries) for status in reform_list.statuses}
        return ListedEntries(reform_list, [each for each in entries if wanted in (None, each.status)], by_status)
