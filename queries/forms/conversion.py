"""Converts values from the notation of one form to that of another, without losing or inventing anything.

Values are those of JSON: a string; a number for 数字; a list of answers for 多选; an object with type and number for
联动证件类型. A date is a string in its format.
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
SEPARATOR = "；"
PATTERN_SYNTAX = frozenset(r"\^$.*+?()[]{}|/")
AT_MOST = re.compile("至多([0-9]+)位")
ONE_OF = frozenset({ControlType.SINGLE_CHOICE, ControlType.DROPDOWN})
DATES: Mapping[str, str] = {ControlType.DATE: DAY, ControlType.DATE_RANGE: DAYS}
#: Controls whose values are not converted to or from other controls.
UNCONVERTIBLE = frozenset({ControlType.LINKED_ID_TYPE, ControlType.LINKED_DROPDOWN})

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
    """A value that does not have the notation it should have. The message never repeats the value."""


class Notation(NamedTuple):
    """How a value is written: control, format and code list; None where not recorded."""

    control: str | None
    format: str | None
    code_list: str | None


@cache
def options(code_list: str | None) -> Mapping[str, str] | None:
    """Code → title of a list that is written out, as “1=男；2=女” or “男；女” (each code is its own title); None if the
    list is only named, such as GB/T 2261.1."""
    parts = [part.strip() for part in re.split("[；;]", code_list or "")]
    if len(parts) < 2 or not all(parts):
        return None
    coded = [_OPTION.fullmatch(part) for part in parts]
    pairs = [(each[1], each[2]) for each in coded if each] if all(coded) else [(part, part) for part in parts]
    titles = dict(pairs)
    distinct = len(titles) == len(set(titles.values())) == len(parts)
    return titles if distinct else None


def conversion(source: Notation, target: Notation) -> tuple[ConversionStep, ...] | None:
    """The steps that convert every value from the notation `source` to the notation `target`, and back; None if there
    are none, or if too little is recorded to tell."""
    if source == target:
        return ()
    control, other = source.control or ControlType.TEXT, target.control or ControlType.TEXT
    if {control, other} & UNCONVERTIBLE:
        return () if control == other and source[1:] == target[1:] else None
    if control == ControlType.MULTIPLE_CHOICE or other == ControlType.MULTIPLE_CHOICE:
        return _multiple_choice_steps(source, target, control, other)
    if other in ONE_OF:
        return _choice_steps(source, target) if control in ONE_OF else None
    if other == ControlType.NUMBER:
        return () if control == ControlType.NUMBER and target.format is None else None
    if (dates := _date_steps(source, target, control, other)) is not None:
        return dates
    if other in DATES or not _wider(source, target):
        return None
    if other == ControlType.TEXT:
        if control == ControlType.NUMBER:
            return (ConversionStep(kind=ConversionKind.DECIMAL),)
        return _title_steps(source, target) if control in ONE_OF else ()
    return () if control == other else None


def _wider(source: Notation, target: Notation) -> bool:
    """Whether `target` accepts every value of the format and code list of `source`."""
    takes_format = target.format in (None, source.format) or _shorter(source, target)
    return takes_format and target.code_list in (None, source.code_list)


def _shorter(source: Notation, target: Notation) -> bool:
    """Whether both are texts with a maximum length, and that of `source` is not greater."""
    lengths = [AT_MOST.fullmatch(each.format or "") for each in (source, target)]
    of_text = {source.control or ControlType.TEXT, target.control or ControlType.TEXT} == {ControlType.TEXT}
    most = [int(length[1]) for length in lengths if length]
    return of_text and len(most) == 2 and most[0] <= most[1]


def _date_steps(source: Notation, target: Notation, control: str, other: str) -> tuple[ConversionStep, ...] | None:
    read, write = source.format or DATES.get(control), target.format or DATES.get(other)
    kinds = {control, other} - {ControlType.TEXT}
    if len(kinds) > 1 or not read or not write or not kinds <= DATES.keys() or source.code_list != target.code_list:
        return None
    before, after = _tokens(read), _tokens(write)
    if before is None or after is None or sorted(_numbered(before)) != sorted(_numbered(after)):
        return None
    return () if read == write else (ConversionStep(kind=ConversionKind.DATE, read=read, write=write),)


def _multiple_choice_steps(
    source: Notation, target: Notation, control: str, other: str
) -> tuple[ConversionStep, ...] | None:
    if control != ControlType.MULTIPLE_CHOICE:
        return None
    if other == ControlType.MULTIPLE_CHOICE:
        return _choice_steps(source, target)
    offered = options(source.code_list)
    if other == ControlType.TEXT and offered and _wider(source, target):
        return (*_title_steps(source, target), ConversionStep(kind=ConversionKind.JOIN, between=SEPARATOR))
    return None


def _choice_steps(source: Notation, target: Notation) -> tuple[ConversionStep, ...] | None:
    """Codes of one list become codes of the other, if both lists have the same titles."""
    if source.format != target.format:
        return None
    if source.code_list == target.code_list:
        return ()
    before, after = options(source.code_list), options(target.code_list)
    if before is None or after is None or set(before.values()) != set(after.values()):
        return None
    codes = {title: code for code, title in after.items()}
    return _lookup_steps({code: codes[title] for code, title in before.items()})


def _title_steps(source: Notation, target: Notation) -> tuple[ConversionStep, ...]:
    """Codes become titles where the target is free text."""
    offered = options(source.code_list)
    return _lookup_steps(offered) if offered and target.code_list is None else ()


def _lookup_steps(table: Mapping[str, str]) -> tuple[ConversionStep, ...]:
    """A step that replaces codes by the table; none if the table changes nothing."""
    if all(code == replacement for code, replacement in table.items()):
        return ()
    return (ConversionStep(kind=ConversionKind.LOOKUP, table=dict(table)),)


# ------------------------------------------------------------------------------------------------ applying steps


def apply(steps: tuple[ConversionStep, ...], value: Any) -> Any:
    """The value of the merged form in the notation of an original form. Raises Misfit."""
    for step in steps:
        value = _DO[step.kind](step, value)
    return value


def undo(steps: tuple[ConversionStep, ...], value: Any) -> Any:
    """The value of an original form in the notation of the merged form. Raises Misfit."""
    for step in reversed(steps):
        value = _UNDO[step.kind](step, value)
    return value


def date_pattern(format: str) -> str | None:
    """The regular expression that dates in this format match; None if it is not a format of dates."""
    tokens = _tokens(format)
    return None if tokens is None else "^" + "".join(_PARTS.get(token) or _literal(token) for token in tokens) + "$"


def _literal(character: str) -> str:
    """Escapes a character only where necessary: patterns of JSON Schema (Unicode mode) allow no other escapes."""
    return f"\\{character}" if character in PATTERN_SYNTAX else character


@cache
def _tokens(format: str) -> tuple[str, ...] | None:
    """The parts YYYY, MM, M, DD, D and the characters between them; None if the format is ambiguous or not a date."""
    tokens = tuple(_TOKEN.findall(format))
    parts = [token in _PARTS for token in tokens]
    letters = any(
        token.isascii() and token.isalpha() for token, is_part in zip(tokens, parts, strict=True) if not is_part
    )
    unclear = any(token in ("M", "D") and (after in _PARTS or after.isdigit()) for token, after in pairwise(tokens))
    return tokens if "YYYY" in tokens and not letters and not unclear else None


def _numbered(tokens: tuple[str, ...]) -> list[tuple[str, int]]:
    """Each part of a date as its letter and its index among the parts with the same letter."""
    letters = [token[0] for token in tokens if token in _PARTS]
    return [(letter, letters[:place].count(letter)) for place, letter in enumerate(letters)]


def _reformat_date(read: str, write: str, value: Any) -> str:
    match = re.fullmatch(date_pattern(read) or "", value, re.ASCII) if isinstance(value, str) else None
    if match is None:
        raise Misfit(read)
    parts = dict(zip(_numbered(_tokens(read) or ()), match.groups(), strict=True))
    numbered = iter(_numbered(_tokens(write) or ()))
    return "".join(_part(token, parts[next(numbered)]) if token in _PARTS else token for token in _tokens(write) or ())


def _part(token: str, digits: str) -> str:
    return digits.zfill(len(token)) if len(token) > 1 else digits.lstrip("0")


def _replace(table: Mapping[str, str], value: Any) -> Any:
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


def _join(step: ConversionStep, value: Any) -> str:
    between = step.between or ""
    if not isinstance(value, list) or not all(isinstance(each, str) and each and between not in each for each in value):
        raise Misfit("list")
    return between.join(value)


def _split(step: ConversionStep, value: Any) -> list[str]:
    if not isinstance(value, str):
        raise Misfit("list")
    return value.split(step.between) if value else []


_DO = {
    ConversionKind.DATE: lambda step, value: _reformat_date(step.read, step.write, value),
    ConversionKind.LOOKUP: lambda step, value: _replace(step.table, value),
    ConversionKind.DECIMAL: lambda step, value: _decimal(value),
    ConversionKind.JOIN: _join,
}
_UNDO = {
    ConversionKind.DATE: lambda step, value: _reformat_date(step.write, step.read, value),
    ConversionKind.LOOKUP: lambda step, value: _replace(
        {replacement: code for code, replacement in step.table.items()}, value
    ),
    ConversionKind.DECIMAL: lambda step, value: _number(value),
    ConversionKind.JOIN: _split,
}
