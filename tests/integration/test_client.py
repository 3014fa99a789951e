"""The client on a real Neo4j: reads, writes, transactions, types, limits, and what errors become."""

import datetime
import threading

import pytest
from pydantic import BaseModel, SecretStr

from oncegraph.graph.client import Client
from oncegraph.graph.endpoint import Endpoint
from oncegraph.graph.engine import running
from oncegraph.graph.errors import (
    AccessDenied,
    BadStatement,
    ConstraintViolated,
    NoDatabase,
    StatementRefused,
    StatementTimeout,
    Unreachable,
)
from oncegraph.graph.settings import Settings

pytestmark = pytest.mark.usefixtures("empty_graph")

SLOW = "UNWIND range(1, 1000000000) AS i WITH i WHERE i % 2 = 3 RETURN count(i) AS n"


class Thing(BaseModel, frozen=True):
    code: str
    since: datetime.date


def test_rows_come_as_plain_python_or_as_models(client: Client):
    client.write("CREATE (:Thing {code: $code, since: $since})", {"code": "甲", "since": datetime.date(2026, 1, 2)})
    statement = "MATCH (t:Thing) RETURN t.code AS code, t.since AS since"
    result = client.read(statement)
    assert result.columns == ["code", "since"]
    assert result.rows == [{"code": "甲", "since": datetime.date(2026, 1, 2)}]
    assert client.read(statement, row_type=Thing).rows == [Thing(code="甲", since=datetime.date(2026, 1, 2))]
    assert list(client.stream(statement)) == result.rows


def test_every_kind_of_value(client: Client):
    client.write("CREATE (:A {n: 1, on: date('2026-01-02')})-[:R {order: 1}]->(:B {n: 2})")
    (row,) = client.read(
        """
        MATCH path = (a:A)-[r:R]->(b:B)
        RETURN a, r, path, [1, 'x', null] AS plain, [a.on, [a.on]] AS nested, {day: a.on} AS map,
               datetime('2026-01-02T03:04:05+08:00') AS moment, localdatetime('2026-01-02T03:04:05') AS local,
               time('03:04:05Z') AS time, duration('P1DT2H') AS duration, point({x: 1.0, y: 2.0}) AS point
        """
    ).rows
    day = datetime.date(2026, 1, 2)
    a = {"n": 1, "on": day}
    assert row["a"] == a
    assert row["r"] == {"order": 1}
    assert row["path"] == [a, {"order": 1}, {"n": 2}]
    assert row["plain"] == [1, "x", None]
    assert row["nested"] == [day, [day]]
    assert row["map"] == {"day": day}
    assert row["moment"].isoformat() == "2026-01-02T03:04:05+08:00"
    assert row["local"] == datetime.datetime(2026, 1, 2, 3, 4, 5)
    assert row["time"].isoformat() == "03:04:05+00:00"
    assert row["duration"] == "P1DT2H"
    assert row["point"] == [1.0, 2.0]


def test_a_limit_says_when_it_cut_something_off(client: Client):
    statement = "UNWIND range(1, 3) AS i RETURN i"
    assert client.read(statement, limit=3) == client.read(statement)
    cut = client.read(statement, limit=2)
    assert cut.truncated and [row["i"] for row in cut.rows] == [1, 2]
    assert client.read(statement, limit=0).truncated
    assert not client.read(statement, limit=3).truncated


def test_large_results_arrive_whole(client: Client):
    rows = client.read("UNWIND range(1, 25000) AS i RETURN i, range(0, 3) AS numbers").rows
    assert len(rows) == 25_000 and rows[-1] == {"i": 25_000, "numbers": [0, 1, 2, 3]}
    assert sum(1 for _ in client.stream("UNWIND range(1, 25000) AS i RETURN i")) == 25_000


def test_a_write_returns_what_it_changed_and_the_next_read_sees_it(client: Client):
    result = client.write("UNWIND $ns AS n CREATE (t:Thing {n: n}) RETURN t.n AS n", {"ns": [1, 2]})
    assert [row["n"] for row in result.rows] == [1, 2]
    assert result.changes == {"nodes_created": 2, "labels_added": 2, "properties_set": 2}
    for n in range(20):
        client.write("MATCH (t:Thing {n: 1}) SET t.seen = $n", {"n": n})
        assert client.read("MATCH (t:Thing {n: 1}) RETURN t.seen AS seen").rows == [{"seen": n}]


