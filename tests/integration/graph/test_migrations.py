"""The database gets the shape that the declarations call for, once, and a newer or another one is refused."""

from collections.abc import Iterator

import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.cypher import schema_statements
from oncegraph.graph.migrations import MigrationRefused, migrate, migrations
from oncegraph.graph.versions import version


@pytest.fixture
def bare(client: Client) -> Iterator[Client]:
    """A database to which no migration was applied; afterwards it is migrated again."""
    for name in _names(client):
        kind = "CONSTRAINT" if name in _constraints(client) else "INDEX"
        client.schema(f"DROP {kind} {name} IF EXISTS")
    client.write("MATCH (n) DETACH DELETE n")
    yield client
    client.write("MATCH (n:__Neo4jMigration) DETACH DELETE n")
    migrate(client)


def _constraints(client: Client) -> set[str]:
    return {row["name"] for row in client.read("SHOW CONSTRAINTS YIELD name").rows}


def _names(client: Client) -> set[str]:
    found = {row["name"] for row in client.read("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'").rows}
    return {name for name in found | _constraints(client) if name.startswith("oncegraph_")}


def _applied(client: Client) -> list[tuple]:
    rows = client.read(
        "MATCH (m:__Neo4jMigration) RETURN m.version AS version, m.checksum AS checksum ORDER BY version"
    )
    return [(row["version"], row["checksum"]) for row in rows.rows]


def test_what_is_declared_is_there(bare: Client):
    migrate(bare)
    assert _names(bare) == set(schema_statements())
    states = {row["state"] for row in bare.read("SHOW INDEXES YIELD state").rows}
    assert states == {"ONLINE"}


def test_a_second_run_changes_nothing(bare: Client):
    migrate(bare)
    before = _applied(bare)
    migrate(bare)
    assert _applied(bare) == before
    assert [applied for applied, _ in before if applied.isdigit()] == [m.version for m in migrations()]


def test_the_catalogue_starts_at_version_0(bare: Client):
    migrate(bare)
    assert version(bare) == 0


def test_the_chain_is_that_of_neo4j_migrations(bare: Client):
    migrate(bare)
    rows = bare.read(
        "MATCH path = (:__Neo4jMigration {version: 'BASELINE'})-[:MIGRATED_TO*]->(m:__Neo4jMigration) "
        "RETURN m.version AS version, m.type AS type, m.source AS source ORDER BY length(path)"
    ).rows
    assert [(row["version"], row["type"], row["source"]) for row in rows] == [
        (m.version, "CYPHER", m.source) for m in migrations()
    ]


def test_an_index_that_is_no_longer_declared_goes_and_a_changed_one_is_made_anew(bare: Client):
    migrate(bare)
    bare.schema("CREATE INDEX oncegraph_item_fax IF NOT EXISTS FOR (n:Item) ON (n.fax)")
    bare.schema("DROP INDEX oncegraph_item_name")
    bare.schema("CREATE INDEX oncegraph_item_name IF NOT EXISTS FOR (n:Item) ON (n.old_name)")
    bare.write(
        "MATCH (m:__Neo4jMigration {type: 'REPEATABLE'}) SET m.checksum = 'an older one', "
        "m.names = m.names + 'oncegraph_item_fax', m.statements = [s IN m.statements | "
        "CASE WHEN s CONTAINS 'oncegraph_item_name ' THEN 'CREATE INDEX of old' ELSE s END] + 'CREATE INDEX of fax'"
    )
    migrate(bare)
    assert _names(bare) == set(schema_statements())
    row = bare.read("SHOW INDEXES YIELD name, properties WHERE name = 'oncegraph_item_name'").rows[0]
    assert row["properties"] == ["name"]


def test_a_newer_database_is_refused(bare: Client):
    migrate(bare)
    bare.write("CREATE (:__Neo4jMigration {version: '9999', type: 'CYPHER', checksum: '1', source: 'V9999__x.cypher'})")
    with pytest.raises(MigrationRefused) as refused:
        migrate(bare)
    assert "9999" in refused.value.what.en
    assert refused.value.next_step.en == "Upgrade this program."


def test_an_altered_history_is_refused(bare: Client):
    migrate(bare)
    bare.write("MATCH (m:__Neo4jMigration {version: '0001'}) SET m.checksum = 'another'")
    with pytest.raises(MigrationRefused):
        migrate(bare)
