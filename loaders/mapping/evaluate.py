"""Evaluates a `Value` of a mapping for one row of a file."""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from oncegraph.loaders.mapping.model import TemplatePart, Value, parse_template

Record = Mapping[str, Any]

#: Called with path and text where `extract` does not match.
Unmatched = Callable[[str, str], None]

_MISSING = object()


class Evaluator:
    """Evaluates one `Value`. absent: the paths that no row has had so far."""

    def __init__(self, value: Value, no_data: tuple[str, ...], unmatched: Unmatched):
        self._value = value
        self._no_data = frozenset((*no_data, *value.no_data, ""))
        self._templates = [parse_template(template) for template in value.template]
        self._extract = re.compile(value.extract) if value.extract else None
        self._unmatched = unmatched
        self.absent = {*value.sources, *(p.path for parts in self._templates for p in parts if p.path)}

    def __call__(self, record: Record) -> tuple[Any, bool]:
        """(the value, a list if it has several; None without data), and whether it is the default."""
        if self.absent:
            self.absent = {path for path in self.absent if look_up(record, path) is _MISSING}
        value = self._value.constant if self._value.constant is not None else self._from(record)
        if value is None or value == []:
            return self._value.default, self._value.default is not None
        return value, False

    def _from(self, record: Record) -> Any:
        for path in self._value.sources:
            value = self._processed(path, look_up(record, path, None))
            if value is not None and value != []:
                return value
        for parts in self._templates:
            if (text := self._filled(parts, record)) is not None:
                return self._processed(self._value.template[0], text)
        return None

    def _filled(self, parts: tuple[TemplatePart, ...], record: Record) -> str | None:
        text = ""
        for literal, path, hashed in parts:
            text += literal
            if path:
                value = self._with_data(look_up(record, path, None))
                if value is None:
                    return None
                text += stable_hash(str(value)) if hashed else str(value)
        return text

    def _processed(self, path: str, value: Any) -> Any:
        if self._value.split and isinstance(value, str):
            value = value.split(self._value.split)
        if isinstance(value, list):
            members = (self._single(path, member) for member in value)
            return [member for member in members if member is not None]
        return self._single(path, value)

    def _single(self, path: str, value: Any) -> Any:
        value = self._with_data(value)
        if value is None:
            return None
        if self._extract:
            found = self._extract.search(str(value))
            if found is None:
                self._unmatched(path, str(value))
                return None
            value = found[1]
        return self._value.translate.get(str(value), value)

    def _with_data(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip()
            return None if value in self._no_data else value
        return value


def look_up(record: Record, path: str, missing: Any = _MISSING) -> Any:
    """The value at a path; `missing` if the row has no such column."""
    if path in record:
        return record[path]
    value: Any = record
    for key in path.split("."):
        if not isinstance(value, Mapping) or key not in value:
            return missing
        value = value[key]
    return value


def stable_hash(text: str) -> str:
    """A hash of a text as 16 hexadecimal digits, used as a key if the file has none."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
