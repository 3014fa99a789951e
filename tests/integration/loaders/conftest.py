"""What the tests of loading share."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.migrations import migrate
from oncegraph.graph.versions import version
from oncegraph.graph.writer import held
from oncegraph.loaders import LoadReport, load
from oncegraph.loaders.naming import identity_of
from oncegraph.schema.model import DECLARATIONS

Row = dict[str, Any]
Loader = Callable[..., LoadReport]


@pytest.fixture
def graph(empty_graph: Client) -> Client:
    """An empty graph with its constraints."""
    migrate(empty_graph)
    return empty_graph


@pytest.fixture
def load_rows(graph: Client, tmp_path: Path) -> Loader:
    """A function that loads rows, given by declaration name, with the options of `load`."""

    def loader(rows: dict[str, list[Row]], **options: Any) -> LoadReport:
        path = tmp_path / "rows.json"
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        return load(graph, [path], **options)

    return loader


def stored(client: Client, name: str) -> list[Row]:
    """All rows of a declaration as stored, by identity, without what the graph adds of its own and without nothing."""
    rows = [
        {key: value for key, value in row.items() if key != "datasets" and value not in (None, [])}
        for row in held(client, DECLARATIONS[name])
    ]
    return sorted(rows, key=identity_of(DECLARATIONS[name]))


def everything(client: Client) -> tuple[int, dict[str, list[Row]], list[Row]]:
    """The whole graph: version of the catalogue, rows by declaration with their datasets, ends of relationships."""
    drawn = client.read(
        "MATCH (a)-[r]->(b) WHERE NOT a:__Neo4jMigration RETURN properties(a) AS a, type(r) AS type, properties(b) AS b"
    ).rows
    rows = {name: sorted(held(client, kind), key=str) for name, kind in DECLARATIONS.items()}
    return version(client), rows, sorted(drawn, key=str)
