"""Faults in the ranges of a question that is answered by a number or a day: overlaps, gaps, values left out."""

from collections.abc import Iterator
from datetime import date
from math import inf
from typing import NamedTuple

from oncegraph.queries.guidance.questionnaire import Choice, GuidedQuestion
from oncegraph.queries.guidance.ranges import Range, range_of, value_of
from oncegraph.schema.codes import AnswerKind
from oncegraph.schema.lint import Defect
from oncegraph.schema.question import Option
from oncegraph.schema.text import Text

RANGED = (AnswerKind.NUMBER, AnswerKind.DATE)
LIMITS = ("minimum", "exclusive_minimum", "maximum", "exclusive_maximum", "from_day", "until_day")


class RangeFault(NamedTuple):
    """A fault of a question, or of one of its options. choice: the option, None if it concerns the question."""

    defect: Defect
    choice: Choice | None
    text: Text


def check_ranges(asked: GuidedQuestion) -> Iterator[RangeFault]:
    """All faults in the ranges of a question."""
    ranges: dict[str, Range] = {}
    for code, choice in asked.choices.items():
        within = range_of(choice.option, asked.kind)
        if within is None and asked.kind in RANGED:
            text = Text(
                "未登记范围，任何数字或日期都不属于该选项", "It has no range, so that no number or day belongs to it"
            )
            yield RangeFault(Defect.NO_RANGE, choice, text)
        elif within is None and _limited(choice.option):
            text = Text("判断项不以数字或日期作答", "The question is not answered by a number or a day")
            yield RangeFault(Defect.UNUSED_RANGE, choice, text)
        elif within is not None and within.empty:
            text = Text("上下限之间没有任何数字或日期", "No number or day lies between its limits")
            yield RangeFault(Defect.EMPTY_RANGE, choice, text)
        elif within is not None:
            ranges[code] = within
    yield from _compare_ranges(asked, ranges)


def _limited(option: Option) -> bool:
    return any(getattr(option, name) is not None for name in LIMITS)


def _compare_ranges(asked: GuidedQuestion, ranges: dict[str, Range]) -> Iterator[RangeFault]:
    """Compares the ranges from the lowest to the highest, each with the one below it that reaches highest."""
    order = sorted(ranges, key=lambda code: (ranges[code].low, not ranges[code].low_included))
    highest: str | None = None
    for code in order:
        within = ranges[code]
        if highest is None:
            if not _begins(within, asked.kind):
                yield _open_end(asked, _below(within, asked.kind))
            highest = code
            continue
        below = ranges[highest]
        if not (shared := below.shared(within)).empty:
            one, other = asked.choices[highest].option.name, asked.choices[code].option.name
            value = value_of(shared.some(), asked.kind)
            text = Text(
                f"{value.zh} 既属于“{one}”，又属于“{other}”", f'{value.en} belongs to both "{one}" and "{other}"'
            )
            yield RangeFault(Defect.OVERLAP, asked.choices[code], text)
        elif not (gap := below.up_to(within)).empty:
            value = value_of(gap.some(), asked.kind)
            yield RangeFault(
                Defect.GAP, None, Text(f"{value.zh} 不属于任何选项", f"{value.en} does not belong to any option")
            )
        if (within.high, within.high_included) > (below.high, below.high_included):
            highest = code
    if highest is not None and not _ends(ranges[highest], asked.kind):
        yield _open_end(asked, _above(ranges[highest], asked.kind))


def _begins(lowest: Range, kind: AnswerKind) -> bool:
    """Whether no value is left out below it. Numbers below zero are not expected."""
    if kind is AnswerKind.DATE:
        return lowest.low <= date.min.toordinal()
    return lowest.low == -inf or (lowest.low == 0 and lowest.low_included)


def _ends(highest: Range, kind: AnswerKind) -> bool:
    """Whether no value is left out above it."""
    return highest.high == inf or (kind is AnswerKind.DATE and highest.high > date.max.toordinal())


def _below(lowest: Range, kind: AnswerKind) -> Text:
    value = value_of(lowest.low, kind)
    if kind is AnswerKind.DATE:
        return Text(f"{value.zh} 以前", f"before {value.en}")
    words = Text("不满", "below") if lowest.low_included else Text("不多于", "up to")
    return Text(f"{words.zh} {value.zh}", f"{words.en} {value.en}")


def _above(highest: Range, kind: AnswerKind) -> Text:
    if kind is AnswerKind.DATE:
        value = value_of(highest.high - 1, kind)
        return Text(f"{value.zh} 以后", f"after {value.en}")
    value = value_of(highest.high, kind)
    words = Text("超过", "above") if highest.high_included else Text("不少于", "from")
    return Text(f"{words.zh} {value.zh}", f"{words.en} {value.en}")


def _open_end(asked: GuidedQuestion, where: Text) -> RangeFault:
    return RangeFault(
        Defect.OPEN_END, None, Text(f"{where.zh}的值不属于任何选项", f"Values {where.en} do not belong to any option")
    )
