"""Weighs the blockers of an entry with three-valued logic: a fact that is not recorded leaves the outcome open."""

from collections.abc import Iterable
from typing import NamedTuple

from oncegraph.schema.lists import Blocker


class WeighedBlocker(NamedTuple):
    """A blocker and its weight. least, most: bounds of the weight, which differ if a fact is not recorded.

    0: it does not block; 1: it can be overcome; 2: a law forbids it.
    """

    blocker: Blocker
    least: int = 1
    most: int = 1


def outcome(weighed: Iterable[WeighedBlocker]) -> int | None:
    """The greatest weight among the blockers of an entry; None if it depends on facts that are not recorded."""
    least = most = 0
    for each in weighed:
        least, most = max(least, each.least), max(most, each.most)
    return least if least == most else None


def blockers(weighed: Iterable[WeighedBlocker]) -> tuple[Blocker, ...]:
    return tuple(each.blocker for each in weighed)
