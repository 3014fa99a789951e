"""Reads the cases of tests/cases: YAML that a domain expert can write (each folder has a README.md).

A file has `cases`; everything else in it applies to all of its cases. Every case starts from `base.yaml` of its folder.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml

from oncegraph.queries.exemption.context import Context
from oncegraph.schema.declaration import Node
from oncegraph.schema.model import DECLARATIONS, NODES
from oncegraph.schema.verdict import When
from tests.support.reference import Row, Rows

FOLDER = Path(__file__).parents[1] / "cases"
BASE = "base.yaml"

#: Declaration → name of a row → its attributes.
Tables = dict[str, dict[str, Row]]


class Loader(yaml.SafeLoader):
    """YAML in which yes and no are words, and only true and false are truth values."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


@dataclass(frozen=True)
class Case:
    """One case: what it says itself, what its file says for all cases, and the base that the folder starts from."""

    name: str
    itself: dict[str, Any]
    file: dict[str, Any]
    base: dict[str, Any]

    @property
    def then(self) -> dict[str, Any]:
        """What is expected."""
        return self.itself["then"]

    def get(self, key: str, default: Any = None) -> Any:
        """What the case says, else its file, else the base."""
        return next((part[key] for part in (self.itself, self.file, self.base) if key in part), default)

    @cached_property
    def tables(self) -> Tables:
        """The tables of the base with those of the file, and with the change of the case."""
        given = change_tables(self.base["given"], self.file.get("given", {}))
        return change_tables(given, self.itself.get("change", {}))

    @cached_property
    def rows(self) -> Rows:
        """The tables as rows of the exchange format."""
        return rows_of(self.tables, self.base["every"])

    @cached_property
    def context(self) -> Context:
        """Who asks, where and when. A bare date stands for its noon."""
        when = self.base["when"] | self.file.get("when", {}) | self.itself.get("when", {})
        moment = when["moment"]
        return Context(
            audience=when.get("audience"),
            region=when.get("region"),
            moment=moment if isinstance(moment, datetime) else datetime.combine(moment, time(12)),
            when=When(when.get("mode", When.DESIGN)),
            known=frozenset(when.get("known", ())),
            on_file=frozenset(when.get("on_file", ())),
        )


def read_cases(folder: str, keys: str, *, files: str = "*.yaml", base: str | None = None) -> list[Case]:
    """The cases of a folder of tests/cases.

    folder: its name; keys: the keys that a case may have beside `title` and `then`, separated by blanks; files: only
    those whose name fits; base: the folder whose base.yaml the cases start from, the same one unless it is named.
    """
    common = read_yaml(FOLDER / (base or folder) / BASE)
    paths = sorted(path for path in (FOLDER / folder).glob(files) if path.name != BASE)
    cases = []
    for path in paths:
        file = read_yaml(path)
        for itself in file["cases"]:
            unknown = set(itself) - {"title", "then", *keys.split()}
            assert not unknown, f"{path}: {itself['title']}: a case has no {unknown}"
            cases.append(Case(f"{path.stem}: {itself['title']}", itself, file, common))
    names = [case.name for case in cases]
    repeated = {name for name in names if names.count(name) > 1}
    assert cases and not repeated, f"{folder}: no cases, or several with the same title: {repeated}"
    return cases


def parametrize(cases: Iterable[Case]) -> Callable:
    """Runs a test for each case, under the name of its file and its title."""
    return pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases])


@cache
def read_yaml(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:  # an open file, so that an error names it
        return yaml.load(file, Loader)


def change_tables(tables: Tables, change: Tables) -> Tables:
    """The tables with rows added, attributes overwritten, and rows removed that are changed to null."""
    result = {name: dict(table) for name, table in tables.items()}
    for name, table in change.items():
        assert name in DECLARATIONS, f"{name} is no declaration"
        for key, attributes in table.items():
            if attributes is None:
                del result[name][key]
            else:
                result.setdefault(name, {})[key] = result.get(name, {}).get(key, {}) | attributes
    return result


def rows_of(tables: Tables, every: dict[str, Row]) -> Rows:
    """Tables as rows of the exchange format. every: declaration → attributes that each of its rows has by default."""
    return {
        name: [_row(name, key, every.get(name, {}) | attributes) for key, attributes in table.items()]
        for name, table in tables.items()
    }


def _row(declaration: str, name: str, attributes: Row) -> Row:
    row = _identity(declaration, name) | attributes
    kind = DECLARATIONS[declaration]
    unknown = set(row) - set(kind.attributes()) - set(_identity(declaration, name)) - {"defaulted"}
    assert not unknown, f"{declaration} {name} has no attribute {unknown}"
    if issubclass(kind, Node):
        row |= {title: name for title in ("name", "label") if title in kind.attributes() and title not in row}
    return {attribute: value for attribute, value in row.items() if value is not None}


def _identity(declaration: str, name: str) -> Row:
    """A node is named by its code, an entry of a form "form / field", a relationship "from → to" or "from → to (2)"."""
    if declaration == "FormField":
        form, field = re.fullmatch(r"(.+?) / (.+?)(?: \(.+\))?", name).groups()
        return {"form_field_code": name, "form_code": form, "field_code": field}
    if declaration in NODES:
        return {NODES[declaration].key(): name}
    start, end, binding = re.fullmatch(r"(.+?) → (.+?)(?: \((.+)\))?", name).groups()
    (start_column, _), (end_column, _) = DECLARATIONS[declaration].ends()
    return {start_column: start, end_column: end} | ({"binding": binding} if binding else {})


# ------------------------------------------------------------------------------------------------ what is expected


def written_out(then: Any) -> Any:
    """The expectation of a case in full: "yes" for a field is short for `is: yes`."""
    if not isinstance(then, dict):
        return then
    return {
        name: {key: value if isinstance(value, dict) else {"is": value} for key, value in part.items()}
        if name in ("fields", "materials")
        else part
        for name, part in then.items()
    }


def only_expected_parts(answer: Any, expected: Any) -> Any:
    """The parts of an answer that a case expects something of."""
    if not isinstance(expected, dict) or not isinstance(answer, dict):
        return answer
    return {name: only_expected_parts(answer.get(name, "nothing"), part) for name, part in expected.items()}


def words(then: Any) -> set[str]:
    """Every word that the expectation of a case consists of: codes of verdicts, rules, reasons."""
    if isinstance(then, dict):
        return {word for part in then.values() for word in words(part)}
    return set(then.split()) if isinstance(then, str) else set()


def words_of_all(cases: Iterable[Case]) -> set[str]:
    """Every word in what some cases expect."""
    return {word for case in cases for word in words(case.then)}
