"""Result rows of the flow of a theme 一件事: in which order its situations are handled, by whom, and how long it takes.

A task is one chosen situation of one item, which one department handles. Times are working days from the start.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from oncegraph.schema.codes import AnswerKind, CodeList
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.verdict import Spoken

if TYPE_CHECKING:
    import networkx as nx


class Basis(CodeList):
    """Which time limit of an item is used to count days."""

    PROMISED = "promised", "承诺时限", "Promised time"
    LEGAL = "legal", "法定时限", "Legal time"


class Freedom(CodeList):
    """Why a task does not have to wait for the result that it requires."""

    OPTIONAL = "optional", "非必要材料", "The material is optional"
    DEFERRED = "deferred", "可容缺后补", "The material may be handed in later"
    ALTERNATIVE = "alternative", "同组另有材料可交", "Another material of its group is enough"
    OTHER_PRODUCER = "other_producer", "另有事项产出", "Another item also produces it"


class OrderCause(Tabular):
    """Why one task comes before another: it produces a material that the other requires, or the law says so.

    freedom: why the other task does not have to wait, None if it has to; assumed: it is not recorded whether the
    material is necessary.
    """

    material_code: str | None = None
    material_name: str | None = None
    legal_basis: str | None = None
    freedom: Freedom | None = None
    assumed: bool = False

    @property
    def by_law(self) -> bool:
        return self.material_code is None


class Order(Tabular):
    """One task comes before another; both are given by situation code. implied: it follows from other orders."""

    before: str
    after: str
    causes: tuple[OrderCause, ...]
    implied: bool = False


class FlowStep(Tabular):
    """环节: one step of a task. days: working days, None if not recorded."""

    step_code: str
    name: str
    department_name: str | None = None
    days: int | None = None
    online: bool | None = None


class Task(Tabular):
    """A chosen situation.

    title: the name of the item, followed by that of the situation if several situations of the item are chosen;
    promised_days, legal_days: working days, None if not recorded.
    """

    situation_code: str
    name: str
    item_code: str
    item_name: str
    title: str
    department_code: str | None = None
    department_name: str | None = None
    promised_days: int | None = None
    legal_days: int | None = None
    steps: tuple[FlowStep, ...] = ()

    def days(self, basis: Basis) -> int | None:
        return self.promised_days if basis is Basis.PROMISED else self.legal_days


class Stage(Tabular):
    """Tasks that can be handled at the same time once all earlier stages are done."""

    number: int
    situation_codes: tuple[str, ...]


class SectionKind(CodeList):
    """How the parts of a section relate to each other."""

    TASK = "task", "事项", "Item"
    SERIAL = "serial", "串联", "One after the other"
    PARALLEL = "parallel", "并联", "At the same time"
    CHOICE = "choice", "择一", "One of them, depending on the answers"
    WOVEN = "woven", "交错", "Interwoven"


class Section(Tabular):
    """A part of the flow. A TASK has a situation code, all other kinds have parts.

    The parts of a WOVEN section are its stages, because its orders cannot be expressed by series and parallels.
    """

    kind: SectionKind
    situation_code: str | None = None
    parts: tuple["Section", ...] = ()


class Timing(Tabular):
    """The earliest time at which a task is handled, in working days.

    days: None if not recorded, in which case start and finish are lower bounds; slack: by how many days it may be
    delayed without delaying the end; in_turn: when it would start if tasks were handled one after the other, None while
    branches are still open.
    """

    situation_code: str
    days: int | None
    start: int
    finish: int
    slack: int
    in_turn: int | None

    @property
    def first_day(self) -> int:
        """The working day on which the task begins, counted from 1. A task that takes no days is done on the day on
        which the tasks before it end."""
        return self.start + 1 if self.days != 0 else max(self.start, 1)

    @property
    def last_day(self) -> int:
        """The working day on which the task ends, counted from 1."""
        return max(self.finish, self.first_day)

    @property
    def critical(self) -> bool:
        return self.slack == 0


class Schedule(Tabular):
    """How long the flow takes, in working days.

    days: on the critical path; in_turn: with one task after the other. While branches are still open, both are upper
    bounds over all answers. unknown: situation codes of tasks without recorded days; if there are any, both figures
    mean "at least".
    """

    basis: Basis
    days: int
    in_turn: int
    unknown: tuple[str, ...]
    critical_path: tuple[str, ...]
    timings: tuple[Timing, ...]


class Circle(Tabular):
    """循环证明: tasks that wait for each other, so that none can be handled first.

    shortest: the orders of a shortest circle among them, each starting at the task where the previous one ends.
    """

    situation_codes: tuple[str, ...]
    shortest: tuple[Order, ...]
    text: Spoken


class Blocked(Tabular):
    """A task that can never begin because it waits for a circle. waits_for: situation codes of tasks in circles."""

    situation_code: str
    waits_for: tuple[str, ...]
    text: Spoken


class Check(CodeList):
    """What the findings about a flow are about."""

    NOT_IN_FORCE = "not_in_force", "情形未启用", "Situation not in force"
    NOT_REACHED = "not_reached", "任何回答都不能进入", "No answer leads there"
    PRODUCED_ELSEWHERE = "produced_elsewhere", "由主题以外的事项产出", "Produced outside the theme"
    PRODUCED_BY_NOBODY = "produced_by_nobody", "没有事项产出", "No item produces it"
    OWN_RESULT = "own_result", "须先持有本事项的结果", "Requires its own result"
    RESULT_NOT_NEEDED = "result_not_needed", "结果无人需要", "No item needs the result"
    NECESSITY_UNKNOWN = "necessity_unknown", "未登记是否必要", "Not recorded whether necessary"
    DAYS_UNKNOWN = "days_unknown", "未登记时限", "Time limit not recorded"


class FlowFinding(Tabular):
    """A finding about a flow.

    kind, code, name: the thing concerned; codes: the situations concerned, or for PRODUCED_ELSEWHERE the items that
    produce the material.
    """

    check: Check
    kind: str
    code: str
    name: str
    text: Spoken
    codes: tuple[str, ...] = ()


class Branch(Tabular):
    """An answer, the situations that it leads to, and the questions that are asked because of it."""

    option_code: str
    name: str
    situation_codes: tuple[str, ...] = ()
    question_codes: tuple[str, ...] = ()


class Decision(Tabular):
    """A question whose answer decides what is handled. exclusive: only one of the branches can be taken."""

    question_code: str
    name: str
    kind: AnswerKind
    exclusive: bool
    branches: tuple[Branch, ...]


class Flow(Tabular):
    """The flow of chosen situations, or of all situations that a theme includes if nothing has been answered yet; then
    `decisions` describes which answers lead to which situations.

    Every situation is in exactly one of: a stage, a circle, `blocked`. loose: orders that nothing forces; outline: the
    section as a sentence.
    """

    main_table: ClassVar[str] = "tasks"

    theme_code: str | None
    name: str
    tasks: tuple[Task, ...]
    orders: tuple[Order, ...]
    loose: tuple[Order, ...]
    stages: tuple[Stage, ...]
    section: Section | None
    outline: Spoken
    schedules: tuple[Schedule, ...]
    circles: tuple[Circle, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    findings: tuple[FlowFinding, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Task]:
        """Situation code → task."""
        return {task.situation_code: task for task in self.tasks}

    def schedule(self, basis: Basis) -> Schedule:
        return next(each for each in self.schedules if each.basis is basis)

    def to_networkx(self) -> "nx.DiGraph[str]":
        """A graph of the tasks, by situation code with their attributes, and the orders between them.

        promised_days, legal_days: working days, None where not recorded; an edge has the codes of the materials that
        one task produces for the other as `materials`.
        """
        import networkx as nx  # imported here, because importing it is slow

        graph: nx.DiGraph[str] = nx.DiGraph()
        for task in self.tasks:
            graph.add_node(task.situation_code, **task.model_dump(mode="json", exclude={"situation_code", "steps"}))
        for order in self.orders:
            materials = tuple(cause.material_code for cause in order.causes if cause.material_code)
            graph.add_edge(order.before, order.after, materials=materials, implied=order.implied)
        return graph
