"""Reads whole declarations out of Neo4j as packed columns, as numbers wherever possible, all at one version.

The server converts values to numbers, which take a tenth of the time of texts to receive. Most of the time is spent by
the server on reading the stored properties, so several statements run at the same time.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from oncegraph.graph import cypher
from oncegraph.graph.client import Client
from oncegraph.schema.declaration import Declaration, Node, Relationship

#: Declaration → its packed columns.
Packed = dict[type[Declaration], dict[str, Any]]
#: What a statement returns: name → list.
Row = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What to read.

    lines: groups of declarations: one statement for each group, all at the same time; names: declaration → names of
    its attributes; recurring: declaration → those attributes whose values occur in few different combinations, each of
    which is read once; only: kind of node → an attribute and its required value; other nodes are not read, nor their
    relationships.
    """

    lines: Sequence[Sequence[type[Declaration]]]
    names: Mapping[type[Declaration], Sequence[str]]
    recurring: Mapping[type[Declaration], Sequence[str]]
    only: Mapping[type[Node], tuple[str, str]]

    def numbers(self, declaration: type[Declaration]) -> tuple[str, ...]:
        """Names of the columns with numbers of nodes; none for a node without any of the wanted relationships."""
        if not issubclass(declaration, Node):
            return ("start", "end")
        is_end = (declaration in (other.start, other.end) for other in self.names if issubclass(other, Relationship))
        return ("id",) if any(is_end) else ()

    @cached_property
    def questions(self) -> list["Question"]:
        """The questions to the server, one for each line."""
        return [_question(self, line) for line in self.lines]

    @cached_property
    def cache_key(self) -> str:
        """The key of the answers in a cache."""
        return repr([(question.statement, question.parameters) for question in self.questions])


class Question(NamedTuple):
    """A statement with its parameters, and the parts that it collects."""

    parts: Sequence[cypher.Collect]
    statement: str
    parameters: Mapping[str, Any]


#: A number, day or instant that was never stored.
MISSING = np.iinfo(np.int64).min
#: A code or truth value that was never stored, or a code outside its list.
UNRECORDED = -1

EPOCH = date(1970, 1, 1)


class Packing(NamedTuple):
    """How an attribute is packed: the type of its column (None: a list of texts or of lists of texts), the value for
    "never stored", and the number of each code."""

    dtype: type[np.integer] | None
    absent: Any
    codes: dict[str, int] | None = None


class Few(NamedTuple):
    """A column of texts or lists with few different values: row n has values[number[n]]. Values may be equal."""

    values: list[Any]
    number: np.ndarray

    def __len__(self) -> int:
        return len(self.number)

    def each(self) -> list[Any]:
        """The value of every row."""
        return [*map(self.values.__getitem__, self.number.tolist())]

    def at(self, places: Any) -> "Few":
        """The column of the rows at the given positions."""
        return Few(self.values, self.number[places])

    def then(self, other: "Few") -> "Few":
        """The column of these rows followed by other rows."""
        return Few(self.values + other.values, np.append(self.number, other.number + len(self.values)))


@cache
def packing(declaration: type[Declaration], name: str) -> Packing:
    """Codes are int8, their position in the code list; truth values int8; numbers, days and microseconds since
    1970-01-01 int64. A value that is not stored is UNRECORDED, MISSING, "" for a text or list, or the declared
    default."""
    if cypher.is_list(declaration, name):
        return Packing(None, "")
    if codes := declaration.attributes()[name].codes:
        return Packing(np.int8, UNRECORDED, {code.value: number for number, code in enumerate(codes)})
    kind, info = declaration.value_type(name), declaration.model_fields[name]
    if kind is str:
        return Packing(None, "" if info.is_required() or info.default is None else info.default)
    return Packing(np.int8, UNRECORDED) if kind is bool else Packing(np.int64, MISSING)


def read_packed(client: Client, wanted: Wanted) -> tuple[int, Packed]:
    """The version of the catalogue (0: nothing was ever loaded), and columns of many declarations at that version.

    Besides the attributes: `id` for nodes with wanted relationships, `start` and `end` for relationships: numbers of
    nodes that are valid for one version. A recurring attribute that is not a number is a column of `Few`. Nodes are
    in the order of their keys, if those are wanted.
    Uses the disk cache if nothing in the database has changed since. Otherwise reads again if a load came in between,
    or if members of a cluster are at different versions.
    """
    cache = client.cache()
    cached: list[Row] | None = cache.get(wanted.cache_key) if cache else None

    def answer(question: Question, row: Row) -> Answer:
        return _answer(client, wanted, question, row)

    with ThreadPoolExecutor(len(wanted.lines)) as pool:
        while True:
            answers = list(pool.map(answer, wanted.questions, cached or [{}] * len(wanted.lines)))
            versions = {version for answer in answers for version in answer.versions}
            if len(versions) == 1:
                break
    if cache and not cached:
        after = client.cache()
        if after and after.bookmark == cache.bookmark:
            cache.put(wanted.cache_key, [answer.row for answer in answers])
    return versions.pop(), {declaration: each for answer in answers for declaration, each in answer.packed.items()}


