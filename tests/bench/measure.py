"""Times two ways of doing the same thing in turn, so that other load on the machine affects both, and their ratio."""

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple


class Figure(NamedTuple):
    """One line of the result: ours and the named peer (medians, in `unit`), the ratio, and the goal for it."""

    name: str
    ours: float
    peer: str
    theirs: float
    ratio: float
    goal: str
    met: bool
    unit: str = "s"


#: Seconds. A way that takes less is repeated within its turn, and counts with its mean.
SHORTEST_TURN = 0.1


def in_turn(*ways: Callable[[], Any], runs: int, first: int = 1) -> list[float]:
    """Medians of the seconds that each way took, turn by turn.

    first: turns that do not count, in which a server in Java compiles what it runs.
    """
    taken: list[list[float]] = [[] for _ in ways]
    for run in range(first + runs):
        for way, seconds in zip(ways, taken, strict=True):
            gc.collect()
            start, times, spent = time.perf_counter(), 0, 0.0
            while spent < SHORTEST_TURN:
                way()
                times += 1
                spent = time.perf_counter() - start
            if run >= first:
                seconds.append(spent / times)
    return [statistics.median(seconds) for seconds in taken]


def faster(name: str, ours: float, peer: str, theirs: float, goal: float) -> Figure:
    """A figure whose goal is to be at least `goal` times as fast as the peer."""
    ratio = theirs / ours
    return Figure(name, ours, peer, theirs, ratio, f"≥ {goal:g} ×", ratio >= goal)


def costs(name: str, ours: float, peer: str, theirs: float, goal: float) -> Figure:
    """A figure whose goal is to take at most `goal` times as long as the peer."""
    ratio = ours / theirs
    return Figure(name, ours, peer, theirs, ratio, f"≤ {goal:g}", ratio <= goal)
