"""Reads records from Neo4j: the whole catalogue, or the part that some themes and items depend on."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from oncegraph.graph.client import Client
from oncegraph.graph.versions import state
from oncegraph.graph.writer import read_rows, read_rows_with
from oncegraph.queries.records import Records
from oncegraph.queries.records.part import PartReader
from oncegraph.schema.declaration import Declaration
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.rows import Row, Rows

#: An attribute that the graph adds to every row: the data sets it was loaded from.
DATASETS = "datasets"


def read_all(client: Client) -> Records:
    """The whole catalogue, all of it from one version."""
    return Records(_at_one_version(client, lambda: _whole(client)))


def read_declared_rows(client: Client, declaration: type[Declaration]) -> list[Row]:
    """All rows of one declaration, as they were loaded."""
    return [_plain(row) for row in read_rows(client, declaration)]


def read_part(client: Client, *, themes: Iterable[str] = (), items: Iterable[str] = ()) -> Records:
    """Everything that themes and items depend on, all of it from one version of the catalogue:

    - the themes with the situations that they include, and the items of these situations;
    - all that belongs to these items and to the given ones, down to the sources and the key fields of their bindings;
    - without anything that belongs to them: items that produce a required material, and items that the law puts before
      or after one of these items.

    Codes that are not in the graph are ignored.
    """
    themes, items = tuple(themes), tuple(items)

    def read(*wanted: Any) -> Iterator[Row]:
        return map(_plain, read_rows_with(client, *wanted))

    return Records(_at_one_version(client, lambda: PartReader(read).read(themes, items)))


def _at_one_version(client: Client, read: Callable[[], Rows]) -> Rows:
    while True:
        before = state(client)
        rows = read()
        if state(client) == before:
            return rows


def _whole(client: Client) -> Rows:
    return {name: read_declared_rows(client, declaration) for name, declaration in DECLARATIONS.items()}


def _plain(row: Row) -> Row:
    """A row as it was loaded: lists as tuples, without empty values."""
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return {name: value for name, value in plain.items() if name != DATASETS and value is not None and value != ()}
