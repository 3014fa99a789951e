"""The ranges of numbers or days that the options of a question stand for."""

from datetime import date
from math import inf
from typing import NamedTuple

from oncegraph.schema.codes import AnswerKind
from oncegraph.schema.question import Option
from oncegraph.schema.text import Text, listed


class Range(NamedTuple):
    """An interval from `low` to `high`, each included or not.

    A day is represented by its ordinal (`date.toordinal`); a range of days ends before the day after its last one.
    """

    low: float
    low_included: bool
    high: float
    high_included: bool

    def contains(self, value: float) -> bool:
        above = self.low < value or (self.low_included and value == self.low)
        return above and (value < self.high or (self.high_included and value == self.high))

    @property
    def empty(self) -> bool:
        return self.low > self.high or (self.low == self.high and not (self.low_included and self.high_included))

    def shared(self, other: "Range") -> "Range":
        """The intersection of both ranges, which may be empty."""
        low, excluded = max((self.low, not self.low_included), (other.low, not other.low_included))
        high, included = min((self.high, self.high_included), (other.high, other.high_included))
        return Range(low, not excluded, high, included)

    def up_to(self, higher: "Range") -> "Range":
        """The gap between this range and a higher one, which may be empty."""
        return Range(self.high, not self.high_included, higher.low, not higher.low_included)

    def some(self) -> float:
        """Some value in the range, which must not be empty."""
        if self.low_included:
            return self.low
        if self.high_included:
            return self.high
        if self.low == -inf:
            return 0.0 if self.high == inf else self.high - 1
        return self.low + 1 if self.high == inf else (self.low + self.high) / 2


def range_of(option: Option, kind: AnswerKind) -> Range | None:
    """The range recorded for an option of a question of this kind; None if it has no limits, or the kind no ranges."""
    if kind is AnswerKind.DATE:
        if option.from_day is None and option.until_day is None:
            return None
        low = -inf if option.from_day is None else number_of(option.from_day)
        return Range(low, True, inf if option.until_day is None else number_of(option.until_day) + 1, False)
    lows = [(option.minimum, False), (option.exclusive_minimum, True)]
    highs = [(option.maximum, True), (option.exclusive_maximum, False)]
    if kind is not AnswerKind.NUMBER or all(limit is None for limit, _ in (*lows, *highs)):
        return None
    low, excluded = max(((limit, flag) for limit, flag in lows if limit is not None), default=(-inf, True))
    high, included = min(((limit, flag) for limit, flag in highs if limit is not None), default=(inf, False))
    return Range(low, not excluded, high, included)


def number_of(value: float | date) -> float:
    """A number, or the ordinal of a day, as ranges compare it."""
    return value.toordinal() if isinstance(value, date) else value


def value_of(number: float, kind: AnswerKind) -> Text:
    """The inverse of `number_of`: a number as people read it, or the day with this ordinal as 2026-01-31."""
    if kind is AnswerKind.DATE:
        written = date.fromordinal(min(max(int(number), 1), date.max.toordinal())).isoformat()
    else:
        written = f"{number:.15g}"
    return Text(written, written)


def limits_of(option: Option, unit: str | None = None) -> Text | None:
    """The limits of an option in words; None if none are recorded."""
    limits = [
        Text(zh.format(_format(limit, unit)), en.format(_format(limit, unit)))
        for limit, zh, en in (
            (option.minimum, "不少于{}", "at least {}"),
            (option.exclusive_minimum, "超过{}", "more than {}"),
            (option.maximum, "不多于{}", "at most {}"),
            (option.exclusive_maximum, "不满{}", "less than {}"),
            (option.from_day, "自{}起", "from {}"),
            (option.until_day, "至{}止", "until {}"),
        )
        if limit is not None
    ]
    return listed(limits, Text("，", ", ")) if limits else None


def _format(limit: float | date, unit: str | None) -> str:
    return limit.isoformat() if isinstance(limit, date) else f"{limit:.15g}{unit or ''}"
