"""The ranges of numbers and days that the options of a question stand for."""

from datetime import date
from math import inf
from typing import NamedTuple

from oncegraph.schema.codes import AnswerKind
from oncegraph.schema.question import Option
from oncegraph.schema.text import Text, listed


class Range(NamedTuple):
    """From `low` to `high`, each of which belongs to it or not. A day is its number in the calendar; whole days are a
    range up to the next one, which is not included."""

    low: float
    low_included: bool
    high: float
    high_included: bool

    def holds(self, value: float) -> bool:
        above = self.low < value or (self.low_included and value == self.low)
        return above and (value < self.high or (self.high_included and value == self.high))

    @property
    def empty(self) -> bool:
        return self.low > self.high or (self.low == self.high and not (self.low_included and self.high_included))

    def shared(self, other: "Range") -> "Range":
        """What belongs to both; perhaps empty."""
        low, excluded = max((self.low, not self.low_included), (other.low, not other.low_included))
        high, included = min((self.high, self.high_included), (other.high, other.high_included))
        return Range(low, not excluded, high, included)

    def up_to(self, higher: "Range") -> "Range":
        """What lies between this one and a higher one; perhaps empty."""
        return Range(self.high, not self.high_included, higher.low, not higher.low_included)

    def some(self) -> float:
        """A value in it, unless it is empty."""
        if self.low_included:
            return self.low
        if self.high_included:
            return self.high
        if self.low == -inf:
            return 0.0 if self.high == inf else self.high - 1
        return self.low + 1 if self.high == inf else (self.low + self.high) / 2


def range_of(option: Option, kind: AnswerKind) -> Range | None:
    """The range that is recorded for an option of a question that is answered so; None where no limit is."""
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
    """What a number or a day is compared by."""
    return value.toordinal() if isinstance(value, date) else value


def value_of(number: float, kind: AnswerKind) -> Text:
    """A number that is compared, as the number or the day that it stands for."""
    if kind is AnswerKind.DATE:
        told = date.fromordinal(min(max(int(number), 1), date.max.toordinal())).isoformat()
    else:
        told = f"{number:.15g}"
    return Text(told, told)


def limits_of(option: Option, unit: str | None = None) -> Text | None:
    """The limits of an option in words; None where none is recorded."""
    told = [
        Text(zh.format(_told(limit, unit)), en.format(_told(limit, unit)))
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
    return listed(told, Text("，", ", ")) if told else None


def _told(limit: float | date, unit: str | None) -> str:
    return limit.isoformat() if isinstance(limit, date) else f"{limit:.15g}{unit or ''}"
