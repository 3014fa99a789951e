"""What is read from the graph is what was loaded, and a part of it gives the same results as the whole."""

from datetime import datetime

import pytest

from oncegraph import loaders
from oncegraph.graph.client import Client
from oncegraph.loaders.sample import CITY
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.records import Records
from oncegraph.queries.records.reading import read_all, read_part
from oncegraph.schema.item import Item
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.question import Question
from oncegraph.schema.rows import Rows
from oncegraph.schema.situation import Situation
from oncegraph.schema.theme import Theme
from tests.support.graph import load_sample_city

CONTEXT = Context(moment=datetime(2026, 11, 22, 12))


@pytest.fixture(scope="module")
def city(client: Client) -> Client:
    return load_sample_city(client)


@pytest.fixture(scope="module")
def whole(city: Client) -> Records:
    return read_all(city)


def in_any_order(rows: Rows) -> dict[str, set[str]]:
    return {name: {repr(sorted(row.items())) for row in rows.get(name, ())} for name in DECLARATIONS}


def test_the_graph_holds_what_the_file_holds(whole: Records):
    assert in_any_order(whole.rows) == in_any_order(loaders.rows_of([CITY]))


@pytest.mark.parametrize("theme", ["ZT0001", "ZT0002", "ZT0003"])
def test_a_part_decides_like_the_whole(city: Client, whole: Records, theme: str):
    part = read_part(city, themes=[theme])
    assert set(part.nodes(Theme)) == {theme}
    everywhere, here = (Analysis(Catalogue.from_rows(records.rows), CONTEXT) for records in (whole, part))
    items = {situation.item_code for situation in part.nodes(Situation).values()}
    assert len(items) > 1
    for item in items:
        assert here.item(item) == everywhere.item(item)


def test_a_part_is_taken_out_of_the_whole(city: Client, whole: Records):
    item = next(code for code, item in whole.nodes(Item).items() if item.name == "经营性公共停车场备案")
    part = read_part(city, items=[item])
    assert len(part.nodes(Situation)) == 10 and part.nodes(Question) and not part.nodes(Theme)
    assert all(rows <= in_any_order(whole.rows)[name] for name, rows in in_any_order(part.rows).items())


def test_what_is_not_in_the_graph_is_left_out(city: Client):
    part = read_part(city, themes=["nowhere"], items=["nothing"])
    assert not any(part.rows.values())
