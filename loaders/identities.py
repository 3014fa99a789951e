"""Collects the identities of the rows in the files, to find duplicates, dangling references and rows to retire."""

import json
import sqlite3
from collections.abc import Iterable

#: A key, or for a relationship the keys of both ends and its own key attributes.
Identity = str | tuple[str, ...]

#: Number of identities kept in memory, about 300 bytes each; more are kept in a temporary file.
MEMORY_IDENTITIES = 500_000
_BATCH = 10_000


#: The row that holds an identity: hash of its values (None if it was rejected), number of its table, row number.
Seen = tuple[int | None, int, int]


class Identities:
    """Identity → the row that holds it, of one declaration."""

    def __init__(self, limit: int = MEMORY_IDENTITIES):
        self._limit = limit
        self._held: dict[Identity, Seen] = {}
        self._rejected: set[Identity] = set()
        self._disk: sqlite3.Connection | None = None

    def add(self, rows: dict[Identity, Seen]) -> None:
        """Add identities with their rows; a known identity gets the new row."""
        if self._disk is None and len(self._held) + len(rows) <= self._limit:
            self._held.update(rows)
            return
        if self._disk is None:
            self._disk = sqlite3.connect("")  # a temporary file, deleted when it is closed
            self._disk.execute("CREATE TABLE seen (identity TEXT PRIMARY KEY, content, number, row) WITHOUT ROWID")
        for identities in (self._held, rows):
            self._disk.executemany(
                "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)",
                ((_encoded(identity), *seen) for identity, seen in identities.items()),
            )
        self._held = {}

    def reject(self, identities: Iterable[Identity]) -> None:
        """Mark the rows of these identities as bad; they still count as being in the files."""
        self._rejected.update(identities)

    @property
    def rejected(self) -> frozenset[Identity]:
        return frozenset(self._rejected)

    def find(self, identities: Iterable[Identity]) -> dict[Identity, Seen]:
        """The given identities that the files contain."""
        if self._disk is None:
            held = self._held
            return {identity: held[identity] for identity in held.keys() & set(identities)}
        return dict(_stored(self._disk, list(identities)))

    def missing(self, keys: set[str]) -> set[str]:
        """The given keys of nodes that no good row of the files has."""
        return (keys - self.find(keys).keys()) | (keys & self._rejected)


def _stored(disk: sqlite3.Connection, identities: list[Identity]) -> Iterable[tuple[Identity, Seen]]:
    for start in range(0, len(identities), _BATCH):
        codes = {_encoded(identity): identity for identity in identities[start : start + _BATCH]}
        rows = disk.execute(
            "SELECT identity, content, number, row FROM seen WHERE identity IN (SELECT value FROM json_each(?))",
            (json.dumps(list(codes)),),
        )
        yield from ((codes[identity], (content, number, row)) for identity, content, number, row in rows)


def _encoded(identity: Identity) -> str:
    return identity if isinstance(identity, str) else "\x1f".join(identity)
