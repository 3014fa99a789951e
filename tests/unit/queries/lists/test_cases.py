"""Every case of tests/cases/lists (see its README.md), without a database."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.lists import LISTS, Lists, find
from oncegraph.queries.lists.facts import Facts
from oncegraph.queries.lists.inventory import ListScope
from oncegraph.schema.lists import Entry, Obstacle
from tests.unit.queries.exemption.cases import BASE, changed, context, read, rows, words

FOLDER = Path(__file__).parents[3] / "cases" / "lists"
ABSENT = "absent"


@dataclass(frozen=True)
class Case:
    """One case: the list, the rows, what is asked in which context and scope, and what is expected."""

    name: str
    list: str
    rows: dict[str, list[dict[str, Any]]]
    context: Context
    scope: ListScope
    then: dict[str, Any]
    order: list[str] | None


def cases() -> list[Case]:
    files = sorted(path for path in FOLDER.glob("*.yaml") if path.name != BASE)
    return [_case(path, case) for path in files for case in read(path)["cases"]]


def _case(path: Path, case: dict[str, Any]) -> Case:
    base, file = read(FOLDER / BASE), read(path)
    unknown = set(case) - {"title", "change", "when", "scope", "then", "order"}
    assert not unknown, f"{path.name}: {case['title']}: {unknown} are no parts of a case"
    tables = changed(changed(base["given"], file.get("given", {})), case.get("change", {}))
    return Case(
        name=f"{path.stem}: {case['title']}",
        list=file["list"],
        rows=rows(tables, base["every"]),
        context=context(base["when"] | case.get("when", {})),
        scope=ListScope(**case.get("scope", {})),
        then=case["then"],
        order=case.get("order"),
    )


CASES = cases()


def entries(case: Case) -> list[Entry]:
    analysis = Analysis(Catalogue.from_rows(case.rows), case.context)
    return Lists(Facts.from_rows(case.rows)).entries(case.list, analysis, case.scope)


def told(entry: Entry | None, said: dict[str, Any]) -> dict[str, Any]:
    """The parts of an entry that a case checks, in the words of the cases."""
    if entry is None:
        return {"is": ABSENT}
    everything = {
        "is": " ".join([entry.status, *(blocker.obstacle for blocker in entry.blockers)]),
        "about": [blocker.name for blocker in entry.blockers],
        "unblock": [blocker.unblock.zh for blocker in entry.blockers],
        "cases": entry.annual_cases,
        "counts": {name: entry.counts[name] for name in said.get("counts", ())},
    }
    return {name: everything[name] for name in said}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    found = entries(case)
    by_code = {entry.code: entry for entry in found}
    assert len(by_code) == len(found)
    for code, said in case.then.items():
        said = said if isinstance(said, dict) else {"is": said}
        assert told(by_code.get(code), said) == said, code
    if case.order is not None:
        assert list(by_code) == case.order


def test_every_list_status_and_obstacle_occurs_in_a_case() -> None:
    said = {name: set().union(*(words(case.then) for case in CASES if case.list == name)) for name in LISTS}
    missing = [(name, status) for name in LISTS for status in find(name).statuses if status not in said[name]]
    assert missing == [("zero_material", "in_part")]  # of an item only
    assert [code for code in Obstacle if code not in set().union(*said.values())] == []


def test_cases_have_titles_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
