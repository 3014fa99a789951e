"""The flow of a theme: its tasks stage by stage, what waits for what and why, and further remarks."""

from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.tree import Tree

from oncegraph.queries.theme.circles import describe_cause
from oncegraph.schema.flow import Basis, Flow, Order, OrderCause, Section, SectionKind, Task
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.pictures.flow import time_in_words
from oncegraph.visualize.tables.table import Sheet, VerdictCell, print_sheet

CODE, NAME, WHY = Text("编码", "Code"), Text("名称", "Name"), Text("说明", "Why")
ITEM, SITUATION, DEPARTMENT = Text("事项", "Item"), Text("情形", "Situation"), Text("部门", "Department")
NEVER = Text("无法开始", "never")
CIRCLE, BLOCKED = Text("循环证明", "Circle"), Text("被循环证明阻断", "Blocked by a circle")


def sheets(flow: Flow, basis: Basis, steps: bool = False) -> list[Sheet]:
    """All of it. basis: the times of start, finish and slack; steps: with the steps of each item."""
    return _FlowTables(flow, basis, steps).sheets()


def show(console: Console, flow: Flow, basis: Basis, steps: bool = False) -> None:
    """For a reader: the sections, the tasks stage by stage, the critical path, and further remarks."""
    _FlowTables(flow, basis, steps).show(console)


