"""Every case of tests/cases/lists (see its README.md), without a database."""

from typing import Any

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.lists import LISTS, Lists, find
from oncegraph.queries.lists.facts import Facts
from oncegraph.queries.lists.inventory import ListScope
from oncegraph.schema.lists import Entry, Obstacle
from tests.support.yaml_cases import Case, parametrize, read_cases, words_of_all

ABSENT = "absent"
CASES = read_cases("lists", "change when scope order")


def entries(case: Case) -> list[Entry]:
    analysis = Analysis(Catalogue.from_rows(case.rows), case.context)
    return Lists(Facts.from_rows(case.rows)).entries(case.get("list"), analysis, ListScope(**case.get("scope", {})))


def describe(entry: Entry | None, expected: dict[str, Any]) -> dict[str, Any]:
    """The parts of an entry that a case expects something of, in the words of a case."""
    if entry is None:
        return {"is": ABSENT}
    everything = {
        "is": " ".join([entry.status, *(blocker.obstacle for blocker in entry.blockers)]),
        "about": [blocker.name for blocker in entry.blockers],
        "unblock": [blocker.unblock.zh for blocker in entry.blockers],
        "cases": entry.annual_cases,
        "counts": {name: entry.counts[name] for name in expected.get("counts", ())},
    }
    return {name: everything[name] for name in expected}


@parametrize(CASES)
def test_case(case: Case) -> None:
    found = entries(case)
    by_code = {entry.code: entry for entry in found}
    assert len(by_code) == len(found)
    for code, part in case.then.items():
        expected = part if isinstance(part, dict) else {"is": part}
        assert describe(by_code.get(code), expected) == expected, code
    if "order" in case.itself:
        assert list(by_code) == case.get("order")


def test_every_list_status_and_obstacle_occurs_in_a_case() -> None:
    expected = {name: words_of_all(case for case in CASES if case.get("list") == name) for name in LISTS}
    missing = [(name, status) for name in LISTS for status in find(name).statuses if status not in expected[name]]
    assert missing == [("zero_material", "in_part")]  # of an item only
    assert [code for code in Obstacle if code not in words_of_all(CASES)] == []