def _question(wanted: Wanted, line: Sequence[type[Declaration]]) -> Question:
    parameters: dict[str, Any] = {"epoch": EPOCH} | {f"only_{name}": value for name, value in wanted.only.values()}
    only = {node: name for node, (name, _) in wanted.only.items()}
    parts = [
        cypher.Collect(
            declaration,
            wanted.names[declaration],
            wanted.recurring.get(declaration, ()),
            bool(wanted.numbers(declaration)),
            only,
        )
        for declaration in line
    ]
    for part in parts:
        for name in part.names:
            way, called = packing(part.declaration, name), part.called(name)
            parameters[f"absent_{called}"] = way.absent
            if way.codes:
                parameters[f"codes_{called}"] = way.codes
    return Question(parts, cypher.packed(parts), parameters)


class Answer(NamedTuple):
    """The row that a statement returned, and the columns made of it."""

    row: Row
    packed: Packed

    @property
    def versions(self) -> set[int]:
        """The versions of the catalogue that the statement saw, at its beginning and at its end."""
        return {*self.row["before"], *self.row["after"]} or {0}


def _answer(client: Client, wanted: Wanted, question: Question, row: Row) -> Answer:
    """The answer to a question. row: the row that the statement returned; empty: run the statement."""
    if not row:
        (row,) = client.read(question.statement, question.parameters, plain=True).rows
    return Answer(row, {p.declaration: _unpacked(p, wanted.numbers(p.declaration), row) for p in question.parts})


def _unpacked(part: cypher.Collect, numbers: Sequence[str], row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a declaration as a statement returned them."""
    lists = {name: row[part.called(name)] for name in (*numbers, *part.names)}
    single = next(values for name, values in lists.items() if name not in part.recurring)
    combination = np.repeat(np.arange(len(single)), [*map(len, single)])
    found: dict[str, Any] = {name: np.fromiter(chain.from_iterable(lists[name]), np.int64) for name in numbers}
    for name in part.names:
        way = packing(part.declaration, name)
        if name in part.recurring:
            found[name] = _few(way, lists[name], combination)
        else:
            found[name] = _column(way, chain.from_iterable(lists[name]))
    key = part.declaration.key() if issubclass(part.declaration, Node) else None
    return _in_order(found, found[key]) if key in found else found


def _in_order(columns: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    order = np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)
    if (order == np.arange(len(order))).all():
        return columns
    return {name: take_rows(values, order) for name, values in columns.items()}


def take_rows(values: Any, places: np.ndarray) -> Any:
    """The column restricted to the rows at some places."""
    if isinstance(values, np.ndarray):
        return values[places]
    return values.at(places) if isinstance(values, Few) else [*map(values.__getitem__, places.tolist())]


def pack_rows(given: Mapping[type[Declaration], Iterable[Mapping[str, Any]]], wanted: Wanted) -> Packed:
    """Rows of the exchange format as `read_packed` would return them after they were stored; nodes must come first.

    A relationship without a node at each of its ends cannot be stored, and is left out.
    """
    found: Packed = {}
    numbers: dict[type[Node], dict[str, int]] = {}
    for declaration, names in wanted.names.items():
        rows = list(given.get(declaration, ()))
        if issubclass(declaration, Node):
            if declaration in wanted.only:
                attribute, value = wanted.only[declaration]
                rows = [row for row in rows if row.get(attribute) == value]
            rows.sort(key=itemgetter(declaration.key()))
            numbers[declaration] = {row[declaration.key()]: number for number, row in enumerate(rows)}
            found[declaration] = {number: np.arange(len(rows)) for number in wanted.numbers(declaration)}
        else:
            assert issubclass(declaration, Relationship)
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
            few = name in wanted.recurring.get(declaration, ())
            found[declaration][name] = _few(way, values, np.arange(len(rows))) if few else _column(way, values)
    return found


def never_stored(declaration: type[Declaration], name: str, recurring: bool, many: int) -> Any:
    """The column of an attribute that was never stored, of length `many`."""
    way = packing(declaration, name)
    if recurring:
        return _few(way, [way.absent], np.zeros(many, np.int64))
    return [way.absent] * many if way.dtype is None else np.full(many, way.absent, way.dtype)


def days_of(day: date) -> int:
    return (day - EPOCH).days


def microseconds_of(moment: datetime) -> int:
    return (moment - datetime.combine(EPOCH, time())) // timedelta(microseconds=1)


def packed_value(declaration: type[Declaration], name: str, value: Any) -> Any:
    """A value (None: not recorded) as it is packed in a column."""
    return _packed(packing(declaration, name), value)


def _packed(way: Packing, value: Any) -> Any:
    if value is None:
        return way.absent
    if way.codes is not None:
        return way.codes.get(value, UNRECORDED)
    if isinstance(value, datetime):
        return microseconds_of(value)
    return days_of(value) if isinstance(value, date) else value


def _column(way: Packing, values: Iterable[Any]) -> Any:
    return [*values] if way.dtype is None else np.fromiter(values, way.dtype)


def _few(way: Packing, values: list[Any], number: np.ndarray) -> Any:
    return Few(values, number) if way.dtype is None else np.array(values, way.dtype)[number]
