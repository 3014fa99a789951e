"""Trials at hand for questions about impact: one for each analysis asked last, used by one thread at a time."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from oncegraph.queries.change.trial import Trial
from oncegraph.queries.exemption.analysis import Analysis

#: One takes as much memory as the columns of its catalogue.
TRIALS_KEPT = 2


@dataclass
class _Kept:
    lock: Lock = field(default_factory=Lock)
    trial: Trial | None = None


class Trials:
    """The trials of the last analyses; made when first asked for."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Analysis, _Kept] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def of(self, analysis: Analysis) -> Iterator[Trial]:
        """The trial of an analysis, for the calling thread alone until the end of the block."""
        with self._lock:
            kept = self._kept.setdefault(analysis, _Kept())
            self._kept.move_to_end(analysis)
            while len(self._kept) > TRIALS_KEPT:
                self._kept.popitem(last=False)
        with kept.lock:
            if kept.trial is None:
                kept.trial = Trial(analysis)
            yield kept.trial
