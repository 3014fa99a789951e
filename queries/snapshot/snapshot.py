"""One complete state of the catalogue."""

from dataclasses import dataclass

from oncegraph.graph.client import Client
from oncegraph.graph.versions import CatalogueState, state
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.filling.form_entries import FormEntries
from oncegraph.queries.lists.facts import Facts


@dataclass(frozen=True)
class Snapshot:
    """The content of a Neo4j in one state. It is immutable; a ServedCity caches what is computed from it."""

    state: CatalogueState
    catalogue: Catalogue
    facts: Facts
    form_entries: FormEntries

    @classmethod
    def read(cls, client: Client) -> "Snapshot":
        """Read the snapshot; repeat if data were loaded meanwhile."""
        before = state(client)
        while True:
            catalogue = Catalogue.read(client)
            snapshot = cls(before, catalogue, Facts.read(client), FormEntries.read(client, catalogue))
            after = state(client)
            if after == before:
                return snapshot
            before = after

    @property
    def version(self) -> int:
        """The number of the state."""
        return self.state.version
