"""The forms that web pages call for. For a context that is asked about often, all situations are decided at once."""

from threading import Lock
from time import time
from weakref import ReferenceType, ref

from cachetools import LRUCache

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.context import BEIJING, Context
from oncegraph.queries.filling.filled_forms import FilledForms
from oncegraph.queries.snapshot.snapshot import Snapshot
from oncegraph.schema.verdict import When

#: The number of contexts whose requests are counted; and the number of requests after which all situations are decided.
CONTEXTS_COUNTED = 32
OFTEN = 8
#: The number of contexts whose decisions are kept, and of query strings that are remembered.
CONTEXTS_DECIDED = 4
QUERIES_KNOWN = 256

BEIJING_SECONDS = BEIJING.utcoffset(None).total_seconds()


class PreparedForms:
    """The forms of one snapshot, as JSON; its methods may be called from any thread."""

    def __init__(self, snapshot: Snapshot):
        self._snapshot = snapshot
        self._lock = Lock()
        self._requests: LRUCache[Context, int] = LRUCache(CONTEXTS_COUNTED)
        self._decided: LRUCache[Context, FilledForms] = LRUCache(CONTEXTS_DECIDED)
        #: Query string and day → forms, and whether only filled entries are wanted. Entries whose decisions were
        #: dropped disappear.
        self._known: LRUCache[tuple[bytes, int], tuple[ReferenceType[FilledForms], bool]] = LRUCache(QUERIES_KNOWN)

    def render(self, analysis: Analysis, situation_code: str, only_filled: bool, query: bytes = b"") -> bytes:
        """The form of a situation. Raises NotFound.

        query: the query string that asked for this analysis and `only_filled`; `find` answers the next request for it.
        """
        day, situation = _today(), analysis.number("Situation", situation_code)
        forms = self._forms_of(analysis)
        if (
            forms and analysis.context.when is When.DESIGN
        ):  # otherwise the same query would be a different context a minute later
            with self._lock:
                self._known[query, day] = ref(forms), only_filled
        if forms is None or situation not in forms:
            forms = FilledForms(self._snapshot.form_entries, analysis, analysis.decide([situation]))
        return forms.render(situation, self._snapshot.version, only_filled)

    def find(self, situation_code: str, query: bytes) -> bytes | None:
        """The form for a known query string, without an analysis; None if `query` is not known."""
        situation = self._snapshot.catalogue.index["Situation"].get(situation_code)
        with self._lock:
            forms, only_filled = self._known.get((query, _today()), (_nothing, False))
        whole = forms()
        if whole is None or situation is None or situation not in whole:
            return None
        return whole.render(situation, self._snapshot.version, only_filled)

    def decide_all(self, analysis: Analysis) -> FilledForms:
        """Decide all situations in a context now, for all requests to come."""
        forms = FilledForms(self._snapshot.form_entries, analysis, analysis.whole)
        with self._lock:
            self._decided[analysis.context] = forms
        return forms

    def _forms_of(self, analysis: Analysis) -> FilledForms | None:
        context = analysis.context
        with self._lock:
            requests = self._requests[context] = self._requests.get(context, 0) + 1
            forms = self._decided.get(context)
        return self.decide_all(analysis) if forms is None and requests >= OFTEN else forms


def _nothing() -> None:
    """Used instead of a weak reference to forms."""


def _today() -> int:
    """The number of the day in Beijing."""
    return int(time() + BEIJING_SECONDS) // 86_400
