"""Assigns everything in a flow to a row of its lane: first the boxes, then the edges that pass stages, which run
straight.

A lane has as many rows as its fullest stage has boxes. An edge that passes stages takes one row for all of them, so
that it runs straight: one in which nothing else stands there, or a new, thin one between two others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from oncegraph.visualize.diagram import Node
from oncegraph.visualize.layout.boxes import Box

SWEEPS = 8

#: The cost of an edge that goes up or down at all, and of a new row, in units of one row that an edge goes up or down.
TURN, NEW_ROW = 2.0, 0.5


@dataclass(eq=False)
class GridRow:
    """The stages in which something stands in a row."""

    stages: set[int] = field(default_factory=set)


@dataclass(eq=False)
class GridPlace:
    """Something that occupies a place in a stage: a node, or edges that pass; near: the nodes linked to it by edges."""

    stage: int
    lane: int
    width: float = 0.0
    height: float = 0.0
    node: Node | None = None
    near: list["GridPlace"] = field(default_factory=list)
    row: GridRow = field(default_factory=GridRow)
    left: float = 0.0
    y: float = 0.0

    @property
    def box(self) -> Box:
        return Box(self.left, self.y - self.height / 2, self.width, self.height)


#: Stage → the place at which edges with a common path pass it.
GridPassage = Mapping[int, GridPlace]


def assign_rows(
    stages: Sequence[Sequence[GridPlace]], passages: Sequence[GridPassage], lanes: int
) -> list[list[GridRow]]:
    """Gives every place its row; returns the rows of each lane, from the top."""
    order = _Order(stages, lanes)
    order.improve()
    rows = [[GridRow() for _ in range(many)] for many in order.many]
    for place, number in order.number.items():
        place.row = rows[place.lane][number]
        place.row.stages.add(place.stage)
    for passage in sorted(passages, key=len, reverse=True):
        _pass(passage, rows)
    return rows


class _Order:
    """The rows of the nodes, as numbers, while they are being improved. many: number of rows of each lane."""

    def __init__(self, stages: Sequence[Sequence[GridPlace]], lanes: int):
        self._stages = stages
        every = range(lanes)
        self.many = [max((sum(place.lane == lane for place in stage) for stage in stages), default=0) for lane in every]
        self._above = [sum(self.many[:lane]) for lane in every]
        self.number: dict[GridPlace, int] = {}
        for stage in stages:
            self._settle(stage, {place: (self.many[place.lane] - 1) / 2 for place in stage})

    def improve(self) -> None:
        """Makes edges short and as straight as the others allow: each stage in turn follows its neighbours."""
        best, least = dict(self.number), self._cost()
        for sweep in range(SWEEPS):
            rightwards = sweep % 2 == 0
            for stage in self._stages if rightwards else reversed(self._stages):
                self._settle(stage, {place: self._wanted(place, rightwards) for place in stage})
            if (cost := self._cost()) < least:
                best, least = dict(self.number), cost
        self.number = best

    def _level(self, place: GridPlace) -> int:
        return self._above[place.lane] + self.number[place]

    def _cost(self) -> float:
        ways = [abs(self._level(place) - self._level(other)) for place in self.number for other in place.near]
        return sum(ways) + TURN * sum(way > 0 for way in ways)

    def _wanted(self, place: GridPlace, rightwards: bool) -> float:
        """The row that would be the middle of its neighbours on one side."""
        near = (other for other in place.near if (other.stage < place.stage) == rightwards)
        levels = sorted(self._level(other) - self._above[place.lane] for other in near)
        if not levels:
            return self.number[place]
        return (levels[(len(levels) - 1) // 2] + levels[len(levels) // 2]) / 2

    def _settle(self, stage: Sequence[GridPlace], wanted: Mapping[GridPlace, float]) -> None:
        """Gives each place a row, in the order of the wanted rows and as near to them as possible."""
        for lane, many in enumerate(self.many):
            cell = sorted((place for place in stage if place.lane == lane), key=lambda place: wanted[place])
            self.number |= zip(cell, assign([wanted[place] for place in cell], many), strict=True)


def assign(wanted: Sequence[float], rows: int) -> list[int]:
    """Distinct rows in ascending order, with the smallest sum of distances to the wanted ones."""
    best: list[tuple[float, list[int]]] = [(0.0, [])] * (rows + 1)  # with the first rows only
    for number, want in enumerate(wanted):
        new: list[tuple[float, list[int]]] = [(float("inf"), [])] * (rows + 1)
        for row in range(number, rows):
            cost = best[row][0] + abs(row - want)
            new[row + 1] = min(new[row], (cost, [*best[row][1], row]), key=lambda each: each[0])
        best = new
    return best[rows][1]


def _pass(passage: GridPassage, rows: list[list[GridRow]]) -> None:
    """Gives a passage the row in which its edges turn least."""
    first = next(iter(passage.values()))
    lane, stages = rows[first.lane], set(passage)
    ends = [
        _number(end, first.lane, lane) for end in dict.fromkeys(end for place in passage.values() for end in place.near)
    ]

    def cost(row: float) -> float:
        return sum(abs(row - end) + TURN * (row != end) for end in ends)

    free = [(cost(number), number, row) for number, row in enumerate(lane) if row.stages.isdisjoint(stages)]
    between = [(cost(number - 0.5) + NEW_ROW, number) for number in range(len(lane) + 1)]
    where, (dearer, number) = min(free, key=lambda each: each[:2], default=None), min(between)
    if where and where[0] <= dearer:
        row = where[2]
    else:
        row = GridRow()
        lane.insert(number, row)
    row.stages |= stages
    for place in passage.values():
        place.row = row


def _number(place: GridPlace, lane: int, rows: Sequence[GridRow]) -> float:
    """The position of a node relative to a lane: its row, or beyond the first or last row if it is in another lane."""
    if place.lane == lane:
        return rows.index(place.row)
    return -1.0 if place.lane < lane else float(len(rows))
