"""Finds the header of a sheet: which row it is, how many rows it takes, and which column is which."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from oncegraph.loaders.naming import find_column
from oncegraph.schema.declaration import Declaration

#: The header is searched in so many rows; a title and remarks may precede it.
SEARCHED = 20


class Header(NamedTuple):
    """columns: position → (column name or None if unknown, heading as written).

    width: cells of the header row; after: the row after it, counted from 0.
    """

    columns: dict[int, tuple[str | None, str]]
    width: int
    after: int


def find_header(declaration: type[Declaration], rows: Sequence[Sequence[Any]]) -> Header | None:
    """The header among the first rows: the row that names most columns, with those above and below that belong to it.

    A header may take several rows: groups above (merged or not), the other language below. None if no row
    names a column.
    """
    rows = rows[:SEARCHED]
    known = [_known(declaration, row) for row in rows]
    best = max(range(len(rows)), key=lambda row: (len(known[row]), -row), default=0)
    if not rows or not known[best]:
        return None
    last = best
    while last + 1 < len(rows) and _is_header(known[last + 1], rows[last + 1]):
        last += 1
    columns: dict[int, tuple[str | None, str]] = {}
    for position in range(max(map(len, rows[: last + 1]))):
        words = [_cell(rows[row], position) for row in (best, *reversed(range(best)), *range(best + 1, last + 1))]
        name = next((found for word in words if (found := find_column(declaration, word))), None)
        if name or words[0]:
            columns[position] = (name, words[0] or str(name))
    return Header(columns, len(rows[best]), last + 1)


def _known(declaration: type[Declaration], row: Sequence[Any]) -> set[str]:
    return {name for cell in row if (name := find_column(declaration, cell))}


def _is_header(known: set[str], row: Sequence[Any]) -> bool:
    """Whether a row below the header is part of it: most of its cells name columns."""
    return bool(known) and 2 * len(known) > sum(1 for cell in row if cell not in (None, ""))


def _cell(row: Sequence[Any], position: int) -> str:
    value = row[position] if position < len(row) else ""
    return value.strip() if isinstance(value, str) else ""
