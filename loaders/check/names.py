"""Finds nodes of one kind that have the same name: often the same thing entered twice."""

from collections.abc import Sequence

from oncegraph.loaders import problems
from oncegraph.loaders.finding import Findings
from oncegraph.loaders.identities import Identities, Identity, Seen
from oncegraph.loaders.table import Table
from oncegraph.schema.declaration import Declaration


class Names:
    """Collects the values of the attribute that is both indexed and searched: the name by which people find a node."""

    def __init__(self, declaration: type[Declaration]):
        self._title = declaration.title
        attributes = declaration.attributes().items()
        self.attribute = next((name for name, about in attributes if about.indexed and about.searched), None)
        self._first = Identities()
        self._repeated: dict[str, tuple[int, int, int]] = {}

    def add(self, names: Sequence[str | None], numbers: Sequence[int], table: int) -> None:
        """names: of good rows; numbers: their row numbers in the table with that number."""
        before = self._first.find(name for name in names if name is not None)
        if before or len(set(names)) < len(names):
            for name, number in zip(names, numbers, strict=True):
                if name is None:
                    continue
                if name in before:
                    _, first_table, first_number = before[name]
                    _, _, rows = self._repeated.get(name, (0, 0, 1))
                    self._repeated[name] = (first_table, first_number, rows + 1)
                else:
                    before[name] = (0, table, number)
        first: dict[Identity, Seen] = {
            name: (0, table, number)
            for name, number in zip(reversed(names), reversed(numbers), strict=True)
            if name is not None
        }
        self._first.add(first | before)

    def report(self, tables: Sequence[Table], findings: Findings) -> None:
        for name, (table, number, rows) in self._repeated.items():
            place = tables[table].place(number, self.attribute)
            findings.add(place, problems.repeated_name(self._title), name, rows)
