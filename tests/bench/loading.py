"""Loading the city from files, against bare UNWIND batches of the same rows through the driver."""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import neo4j

from oncegraph.graph.client import Client
from oncegraph.graph.cypher import count
from oncegraph.loaders import load
from oncegraph.loaders.exchange import write
from oncegraph.schema.declaration import Node
from oncegraph.schema.model import DECLARATIONS, NODES
from tests.bench.city import Rows
from tests.bench.measure import Figure, costs

BATCH = 10_000


def run(client: Client, rows: Rows) -> Iterator[Figure]:
    """Loads into an empty graph and leaves the city in it."""
    with TemporaryDirectory() as folder:
        files = []
        for name, of_kind in rows.items():
            files.append(Path(folder, f"{name}.csv"))
            write(files[-1], {DECLARATIONS[name]: of_kind})
        ours, theirs = [], []
        endpoint = client.endpoint
        auth = (endpoint.user, endpoint.password.get_secret_value())
        with neo4j.GraphDatabase.driver(endpoint.uri, auth=auth) as driver:
            for _ in range(3):
                theirs.append(_timed(client, lambda: _bare(driver, rows)))
                by_bare = _counts(client)
                ours.append(_timed(client, lambda: load(client, files)))
                assert _counts(client) == by_bare, "both ways must store the same"
    yield costs("load.city", sorted(ours)[1], "bare UNWIND batches of the same rows", sorted(theirs)[1], 1.5)


def _timed(client: Client, work: Any) -> float:
    for label in NODES:
        client.schema(f"MATCH (n:{label}) CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 10000 ROWS")
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _counts(client: Client) -> dict[str, int]:
    counts = {name: client.read(count(declaration)).rows[0]["count"] for name, declaration in DECLARATIONS.items()}
    return counts | {"relationships": client.read("MATCH ()-[r]->() RETURN count(r) AS n").rows[0]["n"]}


def _bare(driver: neo4j.Driver, rows: Rows) -> None:
    """As one would write it by hand: nodes, then relationships, in batches, each in a transaction of its own."""
    with driver.session() as session:
        for name, node in NODES.items():
            _send(session, f"UNWIND $rows AS row CREATE (n:{name}) SET n = row", rows.get(name, []))
            for attribute, reference in node.references().items():
                target = NODES[reference.kind]
                arrow = (
                    f"<-[:{reference.relationship_type}]-"
                    if reference.inward
                    else f"-[:{reference.relationship_type}]->"
                )
                pairs = [
                    {"a": row[node.key()], "b": row[attribute]} for row in rows.get(name, []) if row.get(attribute)
                ]
                _send(
                    session,
                    f"UNWIND $rows AS row MATCH (a:{name} {{{node.key()}: row.a}}) "
                    f"MATCH (b:{target.__name__} {{{target.key()}: row.b}}) CREATE (a){arrow}(b)",
                    pairs,
                )
        for name, relationship in DECLARATIONS.items():
            if issubclass(relationship, Node):
                continue
            (start, _), (end, _) = relationship.ends()
            _send(
                session,
                f"UNWIND $rows AS row MATCH (a:{relationship.start.__name__} {{{start}: row.{start}}}) "
                f"MATCH (b:{relationship.end.__name__} {{{end}: row.{end}}}) "
                f"CREATE (a)-[r:{relationship.relationship_type}]->(b) SET r = row.attributes",
                [
                    {
                        start: row[start],
                        end: row[end],
                        "attributes": {k: v for k, v in row.items() if k not in (start, end)},
                    }
                    for row in rows.get(name, [])
                ],
            )


def _send(session: neo4j.Session, statement: str, rows: list[dict[str, Any]]) -> None:
    for first in range(0, len(rows), BATCH):
        session.execute_write(lambda tx, batch: tx.run(statement, rows=batch).consume(), rows[first : first + BATCH])