class _FlowTables:
    """A flow as tables."""

    def __init__(self, flow: Flow, basis: Basis, steps: bool):
        self._flow, self._basis, self._steps = flow, basis, steps
        self._timings = {timing.situation_code: timing for timing in flow.schedule(basis).timings}
        self._stage = {code: stage.number for stage in flow.stages for code in stage.situation_codes}

    def sheets(self) -> list[Sheet]:
        return [
            self._tasks(),
            self._orders(),
            *([self._step_table()] if self._steps else []),
            *([self._decisions()] if self._flow.decisions else []),
            self._reported(),
        ]

    def show(self, console: Console) -> None:
        flow = self._flow
        console.print(f"{flow.name}  {flow.theme_code or ''}".rstrip(), style="bold cyan")
        if flow.section:
            console.print(self._tree(flow.section))
        print_sheet(console, self._tasks())
        if self._steps:
            print_sheet(console, self._step_table())
        path = " → ".join(flow.by_code[code].title for code in flow.schedule(self._basis).critical_path)
        if path:
            console.print(f"{Text('关键路径：', 'Critical path: ')}{path}")
        reported = self._reported()
        if reported.rows:
            print_sheet(console, reported)
        console.print(str(self._totals()), style="bold")

    def _totals(self) -> Text:
        flow, time = self._flow, time_in_words(self._flow, self._basis)
        zh, en = f"{len(flow.stages)} 个阶段，{time.zh}", f"{len(flow.stages)} stages, {time.en}"
        if flow.decisions:
            zh, en = f"{zh}；尚未回答 {len(flow.decisions)} 个判断项", f"{en}; {len(flow.decisions)} questions open"
        if flow.circles:
            zh, en = f"{zh}；循环证明 {len(flow.circles)} 处", f"{en}; {len(flow.circles)} circles"
        return Text(f"{zh}。", f"{en}.")

    def _tree(self, section: Section) -> Tree:
        tree = Tree(self._branch(section))
        self._grow(tree, section)
        return tree

    def _grow(self, tree: Tree, section: Section) -> None:
        for part in section.parts:
            self._grow(tree.add(self._branch(part)), part)

    def _branch(self, section: Section) -> str:
        if section.kind is not SectionKind.TASK or section.situation_code is None:
            return str(section.kind.title)
        task = self._flow.by_code[section.situation_code]
        return f"{task.title}  {_days(task.days(self._basis))}"

    def _tasks(self) -> Sheet:
        columns = (
            Text("阶段", "Stage"),
            ITEM,
            SITUATION,
            DEPARTMENT,
            Text("承诺天数", "Promised days"),
            Text("法定天数", "Legal days"),
            Text("第几天起", "From day"),
            Text("到第几天", "To day"),
            Text("可推迟天数", "Slack"),
            Text("等待", "Waits for"),
            Text("产出并流转", "Hands on"),
        )
        placed = sorted(self._flow.tasks, key=lambda task: self._stage.get(task.situation_code, len(self._stage) + 1))
        return Sheet.of(Text("办理阶段", "Stages"), columns, [self._task(task) for task in placed])

    def _task(self, task: Task) -> tuple:
        code = task.situation_code
        timing, stage = self._timings.get(code), self._stage.get(code)
        before = [self._flow.by_code[o.before] for o in self._flow.orders if o.after == code and not o.implied]
        many = Counter(other.item_code for other in before)
        after = [cause for order in self._flow.orders if order.before == code for cause in order.causes]
        handed = dict.fromkeys(cause.material_name for cause in after if not cause.by_law and cause.freedom is None)
        return (
            VerdictCell(Verdict.NO, NEVER) if stage is None else stage,
            task.item_name,
            task.name,
            task.department_name,
            task.promised_days,
            task.legal_days,
            timing and timing.first_day,
            timing and timing.last_day,
            timing and timing.slack,
            list(dict.fromkeys(each.item_name if many[each.item_code] > 1 else each.title for each in before)),
            list(handed),
        )

    def _orders(self) -> Sheet:
        columns = (Text("在前", "Before"), Text("在后", "After"), Text("原因", "Because"), Text("强制", "Forced"))
        orders = (*self._flow.orders, *self._flow.loose)
        return Sheet.of(Text("先后", "Orders"), columns, [self._order(order) for order in orders])

    def _order(self, order: Order) -> tuple:
        before, after = (self._flow.by_code[code].title for code in (order.before, order.after))
        return before, after, [_because(cause) for cause in order.causes], any(not c.freedom for c in order.causes)

    def _step_table(self) -> Sheet:
        columns = (ITEM, Text("环节", "Step"), DEPARTMENT, Text("天数", "Days"), Text("网上办理", "Online"))
        of_item = {task.item_code: task for task in self._flow.tasks}
        rows = [
            (task.item_name, step.name, step.department_name, step.days, step.online)
            for task in of_item.values()
            for step in task.steps
        ]
        return Sheet.of(Text("环节", "Steps"), columns, rows)

    def _decisions(self) -> Sheet:
        columns = (Text("判断项", "Question"), Text("选项", "Option"), Text("进入", "Leads to"), Text("接着问", "Next"))
        questions = {each.question_code: each.name for each in self._flow.decisions}
        rows = [
            (
                each.name,
                branch.name,
                [self._flow.by_code[code].title for code in branch.situation_codes],
                [questions[code] for code in branch.question_codes],
            )
            for each in self._flow.decisions
            for branch in each.branches
        ]
        return Sheet.of(Text("判断项", "Questions"), columns, rows)

    def _reported(self) -> Sheet:
        columns = (Text("检查", "Check"), CODE, NAME, WHY)
        return Sheet.of(Text("注意事项", "Remarks"), columns, list(self._findings()))

    def _findings(self) -> Iterator[tuple]:
        for circle in self._flow.circles:
            names = [self._flow.by_code[code].title for code in circle.situation_codes]
            yield VerdictCell(Verdict.NO, CIRCLE), list(circle.situation_codes), names, str(circle.text)
        for blocked in self._flow.blocked:
            name = self._flow.by_code[blocked.situation_code].title
            yield VerdictCell(Verdict.NO, BLOCKED), blocked.situation_code, name, str(blocked.text)
        for finding in self._flow.findings:
            yield str(finding.check.title), finding.code, finding.name, str(finding.text)


def _because(cause: OrderCause) -> str:
    told = describe_cause(cause)
    if free := cause.freedom:
        told = Text(f"{told.zh}，可以不等待：{free.title.zh}", f"{told.en}; need not wait: {free.title.en}")
    return str(told)


def _days(days: int | None) -> Text:
    return Text("时限未登记", "days not recorded") if days is None else Text(f"{days} 天", f"{days} d")
