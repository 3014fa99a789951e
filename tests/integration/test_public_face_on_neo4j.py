"""The public face on a real Neo4j, and what importing it costs."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

import oncegraph
from oncegraph import loaders
from oncegraph.graph.client import Client
from oncegraph.loaders.sample import CITY
from oncegraph.open_city import OpenCity
from oncegraph.queries.library import UnknownQuery
from oncegraph.schema.errors import EmptyStore
from tests.support.graph import environment_of, load_sample_city

DAY = "2026-11-22"


def open_at(client: Client) -> OpenCity:
    """The city at the address of a client."""
    endpoint = client.endpoint
    password = endpoint.password.get_secret_value()
    return oncegraph.open(endpoint.uri, user=endpoint.user, password=password, database=endpoint.database)


@pytest.fixture(scope="module")
def loaded(client: Client) -> Client:
    return load_sample_city(client)


@pytest.fixture
def city(loaded: Client) -> Iterator[OpenCity]:
    with open_at(loaded) as city:
        yield city


def test_answers_are_those_of_the_file(city: OpenCity):
    file = oncegraph.open(CITY)
    assert repr(city) == repr(file)
    for call in (
        lambda each: each.exempt("商品房预售许可", as_of=DAY),
        lambda each: each.why("商品房预售许可", "预售总建筑面积", as_of=DAY),
        lambda each: each.totals("department", as_of=DAY),
        lambda each: each.next_best(as_of=DAY),
        lambda each: each.merge("扶残助残", as_of=DAY).tally,
        lambda each: each.lists("fully_online", as_of=DAY),
        lambda each: each.rows("DataSource"),
        lambda each: each.rows("SuppliedBy"),
    ):
        assert call(city) == call(file)


def test_a_saved_query_gives_rows_and_a_frame(city: OpenCity):
    result = city.query("statistics.sources_by_use", limit=3)
    assert len(result.rows) == 3
    assert result.truncated
    assert list(result.to_frame())[:2] == ["source_code", "name"]
    assert {row["item_type"] for row in city.query("browse.items", item_type="licensing").rows} == {"licensing"}
    with pytest.raises(UnknownQuery):
        city.query("browse.nothing")


def test_the_limit_may_exceed_the_default_of_a_saved_query(city: OpenCity):
    assert len(city.query("browse.fields", limit=1000).rows) == len(city.rows("Field").rows) > 100


def test_search_finds_names(city: OpenCity):
    assert "商品房预售许可" in {row["name"] for row in city.search("预售许可").rows}


def test_without_an_address_the_settings_name_the_store(loaded: Client, monkeypatch: pytest.MonkeyPatch):
    for name, value in environment_of(loaded.endpoint).items():
        monkeypatch.setenv(name, value)
    with oncegraph.open() as city:
        assert repr(city) == "<OpenCity: 43 items, 77 situations>"


def test_an_empty_graph_says_what_to_do(empty_graph: Client):
    with pytest.raises(EmptyStore) as refused:
        open_at(empty_graph)
    assert refused.value.next_step is not None
    assert "oncegraph demo" in refused.value.next_step.zh


def test_answers_follow_a_load_that_happens_meanwhile(empty_graph: Client, tmp_path):
    item, situation = tmp_path / "Item.csv", tmp_path / "Situation.csv"
    item.write_text("item_code,name,status\nI1,某事项,active\n", "utf-8")
    situation.write_text("situation_code,item_code,name,status\nS1,I1,某情形,active\n", "utf-8")
    loaders.load(empty_graph, [item, situation])
    with open_at(empty_graph) as city:
        assert len(city.exempt("某事项").situations) == 1
        situation.write_text(situation.read_text("utf-8") + "S2,I1,另一情形,active\n", "utf-8")
        loaders.load(empty_graph, [item, situation])
        assert len(city.exempt("某事项").situations) == 2
        assert repr(city) == "<OpenCity: 1 items, 2 situations>"


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_importing_it_imports_nothing_that_takes_long():
    heavy = "{'numpy', 'pandas', 'neo4j', 'typer', 'pydantic', 'numba'}"
    assert python(f"import oncegraph, sys; print({heavy} & set(sys.modules))").strip() == "set()"


def test_help_lists_all_there_is():
    shown = python("import oncegraph; help(oncegraph)")
    assert "open(source" in shown
    assert oncegraph.__version__ in shown
    for name in (name for name in vars(OpenCity) if not name.startswith("_")):
        assert f"{name}(" in shown or f"  {name}\n" in shown, name
