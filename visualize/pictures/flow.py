"""The flow of a theme as a diagram: stages from left to right, a lane for each department and one for the applicant."""

from collections.abc import Iterator

import networkx as nx

from oncegraph.queries.theme.circles import describe_cause
from oncegraph.queries.theme.process import END, START, FlowNode, FlowNodeKind, SequenceFlow, process
from oncegraph.schema.flow import Basis, Flow, FlowStep, Schedule, Task, Timing
from oncegraph.schema.item import WORKING_DAYS
from oncegraph.schema.text import Text, listed
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.diagram import (
    MEANINGS,
    Accent,
    Arrangement,
    Column,
    Diagram,
    Edge,
    Key,
    Lane,
    Line,
    Node,
    Shape,
    Total,
    legend_of,
)
from oncegraph.visualize.links import href

APPLICANT = Lane("applicant", Text("申请人", "Applicant"))
NOBODY = Lane("nobody", Text("部门未登记", "Department not recorded"))
NAMES = {
    FlowNodeKind.START: Text("开始", "Start"),
    FlowNodeKind.END: Text("办结", "Done"),
    FlowNodeKind.MERGE: Text("汇合", "Merge"),
    FlowNodeKind.FORK: Text("并行", "Fork"),
    FlowNodeKind.JOIN: Text("等待汇齐", "Join"),
}
#: The number of handed-on materials that an edge names.
MATERIALS_NAMED = 2
IN_A_CIRCLE = Text("循环证明：互相等待，均无法开始", "a circle: each waits for another, so that none can begin")
FLOW_MEANINGS: dict[Key, Text] = MEANINGS | {
    Verdict.NO: IN_A_CIRCLE,
    Verdict.UNKNOWN: Text("须等待循环证明，或时限未登记", "waits for a circle, or its days are not recorded"),
    Shape.MERGE: Text("所选分支在此汇合", "branches meet of which one was chosen"),
    Shape.JOIN: Text("等待所选各项全部办结", "waits for all branches that were chosen"),
    Shape.FORK: Text("同时开始", "all start at the same time"),
    Accent.HIGHLIGHTED: Text("关键路径", "critical path"),
}


def flowchart(flow: Flow, basis: Basis = Basis.PROMISED, *, steps: bool = False) -> Diagram:
    """The picture of a flow. basis: the times by which the critical path is marked; steps: whether to show the steps
    of each task."""
    return _Flowchart(flow, basis, steps).diagram()


def lanes_of(flow: Flow) -> tuple[Lane, ...]:
    """A lane for each department, in the order in which they come into play."""
    found = {task.department_code: task.department_name for task in flow.tasks}
    return tuple(NOBODY if code is None else Lane(code, name or code) for code, name in found.items())


def lane_of(task: Task) -> str:
    return NOBODY.id if task.department_code is None else task.department_code


def totals_of(flow: Flow, basis: Basis) -> tuple[Total, ...]:
    """The days of a flow, compared with handling one task after the other."""
    schedule = flow.schedule(basis)
    least = Text("（至少）", " (at least)") if schedule.unknown else Text("", "")
    most = Text("（最多）", " (at most)") if flow.decisions else Text("", "")
    never = _never(flow)
    title = Text(
        f"总时长，按{basis.title.zh}{least.zh}{most.zh}{never.zh}",
        f"Time in all, by {basis.title.en.lower()}{least.en}{most.en}{never.en}",
    )
    return (Total(title, str(schedule.days), str(schedule.in_turn), WORKING_DAYS),)


def time_in_words(flow: Flow, basis: Basis) -> Text:
    """The duration of a flow, in parallel and one task after the other; and the number of tasks that never begin."""
    schedule, never = flow.schedule(basis), _never(flow)
    bound = Text("至少", "at least ") if schedule.unknown else Text("", "")
    if flow.decisions:
        but = (
            Text("（未登记的不计）", "(not counting times that are not recorded) ")
            if schedule.unknown
            else Text("", "")
        )
        bound = Text(f"最多{but.zh}", f"at most {but.en}")
    return Text(
        f"并联办理{bound.zh} {schedule.days} 个工作日，逐个办理{bound.zh} {schedule.in_turn} 个"
        f"（按{basis.title.zh}）{never.zh}",
        f"in parallel {bound.en}{schedule.days} working days, one after the other {bound.en}{schedule.in_turn} "
        f"(by {basis.title.en.lower()}){never.en}",
    )


def _never(flow: Flow) -> Text:
    """The number of tasks that never begin because of a circle, in words; empty if all begin."""
    many = len(flow.tasks) - sum(len(stage.situation_codes) for stage in flow.stages)
    return Text(f"，另有 {many} 项无法开始", f"; {many} more can never begin") if many else Text("", "")