def test_a_transaction_is_stored_as_a_whole_or_not_at_all(client: Client):
    with client.transaction() as transaction:
        transaction.run("CREATE (:Thing {n: $n})", {"n": 1})
        transaction.run("CREATE (:Thing {n: $n})", {"n": 2})
        assert count(client) == 0
    assert count(client) == 2
    with pytest.raises(ZeroDivisionError), client.transaction() as transaction:
        transaction.run("CREATE (:Thing {n: 3})")
        raise ZeroDivisionError
    with pytest.raises(BadStatement), client.transaction() as transaction:
        transaction.run("CREATE (:Thing {n: 3})")
        transaction.run("CREATE (:Thing {n: 3")
    assert count(client) == 2


def test_two_writers_that_lock_each_other_out_both_succeed(client: Client):
    client.write("CREATE (:Thing {code: 'a', n: 0}), (:Thing {code: 'b', n: 0})")
    statement = """
        UNWIND $codes AS code MATCH (t:Thing {code: code}) SET t.n = t.n + 1
        WITH count(*) AS done UNWIND range(1, 2000) AS i WITH count(i) AS n
        MATCH (t:Thing) WHERE NOT t.code IN $codes SET t.n = t.n + 1
    """
    writers = [
        threading.Thread(target=client.write, args=(statement, {"codes": [code]}))
        for code in ["a", "b"]
        for _ in range(4)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert client.read("MATCH (t:Thing) RETURN collect(t.n) AS ns").rows == [{"ns": [8, 8]}]


def test_the_schema_is_changed_and_kept_to(client: Client):
    client.schema("CREATE CONSTRAINT thing_code IF NOT EXISTS FOR (t:TestThing) REQUIRE t.code IS UNIQUE")
    try:
        client.write("CREATE (:TestThing {code: 'x'})")
        with pytest.raises(ConstraintViolated, match="already exists"):
            client.write("CREATE (:TestThing {code: 'x'})")
        client.schema("MATCH (t:TestThing) CALL (t) { DELETE t } IN TRANSACTIONS OF 1 ROW")
    finally:
        client.schema("DROP CONSTRAINT thing_code")


def test_the_server_ends_what_takes_too_long(client: Client):
    with pytest.raises(StatementTimeout, match=r"0\.2"):
        client.read(SLOW, timeout=0.2)
    with pytest.raises(StatementTimeout):
        client.write(SLOW, timeout=0.2)
    with pytest.raises(StatementTimeout), client.transaction(timeout=0.2) as transaction:
        transaction.run(SLOW)
    with pytest.raises(StatementTimeout):
        list(client.stream(SLOW, timeout=0.2))


def test_wrong_statements(client: Client):
    with pytest.raises(BadStatement, match="Invalid input"):
        client.read("MATCH (n RETURN n")
    with pytest.raises(BadStatement, match="code"):
        client.read("RETURN $code")
    with pytest.raises(BadStatement):
        client.read("RETURN 1 / 0 AS n")
    with pytest.raises(StatementRefused):
        client.read("CREATE (:Thing)")
    assert count(client) == 0


def test_no_access(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch):
    def at(uri: str, password: str = "open-sesame", database: str | None = None) -> Settings:
        return Settings(neo4j_uri=uri, neo4j_user=endpoint.user, neo4j_password=password, neo4j_database=database)

    for fault, settings in [
        (AccessDenied, at(endpoint.uri)),
        (Unreachable, at("bolt://127.0.0.1:9")),
        (Unreachable, at("neo4j://127.0.0.1:9")),
        (Unreachable, at("nonsense")),
        (Unreachable, at("http://127.0.0.1:9")),
        (NoDatabase, at(endpoint.uri, endpoint.password.get_secret_value(), "absent")),
    ]:
        with pytest.raises(fault) as caught, running(settings):
            pass
        assert "open-sesame" not in str(caught.value)
    own = at(endpoint.uri, endpoint.password.get_secret_value(), endpoint.database)
    with running(own) as same, Client(same) as client:
        assert client.verify()
    assert isinstance(same.password, SecretStr)


def count(client: Client) -> int:
    return client.read("MATCH (t:Thing) RETURN count(t) AS n").rows[0]["n"]
