"""The channel between two stages of a flow: edges leave the left side, go up or down on a track, and reach the right
side.

A track is shared by edges that leave one thing, or by edges that reach one thing from different ones. Tracks are
ordered so that few edges cross, and so that no two run along each other where one leaves a row that the other reaches.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from oncegraph.visualize.layout.boxes import Point

SPACING, NARROW = 12.0, 8.0
MANY = 5  # more tracks than this are narrow
BEFORE, BEHIND = 14.0, 22.0  # tracks from what is left and right of them; there is an arrow on the right
APART = 10.0  # ends of edges on one track
ASIDE = 7.0  # where an edge ends that would otherwise run along another


class ChannelLink(NamedTuple):
    """The part of an edge, by its number, between two neighbouring stages; y: the middles of the places it joins."""

    number: int
    start: int
    start_y: float
    end: int
    end_y: float


@dataclass
class _Net:
    """Links that share a track."""

    links: list[ChannelLink]
    track: int = 0

    def __post_init__(self) -> None:
        self.starts = {link.start_y for link in self.links}
        self.ends = {link.end_y for link in self.links}
        self.top, self.bottom = min(self.starts | self.ends), max(self.starts | self.ends)
        self.straight = self.top == self.bottom


class Channel:
    """left: the x at which it begins; room: width for the labels behind the tracks."""

    def __init__(self, links: Sequence[ChannelLink], left: float, room: float):
        nets = _nets(links)
        self._net = {link.number: net for net in nets for link in net.links}
        self._link = {link.number: link for link in links}
        bent = [net for net in nets if not net.straight]
        tracks = _tracks(bent)
        self._aside = _aside(bent)
        self.left, self._first = left, left + BEFORE
        many = max(tracks, 1)
        self._spacing = SPACING if many <= MANY else NARROW
        self.right = self._first + (many - 1) * self._spacing + BEHIND + room

    def way(self, number: int) -> tuple[Point, ...]:
        """The corners of a link; of a straight one the end only."""
        link, net = self._link[number], self._net[number]
        x = self._first + net.track * self._spacing
        y = link.end_y + self._aside.get((id(net), link.end_y), 0.0)
        return (Point(x, link.start_y), Point(x, y))


def _nets(links: Sequence[ChannelLink]) -> list[_Net]:
    leaving: dict[int, set[int]] = defaultdict(set)
    for link in links:
        leaving[link.start].add(link.end)
    grouped: dict[tuple[str, int], list[ChannelLink]] = defaultdict(list)
    for link in links:
        grouped[("from", link.start) if len(leaving[link.start]) > 1 else ("to", link.end)].append(link)
    return [_Net(group) for group in grouped.values()]


def _must(one: _Net, other: _Net) -> bool:
    """Whether one must turn before the other, because it leaves a row that the other reaches."""
    return bool(one.starts & other.ends - one.ends)


def _crossings(one: _Net, other: _Net) -> int:
    """How often two nets cross if the first has its track to the left of the other's."""
    return sum(other.top < y < other.bottom for y in one.ends) + sum(one.top < y < one.bottom for y in other.starts)


def _tracks(nets: list[_Net]) -> int:
    """Orders the nets and gives each a track; returns the number of tracks."""
    order = _ordered(nets)
    for at, net in enumerate(order):
        net.track = max(
            (
                other.track + 1
                for other in order[:at]
                if _must(other, net) or (other.top - APART < net.bottom and net.top - APART < other.bottom)
            ),
            default=0,
        )
    return max((net.track + 1 for net in nets), default=0)


def _ordered(nets: list[_Net]) -> list[_Net]:
    """Chooses one net after the other: the one that must be left of most others; among these, the one that crosses
    fewest."""
    left, order = list(nets), []
    while left:
        free = [net for net in left if not any(_must(other, net) for other in left if other is not net)]
        net = min(
            free or left,
            key=lambda net: sum(_crossings(net, other) - _crossings(other, net) for other in left if other is not net),
        )
        left.remove(net)
        order.append(net)
    return order


def _aside(nets: list[_Net]) -> dict[tuple[int, float], float]:
    """For nets that would run along another one in a row: by how much their ends are shifted there."""
    return {
        (id(net), y): ASIDE
        for net in nets
        for other in nets
        if other is not net and other.track >= net.track
        for y in net.ends & other.starts - other.ends
    }
