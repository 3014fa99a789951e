"""A flow in lanes: columns are stages, each node stands in the row of its lane, edges run at right angles between them.

A lane has as many rows as its fullest stage has things in it. What passes a stage takes a place there too, thin and
in a row, so that no edge runs through a box; edges to one thing, or from one, that pass a stage share that place.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from visualize.diagram import Diagram, Edge, Lane, Node, Shape
from visualize.layout.boxes import Box, Point
from visualize.layout.channels import Channel, Link

SWEEPS = 6
ROOM, THIN = 16.0, 12.0  # below and above a box; height of a row that is only passed
ABOVE = 8.0  # around a label
INSET = 12.0  # of what stands in a lane, from its edges

#: Where branches meet: edges that lead there run together in their own lane.
MEETING = (Shape.JOIN, Shape.MERGE, Shape.END)


#: Edges whose labels stand in one place, because they end in one.
Labelled = tuple[Edge, ...]


@dataclass(frozen=True)
class Swimlanes:
    """Boxes of nodes, lanes (None: of what has no lane) and columns; the corners of edges, and where labels stand."""

    boxes: Mapping[str, Box]
    lanes: tuple[tuple[Lane | None, Box], ...]
    columns: tuple[Box, ...]
    routes: tuple[tuple[Edge, tuple[Point, ...]], ...]
    labels: tuple[tuple[Labelled, Box], ...]
    width: float
    height: float


@dataclass(eq=False)
class _Place:
    """What stands in a stage: a node, or edges that pass."""

    column: int
    lane: int
    width: float
    height: float
    node: Node | None = None
    row: int = 0
    before: list["_Place"] = field(default_factory=list)
    behind: list["_Place"] = field(default_factory=list)
    left: float = 0.0
    y: float = 0.0

    @property
    def box(self) -> Box:
        return Box(self.left, self.y - self.height / 2, self.width, self.height)


def lay_out_lanes(
    diagram: Diagram,
    size: Callable[[Node], tuple[float, float]],
    label: Callable[[Labelled], tuple[float, float]],
    lane_height: Callable[[Lane], float],
) -> Swimlanes:
    """Place a flow. size: of a node; label: of the words of edges; lane_height: the least of a lane."""
    return _Flow(diagram, size, label).laid_out(lane_height)


class _Flow:
    def __init__(
        self,
        diagram: Diagram,
        size: Callable[[Node], tuple[float, float]],
        label: Callable[[Labelled], tuple[float, float]],
    ):
        self._diagram = diagram
        known = {lane.id for lane in diagram.lanes}
        bare = any(node.lane not in known for node in diagram.nodes.values())
        self._lanes: list[Lane | None] = [*([None] if bare else []), *diagram.lanes]
        number = {lane.id: at for at, lane in enumerate(self._lanes) if lane}
        self._stages: list[list[_Place]] = [
            [_Place(at, number.get(node.lane, 0), *size(node), node) for node in column.nodes]
            for at, column in enumerate(diagram.columns)
        ]
        for stage in self._stages:
            tasks = [place for place in stage if place.node and place.node.shape is Shape.TASK]
            for place in tasks:
                place.width = max(task.width for task in tasks)
        self._nodes = {place.node.id: place for stage in self._stages for place in stage if place.node}
        self._courses = self._bent()
        labelled: dict[_Place, list[Edge]] = defaultdict(list)
        for edge, course in zip(diagram.edges, self._courses, strict=True):
            if edge.label:
                labelled[course[1]].append(edge)
        self._labelled = {place: tuple(edges) for place, edges in labelled.items()}
        self._label = {place: label(edges) for place, edges in self._labelled.items()}
        self._behind: dict[int, float] = {}  # column → where labels before it begin
        for before, behind in dict.fromkeys(pair for course in self._courses for pair in pairwise(course)):
            before.behind.append(behind)
            behind.before.append(before)
        self._rows = [
            max((sum(place.lane == lane for place in stage) for stage in self._stages), default=1) or 1
            for lane in range(len(self._lanes))
        ]

    def _bent(self) -> list[list[_Place]]:
        """Of each edge the places from its start to its end."""
        shared: dict[object, _Place] = {}
        courses = []
        for at, edge in enumerate(self._diagram.edges):
            start, end = self._nodes[edge.start], self._nodes[edge.end]
            course = [start]
            meeting = end.node.shape in MEETING
            lane = start.lane if meeting else end.lane
            way: object = at if edge.label else (edge.end if meeting else edge.start, meeting, lane)
            for column in range(start.column + 1, end.column):
                if (way, column) not in shared:
                    shared[way, column] = place = _Place(column, lane, 0.0, 0.0)
                    self._stages[column].append(place)
                course.append(shared[way, column])
            courses.append([*course, end])
        return courses

    def laid_out(self, lane_height: Callable[[Lane], float]) -> Swimlanes:
        self._order()
        lanes = self._heights(lane_height)
        columns, right = [], INSET
        channels: list[tuple[Channel, list[tuple[int, _Place, _Place]]]] = []
        for at, stage in enumerate(self._stages):
            left = right
            wide = max((place.width for place in stage), default=0.0)
            for place in stage:
                place.left = left + (wide - place.width) / 2
            right = left + wide
            columns.append((left, wide))
            if at + 1 < len(self._stages):
                channels.append(self._channel(at, right))
                right = channels[-1][0].right
        points: list[list[Point]] = [[] for _ in self._courses]
        for channel, pairs in channels:
            for number, start, end in pairs:
                way = channel.way(number)
                leaves = start.box.right if start.node else channel.left
                reaches = _left_of(end, way[-1].y) if end.node else channel.right
                points[number] += [Point(leaves, start.y), *way, Point(reaches, way[-1].y)]
        width, height = right + INSET, lanes[-1].bottom if lanes else 0.0
        return Swimlanes(
            boxes={name: place.box for name, place in self._nodes.items()},
            lanes=tuple((lane, box._replace(width=width)) for lane, box in zip(self._lanes, lanes, strict=True)),
            columns=tuple(Box(left, 0, wide, height) for left, wide in columns),
            routes=tuple((edge, _straightened(way)) for edge, way in zip(self._diagram.edges, points, strict=True)),
            labels=tuple((edges, self._label_box(place)) for place, edges in self._labelled.items()),
            width=width,
            height=height,
        )

    def _order(self) -> None:
        """Rows for all, where edges are short and as straight as the others allow."""
        for stage in self._stages:
            self._settle(stage, {place: (self._rows[place.lane] - 1) / 2 for place in stage})
        best, least = self._standing(), self._bends()
        for sweep in range(SWEEPS):
            for stage in self._stages if sweep % 2 == 0 else reversed(self._stages):
                near = {place: place.before if sweep % 2 == 0 else place.behind for place in stage}
                self._settle(stage, {place: self._wanted(place, near[place]) for place in stage})
            if (bends := self._bends()) < least:
                best, least = self._standing(), bends
        for place, row in best.items():
            place.row = row

    def _standing(self) -> dict[_Place, int]:
        return {place: place.row for stage in self._stages for place in stage}

    def _bends(self) -> float:
        """What edges cost: every bend, and the rows that they go up or down."""
        ways = [
            abs(self._level(place) - self._level(other))
            for stage in self._stages
            for place in stage
            for other in place.behind
        ]
        return sum(ways) + 2.0 * sum(way > 0 for way in ways)

    def _level(self, place: _Place) -> float:
        return sum(self._rows[: place.lane]) + place.row

    def _wanted(self, place: _Place, near: Sequence[_Place]) -> float:
        """The row that would be the middle of its neighbours."""
        levels = sorted(self._level(other) - sum(self._rows[: place.lane]) for other in near)
        if not levels:
            return place.row
        return (levels[(len(levels) - 1) // 2] + levels[len(levels) // 2]) / 2

    def _settle(self, stage: list[_Place], wanted: Mapping[_Place, float]) -> None:
        """Give each its row, in the order of what they want, all as near to it as can be."""
        for lane, rows in enumerate(self._rows):
            cell = [place for place in stage if place.lane == lane]
            cell.sort(key=lambda place: wanted[place])
            for place, row in zip(cell, _assigned([wanted[place] for place in cell], rows), strict=True):
                place.row = row

    def _heights(self, lane_height: Callable[[Lane], float]) -> list[Box]:
        """Rows as high as what stands in them; gives the lanes."""
        least: dict[tuple[int, int], float] = defaultdict(lambda: THIN)
        for stage in self._stages:
            for place in stage:
                room = place.height + ROOM if place.node else THIN
                least[place.lane, place.row] = max(least[place.lane, place.row], room)
        for place, (_, high) in self._label.items():
            least[place.lane, place.row] = max(least[place.lane, place.row], 2 * (high + ABOVE))
        boxes, middles, top = [], {}, 0.0
        for number, lane in enumerate(self._lanes):
            rows = [least[number, row] for row in range(self._rows[number])]
            high = max(sum(rows) + 2 * INSET, lane_height(lane) if lane else 0.0)
            boxes.append(Box(0, top, 0, high))
            y = top + (high - sum(rows)) / 2
            for row, room in enumerate(rows):
                middles[number, row] = y + room / 2
                y += room
            top += high
        for stage in self._stages:
            for place in stage:
                place.y = middles[place.lane, place.row]
        return boxes

    def _channel(self, at: int, left: float) -> tuple[Channel, list[tuple[int, _Place, _Place]]]:
        """Between a stage and the next; and what is led through: number of an edge, and its places on both sides."""
        courses = ((number, course, at - course[0].column) for number, course in enumerate(self._courses))
        pairs = [
            (number, course[step], course[step + 1]) for number, course, step in courses if 0 <= step < len(course) - 1
        ]
        room = max((self._label[place][0] for place in self._label if place.column == at + 1), default=0.0)
        channel = Channel([Link(number, id(a), a.y, id(b), b.y) for number, a, b in pairs], left, room)
        self._behind[at + 1] = channel.right - room - ABOVE
        return channel, pairs

    def _label_box(self, place: _Place) -> Box:
        wide, high = self._label[place]
        return Box(self._behind[place.column], place.y - ABOVE / 2 - high, wide, high)


def _left_of(place: _Place, y: float) -> float:
    """Where a line at a height meets the left side of a node; of a diamond or circle that is further in."""
    if place.node is None or place.node.shape is Shape.TASK or not place.height:
        return place.box.left
    return place.box.left + abs(y - place.y) * place.width / place.height


def _assigned(wanted: Sequence[float], rows: int) -> list[int]:
    """Rows in rising order, no two the same, with the least sum of distances to the wanted ones."""
    best: list[tuple[float, list[int]]] = [(0.0, [])] * (rows + 1)  # with the first rows only
    for number, want in enumerate(wanted):
        new: list[tuple[float, list[int]]] = [(float("inf"), [])] * (rows + 1)
        for row in range(number, rows):
            cost = best[row][0] + abs(row - want)
            new[row + 1] = min(new[row], (cost, [*best[row][1], row]), key=lambda each: each[0])
        best = new
    return best[rows][1]


def _straightened(points: Sequence[Point]) -> tuple[Point, ...]:
    """The corners without those between points on one line."""
    corners: list[Point] = []
    for point in points:
        if corners and point == corners[-1]:
            continue
        while len(corners) > 1 and (
            corners[-2].x == corners[-1].x == point.x or corners[-2].y == corners[-1].y == point.y
        ):
            corners.pop()
        corners.append(point)
    return tuple(corners)
