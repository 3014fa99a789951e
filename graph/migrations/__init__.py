"""Brings a database to the schema that this program expects, by the convention of neo4j-migrations.

Files beside this one, `V0001__what_it_does.cypher`, are applied once, in order; their checksums are kept in a chain of
`__Neo4jMigration` nodes. Constraints and indexes are generated from the declarations (graph/cypher.py): they are one
repeatable migration, applied whenever its checksum changes.
"""

import re
import time
import zlib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from oncegraph.graph.client import Client
from oncegraph.graph.cypher import schema_statements
from oncegraph.schema.errors import EngineError
from oncegraph.schema.text import Text

REPEATABLE = "R__declared_schema"


class MigrationRefused(EngineError):
    """The database is newer than the program, or an applied migration was altered."""

    code = "migration"


@dataclass(frozen=True)
class Migration:
    """One numbered file: version (`0001`), description, statements, checksum (CRC-32 over the statements)."""

    version: str
    description: str
    source: str
    statements: tuple[str, ...]

    @property
    def checksum(self) -> str:
        return _checksum(self.statements)


def migrations() -> list[Migration]:
    """The migrations of this program, in order."""
    found = []
    for file in files(__package__).iterdir():
        if name := re.fullmatch(r"V(\d{4})__(\w+)\.cypher", file.name):
            lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("//")]
            statements = tuple(part.strip() for part in "\n".join(lines).split(";\n") if part.strip().strip(";"))
            found.append(Migration(name[1], name[2].replace("_", " "), file.name, statements))
    return sorted(found, key=lambda migration: migration.version)


def migrate(client: Client) -> None:
    """Apply the missing migrations. Raises MigrationRefused if the database is newer or has a different history."""
    known = migrations()
    applied, declared = _recorded(client)
    _check(known, applied)
    for migration in known[len(applied) :]:
        with client.transaction() as transaction:
            for statement in migration.statements:
                transaction.run(statement)
            transaction.run(_RECORD, {**_record(migration), "previous": _previous(known, migration)})
    _apply_declared_schema(client, declared)


def _check(known: list[Migration], applied: list[dict[str, Any]]) -> None:
    newest = known[-1].version
    for mine, theirs in zip(known, applied, strict=False):
        if (mine.version, mine.checksum) != (theirs["version"], theirs["checksum"]):
            raise MigrationRefused(
                Text(
                    f"数据库中的结构变更 {theirs['version']} 与本程序的 {mine.source} 不一致。",
                    f"Migration {theirs['version']} of the database differs from {mine.source} of this program.",
                ),
                Text(
                    "请使用当初写入该数据库的程序版本，或改用空数据库。",
                    "Use the program version that wrote this database, or an empty database.",
                ),
            )
    if len(applied) > len(known):
        raise MigrationRefused(
            Text(
                f"数据库的结构版本 {applied[-1]['version']} 高于本程序的 {newest}。",
                f"The database has schema version {applied[-1]['version']}, newer than {newest} of this program.",
            ),
            Text("请升级本程序。", "Upgrade this program."),
        )


def _recorded(client: Client) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """The applied migrations, in order, and the record of the declared schema that was applied last."""
    rows = client.read(
        "MATCH (m:__Neo4jMigration) RETURN m.version AS version, m.type AS type, m.checksum AS checksum, "
        "m.names AS names, m.statements AS statements ORDER BY version"
    ).rows
    declared = next((row for row in rows if row["version"] == REPEATABLE), None)
    return [row for row in rows if row["type"] == "CYPHER"], declared


_RECORD = (
    "MERGE (m:__Neo4jMigration {version: $version}) "
    "SET m += {description: $description, type: 'CYPHER', source: $source, checksum: $checksum} "
    "MERGE (p:__Neo4jMigration {version: $previous}) "
    "MERGE (p)-[to:MIGRATED_TO]->(m) SET to.at = datetime(), to.by = 'oncegraph'"
)


def _record(migration: Migration) -> dict[str, str]:
    return {
        "version": migration.version,
        "description": migration.description,
        "source": migration.source,
        "checksum": migration.checksum,
    }


def _previous(known: list[Migration], migration: Migration) -> str:
    position = known.index(migration)
    return known[position - 1].version if position else "BASELINE"


def _apply_declared_schema(client: Client, declared: dict[str, Any] | None) -> None:
    wanted = schema_statements()
    checksum = _checksum(tuple(wanted.values()))
    if declared and declared["checksum"] == checksum:
        return
    applied = dict(zip(declared["names"], declared["statements"], strict=True)) if declared else {}
    for name, statement in applied.items():
        if wanted.get(name) != statement:
            kind = "CONSTRAINT" if statement.startswith("CREATE CONSTRAINT") else "INDEX"
            client.schema(f"DROP {kind} {name} IF EXISTS")
    for statement in wanted.values():
        client.schema(statement)
    _await_indexes(client)
    client.write(
        "MERGE (m:__Neo4jMigration {version: $version}) SET m += {type: 'REPEATABLE', checksum: $checksum, "
        "names: $names, statements: $statements, applied_at: datetime()}",
        {"version": REPEATABLE, "checksum": checksum, "names": list(wanted), "statements": list(wanted.values())},
    )


def _await_indexes(client: Client) -> None:
    """Wait until every index is online; on a large graph Neo4j fills them in the background."""
    while client.read("SHOW INDEXES YIELD state WHERE state = 'POPULATING' RETURN count(*) AS left").rows[0]["left"]:
        time.sleep(0.1)


def _checksum(statements: tuple[str, ...]) -> str:
    return str(zlib.crc32("\n".join(statements).encode()))