def days_in_words(task: Task) -> Text:
    """The promised and the legal days of a task."""
    promised, legal = _many(task.promised_days), _many(task.legal_days)
    return Text(f"承诺{promised.zh} · 法定{legal.zh}", f"promised {promised.en} · legal {legal.en}")


def _many(days: int | None) -> Text:
    return Text("未登记", "not recorded") if days is None else Text(f" {days} 天", f"{days} d")


def _step(step: FlowStep) -> Text:
    if step.days is None:
        return Text(f"{step.name}（时限未登记）", f"{step.name} (days not recorded)")
    return Text(f"{step.name} {step.days} 天", f"{step.name} {step.days} d")


class _Flowchart:
    def __init__(self, flow: Flow, basis: Basis, steps: bool):
        self._flow, self._steps = flow, steps
        self._schedule: Schedule = flow.schedule(basis)
        self._timings = {timing.situation_code: timing for timing in self._schedule.timings}
        self._process = process(flow)
        self._questions = {each.question_code: each.name for each in flow.decisions}
        self._options = {branch.option_code: branch.name for each in flow.decisions for branch in each.branches}
        self._stage = {code: stage.number for stage in flow.stages for code in stage.situation_codes}
        self._circle = {code: circle for circle in flow.circles for code in circle.situation_codes}
        self._blocked = {each.situation_code: each for each in flow.blocked}
        self._graph = nx.DiGraph((link.start, link.end) for link in self._process.links)
        self._critical = set(self._critical_links())

    def diagram(self) -> Diagram:
        columns = tuple(Column(self._title(points), tuple(map(self._node, points))) for points in self._process.columns)
        edges = tuple(map(self._edge, self._process.links))
        used = {node.lane for column in columns for node in column.nodes}
        remarks = [*(each.text for each in self._flow.circles), *(each.text for each in self._flow.blocked)]
        return Diagram(
            title=self._flow.name,
            summary=self._summary(),
            columns=columns,
            edges=edges,
            legend=legend_of(columns, edges, FLOW_MEANINGS),
            arrangement=Arrangement.LANES,
            lanes=tuple(lane for lane in (APPLICANT, *lanes_of(self._flow)) if lane.id in used),
            totals=totals_of(self._flow, self._schedule.basis),
            note=listed(remarks, Text("。", ". ")) if remarks else None,
        )

    def _summary(self) -> Text:
        flow, time = self._flow, time_in_words(self._flow, self._schedule.basis)
        items, departments = (
            len({task.item_code for task in flow.tasks}),
            len(lanes_of(flow)) - (NOBODY in lanes_of(flow)),
        )
        return Text(
            f"{items} 个事项，{departments} 个部门，{len(flow.stages)} 个阶段；{time.zh}",
            f"{items} items, {departments} departments, {len(flow.stages)} stages; {time.en}",
        )

    def _title(self, points: tuple[FlowNode, ...]) -> Text | None:
        if points[0] in self._process.stuck:
            return Text("无法开始", "Cannot begin")
        number = next((self._stage[point.code] for point in points if point.kind is FlowNodeKind.TASK), None)
        return Text(f"第 {number} 阶段", f"Stage {number}") if number else None

    def _node(self, point: FlowNode) -> Node:
        if point.kind is FlowNodeKind.TASK:
            return self._task(self._flow.by_code[point.code])
        if point.kind is FlowNodeKind.DECISION:
            name = self._questions[point.code]
            return Node(f"Question/{point.code}", name, shape=Shape.DECISION, lane=APPLICANT.id)
        shape = Shape(point.kind.value)
        return Node(_id(point), NAMES[point.kind], shape=shape, lane=self._lane_between(point))

    def _task(self, task: Task) -> Node:
        code = task.situation_code
        timing = self._timings.get(code)
        lines = [] if task.title == task.item_name else [Text(task.name, task.name)]
        lines += [self._when(timing)] if timing else [self._why_never(code)]
        if self._steps:
            lines += [_step(step) for step in task.steps]
        mark = Verdict.NO if code in self._circle else Verdict.UNKNOWN if code in self._blocked else None
        if timing and timing.days is None:
            mark = Verdict.UNKNOWN
        return Node(
            id=f"Situation/{code}",
            name=task.item_name,
            note=days_in_words(task),
            mark=mark,
            lines=tuple(lines),
            lane=lane_of(task),
            critical=timing is not None and timing.critical,
            span=None if timing is None else (timing.start, timing.finish - timing.start),
            href=href("Situation", code),
        )

    def _when(self, timing: Timing) -> Text:
        least = Text("最早", "earliest ") if self._schedule.unknown else Text("", "")
        if timing.days is None:
            at = timing.first_day
            return Text(f"{least.zh}第 {at} 个工作日开始", f"begins on working day {at} at the earliest")
        first, last = timing.first_day, timing.last_day
        days = str(first) if first == last else f"{first}–{last}"
        late = Text(f"，可推迟 {timing.slack} 天", f", may be {timing.slack} d late") if timing.slack else Text("", "")
        return Text(f"{least.zh}第 {days} 个工作日{late.zh}", f"{least.en}working day {days}{late.en}")

    def _why_never(self, code: str) -> Text:
        if code in self._circle:
            waits = [each for each in self._circle[code].shortest if each.after == code] or [
                order for order in self._flow.orders if order.after == code and order.before in self._circle
            ]
            told = listed(describe_cause(cause) for order in waits for cause in order.causes if cause.freedom is None)
            names = listed(f"“{self._flow.by_code[order.before].title}”" for order in waits)
            return Text(f"须等待{names.zh}：{told.zh}", f"waits for {names.en}: {told.en}")
        return self._blocked[code].text

    def _edge(self, link: SequenceFlow) -> Edge:
        return Edge(
            start=_id(link.start),
            end=_id(link.end),
            line=Line.FLOW,
            label=self._label(link),
            highlighted=link in self._critical,
        )

    def _label(self, link: SequenceFlow) -> Text | None:
        """The answer, or the materials that a task hands on."""
        if link.option is not None:
            return Text(self._options[link.option], self._options[link.option])
        if link.start.kind is not FlowNodeKind.TASK or link.end == END:
            return None
        begin = [order for order in self._flow.orders if order.after in self._stage]
        orders = [order for order in begin if order.before == link.start.code]
        causes = [cause for order in orders for cause in order.causes if cause.freedom is None]
        handed = dict.fromkeys(cause.material_name or "" for cause in causes if not cause.by_law)
        if not handed:
            return Text("法定先后", "by law") if orders else None
        named = [*handed][:MATERIALS_NAMED]
        zh, en = listed(f"《{name}》" for name in named).zh, listed(named).en
        more = len(handed) - len(named)
        return Text(f"{zh} 等 {len(handed)} 份", f"{en} and {more} more") if more else Text(zh, en)

    def _critical_links(self) -> Iterator[SequenceFlow]:
        """The links along which critical tasks follow each other without a gap."""
        ends: dict[FlowNode, list[FlowNode]] = {}
        last = max((timing.finish for timing in self._schedule.timings), default=0)
        for timing in (each for each in self._schedule.timings if each.critical):
            point = FlowNode(FlowNodeKind.TASK, timing.situation_code)
            if timing.start == 0:
                ends.setdefault(START, []).append(point)
            if timing.finish == last:
                ends.setdefault(point, []).append(END)
        for order in self._flow.orders:
            one, other = self._timings.get(order.before), self._timings.get(order.after)
            if one and other and one.critical and other.critical and one.finish == other.start:
                ends.setdefault(FlowNode(FlowNodeKind.TASK, order.before), []).append(
                    FlowNode(FlowNodeKind.TASK, order.after)
                )
        for start, after in ends.items():
            onward = self._between(start, self._graph.successors)
            for end in after:
                on_the_way = onward & self._between(end, self._graph.predecessors)
                for link in self._process.links:
                    if link.start in on_the_way | {start} and link.end in on_the_way | {end}:
                        yield link

    def _between(self, point: FlowNode, follow) -> set[FlowNode]:
        """The gateways and questions next to a node, and those next to them."""
        found: set[FlowNode] = set()
        waiting = [point] if point in self._graph else []
        while waiting:
            for other in follow(waiting.pop()):
                if other not in found and other.kind not in (FlowNodeKind.TASK, FlowNodeKind.START, FlowNodeKind.END):
                    found.add(other)
                    waiting.append(other)
        return found

    def _lane_between(self, point: FlowNode) -> str:
        """The lane of a gateway: that of all tasks next to it, if it is one; else the applicant's."""
        around = {*self._graph.predecessors(point), *self._graph.successors(point)}
        lanes = {
            lane_of(self._flow.by_code[other.code]) if other.kind is FlowNodeKind.TASK else APPLICANT.id
            for other in around
        }
        return lanes.pop() if len(lanes) == 1 and point not in (START, END) else APPLICANT.id


def _id(point: FlowNode) -> str:
    kinds = {FlowNodeKind.TASK: "Situation", FlowNodeKind.DECISION: "Question"}
    return f"{kinds.get(point.kind, point.kind.value)}/{point.code or 1}"
