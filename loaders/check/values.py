"""Converts a cell as read into the value of an attribute. Each function takes one cell and may raise `BadValue`.

A cell that is empty gives None, which clears the attribute.
"""

import json
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from oncegraph.loaders.finding import Problem
from oncegraph.loaders.problems import IMPOSSIBLE_DATE, PRECISION_LOST, wrong_type
from oncegraph.schema.text import Text

_BLANK = " \t\r\n\x0b\x0c\u3000\xa0\ufeff\u200b"
_SEPARATORS = re.compile(r"[;；、|\n]")
_YES = frozenset(("是", "true", "yes", "y", "1"))
_NO = frozenset(("否", "false", "no", "n", "0"))
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"[T\s]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})秒?(\.\d{1,6})?)?\s*(?:分|\+08:?00)?")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_DECIMAL = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?")
_NUMBER_OF = re.compile(r"-?\d+")
_EXCEL_EPOCH = datetime(1899, 12, 30)
_FIRST_LOST = 10**15
_INTEGER_LIMIT = 2**63


class BadValue(ValueError):
    """A cell that cannot be the value of its attribute; `problem` says why."""

    def __init__(self, problem: Problem):
        super().__init__(problem.text.en)
        self.problem = problem


def text(cell: Any) -> str | None:
    """A text without blanks around it. A whole number from a spreadsheet loses its `.0`."""
    if isinstance(cell, str):
        return cell.strip(_BLANK) or None
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if abs(cell) >= _FIRST_LOST:
            raise BadValue(PRECISION_LOST)
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, int | Decimal | date | time):
        return str(cell)
    raise BadValue(wrong_type(Text("一个文本", "a text")))


def integer(cell: Any) -> int | None:
    number = text(cell)
    if number is None:
        return None
    whole = re.fullmatch(r"([+-]?\d+)(\.0*)?", number)
    if whole is None or isinstance(cell, bool) or abs(int(whole[1])) >= _INTEGER_LIMIT:
        inside = _NUMBER_OF.findall(number)
        raise BadValue(wrong_type(Text("一个整数", "a whole number"), inside[0] if len(inside) == 1 else None))
    return int(whole[1])


def decimal(cell: Any) -> float | None:
    """A number, perhaps with a fraction."""
    number = text(cell)
    if number is None:
        return None
    if isinstance(cell, bool) or _DECIMAL.fullmatch(number) is None:
        inside = _NUMBER_OF.findall(number)
        raise BadValue(wrong_type(Text("一个数字", "a number"), inside[0] if len(inside) == 1 else None))
    return float(number)


def boolean(cell: Any) -> bool | None:
    word = text(cell)
    if word is None:
        return None
    if word.lower() in _YES:
        return True
    if word.lower() in _NO:
        return False
    raise BadValue(wrong_type(Text("是、否", "yes, no")))


def day(cell: Any) -> date | None:
    """A date: a date cell, a date written in one of the usual ways, or the serial number of a spreadsheet."""
    moment = instant(cell)
    return moment and moment.date()


def instant(cell: Any) -> datetime | None:
    """A date and time, without time zone."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    word = text(cell)
    if word is None:
        return None
    if _SERIAL.fullmatch(word):
        # Spreadsheets store fractions of a day, exact to a second.
        return _EXCEL_EPOCH + timedelta(seconds=round(float(word) * 86_400))
    return _written_date(word)


def _written_date(word: str) -> datetime:
    found = _DATE.match(word)
    clock = found and _TIME.fullmatch(word, found.end())
    if found is None or (found.end() < len(word) and clock is None):
        raise BadValue(wrong_type(Text("一个日期，如 2026-01-31", "a date such as 2026-01-31")))
    try:
        year, month, day = (int(part) for part in found.groups() if part)
        if clock is None:
            return datetime(year, month, day)
        fraction = round(float(clock[4] or 0) * 1_000_000)
        return datetime(year, month, day, int(clock[1]), int(clock[2]), int(clock[3] or 0), fraction)
    except ValueError:
        raise BadValue(IMPOSSIBLE_DATE) from None


def members(cell: Any) -> list[Any]:
    """The members of a list in one cell: a JSON array, or words between ; ；、 | or line ends."""
    if isinstance(cell, list | tuple):
        return list(cell)
    if isinstance(cell, str):
        if cell.startswith("["):
            try:
                return json.loads(cell)
            except json.JSONDecodeError:
                pass
        return _SEPARATORS.split(cell)
    return [cell]


#: Type of an attribute → the function that converts a cell to it.
CONVERTERS: dict[type, Callable[[Any], Any]] = {
    str: text,
    int: integer,
    float: decimal,
    bool: boolean,
    date: day,
    datetime: instant,
}
