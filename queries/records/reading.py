"""Reads records out of Neo4j: the whole catalogue, or the part that some themes and items rest on."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from oncegraph.graph.client import Client
from oncegraph.graph.versions import state
from oncegraph.graph.writer import held, held_with
from oncegraph.queries.records import Records
from oncegraph.queries.records.part import Part
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.rows import Row, Rows

#: What the graph keeps of a row besides what was loaded.
DATASETS = "datasets"


def read_all(client: Client) -> Records:
    """The whole catalogue, at one version."""
    return Records(_at_one_version(client, lambda: _whole(client)))


def read_part(client: Client, *, themes: Iterable[str] = (), items: Iterable[str] = ()) -> Records:
    """All that themes and items rest on, at one version: the themes with the situations that they include; the items,
    also those of the situations included, with all that belongs to them down to the sources and the keys these are
    asked with; and the items, otherwise bare, that produce a material which is required or are bound by law to come
    before or after. A code that is not in the graph is left out.
    """
    themes, items = tuple(themes), tuple(items)

    def read(*wanted: Any) -> Iterator[Row]:
        return map(_plain, held_with(client, *wanted))

    return Records(_at_one_version(client, lambda: Part(read).taken(themes, items)))


def _at_one_version(client: Client, read: Callable[[], Rows]) -> Rows:
    while True:
        before = state(client)
        rows = read()
        if state(client) == before:
            return rows


def _whole(client: Client) -> Rows:
    return {name: [_plain(row) for row in held(client, declaration)] for name, declaration in DECLARATIONS.items()}


def _plain(row: Row) -> Row:
    """A row as it was loaded: lists as tuples, empty ones as nothing."""
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return {name: value for name, value in plain.items() if name != DATASETS and value is not None and value != ()}
