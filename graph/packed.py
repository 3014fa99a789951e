"""Reads whole declarations out of Neo4j as packed columns: numbers wherever there can be, all at one version.

Numbers are made by the server and cost a tenth of texts to receive; what decides the time is the server's walk over
the stored properties, so several statements run at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from graph import cypher
from graph.client import Client
from schema.declaration import Declaration, Node

#: Declaration → names of its attributes; → its packed columns.
Wanted = Mapping[type[Declaration], Sequence[str]]
Packed = dict[type[Declaration], dict[str, Any]]

#: Declaration → those of the wanted names whose values recur in few combinations: each is read once.
Recurring = Mapping[type[Declaration], Sequence[str]]

#: A number, day or instant that was never stored.
MISSING = np.iinfo(np.int64).min
#: A code or truth value that was never stored, or a code outside its list.
UNRECORDED = -1

EPOCH = date(1970, 1, 1)

#: Statements that run at the same time.
SESSIONS = 4


class Packing(NamedTuple):
    """How an attribute is packed: the type of its column (None: a list of texts or of lists of texts), what stands for
    a value that was never stored, and the number of each code."""

    dtype: type[np.integer] | None
    absent: Any
    codes: dict[str, int] | None = None


class Few(NamedTuple):
    """A column of texts or lists of which few are different: row n holds values[number[n]]. Values may be equal."""

    values: list[Any]
    number: np.ndarray

    def __len__(self) -> int:
        return len(self.number)

    def each(self) -> list[Any]:
        """The value of every row."""
        return [*map(self.values.__getitem__, self.number.tolist())]

    def at(self, places: Any) -> "Few":
        """The column of the rows at some places."""
        return Few(self.values, self.number[places])

    def then(self, other: "Few") -> "Few":
        """The column of these rows and, behind them, others."""
        return Few(self.values + other.values, np.append(self.number, other.number + len(self.values)))


@cache
def packing(declaration: type[Declaration], name: str) -> Packing:
    """Codes are int8, their position in the code list; truth values int8; numbers, days and microseconds since
    1970-01-01 int64. Nothing stored is UNRECORDED, MISSING, "" for a text and for a list (it has no members), or the
    declared default."""
    if cypher.is_list(declaration, name):
        return Packing(None, "")
    if codes := declaration.attributes()[name].codes:
        return Packing(np.int8, UNRECORDED, {code.value: number for number, code in enumerate(codes)})
    kind, info = declaration.value_type(name), declaration.model_fields[name]
    if kind is str:
        return Packing(None, "" if info.is_required() or info.default is None else info.default)
    return Packing(np.int8, UNRECORDED) if kind is bool else Packing(np.int64, MISSING)


def read_packed(client: Client, wanted: Wanted, recurring: Recurring) -> tuple[int, Packed]:
    """The version of the catalogue (0: nothing was ever loaded), and columns of many declarations at that version.

    Besides the attributes: `id` for nodes, `start` and `end` for relationships, numbers of nodes that hold for one
    version. A recurring attribute that is no number is a column of `Few`. Statements start in the order of `wanted`.
    Reads again when a load came in between, or when members of a cluster are not equally far.
    """

    def read(declaration: type[Declaration]) -> dict[str, Any]:
        names, few = tuple(wanted[declaration]), tuple(recurring.get(declaration, ()))
        ways = {name: packing(declaration, name) for name in names}
        parameters: dict[str, Any] = {"epoch": EPOCH}
        for name, way in ways.items():
            parameters[f"absent_{name}"] = way.absent
            if way.codes:
                parameters[f"codes_{name}"] = way.codes
        (row,) = client.read(cypher.packed(declaration, names, few), parameters).rows
        ends = ("id",) if issubclass(declaration, Node) else ("start", "end")
        combination = np.repeat(np.arange(len(row[ends[0]])), [*map(len, row[ends[0]])])
        return {
            "versions": {*row["before"], *row["after"]} or {0},
            **{end: np.array([*chain.from_iterable(row[end])], np.int64) for end in ends},
            **{
                name: _few(way, row[name], combination)
                if name in few
                else _column(way, [*chain.from_iterable(row[name])])
                for name, way in ways.items()
            },
        }

    with ThreadPoolExecutor(SESSIONS) as pool:
        while True:
            found = dict(zip(wanted, pool.map(read, wanted), strict=True))
            versions = set().union(*(columns.pop("versions") for columns in found.values()))
            if len(versions) == 1:
                return versions.pop(), found


def pack_rows(
    given: Mapping[type[Declaration], Iterable[Mapping[str, Any]]], wanted: Wanted, recurring: Recurring
) -> Packed:
    """Rows of the exchange format as `read_packed` would give them once they are stored; nodes first in `wanted`.

    A relationship without a node at each of its ends cannot be stored, and is left out.
    """
    found: Packed = {}
    numbers: dict[type[Node], dict[str, int]] = {}
    for declaration, names in wanted.items():
        rows = list(given.get(declaration, ()))
        if issubclass(declaration, Node):
            numbers[declaration] = {row[declaration.key()]: number for number, row in enumerate(rows)}
            found[declaration] = {"id": np.arange(len(rows))}
        else:
            (start, _), (end, _) = declaration.ends()
            starts, ends = numbers[declaration.start], numbers[declaration.end]
            rows = [row for row in rows if row[start] in starts and row[end] in ends]
            found[declaration] = {
                "start": np.array([starts[row[start]] for row in rows], np.int64),
                "end": np.array([ends[row[end]] for row in rows], np.int64),
            }
        for name in names:
            way = packing(declaration, name)
            values = [_packed(way, row.get(name)) for row in rows]
            few = name in recurring.get(declaration, ())
            found[declaration][name] = _few(way, values, np.arange(len(rows))) if few else _column(way, values)
    return found


def days_of(day: date) -> int:
    return (day - EPOCH).days


def microseconds_of(moment: datetime) -> int:
    return (moment - datetime.combine(EPOCH, time())) // timedelta(microseconds=1)


def packed_value(declaration: type[Declaration], name: str, value: Any) -> Any:
    """A value (None: not recorded) as it stands in a packed column."""
    return _packed(packing(declaration, name), value)


def _packed(way: Packing, value: Any) -> Any:
    if value is None:
        return way.absent
    if way.codes is not None:
        return way.codes.get(value, UNRECORDED)
    if isinstance(value, datetime):
        return microseconds_of(value)
    return days_of(value) if isinstance(value, date) else value


def _column(way: Packing, values: list[Any]) -> Any:
    return values if way.dtype is None else np.array(values, way.dtype)


def _few(way: Packing, values: list[Any], number: np.ndarray) -> Any:
    return Few(values, number) if way.dtype is None else np.array(values, way.dtype)[number]
