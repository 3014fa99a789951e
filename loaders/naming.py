"""Finds what sheets, files and columns are named after: attribute, Chinese title or English title."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from operator import itemgetter
from typing import Any

from rapidfuzz import fuzz, process

from oncegraph.schema.declaration import Attribute, Declaration, Node, Reference, Relationship
from oncegraph.schema.model import DECLARATIONS, NODES
from oncegraph.schema.text import Text

#: The column of a file of rejected rows with the reason; ignored when such a file is loaded again.
REASON = "problem"
REASON_TITLE = Text("问题", "Problem")

#: Sheets of a template that contain no rows.
HELP_SHEET = Text("说明", "Instructions")
CODES_SHEET = Text("代码表", "Codes")
PASSED_OVER = frozenset((*HELP_SHEET, *CODES_SHEET))

#: Similarity (0 to 100) from which a word counts as a misspelling of a known one.
ALIKE = 75

_REMARK = re.compile(r"[(（【\[].*?[)）】\]]|[*＊:：\s_]")


@cache
def columns(declaration: type[Declaration]) -> dict[str, Text]:
    """Column name → title: the two ends of a relationship, then the attributes."""
    ends = dict(declaration.ends()) if issubclass(declaration, Relationship) else {}
    return ends | {name: attribute.title for name, attribute in declaration.attributes().items()}


@cache
def identity_of(declaration: type[Declaration]) -> Callable[[Mapping[str, Any]], str | tuple[str, ...]]:
    """A function that returns the identity of a row: its key, or the keys of both ends and the key attributes."""
    return itemgetter(*declaration.identity_columns())


@cache
def references(declaration: type[Declaration]) -> dict[str, type[Node]]:
    """Column → the kind of node whose key it holds."""
    if issubclass(declaration, Relationship):
        (start, _), (end, _) = declaration.ends()
        return {start: declaration.start, end: declaration.end}
    return {name: NODES[reference.kind] for name, reference in _node_references(declaration).items()}


@cache
def required_columns(declaration: type[Declaration]) -> tuple[str, ...]:
    """The columns that a new row must have; key attributes with a default are not required."""
    attributes = [name for name, field in declaration.model_fields.items() if field.is_required()]
    ends = [name for name, _ in declaration.ends()] if issubclass(declaration, Relationship) else []
    return (*ends, *attributes)


@cache
def attribute(declaration: type[Declaration], column: str) -> Attribute | None:
    """The declaration of a column; None for an end of a relationship, which is a plain text."""
    return declaration.attributes().get(column)


def find_declaration(word: str) -> type[Declaration] | None:
    """The declaration that a sheet or file is named after; words after `.`, `-` or a space are ignored."""
    known = _declaration_words()
    short = re.split(r"[.\-\s]", word, maxsplit=1)[0]
    return known.get(_plain(word)) or known.get(_plain(short))


def similar_declaration(word: str) -> str | None:
    return _similar(word, {str(d.title): str(d.title) for d in DECLARATIONS.values()} | {n: n for n in DECLARATIONS})


def find_column(declaration: type[Declaration], word: object) -> str | None:
    """The column that a heading stands for: remarks in brackets, stars, colons, blanks and case are ignored."""
    return _column_words(declaration).get(_plain(word)) if isinstance(word, str) else None


def similar_column(declaration: type[Declaration], word: str) -> str | None:
    """A heading that `word` may be a misspelling of, as it should be written."""
    return _similar(word, {w: w for name, title in columns(declaration).items() for w in (name, title.zh, title.en)})


def members(declaration: type[Declaration]) -> dict[str, type[Node]]:
    """List attribute → the kind of node whose keys it holds."""
    return {name: NODES[a.members] for name, a in declaration.attributes().items() if a.members}


def is_reason(word: object) -> bool:
    return isinstance(word, str) and _plain(word) in {_plain(w) for w in (REASON, *REASON_TITLE)}


def _similar(word: str, known: dict[str, str]) -> str | None:
    found = process.extractOne(_plain(word), {w: _plain(w) for w in known}, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return found and found[2]


def _plain(word: object) -> str:
    return _REMARK.sub("", unicodedata.normalize("NFKC", str(word))).casefold()


def _node_references(declaration: type[Declaration]) -> dict[str, Reference]:
    return declaration.references() if issubclass(declaration, Node) else {}


@cache
def _declaration_words() -> dict[str, type[Declaration]]:
    return {_plain(word): d for name, d in DECLARATIONS.items() for word in (name, *d.title)}


@cache
def _column_words(declaration: type[Declaration]) -> dict[str, str]:
    return {_plain(word): name for name, title in columns(declaration).items() for word in (name, *title)}
