"""Filling and emptying the graph of a test, and what is stored in it as plain values that can be compared."""

from collections.abc import Callable
from typing import Any

from oncegraph import loaders
from oncegraph.graph.client import Client
from oncegraph.graph.endpoint import Endpoint
from oncegraph.graph.migrations import migrate
from oncegraph.graph.versions import version
from oncegraph.graph.writer import Writer, read_rows
from oncegraph.loaders import LoadReport
from oncegraph.loaders.naming import identity_of
from oncegraph.loaders.sample import CITY
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.rows import Row, Rows

#: Loads rows, given by declaration name, with the options of `loaders.load`.
LoadRows = Callable[..., LoadReport]


def environment_of(endpoint: Endpoint) -> dict[str, str]:
    """The settings that lead a process to a graph."""
    return {
        "ONCEGRAPH_NEO4J_URI": endpoint.uri,
        "ONCEGRAPH_NEO4J_USER": endpoint.user,
        "ONCEGRAPH_NEO4J_PASSWORD": endpoint.password.get_secret_value(),
        "ONCEGRAPH_NEO4J_DATABASE": endpoint.database or "",
    }


def empty(client: Client) -> None:
    """Delete every node; the migrations that were applied are remembered, and so are constraints and indexes."""
    client.schema("MATCH (n) WHERE NOT n:__Neo4jMigration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")


def store(client: Client, rows: Rows, dataset: str = "made up") -> None:
    """Add rows, given by declaration name, a declaration at a time, so that a whole city fits into Neo4j's memory."""
    for name, declaration in DECLARATIONS.items():
        if rows.get(name):
            with client.transaction() as transaction:
                writer = Writer(transaction, dataset)
                writer.create(declaration, rows[name])
                writer.finish()


def load_sample_city(client: Client, **options: Any) -> Client:
    """Leave the sample city in the graph and nothing else. options: those of `loaders.load`."""
    migrate(client)
    empty(client)
    loaders.load(client, [CITY], **options)
    return client


def stored_rows(client: Client, name: str) -> list[Row]:
    """The rows of a declaration by identity, without their datasets and without attributes that have no value."""
    rows = [
        {key: value for key, value in row.items() if key != "datasets" and value not in (None, [])}
        for row in read_rows(client, DECLARATIONS[name])
    ]
    return sorted(rows, key=identity_of(DECLARATIONS[name]))


def whole_graph(client: Client) -> tuple[int, dict[str, list[Row]], list[Row]]:
    """The whole graph: version of the catalogue, rows by declaration with their datasets, ends of relationships."""
    relationships = client.read(
        "MATCH (a)-[r]->(b) WHERE NOT a:__Neo4jMigration RETURN properties(a) AS a, type(r) AS type, properties(b) AS b"
    ).rows
    rows = {name: sorted(read_rows(client, kind), key=str) for name, kind in DECLARATIONS.items()}
    return version(client), rows, sorted(relationships, key=str)
