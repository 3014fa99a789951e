"""What is stored in a graph, as plain values that can be compared."""

from collections.abc import Callable
from typing import Any

from oncegraph.graph.client import Client
from oncegraph.graph.versions import version
from oncegraph.graph.writer import held
from oncegraph.loaders import LoadReport
from oncegraph.loaders.naming import identity_of
from oncegraph.schema.model import DECLARATIONS

Row = dict[str, Any]


Loader = Callable[..., LoadReport]


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
