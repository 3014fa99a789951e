"""The flow as a process with gateways (as in BPMN 2.0): where it begins, forks, is decided, meets again and ends.

Questions stand as late as they can: a question is asked behind what all situations that its answers lead to wait for.
What others say already, whatever the answers, is left out. Where several ways meet, those that exclude each other
merge, and the others are joined: a join waits for those of them that were taken.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

import networkx as nx

from oncegraph.queries.guidance.answer_paths import AnswerPaths
from oncegraph.queries.theme.components import connected_components
from oncegraph.schema.flow import Flow


class FlowNodeKind(Enum):
    """What a node of a process is."""

    START = "start"
    END = "end"
    TASK = "task"
    DECISION = "decision"
    MERGE = "merge"
    FORK = "fork"
    JOIN = "join"


@dataclass(frozen=True)
class FlowNode:
    """A node. code: of the situation or question; otherwise a number among its kind."""

    kind: FlowNodeKind
    code: str = ""


@dataclass(frozen=True)
class SequenceFlow:
    """From one node to a later one. option: the code of the answer that leads there."""

    start: FlowNode
    end: FlowNode
    option: str | None = None


@dataclass(frozen=True)
class Process:
    """columns: the nodes, each behind all that lead to it, the tasks of a stage in one column. Of tasks in a circle or
    blocked by one, `stuck`, nothing leads on; they are behind all else."""

    columns: tuple[tuple[FlowNode, ...], ...]
    links: tuple[SequenceFlow, ...]
    stuck: tuple[FlowNode, ...]


START, END = FlowNode(FlowNodeKind.START), FlowNode(FlowNodeKind.END)

#: What leads on: a node or, of a decision, one answer by the code of its option.
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
    """What comes behind what.

    sources: node → what it comes behind; of END, all that leads to nothing else.
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
        self._surely_chosen, self._surely_before = cache(self._surely_chosen), cache(self._surely_before)
        self._leaves, self._held_back = cache(self._leaves), cache(self._held_back)
        self._leading = cache(self._leading)
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
            if options := paths.leading_to.get(point.code):
                self.sources[point] = [*options]
                leading.update(options)
        last = [START, *(o for options in self._options.values() for o in options), *map(task, self._tasks)]
        self.sources[END] = [source for source in last if source not in leading and not self._is_nothing(source)]

    def _activators(self, point: FlowNode) -> list[Predecessor]:
        """The answers that lead to a task or question, or the start."""
        if point.kind is FlowNodeKind.DECISION:
            return [*self._paths.first_shown_by(point.code)] or [START]
        return [*self._paths.leading_to.get(point.code, ())] or [START]

    def _surely_chosen(self, point: FlowNode) -> frozenset[str]:
        """The tasks that are chosen whenever the answers lead to a task or question."""
        always = frozenset(code for code in self._tasks if code not in self._paths.leading_to)
        ways = [option for option in self._activators(point) if option is not START]
        with_each = [
            {p.code for p in self._opened_by(option)} | self._surely_chosen(decision(self._paths.question[option]))
            for option in ways
        ]
        return always | frozenset.intersection(*map(frozenset, with_each)) if with_each else always

    def _opened_by(self, option: str) -> Iterator[FlowNode]:
        """The tasks that an answer leads to."""
        return (task(code) for code in self._tasks if option in self._paths.leading_to.get(code, ()))

    def _surely_before(self, one: str, other: str) -> bool:
        """Whether a task waits for another whatever else is chosen."""
        before = self._before[other]
        sure = self._surely_chosen(task(other))
        return one in before or any(each in sure and self._surely_before(one, each) for each in before)

    def _leaves(self, question: str) -> frozenset[str]:
        """The tasks that the answers to a question lead to, perhaps through further questions."""
        found: set[str] = set()
        for option in self._options[question]:
            found.update(point.code for point in self._opened_by(option))
            for other in self._options:
                if option in self._paths.first_shown_by(other):
                    found |= self._leaves(other)
        return frozenset(found)

    def _waits(self, point: FlowNode) -> Iterator[str]:
        """The tasks that a task or question is behind, but those that others stand for."""
        if point.kind is FlowNodeKind.TASK:
            before = self._before[point.code]
        else:
            leaves = self._leaves(point.code)
            before = [code for code in self._tasks if leaves and self._behind_all(code, leaves)]
        sure = self._surely_chosen(point)
        for code in before:
            implied = any(each in sure and self._surely_before(code, each) for each in before if each != code)
            options = [each for each in self._activators(point) if each is not START]
            asked_late = options and all(self._held_back(code, self._paths.question[each]) for each in options)
            if not implied and not asked_late:
                yield code

    def _behind_all(self, code: str, leaves: Collection[str]) -> bool:
        return all(self._surely_before(code, leaf) for leaf in leaves)

    def _held_back(self, code: str, question: str) -> bool:
        """Whether a question is asked behind a task only."""
        if self._behind_all(code, self._leaves(question)):
            return True
        options = [each for each in self._activators(decision(question)) if each is not START]
        return bool(options) and all(self._held_back(code, self._paths.question[option]) for option in options)

    def _needless(self, source: Predecessor, point: FlowNode) -> bool:
        """Whether what a source leads to leads on to a node anyhow."""
        return any(other != point and other in self._leading(point) for other in self._led_to[source])

    def _leading(self, end: FlowNode) -> set[FlowNode]:
        """A node, and those that lead to it whatever the answers are."""
        found, waiting = {end}, [end]
        while waiting:
            for source in self._behind[waiting.pop()]:
                point = decision(self._paths.question[source]) if isinstance(source, str) else source
                if point not in found and point != START and self._leads(point, found):
                    found.add(point)
                    waiting.append(point)
        return found

    def _leads(self, point: FlowNode, found: Collection[FlowNode]) -> bool:
        """Whether a node leads to one of those found whatever the answers are."""
        return point.kind is FlowNodeKind.TASK or (
            point.code in self._exclusive
            and all(any(each in found for each in self._led_to[option]) for option in self._options[point.code])
        )

    def _is_nothing(self, source: Predecessor) -> bool:
        return source is START and bool(self._tasks or self._options or self.stuck)


