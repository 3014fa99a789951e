"""Result rows of the flow of a theme 一件事: in which order its situations are handled, by whom, and how long it takes.

A task is one chosen situation of one item: what one department handles once. Times are working days from the start.
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
    """By which of an item's times days are counted."""

    PROMISED = "promised", "承诺时限", "Promised time"
    LEGAL = "legal", "法定时限", "Legal time"


class Freedom(CodeList):
    """Why a task need not wait for the result that it asks for."""

    OPTIONAL = "optional", "非必要材料", "The material is optional"
    DEFERRED = "deferred", "可容缺后补", "The material may be handed in later"
    ALTERNATIVE = "alternative", "同组另有材料可交", "Another material of its group will do"
    OTHER_PRODUCER = "other_producer", "另有事项产出", "Another item produces it, too"


class OrderCause(Tabular):
    """Why one task comes before another: it produces a material that the other requires, or the law says so.

    freedom: why it may wait and yet need not; assumed: nobody recorded whether the material is necessary.
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
    """One task comes before another, both by situation code. implied: other orders say so already; not drawn."""

    before: str
    after: str
    causes: tuple[OrderCause, ...]
    implied: bool = False


class FlowStep(Tabular):
    """环节: one step of a task. days: working days, None where not recorded."""

    step_code: str
    name: str
    department_name: str | None = None
    days: int | None = None
    online: bool | None = None


class Task(Tabular):
    """A chosen situation. title: what it is called among the others: the item, with the situation where several of it
    are chosen; promised_days, legal_days: working days, None where not recorded."""

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
    """What may be handled at the same time, once all earlier stages are done."""

    number: int
    situation_codes: tuple[str, ...]


class SectionKind(CodeList):
    """How the parts of a section stand to each other."""

    TASK = "task", "事项", "Item"
    SERIAL = "serial", "串联", "One after the other"
    PARALLEL = "parallel", "并联", "At the same time"
    CHOICE = "choice", "择一", "One of them, by the answers"
    WOVEN = "woven", "交错", "Interwoven"


class Section(Tabular):
    """A part of the flow as people tell it. A TASK has a situation code, everything else parts; the parts of a WOVEN
    one are its stages, for its orders are no mere series of parallels."""

    kind: SectionKind
    situation_code: str | None = None
    parts: tuple["Section", ...] = ()


class Timing(Tabular):
    """When a task is handled at the earliest. days: None where not recorded, then start and finish are the earliest
    that they could be; slack: days that it may be late without delaying the end; in_turn: when it would start with one
    task after the other, None where branches are still open."""

    situation_code: str
    days: int | None
    start: int
    finish: int
    slack: int
    in_turn: int | None

    @property
    def first_day(self) -> int:
        """The working day on which it begins, the first being 1; what takes no day is done on that on which what it
        waits for ends."""
        return self.start + 1 if self.days != 0 else max(self.start, 1)

    @property
    def last_day(self) -> int:
        """The working day on which it ends."""
        return max(self.finish, self.first_day)

    @property
    def critical(self) -> bool:
        return self.slack == 0


class Schedule(Tabular):
    """How long the flow takes.

    days: on the critical path; in_turn: one task after the other; where branches are still open, the most that answers
    can lead to, or more. unknown: situation codes of tasks without recorded days: both figures then say "at least".
    """

    basis: Basis
    days: int
    in_turn: int
    unknown: tuple[str, ...]
    critical_path: tuple[str, ...]
    timings: tuple[Timing, ...]


class Circle(Tabular):
    """循环证明: tasks that wait for each other, so that none can be the first. shortest: the orders of a
    shortest circle among them, each beginning where the one before ends."""

    situation_codes: tuple[str, ...]
    shortest: tuple[Order, ...]
    text: Spoken


class Blocked(Tabular):
    """A task that is in no circle and yet never begins: it waits for one. waits_for: situation codes in circles."""

    situation_code: str
    waits_for: tuple[str, ...]
    text: Spoken


class Check(CodeList):
    """What a flow is looked over for."""

    NOT_IN_FORCE = "not_in_force", "情形未启用", "Situation not in force"
    NOT_REACHED = "not_reached", "没有回答能到达", "No answer leads there"
    PRODUCED_ELSEWHERE = "produced_elsewhere", "由主题以外的事项产出", "Produced outside the theme"
    PRODUCED_BY_NOBODY = "produced_by_nobody", "没有事项产出", "Nobody produces it"
    OWN_RESULT = "own_result", "须先持有自己的结果", "Asks for its own result"
    RESULT_NOT_NEEDED = "result_not_needed", "结果无人需要", "Nobody needs the result"
    NECESSITY_UNKNOWN = "necessity_unknown", "未登记是否必要", "Not recorded whether necessary"
    DAYS_UNKNOWN = "days_unknown", "未登记时限", "Time limit not recorded"


class FlowFinding(Tabular):
    """Something about a flow that somebody should know. kind, code, name: what it is about; codes: of the situations
    concerned, for PRODUCED_ELSEWHERE of the items that produce it."""

    check: Check
    kind: str
    code: str
    name: str
    text: Spoken
    codes: tuple[str, ...] = ()


class Branch(Tabular):
    """An answer: the situations that it leads to, and the questions that are asked next."""

    option_code: str
    name: str
    situation_codes: tuple[str, ...] = ()
    question_codes: tuple[str, ...] = ()


class Decision(Tabular):
    """A question whose answer decides what is handled. exclusive: of the branches only one is taken."""

    question_code: str
    name: str
    kind: AnswerKind
    exclusive: bool
    branches: tuple[Branch, ...]


class Flow(Tabular):
    """The flow of chosen situations, or of all that a theme includes where nothing was answered yet: then `decisions`
    tell what leads where.

    Every situation is in exactly one of: a stage, a circle, `blocked`. loose: orders that nothing forces; outline: the
    sections in a sentence.
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
        import networkx as nx  # takes its time to import

        graph: nx.DiGraph[str] = nx.DiGraph()
        for task in self.tasks:
            graph.add_node(task.situation_code, **task.model_dump(mode="json", exclude={"situation_code", "steps"}))
        for order in self.orders:
            materials = tuple(cause.material_code for cause in order.causes if cause.material_code)
            graph.add_edge(order.before, order.after, materials=materials, implied=order.implied)
        return graph
