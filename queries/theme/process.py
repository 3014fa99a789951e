"""The flow as a process with gateways, as in BPMN 2.0: start, forks, decisions, merges, joins and end.

A question is asked as late as possible: after every task that all situations behind its answers wait for. A sequence
flow that follows from others, whatever the answers are, is left out. Where several branches meet, branches that exclude
each other merge and the others are joined; a join waits for those branches that were taken.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

import networkx as nx

from oncegraph.queries.guidance.answer_paths import AnswerPaths
from oncegraph.queries.theme.components import connected_components
from oncegraph.schema.flow import Flow


class FlowNodeKind(Enum):
    """The kinds of flow nodes: events, tasks and gateways."""

    START = "start"
    END = "end"
    TASK = "task"
    DECISION = "decision"
    MERGE = "merge"
    FORK = "fork"
    JOIN = "join"


@dataclass(frozen=True)
class FlowNode:
    """A node of a process. code: that of the situation or question; for other kinds, a number."""

    kind: FlowNodeKind
    code: str = ""


@dataclass(frozen=True)
class SequenceFlow:
    """A link from one node to a later one. option: code of the answer that leads there, None if it is unconditional."""

    start: FlowNode
    end: FlowNode
    option: str | None = None


@dataclass(frozen=True)
class Process:
    """A process laid out in columns.

    columns: the nodes, each behind all nodes that lead to it, and the tasks of one stage in one column; stuck: tasks in
    a circle, or blocked by one; nothing follows them, and they are in the last column.
    """

    columns: tuple[tuple[FlowNode, ...], ...]
    links: tuple[SequenceFlow, ...]
    stuck: tuple[FlowNode, ...]


START, END = FlowNode(FlowNodeKind.START), FlowNode(FlowNodeKind.END)

#: Where a sequence flow comes from: a node or, after a decision, one answer by the code of its option.
Predecessor = FlowNode | str


def process(flow: Flow) -> Process:
    """The process of a flow."""
    paths = AnswerPaths(flow.decisions)
    network = _Network(flow, paths)
    drawing = _Drawing(paths, network.sources)
    return Process(_in_columns(flow, drawing.links, network.stuck), tuple(drawing.links), tuple(network.stuck))


def task(code: str) -> FlowNode:
    return FlowNode(FlowNodeKind.TASK, code)


def decision(code: str) -> FlowNode:
    return FlowNode(FlowNodeKind.DECISION, code)


class _Network:
    """Which nodes come after which, before gateways are inserted.

    sources: node → its predecessors; for END, everything that has no other successor. stuck: the tasks in no stage.
    """

    def __init__(self, flow: Flow, paths: AnswerPaths):
        self._paths = paths
        self._exclusive = {each.question_code for each in flow.decisions if each.exclusive}
        self._options = {each.question_code: [b.option_code for b in each.branches] for each in flow.decisions}
        self._tasks = [code for stage in flow.stages for code in stage.situation_codes]
        self._before: dict[str, list[str]] = {code: [] for code in self._tasks}
        for order in flow.orders:
            if order.after in self._before:
                self._before[order.after].append(order.before)
        self.stuck = [task(each.situation_code) for each in flow.tasks if each.situation_code not in self._before]
        self._led_to: dict[Predecessor, list[FlowNode]] = defaultdict(list)
        self._behind: dict[FlowNode, list[Predecessor]] = {}
        self._surely_chosen = cache(self._find_surely_chosen)
        self._surely_before = cache(self._is_surely_before)
        self._leaves = cache(self._find_leaves)
        self._held_back = cache(self._is_held_back)
        self._leading = cache(self._find_leading)
        points = [*map(decision, self._options), *map(task, self._tasks)]
        waits = {point: [*self._waits(point)] for point in points}
        for point in points:
            self._behind[point] = [*self._activators(point), *map(task, waits[point])]
            for source in self._behind[point]:
                self._led_to[source].append(point)
        self.sources = {
            point: [each for each in self._activators(point) if not self._needless(each, point)]
            + [task(code) for code in waits[point]]
            for point in points
        }
        leading = {source for sources in self.sources.values() for source in sources}
        for point in self.stuck:
            if led_by := paths.leading_to.get(point.code):
                self.sources[point] = [*led_by]
                leading.update(led_by)
        options = [option for each in self._options.values() for option in each]
        last: list[Predecessor] = [START, *options, *map(task, self._tasks)]
        self.sources[END] = [source for source in last if source not in leading and not self._is_nothing(source)]

    def _activators(self, point: FlowNode) -> list[Predecessor]:
        """The options that lead to a task or question; the start if there are none."""
        return [*self._options_to(point)] or [START]

    def _options_to(self, point: FlowNode) -> Sequence[str]:
        if point.kind is FlowNodeKind.DECISION:
            return self._paths.first_shown_by(point.code)
        return self._paths.leading_to.get(point.code, ())

    def _find_surely_chosen(self, point: FlowNode) -> frozenset[str]:
        """The tasks that are chosen whenever the answers lead to a task or question."""
        always = frozenset(code for code in self._tasks if code not in self._paths.leading_to)
        with_each = [
            {p.code for p in self._opened_by(option)} | self._surely_chosen(decision(self._paths.question[option]))
            for option in self._options_to(point)
        ]
        return always | frozenset.intersection(*map(frozenset, with_each)) if with_each else always

    def _opened_by(self, option: str) -> Iterator[FlowNode]:
        """The tasks that an answer leads to."""
        return (task(code) for code in self._tasks if option in self._paths.leading_to.get(code, ()))

    def _is_surely_before(self, one: str, other: str) -> bool:
        """Whether the task `other` waits for the task `one`, whatever else is chosen."""
        before = self._before[other]
        sure = self._surely_chosen(task(other))
        return one in before or any(each in sure and self._surely_before(one, each) for each in before)

    def _find_leaves(self, question: str) -> frozenset[str]:
        """The tasks that the answers to a question lead to, perhaps through further questions."""
        found: set[str] = set()
        for option in self._options[question]:
            found.update(point.code for point in self._opened_by(option))
            for other in self._options:
                if option in self._paths.first_shown_by(other):
                    found |= self._leaves(other)
        return frozenset(found)

    def _waits(self, point: FlowNode) -> Iterator[str]:
        """The tasks that come directly before a task or question; those that follow from others are left out."""
        if point.kind is FlowNodeKind.TASK:
            before = self._before[point.code]
        else:
            leaves = self._leaves(point.code)
            before = [code for code in self._tasks if leaves and self._behind_all(code, leaves)]
        sure = self._surely_chosen(point)
        for code in before:
            implied = any(each in sure and self._surely_before(code, each) for each in before if each != code)
            options = self._options_to(point)
            asked_late = options and all(self._held_back(code, self._paths.question[each]) for each in options)
            if not implied and not asked_late:
                yield code

    def _behind_all(self, code: str, leaves: Collection[str]) -> bool:
        return all(self._surely_before(code, leaf) for leaf in leaves)

    def _is_held_back(self, code: str, question: str) -> bool:
        """Whether a question is only asked after a task."""
        if self._behind_all(code, self._leaves(question)):
            return True
        options = self._options_to(decision(question))
        return bool(options) and all(self._held_back(code, self._paths.question[option]) for option in options)

    def _needless(self, source: Predecessor, point: FlowNode) -> bool:
        """Whether a source leads to a node by way of other nodes, whatever the answers are."""
        return any(other != point and other in self._leading(point) for other in self._led_to[source])

    def _find_leading(self, end: FlowNode) -> set[FlowNode]:
        """A node, and the nodes that lead to it whatever the answers are."""
        found, waiting = {end}, [end]
        while waiting:
            for source in self._behind[waiting.pop()]:
                point = decision(self._paths.question[source]) if isinstance(source, str) else source
                if point not in found and point != START and self._leads(point, found):
                    found.add(point)
                    waiting.append(point)
        return found

    def _leads(self, point: FlowNode, found: Collection[FlowNode]) -> bool:
        """Whether a node leads to one of the nodes in `found`, whatever the answers are."""
        return point.kind is FlowNodeKind.TASK or (
            point.code in self._exclusive
            and all(any(each in found for each in self._led_to[option]) for option in self._options[point.code])
        )

    def _is_nothing(self, source: Predecessor) -> bool:
        """Whether a source is the start of a process that has other nodes, so that it need not lead to the end."""
        return source is START and bool(self._tasks or self._options or self.stuck)


class _Drawing:
    """The sequence flows between nodes, with a gateway wherever several of them meet or part."""

    def __init__(self, paths: AnswerPaths, sources: dict[FlowNode, list[Predecessor]]):
        self._paths = paths
        self._numbers: Counter[FlowNodeKind] = Counter()
        self._meeting: dict[frozenset[Predecessor], FlowNode] = {}
        self._answers: dict[Predecessor, list[str]] = {}
        self._targets: dict[Predecessor, list[FlowNode]] = defaultdict(list)
        for point, behind in sorted(sources.items(), key=lambda each: self._widest(each[1])):
            if behind:
                self._targets[self._meet(behind)].append(point)
        self.links = [link for source, targets in self._targets.items() for link in self._part(source, targets)]

    def _meet(self, sources: Collection[Predecessor]) -> Predecessor:
        """The one node that several sources lead to: a merge if they exclude each other, otherwise a join."""
        sources = dict.fromkeys(sources)
        for known, point in sorted(self._meeting.items(), key=lambda each: -len(each[0])):
            if known <= sources.keys():
                sources = {point: None} | {source: None for source in sources if source not in known}
        if len(sources) == 1:
            return next(iter(sources))
        apart, kind = self._exclusive(sources), FlowNodeKind.JOIN
        if len(apart) == 1:
            apart, kind = connected_components(sources, self._at_once), FlowNodeKind.MERGE
        if len(apart) == 1:
            apart, kind = [[source] for source in sources], FlowNodeKind.JOIN
        meeting = [self._meet(part) for part in apart]
        self._numbers[kind] += 1
        point = self._meeting[frozenset(sources)] = FlowNode(kind, str(self._numbers[kind]))
        answers = [self._leading_to(source) for source in sources]
        self._answers[point] = [option for each in answers for option in each] if all(answers) else []
        for source in meeting:
            self._targets[source].append(point)
        return point

    def _part(self, source: Predecessor, targets: list[FlowNode]) -> Iterator[SequenceFlow]:
        start, option = (decision(self._paths.question[source]), source) if isinstance(source, str) else (source, None)
        if len(targets) > 1:
            self._numbers[FlowNodeKind.FORK] += 1
            fork = FlowNode(FlowNodeKind.FORK, str(self._numbers[FlowNodeKind.FORK]))
            yield SequenceFlow(start, fork, option)
            start, option = fork, None
        yield from (SequenceFlow(start, target, option) for target in targets)

    def _widest(self, sources: Iterable[Predecessor]) -> int:
        """How many sources one merge takes at most. Small merges come first, so that others can reuse them."""
        return max(map(len, self._exclusive(sources)), default=0)

    def _exclusive(self, sources: Iterable[Predecessor]) -> list[list[Predecessor]]:
        """The sources in groups, connected by mutual exclusion."""
        return connected_components(sources, lambda one, other: not self._at_once(one, other))

    def _at_once(self, one: Predecessor, other: Predecessor) -> bool:
        first, second = self._leading_to(one), self._leading_to(other)
        return not (first and second) or any(self._paths.at_once(a, b) for a in first for b in second)

    def _leading_to(self, source: Predecessor) -> list[str]:
        """The answers that lead to a source; empty if it is reached whatever the answers are."""
        if source not in self._answers:
            self._answers[source] = [source] if isinstance(source, str) else self._paths.leading_to.get(source.code, [])
        return self._answers[source]


def _in_columns(
    flow: Flow, links: Iterable[SequenceFlow], stuck: Iterable[FlowNode]
) -> tuple[tuple[FlowNode, ...], ...]:
    """The nodes in columns: each behind all nodes that lead to it, the tasks of a stage in one column, and the stuck
    ones in the last."""
    graph: nx.DiGraph[FlowNode] = nx.DiGraph((link.start, link.end) for link in links)
    graph.add_nodes_from(stuck)
    column: dict[FlowNode, int] = {}

    def behind(point: FlowNode) -> int:
        return max((place(before) + 1 for before in graph.predecessors(point)), default=0)

    def place(point: FlowNode) -> int:
        if point not in column:
            column[point] = behind(point)
        return column[point]

    for stage in flow.stages:
        points = [task(code) for code in stage.situation_codes]
        at = max(behind(point) for point in points)
        column.update(dict.fromkeys(points, at))
    for point in graph:
        place(point)
    last = max(column.values()) + 1
    column |= dict.fromkeys(stuck, last + 1)
    if END in graph:
        column[END] = last
    places = {at: number for number, at in enumerate(sorted(set(column.values())))}
    columns: list[list[FlowNode]] = [[] for _ in places]
    for point in graph:
        columns[places[column[point]]].append(point)
    return tuple(map(tuple, columns))
