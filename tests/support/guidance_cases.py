"""The cases of tests/cases/guidance (see its README.md), and their questions as records."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from oncegraph.queries.exemption.context import Context, moment_of
from oncegraph.queries.records import Records
from tests.support.examples.question_rows import question_rows
from tests.support.yaml_cases import Case, read_cases
from tests.support.yaml_cases import rows_of as table_rows

PARTS = ("items", "questions", "themes", "given")
CONTEXT = Context(moment=moment_of(date(2026, 6, 30)))


def guidance_cases(files: str) -> list[Case]:
    """The cases of the files whose name fits."""
    return read_cases("guidance", "change subject answers", files=files, base="exemption")


def records_of(case: Case) -> Records:
    """The questions of the file with the change of the case, and the materials that they name."""
    change, every = case.itself.get("change", {}), case.base["every"]
    items, questions, themes, given = (_changed(case.file.get(part, {}), change.get(part, {})) for part in PARTS)
    rows = question_rows(items, questions, themes)
    for name, added in table_rows(given, every).items():
        rows[name] = [*rows[name], *added]
    rows["Situation"] = [every["Situation"] | row for row in rows["Situation"]]
    required = {row["material_code"] for name in ("Requires", "Produces") for row in rows[name]}
    unnamed = {code: {} for code in required - set(given.get("Material", {}))}
    rows["Material"] = [*rows["Material"], *table_rows({"Material": unnamed}, every)["Material"]]
    return Records(rows)


def _changed(value: Any, change: Any) -> Any:
    """What a file says, changed by a case: null takes something out, a list replaces the whole list."""
    if not isinstance(value, Mapping) or not isinstance(change, Mapping):
        return change
    kept = {name: part for name, part in value.items() if name not in change}
    changed = {name: _changed(value.get(name), part) for name, part in change.items() if part is not None}
    return {name: (kept | changed)[name] for name in (*value, *change) if name in kept or name in changed}
