"""The city that a server answers from: a snapshot, and a cache of what was recently computed from it."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from threading import Lock
from typing import Any

from cachetools import LRUCache, cached

from oncegraph.graph.client import Client, Result
from oncegraph.graph.columns import read_columns
from oncegraph.graph.versions import CatalogueState, state
from oncegraph.queries import library
from oncegraph.queries.change.trial import Trial
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.items import Items
from oncegraph.queries.filling.prepared_forms import PreparedForms
from oncegraph.queries.lists import Lists
from oncegraph.queries.records import Records
from oncegraph.queries.records.reading import read_all, read_part
from oncegraph.queries.snapshot.snapshot import Snapshot
from oncegraph.queries.snapshot.trials import Trials
from oncegraph.schema.declaration import Node
from oncegraph.schema.verdict import When

ANALYSES_KEPT = 32
RECORDS_KEPT = 8


class ServedCity:
    """A city that answers from a snapshot. Its methods may be called from any thread; some of them wait for Neo4j.

    client: returns the client of Neo4j, or raises NotReady without waiting if Neo4j is known to be unreachable. No
    object of a city refers back to it, so that its memory is freed with its last request, without garbage collection.
    """

    def __init__(self, snapshot: Snapshot, client: Callable[[], Client]):
        self.snapshot = snapshot
        self.lists = Lists(snapshot.facts)
        self.forms = PreparedForms(snapshot)
        self._client = client
        self._trials = Trials()
        catalogue = snapshot.catalogue
        self._analyses = cached(LRUCache(ANALYSES_KEPT), lock=Lock())(lambda context: Analysis(catalogue, context))
        self._records: LRUCache[tuple[frozenset[str], frozenset[str]], Records] = LRUCache(RECORDS_KEPT)
        self._lock = Lock()

    @property
    def state(self) -> CatalogueState:
        return self.snapshot.state

    @property
    def version(self) -> int:
        return self.snapshot.version

    @property
    def catalogue(self) -> Catalogue:
        return self.snapshot.catalogue

    def analysis(self, context: Context) -> Analysis:
        """The analysis in a context; the most recent ones are kept."""
        if context.when is When.DESIGN:  # the hour does not matter, so that one analysis can be used all day
            context = context.model_copy(update={"moment": context.moment.replace(hour=12, minute=0)})
        return self._analyses(context)

    def trial(self, analysis: Analysis) -> AbstractContextManager[Trial]:
        """A trial of changes for the calling thread alone, until the end of the `with` block."""
        return self._trials.of(analysis)

    def records(self, *, themes: Iterable[str] = (), items: Iterable[str] = ()) -> Records:
        """All records that themes and items, given by code, depend on; cached while the graph is in the state of the
        snapshot.

        Raises NotReady, and what `Client.read` raises.
        """
        key = frozenset(themes), frozenset(items)
        with self._lock:
            if (records := self._records.get(key)) is not None:
                return records
        client = self._client()
        records = read_part(client, themes=key[0], items=key[1])
        if state(client) == self.state:
            with self._lock:
                self._records[key] = records
        return records

    def all_records(self) -> Records:
        """The whole catalogue as records, as the graph holds it now; reading it takes seconds.

        Raises NotReady, and what `Client.read` raises.
        """
        return read_all(self._client())

    def names(self, kind: type[Node]) -> Mapping[str, str]:
        """Code → name, of a kind of node that has names. Raises NotReady for kinds outside the catalogue."""
        if kind.__name__ in self.catalogue.names:
            return self.catalogue.names_of(kind)
        codes, names = read_columns(self._client(), kind, [kind.key(), "name"]).values()
        return dict(zip(codes, names, strict=True))

    @property
    def items(self) -> Items:
        """Department, region, type and service objects of every item as the graph holds them now. Raises NotReady."""
        return Items.read(self._client(), self.catalogue)

    @property
    def client(self) -> Client:
        """The client of Neo4j, for writing results back. Raises NotReady."""
        return self._client()

    def run(self, query: str, parameters: Mapping[str, Any], limit: int | None = None) -> Result[dict[str, Any]]:
        """The rows of a saved query as the graph holds them now; limit: rows at most.

        Raises NotReady, UnknownQuery, BadParameter, and what `Client.read` raises.
        """
        return library.run(self._client(), query, parameters, limit=limit)

    def warm_up(self) -> None:
        """Prepare frequent answers in advance: compiles the rules, and decides what is asked most often."""
        analysis = self.analysis(Context())
        if codes := self.catalogue.codes["Situation"]:
            analysis.situation(codes[0])
            self.forms.decide_all(analysis)
            self.forms.render(analysis, codes[0], only_filled=False)
