"""Records which rows of a chunk are bad and why; a problem that many rows share is reported once, with a count."""

from collections.abc import Hashable, Sequence
from typing import Any

from oncegraph.loaders.check.column import Column
from oncegraph.loaders.finding import Finding, Findings, Place, Problem
from oncegraph.loaders.table import Chunk, Table


class Marks:
    """The marks of one table. bad: position in the current chunk → findings; emptied at each new chunk."""

    def __init__(self, table: Table, findings: Findings):
        self._table = table
        self._findings = findings
        self._counted: dict[tuple[str, str, str | None], tuple[Place, Problem, int]] = {}
        self.bad: dict[int, list[Finding]] = {}

    def start(self, chunk: Chunk) -> None:
        self._chunk = chunk
        self.bad = {position: [finding] for position, finding in chunk.broken.items()}

    def column(self, name: str, column: Column, keys: Sequence[Hashable]) -> None:
        """Report the findings of a column. keys: as returned by `Column.values`."""
        if not column.bad and not column.noted:
            return
        for position, key in enumerate(keys):
            if key in column.bad:
                self.error(position, column.bad[key], name, self._chunk.cells[name][position])
            for value, problem in column.noted.get(key, ()):
                self._count(position, problem, name, value)

    def error(self, position: int, problem: Problem, column: str, value: Any = None) -> None:
        """Report a finding that makes a row bad."""
        self.bad.setdefault(position, []).append(self.finding(position, problem, column, value))

    def repeated_error(self, position: int, problem: Problem, column: str) -> None:
        """Report a problem that makes rows bad and that many rows share: once, with the number of rows."""
        self._count(position, problem, column, None)
        self.bad.setdefault(position, []).append(Finding(self._place(position, column), problem))

    def finding(self, position: int, problem: Problem, column: str, value: Any = None) -> Finding:
        return self._findings.add(self._place(position, column), problem, value)

    def has_bad_value(self, position: int, column: str) -> bool:
        place = self._place(position, column)
        return any(finding.place == place for finding in self.bad.get(position, ()))

    def finish(self) -> None:
        for (_, _, value), (place, problem, rows) in self._counted.items():
            self._findings.add(place, problem, value, rows)

    def _count(self, position: int, problem: Problem, column: str, value: str | None) -> None:
        key = (column, problem.kind, value)
        place, _, rows = self._counted.get(key) or (self._place(position, column), problem, 0)
        self._counted[key] = (place, problem, rows + 1)

    def _place(self, position: int, column: str) -> Place:
        return self._table.place(self._chunk.numbers[position], column)
