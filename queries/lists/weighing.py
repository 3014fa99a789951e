"""What was found about an entry, three-valued: a fact that nobody recorded leaves the outcome open, never good."""

from collections.abc import Iterable
from typing import NamedTuple

from oncegraph.schema.lists import Blocker


class WeighedBlocker(NamedTuple):
    """A blocker, and how much it is in the way: at least, and at most (they differ where a fact was not recorded).

    0: not at all; 1: it can be broken through; 2: a law stands in the way.
    """

    blocker: Blocker
    least: int = 1
    most: int = 1


def outcome(findings: Iterable[WeighedBlocker]) -> int | None:
    """How much is in the way of the entry, by its greatest finding; None where that cannot be told."""
    least = most = 0
    for finding in findings:
        least, most = max(least, finding.least), max(most, finding.most)
    return least if least == most else None


def blockers(findings: Iterable[WeighedBlocker]) -> tuple[Blocker, ...]:
    return tuple(finding.blocker for finding in findings)
