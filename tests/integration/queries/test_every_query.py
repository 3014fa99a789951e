"""Every file of the library, run on the sample city with the parameters that its header gives as an example."""

import pytest

from oncegraph.graph.client import Client
from oncegraph.queries.library import SavedQuery, library
from oncegraph.queries.library import run as run_query
from oncegraph.queries.runs.analyse import analyse
from oncegraph.schema.verdict import Reason

#: What a clean city has none of; in the small catalogue of test_reports.py each has some.
MAY_BE_EMPTY = {
    "quality.duplicate_item_names",
    "quality.items_without_situation",
    "quality.promised_later_than_law",
    "runs.changes",
}


@pytest.fixture(scope="module", autouse=True)
def run_in_force(city: Client) -> None:
    """The second of two whole runs, between which nothing changed."""
    analyse(city)
    analyse(city)


def each(queries):
    return pytest.mark.parametrize("query", queries, ids=lambda query: query.name)


QUERIES = list(library().values())
ASKED = [query for query in QUERIES if query.parameters]
PAGED = [query for query in QUERIES if "after" in query.example]


@each(QUERIES)
def test_it_gives_the_columns_that_it_declares(city: Client, query: SavedQuery):
    result = run_query(city, query.name, query.example)
    assert tuple(result.columns) == query.columns
    assert result.rows or query.name in MAY_BE_EMPTY
    assert city.explain(query.statement, query.example).kind == "r"


@each(ASKED)
def test_neo4j_reads_the_browser_line_as_the_library_does(city: Client, query: SavedQuery):
    (row,) = city.read(f"RETURN {query.browser.removeprefix(':params ')} AS example").rows
    assert row["example"] == query.example


@each(ASKED)
def test_it_may_be_asked_with_its_defaults_alone(city: Client, query: SavedQuery):
    required = {parameter.name for parameter in query.parameters if parameter.required}
    given = {name: value for name, value in query.example.items() if name in required}
    assert tuple(run_query(city, query.name, given).columns) == query.columns


@each(PAGED)
def test_a_page_goes_on_where_the_one_before_ended(city: Client, query: SavedQuery):
    at = "code" if "code" in query.columns else query.columns[0]
    given = {**query.example, "limit": 1000}
    whole = run_query(city, query.name, given)
    assert not whole.truncated
    paged, after, more = [], "", True
    while more:
        page = run_query(city, query.name, {**given, "limit": 2, "after": after})
        assert len(page.rows) == 2 or not page.truncated
        paged += page.rows
        after, more = page.rows[-1][at], page.truncated
    assert paged == whole.rows


def test_missing_facts_are_reasons_of_the_analysis(city: Client):
    rows = run_query(city, "quality.bindings_missing_facts").rows
    assert {reason for row in rows for reason in row["missing"]} <= set(Reason)
