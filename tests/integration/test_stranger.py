"""Statements of a stranger: those that read the graph are run, with limits; no other is."""

import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.errors import BadStatement, StatementRefused, StatementTimeout

REFUSED = [
    "CREATE (n:Thing)",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) SET n.x = 1 RETURN n",
    "MERGE (n:Thing) RETURN n",
    "MATCH (n) CALL (n) { CREATE (m) RETURN m } RETURN m",
    "MATCH (n) FOREACH (x IN [1] | SET n.x = x)",
    "CREATE INDEX x FOR (n:Thing) ON (n.code)",
    "DROP INDEX x IF EXISTS",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD CSV FROM 'http://127.0.0.1:9/' AS line RETURN line",
    "lOaD /* a remark */ cSv FROM 'file:///etc/passwd' AS line RETURN line",
    r"LO\u0041D CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "MATCH (n) WHERE EXISTS { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } RETURN n",
    "MATCH (n) CALL (n) { LOAD CSV FROM 'http://127.0.0.1:9/' AS line RETURN line } RETURN line",
    "RETURN CASE WHEN true THEN EXISTS { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } END AS seen",
    "RETURN [x IN [1] WHERE COUNT { LOAD CSV FROM 'http://127.0.0.1:9/' AS line RETURN line } > 0 | x] AS seen",
    "RETURN COLLECT { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } AS lines",
    "SHOW SETTINGS",
    "SHOW SETTINGS YIELD name, value RETURN name, value",
    "SHOW TRANSACTIONS",
    "SHOW PROCEDURES",
    "SHOW INDEXES",
    "SHOW USERS",
    "SHOW DATABASES",
    "TERMINATE TRANSACTION 'neo4j-transaction-1'",
    "CALL dbms.listConfig()",
    "CALL dbms.components()",
    "CALL db.labels()",
    "MATCH (n) CALL { CALL dbms.listConfig() YIELD name RETURN name } RETURN name",
    "ALTER CURRENT USER SET PASSWORD FROM 'x' TO 'y'",
    "USE system SHOW USERS",
    "USE neo4j MATCH (n) RETURN n",
    "RETURN apoc.util.md5(['x']) AS digest",
    "RETURN `apoc`.`cypher`.`runFirstColumnSingle`('MATCH (n) RETURN n', {}) AS n",
]

ALLOWED = [
    "MATCH (t:Thing) RETURN t",
    "MATCH (t:Thing) WHERE EXISTS { (t)--() } OR t.code IN ['甲'] RETURN t.code AS code ORDER BY code LIMIT 5",
    "MATCH (t:Thing) RETURN count(t) AS n UNION MATCH (t:Other) RETURN count(t) AS n",
    "RETURN date('2026-01-02') AS day, duration.between(date(), date()) AS none, point.distance(null, null) AS far",
    "CALL db.index.fulltext.queryNodes('stranger_names', '停车') YIELD node, score RETURN node.name AS name",
    "RETURN 'LOAD CSV FROM apoc.load.json(1) USE system' AS text // SHOW SETTINGS, dbms.listConfig()",
]


@pytest.fixture
def things(empty_graph: Client):
    empty_graph.schema(
        "CREATE FULLTEXT INDEX stranger_names IF NOT EXISTS FOR (t:Thing) ON EACH [t.name] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: false}}"
    )
    empty_graph.write("UNWIND range(1, 5) AS n CREATE (:Thing {code: '甲', name: '公共停车场'})")
    yield empty_graph
    empty_graph.schema("DROP INDEX stranger_names")


@pytest.mark.parametrize("statement", REFUSED)
def test_refused(things: Client, statement: str):
    with pytest.raises((StatementRefused, BadStatement)) as caught:
        things.read_untrusted(statement)
    if not statement.startswith(("ALTER", "RETURN apoc", "RETURN `apoc")):
        assert isinstance(caught.value, StatementRefused)
    assert things.read("MATCH (n:Thing) RETURN count(n) AS n").rows == [{"n": 5}]


@pytest.mark.parametrize("statement", ALLOWED)
def test_allowed(things: Client, statement: str):
    assert things.read_untrusted(statement).rows


def test_limits(things: Client):
    rows = things.read_untrusted("UNWIND range(1, 10) AS i RETURN i", limit=3)
    assert len(rows.rows) == 3 and rows.truncated
    large = "UNWIND range(1, 100) AS i RETURN reduce(t = '', x IN range(1, 1000) | t + 'x') AS t"
    rows = things.read_untrusted(large, byte_limit=10_000)
    assert 0 < len(rows.rows) < 10 and rows.truncated
    with pytest.raises(StatementTimeout):
        things.read_untrusted(
            "UNWIND range(1, 1000000000) AS i WITH i WHERE i % 2 = 3 RETURN count(i) AS n", timeout=0.2
        )


def test_the_server_itself_opens_no_files(things: Client, endpoint):
    if endpoint.uri.startswith("bolt://127.0.0.1"):
        with pytest.raises(BadStatement):
            things.read("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line")