class _Drawing:
    """Links between nodes, with a gateway wherever several meet or part."""

    def __init__(self, paths: AnswerPaths, sources: dict[FlowNode, list[Predecessor]]):
        self._paths = paths
        self._numbers: Counter[FlowNodeKind] = Counter()
        self._meeting: dict[frozenset[Predecessor], FlowNode] = {}
        self._answers: dict[Predecessor, list[str]] = {}
        self._targets: dict[Predecessor, list[FlowNode]] = defaultdict(list)
        for point, behind in sorted(sources.items(), key=lambda each: self._widest(each[1])):
            if behind:
                self._targets[self._met(behind)].append(point)
        self.links = [link for source, targets in self._targets.items() for link in self._parted(source, targets)]

    def _met(self, sources: Collection[Predecessor]) -> Predecessor:
        """The one node that several ways lead to: a merge of those that exclude each other, a join of the others."""
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
        met = [self._met(part) for part in apart]
        self._numbers[kind] += 1
        point = self._meeting[frozenset(sources)] = FlowNode(kind, str(self._numbers[kind]))
        answers = [self._leading_to(source) for source in sources]
        self._answers[point] = [option for each in answers for option in each] if all(answers) else []
        for source in met:
            self._targets[source].append(point)
        return point

    def _parted(self, source: Predecessor, targets: list[FlowNode]) -> Iterator[SequenceFlow]:
        start, option = (decision(self._paths.question[source]), source) if isinstance(source, str) else (source, None)
        if len(targets) > 1:
            self._numbers[FlowNodeKind.FORK] += 1
            fork = FlowNode(FlowNodeKind.FORK, str(self._numbers[FlowNodeKind.FORK]))
            yield SequenceFlow(start, fork, option)
            start, option = fork, None
        yield from (SequenceFlow(start, target, option) for target in targets)

    def _widest(self, sources: Iterable[Predecessor]) -> int:
        """How many of the ways merge at most; where few do first, others can begin with what these make."""
        return max(map(len, self._exclusive(sources)), default=0)

    def _exclusive(self, sources: Iterable[Predecessor]) -> list[list[Predecessor]]:
        """The ways in groups of those that exclude each other."""
        return connected_components(sources, lambda one, other: not self._at_once(one, other))

    def _at_once(self, one: Predecessor, other: Predecessor) -> bool:
        first, second = self._leading_to(one), self._leading_to(other)
        return not (first and second) or any(self._paths.at_once(a, b) for a in first for b in second)

    def _leading_to(self, source: Predecessor) -> list[str]:
        """The answers that lead to a source; none where it is there whatever the answers are."""
        if source not in self._answers:
            self._answers[source] = [source] if isinstance(source, str) else self._paths.leading_to.get(source.code, [])
        return self._answers[source]


def _in_columns(
    flow: Flow, links: Iterable[SequenceFlow], stuck: Iterable[FlowNode]
) -> tuple[tuple[FlowNode, ...], ...]:
    """The nodes, each behind all that lead to it, the tasks of a stage in one column, and those stuck in the last."""
    graph = nx.DiGraph((link.start, link.end) for link in links)
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
    made: list[list[FlowNode]] = [[] for _ in places]
    for point in graph:
        made[places[column[point]]].append(point)
    return tuple(map(tuple, made))
