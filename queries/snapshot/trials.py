"""Cached trials for questions about impact: those of the most recent analyses, each used by one thread at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import Lock

from cachetools import LRUCache, cached

from oncegraph.queries.change.trial import Trial
from oncegraph.queries.exemption.analysis import Analysis

#: A trial takes as much memory as the columns of its catalogue.
TRIALS_KEPT = 2


class _LockedTrial:
    """The trial of an analysis, made when it is first used, and the lock of the thread that uses it."""

    def __init__(self, analysis: Analysis):
        self.lock = Lock()
        self._analysis = analysis

    @cached_property
    def trial(self) -> Trial:
        return Trial(self._analysis)


class Trials:
    """The trials of the most recent analyses; may be used from any thread."""

    def __init__(self) -> None:
        self._trials = cached(LRUCache(TRIALS_KEPT), lock=Lock())(_LockedTrial)

    @contextmanager
    def of(self, analysis: Analysis) -> Iterator[Trial]:
        """The trial of an analysis, for the calling thread alone until the end of the block."""
        locked = self._trials(analysis)
        with locked.lock:
            yield locked.trial
