"""Checks one column at a time; each different cell value is checked only once, which keeps loading fast."""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from oncegraph.loaders.check.values import CONVERTERS, BadValue, members
from oncegraph.loaders.finding import Problem
from oncegraph.loaders.naming import attribute
from oncegraph.loaders.problems import HTML, unknown_code
from oncegraph.loaders.table import ABSENT
from oncegraph.schema.codes import CodeList
from oncegraph.schema.declaration import Declaration

#: Stands for all codes of a list.
EVERYTHING = "*"

_HTML = re.compile(r"<[^<>]{1,500}>|&(?:[a-z]{2,8}|#\d{1,6});", re.IGNORECASE)
#: Characters that call for a closer look at a text: HTML, and blanks that `str.strip` does not remove.
_ODD = ("<", "&", "\ufeff", "\u200b")
_REMEMBERED = 200_000
_LIKELY = 50
_PLAIN = frozenset((str, type(None), type(ABSENT)))


class Column:
    """Turns the cells of one column into values, and records what was wrong with which cell.

    bad: cell → why it cannot be a value; noted: cell → its values that are loaded with a remark, and the remark.
    """

    def __init__(self, declaration: type[Declaration], name: str):
        declared = attribute(declaration, name)
        kind = declaration.value_type(name) if declared else str
        self._convert: Callable[[Any], Any] = CONVERTERS[kind]
        self._codes = declared.codes if declared else None
        self._is_list = bool(declared) and declaration.is_list(name)
        self._is_text = kind is str and self._codes is None
        self._values: dict[Hashable, Any] = {}
        self.bad: dict[Hashable, Problem] = {}
        self.noted: dict[Hashable, list[tuple[str, Problem]]] = {}

    def values(self, cells: Sequence[Any]) -> tuple[list[Any], Sequence[Hashable]]:
        """The values of the cells, and the keys of the cells in `bad` and `noted`."""
        if self._is_text and not self._is_list and (texts := _clean_texts(cells)) is not None:
            return texts, cells
        if len(self._values) > _REMEMBERED:
            self._values, self.bad, self.noted = {}, {}, {}
        keys = cells if _PLAIN.issuperset(map(type, cells)) else [_key(cell) for cell in cells]
        known = self._values
        for key in set(keys).difference(known):
            known[key] = self._value(key)
        return list(map(known.__getitem__, keys)), keys

    @property
    def sparse(self) -> bool:
        """Whether this column is absent in some row."""
        return ABSENT in self._values

    def _value(self, key: Hashable) -> Any:
        cell = key[1] if type(key) is tuple else key
        if cell is ABSENT:
            return ABSENT
        try:
            return self._list(key, cell) if self._is_list else self._single(key, cell)
        except BadValue as error:
            self.bad[key] = error.problem
            return None

    def _list(self, key: Hashable, cell: Any) -> tuple[Any, ...] | None:
        values = (self._single(key, member) for member in members(cell))
        return tuple(value for value in values if value is not None) or None

    def _single(self, key: Hashable, cell: Any) -> Any:
        value = self._convert(cell)
        if value is None:
            return None
        if self._is_text:
            if ("<" in value or "&" in value) and _HTML.search(value):
                self.noted.setdefault(key, []).append((value, HTML))
        elif self._codes and not (self._is_list and value == EVERYTHING):
            code = self._codes.lookup(value)
            if code is None:
                problem = unknown_code(self._codes, _likely(self._codes, value))
                self.noted.setdefault(key, []).append((value, problem))
                return value
            return code.value
        return value


def _clean_texts(cells: Sequence[Any]) -> list[str | None] | None:
    """The values of cells in the usual case: all are texts that need no closer look. Otherwise None."""
    if set(map(type, cells)) != {str}:
        return None
    together = "\n".join(cells)
    if any(mark in together for mark in _ODD):
        return None
    texts: list[str | None] = list(map(str.strip, cells))
    return [text or None for text in texts] if "" in texts else texts


def _key(cell: Any) -> Hashable:
    """A key for a cell: different for equal values of different types (1, 1.0, True), and hashable for lists."""
    if cell is None or cell is ABSENT or isinstance(cell, str):
        return cell
    if isinstance(cell, list):
        return (list, tuple(_hashable(member) for member in cell))
    return (type(cell), _hashable(cell))


@dataclass(frozen=True)
class _Nested:
    """The written form of a JSON object or list where a plain value is expected; no converter takes it."""

    written: str


def _hashable(cell: Any) -> Hashable:
    return _Nested(repr(cell)) if isinstance(cell, dict | list) else cell


def _likely(codes: type[CodeList], value: str) -> str | None:
    words: Iterable[str] = [word for code in codes for word in (code.title.zh, code.title.en, code.value)]
    found = process.extractOne(value, words, scorer=fuzz.ratio, score_cutoff=_LIKELY)
    return found and found[0]
