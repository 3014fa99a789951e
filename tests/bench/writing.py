"""Writing a whole run back, against bare UNWIND batches of the same relationships through the driver."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import neo4j

from oncegraph.graph.client import Client
from oncegraph.queries.runs import analyse as runs
from oncegraph.schema.declaration import Relationship
from tests.bench.city import Rows, store_city
from tests.bench.measure import Figure, faster

BATCH = 10_000
TIMES = 3
Batches = list[tuple[type[Relationship], list[dict[str, Any]]]]


def run(client: Client, rows: Rows) -> Iterator[Figure]:
    """Leaves no run in the graph."""
    store_city(client, rows)
    prepared = runs.prepare(client)
    endpoint = client.endpoint
    auth = (endpoint.user, endpoint.password.get_secret_value())
    ours, theirs = [], []
    with neo4j.GraphDatabase.driver(endpoint.uri, auth=auth) as driver:
        runs.prune(client, 0)
        bare = _rows(prepared)
        for turn in range(TIMES + 1):
            theirs.append(_timed(lambda: _bare(driver, bare)))
            by_bare = _stored(client) if not turn else None
            client.schema(
                "MATCH (s:Situation|Run) CALL (s) { MATCH (s)-[a:ASSESSED]->() DELETE a } IN TRANSACTIONS OF 300 ROWS"
            )
            client.write("MATCH (run:Run) DELETE run")
            ours.append(_timed(lambda: runs.write_back(client, prepared)))
            assert by_bare is None or _stored(client) == by_bare, "both ways must store the same"
            runs.prune(client, 0)
    # The first of each does not count.
    taken, peer = sorted(ours[1:])[TIMES // 2], sorted(theirs[1:])[TIMES // 2]
    yield faster("write.whole_run", taken, "bare UNWIND batches of the same relationships", peer, 0.9)


def _rows(prepared: runs.Prepared) -> Batches:
    """Every verdict as a row of its own: start, end, and the attributes."""
    code, batches = runs.announced(prepared).run_code, []
    for kind in runs.assessed(prepared, code):
        names = list(kind.declaration.attributes())
        for batch in kind.batches(BATCH):
            each = zip(batch.start, batch.end, batch.decision, strict=True)
            batches.append(
                (
                    kind.declaration,
                    [
                        {"start": batch.starts[a], "end": batch.ends[b]}
                        | dict(zip(names, batch.decisions[d], strict=True))
                        | ({"run": code} if "run" in names else {})
                        for a, b, d in each
                    ],
                )
            )
    return batches


def _bare(driver: neo4j.Driver, batches: Batches) -> None:
    """As one would write it by hand: batches of rows, each in a transaction of its own."""
    with driver.session() as session:
        code = batches[0][1][0]["start"]
        session.execute_write(lambda tx: tx.run("CREATE (:Run {run_code: $code})", code=code).consume())
        for declaration, rows in batches:
            start, end = declaration.start, declaration.end
            attributes = ", ".join(f"{name}: row.{name}" for name in declaration.attributes())
            statement = (
                f"UNWIND $rows AS row MATCH (s:{start.__name__} {{{start.key()}: row.start}}) "
                f"MATCH (e:{end.__name__} {{{end.key()}: row.end}}) "
                f"CREATE (s)-[:{declaration.relationship_type} {{{attributes}}}]->(e)"
            )
            session.execute_write(_send, statement, rows)


def _send(transaction: neo4j.ManagedTransaction, statement: str, rows: list[dict[str, Any]]) -> None:
    transaction.run(statement, rows=rows).consume()


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _stored(client: Client) -> set[tuple[Any, ...]]:
    """Every verdict: start (none for a run, whose code differs), end, and attributes."""
    rows = client.stream(
        "MATCH (s)-[a:ASSESSED]->(e) RETURN s.situation_code AS start, labels(e)[0] AS kind, "
        "coalesce(e.field_code, e.material_code, e.situation_code) AS end, properties(a) AS attributes"
    )
    return {
        (row["start"], row["kind"], row["end"], repr(sorted((row["attributes"] | {"run": None}).items())))
        for row in rows
    }
