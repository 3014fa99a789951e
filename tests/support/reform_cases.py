"""Reads the cases of tests/cases/reform (see its README.md) and carries them out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oncegraph.queries.exemption.context import Context
from oncegraph.queries.records import Records
from oncegraph.queries.reform.actions import reformed
from oncegraph.queries.reform.compare import compare
from oncegraph.queries.reform.reading import reform_of
from oncegraph.schema.comparison import Comparison
from oncegraph.schema.reform import Reformed
from oncegraph.schema.rows import Rows
from tests.support.yaml_cases import BASE, changed, context, read, rows

FOLDER = Path(__file__).parents[1] / "cases" / "reform"


@dataclass(frozen=True)
class Case:
    """One case: the rows, the actions or the rows of another state, and what is expected."""

    name: str
    rows: Rows
    actions: list[dict[str, Any]] | None
    after: Rows | None
    context: Context
    then: dict[str, Any]


def cases() -> list[Case]:
    files = sorted(path for path in FOLDER.glob("*.yaml") if path.name != BASE)
    return [_case(path, case) for path in files for case in read(path)["cases"]]


def _case(path: Path, case: dict[str, Any]) -> Case:
    base = read(FOLDER / BASE)
    unknown = set(case) - {"title", "change", "actions", "after", "then"}
    assert not unknown, f"{path.name}: {case['title']}: {unknown} are no parts of a case"
    tables = changed(base["given"], case.get("change", {}))
    after = changed(tables, case["after"]) if "after" in case else None
    return Case(
        name=f"{path.stem}: {case['title']}",
        rows=rows(tables, base["every"]),
        actions=case.get("actions"),
        after=None if after is None else rows(after, base["every"]),
        context=context(base["when"]),
        then=case["then"],
    )


CASES = cases()


def outcome(case: Case) -> tuple[Comparison, Reformed | None]:
    if case.after is not None:
        return compare(Records(case.rows), Records(case.after), case.context), None
    reform = reform_of({"title": "改革", "actions": case.actions})
    result = reformed(case.rows, reform, case.context.moment.date())
    return compare(Records(case.rows), Records(result.rows), case.context, result.causes), result
