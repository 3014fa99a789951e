"""Finds out what rows may refer to: the good rows of the files, and the rows in the graph."""

from collections import defaultdict
from collections.abc import Collection
from functools import cache

from oncegraph.graph.client import Client
from oncegraph.graph.writer import count, read_rows
from oncegraph.loaders.identities import Identities, Identity
from oncegraph.loaders.naming import identity_of
from oncegraph.schema.declaration import Declaration, Node
from oncegraph.schema.rows import Row


class Known:
    """Answers in bulk whether keys exist, and records which exist in the graph only. Without a client only the files
    count.

    files: declaration → identities of its rows in the files; unread: declarations of which some file could not be
    read, so that references to them cannot be checked; relied_on: kind → keys found in the graph only.
    """

    def __init__(self, client: Client | None):
        self._client = client
        self.files: dict[type[Declaration], Identities] = {}
        self.unread: set[type[Declaration]] = set()
        self.relied_on: defaultdict[type[Declaration], set[str]] = defaultdict(set)
        self.stored_count = cache(lambda declaration: count(client, declaration) if client else 0)

    def unresolved(self, kind: type[Node], keys: set[str]) -> tuple[set[str], set[str]]:
        """Keys that are neither in the files nor in the graph, and keys that only rejected rows of the files have."""
        if kind in self.unread:
            return set(), set()
        files = self.files.get(kind)
        missing = files.missing(keys) if files else keys
        stored = missing & self.stored(kind, missing)
        self.relied_on[kind] |= stored
        left = missing - stored
        rejected = left & files.rejected if files else set()
        return left - rejected, rejected

    def stored(self, declaration: type[Declaration], identities: Collection[Identity]) -> set[Identity]:
        """The given identities that the graph contains."""
        return set(self.rows(declaration, identities))

    def rows(self, declaration: type[Declaration], identities: Collection[Identity]) -> dict[Identity, Row]:
        """Identity → the stored row, for the given identities that the graph contains."""
        if self._client is None or not identities or not self.stored_count(declaration):
            return {}
        names = declaration.identity_columns()
        wanted = (
            [{names[0]: key} for key in identities]
            if issubclass(declaration, Node)
            else [dict(zip(names, parts, strict=True)) for parts in identities]
        )
        identity = identity_of(declaration)
        return {identity(row): row for row in read_rows(self._client, declaration, wanted)}
