"""What a list is: its name, what it tells, which standings its entries have, how they are made and ordered."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from oncegraph.queries.lists.inventory import Inventory
from oncegraph.schema.errors import NotFound
from oncegraph.schema.lists import Entry, ListStatus
from oncegraph.schema.text import Text


class UnknownListStatus(NotFound):
    """A list has no such status."""

    code = "unknown_status"


CASES = Text("年办件量", "Cases a year")


@dataclass(frozen=True)
class ReformList:
    """A list that reform teams work from.

    standings: the statuses that an entry can have; counts: name of a count → its title; weight: what `annual_cases` of
    its entries counts; apart: each status is a list of its own (S1's three lists).
    """

    name: str
    title: Text
    summary: Text
    statuses: type[ListStatus]
    counts: Mapping[str, Text]
    entries: Callable[[Inventory], Iterable[Entry]] = field(repr=False)
    weight: Text = CASES
    apart: bool = False

    def standing(self, word: str) -> ListStatus:
        """The status with that code or title. Raises UnknownStanding."""
        found = self.statuses.lookup(word)
        if found is None:
            raise UnknownListStatus(
                Text(f"清单“{self.title.zh}”没有状态 {word}。", f'List "{self.title.en}" has no status {word}.'),
                Text(
                    "可用：" + "、".join(f"{each.value}（{each.title.zh}）" for each in self.statuses),
                    "Known are: " + ", ".join(self.statuses),
                ),
            )
        return found

    def of(self, inventory: Inventory) -> list[Entry]:
        """All entries: those with a single blocker first, then those with several, then those with none; among them
        by cases a year, those that nobody counted last."""
        return sorted(self.entries(inventory), key=_place)


def _place(entry: Entry) -> tuple[int, int, str]:
    many = len(entry.blockers)
    return (2 if many == 0 else min(many, 2) - 1), -(entry.annual_cases or 0), entry.code
