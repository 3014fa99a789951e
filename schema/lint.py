"""Result rows of checking guided questions: their faults, and the answers that show them."""

from typing import Self

from pydantic import computed_field

from oncegraph.schema.codes import CodeList
from oncegraph.schema.guide import GuideStep, Thing
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Spoken


class Severity(CodeList):
    """A fault misleads applicants; a note points to something that may be intended."""

    FAULT = "fault", "错误", "Fault"
    NOTE = "note", "提示", "Note"


class Defect(CodeList):
    """The kinds of defects of guided questions."""

    severity: Severity

    def __new__(cls, code: str, zh: str, en: str, severity: Severity) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.title = Text(zh, en)
        member.severity = severity
        return member

    NOTHING_REACHED = (
        "nothing_reached",
        "答完全部问题仍未进入情形",
        "Complete answers lead to no situation",
        Severity.FAULT,
    )
    UNREACHABLE = "unreachable", "任何回答都不能进入该情形", "No answers lead to the situation", Severity.FAULT
    CONFLICTING = "conflicting", "同时进入互斥情形", "Answers lead to two situations of one item", Severity.FAULT
    CIRCLE = "circle", "判断项互为前提", "Questions lead to each other", Severity.FAULT
    NEVER_SHOWN = "never_shown", "判断项永不出现", "The question is never asked", Severity.FAULT
    POINTLESS = "pointless", "判断项不影响任何情形", "No situation depends on the question", Severity.FAULT
    OVERLAP = "overlap", "范围重叠", "Ranges overlap", Severity.FAULT
    GAP = "gap", "范围有缺口", "Ranges leave a gap", Severity.FAULT
    EMPTY_RANGE = "empty_range", "范围为空", "The range is empty", Severity.FAULT
    NO_RANGE = "no_range", "未登记范围", "No range recorded", Severity.FAULT
    ANSWER_ENDS = "answer_ends", "选项不导向情形", "An option leads to no situation", Severity.NOTE
    SAME_ANYWAY = "same_anyway", "各种回答结果相同", "All answers have the same effect", Severity.NOTE
    OPEN_END = "open_end", "范围之外的回答被拒绝", "Answers outside of the ranges are refused", Severity.NOTE
    UNUSED_RANGE = "unused_range", "登记的范围不起作用", "The range recorded has no effect", Severity.NOTE
    NOT_IN_FORCE = "not_in_force", "导向未启用的情形", "Leads to a situation that is not in force", Severity.NOTE


class LintFinding(Tabular):
    """One defect.

    kind, code, name: the question, option, situation, item or theme concerned; items: the items concerned; path: the
    answers that show the defect, in the order in which they are given, without skipped questions.
    """

    defect: Defect
    kind: str
    code: str
    name: str
    items: tuple[Thing, ...] = ()
    path: tuple[GuideStep, ...] = ()
    text: Spoken

    @computed_field
    @property
    def title(self) -> Spoken:
        return self.defect.title

    @computed_field
    @property
    def severity(self) -> Severity:
        return self.defect.severity


class Lint(Tabular):
    """The findings about a subject, a theme or an item.

    stopped: items whose conflicts are not all listed because there are too many.
    """

    kind: str
    code: str
    name: str
    questions: int
    situations: int
    findings: tuple[LintFinding, ...]
    stopped: tuple[Thing, ...] = ()
