"""What defines a list: its name and summary, the statuses of its entries, how entries are computed and sorted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from oncegraph.queries.lists.inventory import Inventory
from oncegraph.schema.errors import NotFound
from oncegraph.schema.lists import Entry, ListStatus
from oncegraph.schema.text import Text


class UnknownListStatus(NotFound):
    """The list has no such status."""

    code = "unknown_status"


CASES = Text("年办件量", "Cases a year")


@dataclass(frozen=True)
class ReformList:
    """A list that reform teams work from.

    statuses: the statuses that an entry can have; counts: name of a count → its title; entries: computes the entries;
    weight: what `annual_cases` of an entry counts; apart: each status is shown as a separate list (S1's three lists).
    """

    name: str
    title: Text
    summary: Text
    statuses: type[ListStatus]
    counts: Mapping[str, Text]
    entries: Callable[[Inventory], Iterable[Entry]] = field(repr=False)
    weight: Text = CASES
    apart: bool = False

    def find_status(self, word: str) -> ListStatus:
        """The status with this code or title. Raises UnknownListStatus."""
        status = self.statuses.lookup(word)
        if status is None:
            raise UnknownListStatus(
                Text(f"清单“{self.title.zh}”没有状态 {word}。", f'List "{self.title.en}" has no status {word}.'),
                Text(
                    "可用：" + "、".join(f"{each.value}（{each.title.zh}）" for each in self.statuses),
                    "Available: " + ", ".join(self.statuses),
                ),
            )
        return status

    def of(self, inventory: Inventory) -> list[Entry]:
        """All entries, sorted: those with a single blocker first, then those with several, then those with none; among
        these by cases a year, entries without recorded cases last."""
        return sorted(self.entries(inventory), key=_place)


def _place(entry: Entry) -> tuple[int, int, str]:
    many = len(entry.blockers)
    return (2 if many == 0 else min(many, 2) - 1), -(entry.annual_cases or 0), entry.code
