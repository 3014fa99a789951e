"""A flow in lanes: columns are stages, each node stands in the row of its lane, edges run at right angles between them.

An edge that passes a stage takes a place there too, so that it does not run through a box; edges to one thing, or from
one, that pass a stage share that place.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from oncegraph.visualize.diagram import Diagram, Edge, Lane, Node, Shape
from oncegraph.visualize.layout.boxes import Box, Point
from oncegraph.visualize.layout.channels import Channel, ChannelLink
from oncegraph.visualize.layout.rows import GridPlace, GridRow, assign_rows

ROOM, THIN = 16.0, 12.0  # below and above a box; height of a row that is only passed
ABOVE = 8.0  # around a label
INSET = 12.0  # of what stands in a lane, from its edges

#: Where branches meet. Edges that lead there run together in their own lane.
MEETING = (Shape.JOIN, Shape.MERGE, Shape.END)


#: Edges whose labels stand in one place, because they end in one.
Labelled = tuple[Edge, ...]


@dataclass(frozen=True)
class Swimlanes:
    """The boxes of nodes, lanes (None: nodes without a lane) and columns; the corners of edges, and the positions of
    labels."""

    boxes: Mapping[str, Box]
    lanes: tuple[tuple[Lane | None, Box], ...]
    columns: tuple[Box, ...]
    routes: tuple[tuple[Edge, tuple[Point, ...]], ...]
    labels: tuple[tuple[Labelled, Box], ...]
    width: float
    height: float


def lay_out_lanes(
    diagram: Diagram,
    size: Callable[[Node], tuple[float, float]],
    label: Callable[[Labelled], tuple[float, float]],
    lane_height: Callable[[Lane], float],
) -> Swimlanes:
    """Lay out a flow. size: of a node; label: size of the labels written in one place; lane_height: the least of a
    lane."""
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
        self._stages = [
            [GridPlace(at, number.get(node.lane or "", 0), *size(node), node) for node in column.nodes]
            for at, column in enumerate(diagram.columns)
        ]
        for stage in self._stages:
            tasks = [place for place in stage if place.node and place.node.shape is Shape.TASK]
            for place in tasks:
                place.width = max(task.width for task in tasks)
        self._nodes = {place.node.id: place for stage in self._stages for place in stage if place.node}
        self._passages: dict[object, dict[int, GridPlace]] = defaultdict(dict)
        self._courses = [self._course(at, edge) for at, edge in enumerate(diagram.edges)]
        labelled: dict[GridPlace, list[Edge]] = defaultdict(list)
        for edge, course in zip(diagram.edges, self._courses, strict=True):
            if edge.label:
                labelled[course[1]].append(edge)
        self._labelled = {place: tuple(edges) for place, edges in labelled.items()}
        self._label = {place: label(edges) for place, edges in self._labelled.items()}
        self._widths = [max((place.width for place in stage), default=0.0) for stage in self._stages]
        self._starts: dict[int, float] = {}  # column → where it begins
        self._rows = assign_rows(self._stages, list(self._passages.values()), len(self._lanes))

    def _course(self, at: int, edge: Edge) -> list[GridPlace]:
        """The places from the start of an edge to its end."""
        start, end = self._nodes[edge.start], self._nodes[edge.end]
        start.near.append(end)
        end.near.append(start)
        meeting = end.node is not None and end.node.shape in MEETING
        lane = start.lane if meeting else end.lane
        way = at if edge.label else (edge.end if meeting else edge.start, meeting, lane)
        course = [start]
        for stage in range(start.stage + 1, end.stage):
            place = self._passages[way].setdefault(stage, GridPlace(stage, lane))
            place.near += (start, end)
            course.append(place)
        return [*course, end]

    def laid_out(self, lane_height: Callable[[Lane], float]) -> Swimlanes:
        lanes = self._heights(lane_height)
        columns, right = [], INSET
        channels: list[tuple[Channel, list[tuple[int, GridPlace, GridPlace]]]] = []
        for at, stage in enumerate(self._stages):
            left, wide = right, self._widths[at]
            self._starts[at] = left
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
                if not end.node:
                    points[number].append(Point(reaches, end.y))
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

    def _heights(self, lane_height: Callable[[Lane], float]) -> list[Box]:
        """Makes rows as high as their contents; returns the lanes."""
        least: dict[GridRow, float] = {}
        passing = [place for passage in self._passages.values() for place in passage.values()]
        for place in (*self._nodes.values(), *passing):
            room = place.height + ROOM if place.node else THIN
            if place in self._label:
                room = max(room, 2 * (self._label[place][1] + ABOVE))
            least[place.row] = max(least.get(place.row, 0.0), room)
        boxes, middles, top = [], {}, 0.0
        for lane, rows in zip(self._lanes, self._rows, strict=True):
            whole = sum(least[row] for row in rows)
            high = max(whole + 2 * INSET, lane_height(lane) if lane else 0.0)
            boxes.append(Box(0, top, 0, high))
            y = top + (high - whole) / 2
            for row in rows:
                middles[row] = y + least[row] / 2
                y += least[row]
            top += high
        for place in (*self._nodes.values(), *passing):
            place.y = middles[place.row]
        return boxes

    def _channel(self, at: int, left: float) -> tuple[Channel, list[tuple[int, GridPlace, GridPlace]]]:
        """The channel between a stage and the next, and the edges that lead through it: number of an edge, and its
            places on
        both sides."""
        courses = ((number, course, at - course[0].stage) for number, course in enumerate(self._courses))
        pairs = [
            (number, course[step], course[step + 1]) for number, course, step in courses if 0 <= step < len(course) - 1
        ]
        room = max((self._overhang(place) for place in self._label if place.stage == at + 1), default=0.0)
        return Channel([ChannelLink(number, id(a), a.y, id(b), b.y) for number, a, b in pairs], left, room), pairs

    def _overhang(self, place: GridPlace) -> float:
        """The part of a label for which its column has no space; the edge is extended by it before it reaches a box."""
        column = self._widths[place.stage]
        return max(self._label[place][0] - ((column - place.width) / 2 - ABOVE if place.node else column), 0.0)

    def _label_box(self, place: GridPlace) -> Box:
        wide, high = self._label[place]
        left = self._starts[place.stage] - self._overhang(place) - ABOVE
        return Box(left, place.y - ABOVE / 2 - high, wide, high)


def _left_of(place: GridPlace, y: float) -> float:
    """The x at which a line at some height meets the left side of a node; for a diamond or circle it is further
    inside."""
    if place.node is None or place.node.shape is Shape.TASK or not place.height:
        return place.box.left
    return place.box.left + abs(y - place.y) * place.width / place.height


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
