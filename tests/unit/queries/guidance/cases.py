"""Reads the cases of tests/cases/guidance (see its README.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from oncegraph.queries.exemption.context import Context, moment_of
from oncegraph.queries.records import Records
from tests.unit.queries.exemption.cases import BASE, read
from tests.unit.queries.exemption.cases import FOLDER as EXEMPTION
from tests.unit.queries.exemption.cases import rows as plain_rows

from .rows import rows_of

FOLDER = Path(__file__).parents[3] / "cases" / "guidance"
PARTS = ("items", "questions", "themes", "given")
CONTEXT = Context(moment=moment_of(date(2026, 6, 30)))


@dataclass(frozen=True)
class Case:
    """One case: the records, what is asked about, the answers given, and what is expected."""

    name: str
    records: Records
    subject: str
    answers: dict[str, Any]
    then: dict[str, Any]


def cases(pattern: str) -> list[Case]:
    """The cases of the files whose names match the pattern."""
    return [_case(path, case) for path in sorted(FOLDER.glob(pattern)) for case in read(path)["cases"]]


def _case(path: Path, case: dict[str, Any]) -> Case:
    file = read(path)
    unknown = set(case) - {"title", "change", "subject", "answers", "then"}
    assert not unknown, f"{path.name}: {case['title']}: {unknown} are no parts of a case"
    told = {part: _changed(file.get(part, {}), case.get("change", {}).get(part, {})) for part in PARTS}
    every = read(EXEMPTION / BASE)["every"]
    rows = {**rows_of(told["items"], told["questions"], told["themes"])}
    for name, given in plain_rows(told["given"], every).items():
        rows[name] = [*rows[name], *given]
    usual = every["Situation"]
    rows["Situation"] = [usual | row for row in rows["Situation"]]
    required = {row["material_code"] for name in ("Requires", "Produces") for row in rows[name]}
    plain = plain_rows({"Material": {code: {} for code in required - set(told["given"].get("Material", {}))}}, every)
    rows["Material"] = [*rows["Material"], *plain.get("Material", ())]
    return Case(
        name=f"{path.stem}: {case['title']}",
        records=Records(rows),
        subject=case["subject"],
        answers={str(word): answer for word, answer in case.get("answers", {}).items()},
        then=case["then"],
    )


def _changed(told: Any, change: Any) -> Any:
    """The facts of a file, changed by those of a case; null removes something, a list replaces the whole list."""
    if not isinstance(told, Mapping) or not isinstance(change, Mapping):
        return change
    kept = {name: value for name, value in told.items() if name not in change}
    changed = {name: _changed(told.get(name), value) for name, value in change.items() if value is not None}
    return {name: (kept | changed)[name] for name in (*told, *change) if name in kept or name in changed}
