"""Rows written are rows read back, references are drawn and redrawn, and other datasets keep what they hold."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.columns import read_columns
from oncegraph.graph.migrations import migrate
from oncegraph.graph.versions import version
from oncegraph.graph.writer import Writer, count, read_rows
from oncegraph.schema.item import Item, Precedes
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.place import Department, Region
from oncegraph.schema.source import DataSource, SuppliedBy

ITEMS = [
    {"item_code": "1", "name": "甲", "department_code": "P1", "service_objects": ["enterprise"], "legal_days": 5},
    {"item_code": "2", "name": "乙", "department_code": None},
]
SOURCE = {
    "source_code": "D",
    "name": "库",
    "data_updated_at": date(2026, 11, 1),
    "last_probe_at": datetime(2026, 11, 1, 8, 30),
}


@pytest.fixture
def graph(empty_graph: Client) -> Iterator[Client]:
    migrate(empty_graph)
    with empty_graph.transaction() as transaction:
        writer = Writer(transaction, "main")
        writer.create(Department, [{"department_code": "P1", "name": "一"}, {"department_code": "P2", "name": "二"}])
        writer.create(Item, ITEMS)
        writer.create(Precedes, [{"from_item_code": "1", "to_item_code": "2", "legal_basis": "法"}])
        writer.finish()
    yield empty_graph


def _plain(row: dict) -> dict:
    return {name: value for name, value in row.items() if value is not None and name != "datasets"}


def _departments(client: Client) -> set[tuple[str, str]]:
    rows = client.read("MATCH (i:Item)-[:RUN_BY]->(d:Department) RETURN i.item_code AS i, d.department_code AS d").rows
    return {(row["i"], row["d"]) for row in rows}


def test_rows_come_back_as_they_were_written(graph: Client):
    with graph.transaction() as transaction:
        Writer(transaction, "main").create(DataSource, [SOURCE])
    assert [_plain(row) for row in read_rows(graph, Item)] == [_plain(row) for row in ITEMS]
    assert [_plain(row) for row in read_rows(graph, DataSource)] == [SOURCE]
    assert [_plain(row) for row in read_rows(graph, Precedes)] == [
        {"from_item_code": "1", "to_item_code": "2", "legal_basis": "法"}
    ]


def test_given_identities_are_looked_up(graph: Client):
    assert [row["name"] for row in read_rows(graph, Item, [{"item_code": "2"}, {"item_code": "3"}])] == ["乙"]
    assert list(read_rows(graph, Precedes, [{"from_item_code": "2", "to_item_code": "1"}])) == []


def test_a_reference_is_a_relationship_that_follows_its_attribute(graph: Client):
    assert _departments(graph) == {("1", "P1")}
    with graph.transaction() as transaction:
        writer = Writer(transaction, "main")
        writer.update(Item, [{"item_code": "1", "department_code": None}, {"item_code": "2", "department_code": "P2"}])
        writer.finish()
    assert _departments(graph) == {("2", "P2")}


def test_an_update_leaves_absent_attributes_alone_and_clears_those_that_are_none(graph: Client):
    with graph.transaction() as transaction:
        Writer(transaction, "main").update(Item, [{"item_code": "1", "legal_days": None}])
    (row,) = read_rows(graph, Item, [{"item_code": "1"}])
    assert _plain(row) == {name: value for name, value in ITEMS[0].items() if name != "legal_days"}


def test_bindings_between_the_same_nodes_are_distinguished(graph: Client):
    ends = {"field_code": "F", "source_code": "D"}
    with graph.transaction() as transaction:
        writer = Writer(transaction, "main")
        writer.create(DECLARATIONS["Field"], [{"field_code": "F", "name": "姓名"}])
        writer.create(DataSource, [SOURCE])
        writer.create(SuppliedBy, [{**ends, "binding": "1"}, {**ends, "binding": "2"}])
        writer.update(SuppliedBy, [{**ends, "binding": "2", "returns": "match"}])
        writer.delete(SuppliedBy, [{**ends, "binding": "1"}])
        writer.finish()
    assert [_plain(row) for row in read_rows(graph, SuppliedBy)] == [{**ends, "binding": "2", "returns": "match"}]


def test_a_dataset_releases_rows_that_another_dataset_still_holds(graph: Client):
    with graph.transaction() as transaction:
        Writer(transaction, "other").update(Item, [{"item_code": "1"}])
    with graph.transaction() as transaction:
        Writer(transaction, "main").release(Item, [{"item_code": "1"}])
    assert {row["item_code"]: row["datasets"] for row in read_rows(graph, Item)} == {"1": ["other"], "2": ["main"]}
    assert [row["item_code"] for row in read_rows(graph, Item, dataset="main")] == ["2"]


def test_the_version_grows_with_what_is_written_and_only_then(graph: Client):
    before = version(graph)
    with graph.transaction() as transaction:
        Writer(transaction, "main").finish()
    assert version(graph) == before
    with graph.transaction() as transaction:
        writer = Writer(transaction, "main")
        writer.create(Region, [{"region_code": "R", "name": "市"}])
        writer.finish()
    assert version(graph) == before + 1


def test_nothing_is_written_when_anything_fails(graph: Client):
    before = version(graph), count(graph, Item)
    with pytest.raises(RuntimeError), graph.transaction() as transaction:
        writer = Writer(transaction, "main")
        writer.create(Item, [{"item_code": "3", "name": "丙"}])
        writer.finish()
        raise RuntimeError
    assert (version(graph), count(graph, Item)) == before


def test_more_rows_than_a_batch_holds(graph: Client):
    many = [{"region_code": f"R{n}", "name": str(n)} for n in range(20_001)]
    with graph.transaction() as transaction:
        Writer(transaction, "main").create(Region, many)
    assert count(graph, Region) == len(many)


def test_columns_keep_the_rows_together_and_the_gaps_in_them(graph: Client):
    columns = read_columns(graph, Item, ("item_code", "name", "legal_days", "service_objects"))
    rows = sorted(zip(*columns.values(), strict=True))
    assert rows == [("1", "甲", 5, ["enterprise"]), ("2", "乙", None, [])]
    assert read_columns(graph, Precedes, ("from_item_code", "to_item_code", "legal_basis")) == {
        "from_item_code": ["1"],
        "to_item_code": ["2"],
        "legal_basis": ["法"],
    }
