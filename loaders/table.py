"""The result of reading, the same for all formats: tables of one declaration, in chunks of columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, NamedTuple

from oncegraph.loaders.finding import Finding, Findings, Place, Problem
from oncegraph.schema.declaration import Declaration

#: Rows read, checked and compared at a time.
CHUNK = 20_000


class Absent(Enum):
    """Stands for a missing cell: the row does not have this attribute (possible in JSON)."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


class Chunk(NamedTuple):
    """Some rows of a table, by column. numbers: row numbers; cells: column name → a cell for each row, as read.

    defaulted: for each row the attributes that hold a mapping's default; broken: position of a row that could not
    be split into cells → the finding.
    """

    numbers: Sequence[int]
    cells: Mapping[str, Sequence[Any]]
    defaulted: Sequence[tuple[str, ...]] | None = None
    broken: Mapping[int, Finding] = MappingProxyType({})


class Repeated(Enum):
    """What to do with a row whose identity an earlier row has.

    REFUSE: an error if it differs, else a note; FIRST: the first is kept, with a warning if they differ.
    """

    REFUSE = "refuse"
    FIRST = "first"


@dataclass(frozen=True)
class Table:
    """Rows of one declaration. headings: column name → heading in the file; chunks: reads the rows, from the start."""

    file: str
    sheet: str | None
    declaration: type[Declaration]
    chunks: Callable[[], Iterator[Chunk]]
    headings: dict[str, str]
    repeated: Repeated = Repeated.REFUSE

    def place(self, row: int | None = None, column: str | None = None) -> Place:
        return Place(self.file, self.sheet, row, column and self.headings.get(column, column))


class Grid(NamedTuple):
    """A sheet of cells, before its declaration is known.

    batches: (number of the first row, rows of cells), from the start.
    """

    file: str
    sheet: str | None
    batches: Callable[[], Iterator[tuple[int, Sequence[Sequence[Any]]]]]


class Objects(NamedTuple):
    """A sequence of JSON objects. batches: (row numbers, objects), from the start."""

    file: str
    sheet: str | None
    batches: Callable[[], Iterator[tuple[Sequence[int], list[dict[str, Any]]]]]


class Report(NamedTuple):
    """Through this a reader reports problems of one file or sheet."""

    findings: Findings
    file: str
    sheet: str | None = None

    def __call__(
        self, problem: Problem, row: int | None = None, column: str | None = None, value: Any = None
    ) -> Finding:
        return self.findings.add(self.place(row, column), problem, value)

    def place(self, row: int | None = None, column: str | None = None) -> Place:
        return Place(self.file, self.sheet, row, column)
