"""How a value written in one way is written in another, so that nothing is lost and nothing invented.

Values are those of JSON: text; a number for 数字; a list of answers for 多选; type and number for 联动证件类型.
A date is text in its format.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import pairwise
from sys import float_info
from typing import Any, NamedTuple

from oncegraph.schema.codes import ControlType
from oncegraph.schema.form_mapping import ConversionKind, ConversionStep

DAY, DAYS = "YYYY-MM-DD", "YYYY-MM-DD 至 YYYY-MM-DD"
JOINED_BY = "；"
SYNTAX = frozenset(r"\^$.*+?()[]{}|/")
AT_MOST = re.compile("至多([0-9]+)位")
ONE_OF = frozenset({ControlType.SINGLE_CHOICE, ControlType.DROPDOWN})
DATES: Mapping[str, str] = {ControlType.DATE: DAY, ControlType.DATE_RANGE: DAYS}
#: Controls that are themselves only.
ALONE = frozenset({ControlType.LINKED_ID_TYPE, ControlType.LINKED_DROPDOWN})

_PARTS = {
    "YYYY": r"([0-9]{4})",
    "MM": r"(0[1-9]|1[0-2])",
    "DD": r"(0[1-9]|[12][0-9]|3[01])",
    "M": r"([1-9]|1[0-2])",
    "D": r"([1-9]|[12][0-9]|3[01])",
}
_TOKEN = re.compile("YYYY|MM|DD|M|D|.", re.DOTALL)
_OPTION = re.compile(r"([A-Za-z0-9]+)\s*[=:：]\s*(.+)")


class Misfit(ValueError):
    """A value that is not written as it is said to be. The message never repeats it."""


class Notation(NamedTuple):
    """How a value is written: control, format and code list, None where not recorded."""

    control: str | None
    format: str | None
    code_list: str | None


@cache
def options(code_list: str | None) -> Mapping[str, str] | None:
    """Code → title of a list written out as “1=男；2=女” or “男；女” (each its own title); None where it is only named,
    as in GB/T 2261.1."""
    parts = [part.strip() for part in re.split("[；;]", code_list or "")]
    if len(parts) < 2 or not all(parts):
        return None
    coded = [_OPTION.fullmatch(part) for part in parts]
    pairs = [each.groups() for each in coded if each] if all(coded) else [(part, part) for part in parts]
    titles = dict(pairs)
    distinct = len(titles) == len(set(titles.values())) == len(parts)
    return titles if distinct else None


def conversion(wanted: Notation, there: Notation) -> tuple[ConversionStep, ...] | None:
    """The steps by which every value written as `wanted` can be written as `there`, and read back; None: there are
    none, or nobody recorded enough to tell."""
    if wanted == there:
        return ()
    control, other = wanted.control or ControlType.TEXT, there.control or ControlType.TEXT
    if {control, other} & ALONE:
        return () if control == other and wanted[1:] == there[1:] else None
    if control == ControlType.MULTIPLE_CHOICE or other == ControlType.MULTIPLE_CHOICE:
        return _of_several(wanted, there, control, other)
    if other in ONE_OF:
        return _into_choice(wanted, there) if control in ONE_OF else None
    if other == ControlType.NUMBER:
        return () if control == ControlType.NUMBER and there.format is None else None
    if (dates := _date_steps(wanted, there, control, other)) is not None:
        return dates
    if other in DATES or not _wider(wanted, there):
        return None
    if other == ControlType.TEXT:
        if control == ControlType.NUMBER:
            return (ConversionStep(kind=ConversionKind.DECIMAL),)
        return _titles_of(wanted, there) if control in ONE_OF else ()
    return () if control == other else None


def _wider(wanted: Notation, there: Notation) -> bool:
    """Does `there` take whatever format and code list `wanted` has?"""
    takes_format = there.format in (None, wanted.format) or _shorter(wanted, there)
    return takes_format and there.code_list in (None, wanted.code_list)


def _shorter(wanted: Notation, there: Notation) -> bool:
    """Are both texts of at most so many characters, the first of no more than the second?"""
    lengths = [AT_MOST.fullmatch(each.format or "") for each in (wanted, there)]
    of_text = {wanted.control or ControlType.TEXT, there.control or ControlType.TEXT} == {ControlType.TEXT}
    return of_text and all(lengths) and int(lengths[0][1]) <= int(lengths[1][1])


def _date_steps(wanted: Notation, there: Notation, control: str, other: str) -> tuple[ConversionStep, ...] | None:
    read, write = wanted.format or DATES.get(control), there.format or DATES.get(other)
    kinds = {control, other} - {ControlType.TEXT}
    if len(kinds) > 1 or not read or not write or not kinds <= DATES.keys() or wanted.code_list != there.code_list:
        return None
    before, after = _tokens(read), _tokens(write)
    if before is None or after is None or sorted(_numbered(before)) != sorted(_numbered(after)):
        return None
    return () if read == write else (ConversionStep(kind=ConversionKind.DATE, read=read, write=write),)


def _of_several(wanted: Notation, there: Notation, control: str, other: str) -> tuple[ConversionStep, ...] | None:
    if control != ControlType.MULTIPLE_CHOICE:
        return None
    if other == ControlType.MULTIPLE_CHOICE:
        return _into_choice(wanted, there)
    offered = options(wanted.code_list)
    if other == ControlType.TEXT and offered and _wider(wanted, there):
        return (*_titles_of(wanted, there), ConversionStep(kind=ConversionKind.JOIN, between=JOINED_BY))
    return None


def _into_choice(wanted: Notation, there: Notation) -> tuple[ConversionStep, ...] | None:
    """Of the members of one list those of another, if both offer the same by title."""
    if wanted.format != there.format:
        return None
    if wanted.code_list == there.code_list:
        return ()
    before, after = options(wanted.code_list), options(there.code_list)
    if before is None or after is None or set(before.values()) != set(after.values()):
        return None
    codes = {title: code for code, title in after.items()}
    return _looked_up({code: codes[title] for code, title in before.items()})


def _titles_of(wanted: Notation, there: Notation) -> tuple[ConversionStep, ...]:
    """Free text gets what people read, not the code."""
    offered = options(wanted.code_list)
    return _looked_up(offered) if offered and there.code_list is None else ()


def _looked_up(table: Mapping[str, str]) -> tuple[ConversionStep, ...]:
    return (
        ()
        if all(code == found for code, found in table.items())
        else (ConversionStep(kind=ConversionKind.LOOKUP, table=dict(table)),)
    )


# ------------------------------------------------------------------------------------------------ applying steps


def apply(steps: tuple[ConversionStep, ...], value: Any) -> Any:
    """The value as the form writes it. Raises Misfit."""
    for step in steps:
        value = _DO[step.kind](step, value)
    return value


def undo(steps: tuple[ConversionStep, ...], value: Any) -> Any:
    """The value as the merged form writes it. Raises Misfit."""
    for step in reversed(steps):
        value = _UNDO[step.kind](step, value)
    return value


def date_pattern(format: str) -> str | None:
    """The regular expression of dates in a format; None where it is no format of dates."""
    tokens = _tokens(format)
    return None if tokens is None else "^" + "".join(_PARTS.get(token) or _literal(token) for token in tokens) + "$"


def _literal(character: str) -> str:
    """Escaped only where it has to be: patterns in Unicode mode, as JSON Schema has them, take no other escapes."""
    return f"\\{character}" if character in SYNTAX else character


@cache
def _tokens(format: str) -> tuple[str, ...] | None:
    """YYYY, MM, M, DD, D and what stands between; None where a value could be read in two ways, or it is no date."""
    tokens = tuple(_TOKEN.findall(format))
    parts = [token in _PARTS for token in tokens]
    letters = any(
        token.isascii() and token.isalpha() for token, is_part in zip(tokens, parts, strict=True) if not is_part
    )
    unclear = any(token in ("M", "D") and (after in _PARTS or after.isdigit()) for token, after in pairwise(tokens))
    return tokens if "YYYY" in tokens and not letters and not unclear else None


def _numbered(tokens: tuple[str, ...]) -> list[tuple[str, int]]:
    """Each part of a date by its letter, and the how-manieth it is of that letter."""
    letters = [token[0] for token in tokens if token in _PARTS]
    return [(letter, letters[:place].count(letter)) for place, letter in enumerate(letters)]


def _redated(read: str, write: str, value: Any) -> str:
    found = re.fullmatch(date_pattern(read) or "", value, re.ASCII) if isinstance(value, str) else None
    if found is None:
        raise Misfit(read)
    parts = dict(zip(_numbered(_tokens(read) or ()), found.groups(), strict=True))
    numbered = iter(_numbered(_tokens(write) or ()))
    return "".join(_part(token, parts[next(numbered)]) if token in _PARTS else token for token in _tokens(write) or ())


def _part(token: str, digits: str) -> str:
    return digits.zfill(len(token)) if len(token) > 1 else digits.lstrip("0")


def _replaced(table: Mapping[str, str], value: Any) -> Any:
    try:
        return [table[each] for each in value] if isinstance(value, list) else table[value]
    except (KeyError, TypeError):
        raise Misfit("code") from None


def _decimal(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= float_info.max:
        raise Misfit("number")
    return format(Decimal(repr(value)), "f")


def _number(value: Any) -> int | float:
    try:
        return float(Decimal(value)) if "." in value else int(value)
    except (InvalidOperation, TypeError, ValueError):
        raise Misfit("number") from None


def _joined(step: ConversionStep, value: Any) -> str:
    between = step.between or ""
    if not isinstance(value, list) or not all(isinstance(each, str) and each and between not in each for each in value):
        raise Misfit("list")
    return between.join(value)


def _parted(step: ConversionStep, value: Any) -> list[str]:
    if not isinstance(value, str):
        raise Misfit("list")
    return value.split(step.between) if value else []


_DO = {
    ConversionKind.DATE: lambda step, value: _redated(step.read, step.write, value),
    ConversionKind.LOOKUP: lambda step, value: _replaced(step.table, value),
    ConversionKind.DECIMAL: lambda step, value: _decimal(value),
    ConversionKind.JOIN: _joined,
}
_UNDO = {
    ConversionKind.DATE: lambda step, value: _redated(step.write, step.read, value),
    ConversionKind.LOOKUP: lambda step, value: _replaced({found: code for code, found in step.table.items()}, value),
    ConversionKind.DECIMAL: lambda step, value: _number(value),
    ConversionKind.JOIN: _parted,
}
