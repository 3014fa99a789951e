"""Loading into a real Neo4j: what is added, changed, cleared, left alone and retired."""

from pathlib import Path
from time import monotonic, sleep

import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.versions import version
from oncegraph.loaders import Counts, LoadRefused, load
from oncegraph.schema.item import Item
from oncegraph.schema.situation import Situation
from tests.support.graph import LoadRows, stored_rows, whole_graph

REGIONS = [
    {"region_code": "210100", "name": "沈阳市", "level": "municipal"},
    {"region_code": "210102", "name": "和平区", "level": "district", "parent_code": "210100"},
]
ITEMS = [
    {"item_code": "0012", "name": "甲", "region_code": "210100", "service_objects": ["natural_person"], "visits": 0},
    {"item_code": "0013", "name": "乙", "region_code": "210102", "is_charged": False},
]
CITY = {
    "Region": REGIONS,
    "Item": ITEMS,
    "Situation": [{"situation_code": "S1", "name": "新办", "item_code": "0012"}],
    "Field": [{"field_code": "F1", "name": "姓名"}],
    "DataSource": [
        {"source_code": "D1", "name": "人口库", "last_probe_at": "2026-11-20 08:00:00", "data_updated_at": "2026-10-01"}
    ],
    "SuppliedBy": [
        {"field_code": "F1", "source_code": "D1", "binding": "1", "key_fields": ["F1"], "audiences": ["*"]},
        {"field_code": "F1", "source_code": "D1", "binding": "2", "max_age_days": 30},
    ],
}


def test_what_is_loaded_is_stored_with_its_references(graph: Client, load_rows: LoadRows):
    report = load_rows(CITY)
    assert report.total == Counts(added=9)
    for name in ("Region", "Item", "Situation", "Field", "SuppliedBy"):
        assert stored_rows(graph, name) == CITY[name]
    assert graph.read(
        "MATCH (a)-[r]->(b) WHERE NOT type(r) IN ['SUPPLIED_BY', 'MIGRATED_TO'] "
        "RETURN a.name AS a, type(r) AS r, b.name AS b ORDER BY a, r, b"
    ).rows == [
        {"a": "乙", "r": "HELD_IN", "b": "和平区"},
        {"a": "和平区", "r": "PART_OF", "b": "沈阳市"},
        {"a": "甲", "r": "HAS_SITUATION", "b": "新办"},
        {"a": "甲", "r": "HELD_IN", "b": "沈阳市"},
    ]


def known_of_item_codes(graph: Client) -> dict:
    """What the server's plans take the index of item codes to hold."""
    statement = "CALL db.stats.retrieve('GRAPH COUNTS') YIELD data UNWIND data.indexes AS index RETURN index"
    found = (row["index"] for row in graph.read(statement).rows)
    (one,) = (each for each in found if (each.get("labels"), each["properties"]) == (["Item"], ["item_code"]))
    return one


def test_statements_after_a_load_are_planned_for_what_was_loaded(graph: Client, load_rows: LoadRows):
    load_rows(CITY)
    deadline = monotonic() + 5  # the server itself looks every ten seconds
    while (codes := known_of_item_codes(graph))["updatesSinceEstimation"] and monotonic() < deadline:
        sleep(0.05)
    assert codes["totalSize"] == codes["estimatedUniqueSize"] == len(ITEMS)


def test_loading_the_same_twice_changes_nothing(graph: Client, load_rows: LoadRows):
    load_rows(CITY)
    before = whole_graph(graph)
    for options in ({}, {"replace": True}):
        assert load_rows(CITY, **options).total == Counts(unchanged=9)
        assert whole_graph(graph) == before


def test_only_what_differs_is_changed(graph: Client, load_rows: LoadRows):
    load_rows(CITY)
    first = version(graph)
    changed = {"Item": [ITEMS[0] | {"region_code": "210102"}, ITEMS[1]]}
    assert load_rows(changed).counts[Item] == Counts(changed=1, unchanged=1)
    assert version(graph) == first + 1
    assert graph.read("MATCH (:Item {item_code: '0012'})-[:HELD_IN]->(r) RETURN r.name AS name").rows == [
        {"name": "和平区"}
    ]


def test_an_absent_column_leaves_alone_and_an_empty_cell_clears(graph: Client, load_rows: LoadRows, tmp_path: Path):
    load_rows(CITY)
    path = tmp_path / "事项.csv"
    path.write_text("实施编码,事项名称,跑动次数,区划代码\n0012,甲之二,,\n", "utf-8")
    assert load(graph, [path]).counts[Item] == Counts(changed=1)
    assert stored_rows(graph, "Item")[0] == {
        "item_code": "0012",
        "name": "甲之二",
        "service_objects": ["natural_person"],
    }
    assert not graph.read("MATCH (:Item {item_code: '0012'})-[r:HELD_IN]->() RETURN r").rows


def test_a_dry_run_tells_the_plan_and_changes_nothing(graph: Client, load_rows: LoadRows):
    load_rows({"Region": REGIONS, "Item": ITEMS})
    before = whole_graph(graph)
    report = load_rows(
        {"Item": [ITEMS[0] | {"name": "改名"}, {"item_code": "0014", "name": "丙"}]}, replace=True, dry_run=True
    )
    assert report.counts == {Item: Counts(added=1, changed=1, removed=1)}
    assert whole_graph(graph) == before


def test_replace_retires_what_the_dataset_held_in_the_declarations_of_the_files(graph: Client, load_rows: LoadRows):
    load_rows(CITY)
    load_rows({"Item": [{"item_code": "0099", "name": "他人的"}, ITEMS[1]]}, dataset="other")
    report = load_rows({"Item": ITEMS[:1]}, replace=True)
    assert report.counts == {Item: Counts(unchanged=1, released=1)}
    assert [row["item_code"] for row in stored_rows(graph, "Item")] == ["0012", "0013", "0099"]
    report = load_rows({"Item": [{"item_code": "0099", "name": "他人的"}]}, dataset="other", replace=True)
    assert report.counts == {Item: Counts(unchanged=1, removed=1)}
    assert [row["item_code"] for row in stored_rows(graph, "Item")] == ["0012", "0099"]
    assert len(stored_rows(graph, "Region")) == 2


def test_a_second_dataset_claims_what_is_there_without_changing_it(graph: Client, load_rows: LoadRows):
    load_rows(CITY)
    assert load_rows(CITY, dataset="other").total == Counts(claimed=9)
    assert load_rows(CITY, dataset="other").total == Counts(unchanged=9)
    assert load_rows({"Situation": []}, replace=True).total == Counts(released=1)


def test_what_is_still_referred_to_is_not_retired(graph: Client, load_rows: LoadRows):
    load_rows(CITY)
    before = whole_graph(graph)
    with pytest.raises(LoadRefused) as error:
        load_rows({"Item": ITEMS[1:]}, replace=True, keep_going=True)
    assert [(f.problem.kind, f.value) for f in error.value.findings] == [("still_referred_to", "0012")]
    with pytest.raises(LoadRefused):
        load_rows({"Item": ITEMS[1:], "Situation": CITY["Situation"]}, replace=True)
    assert whole_graph(graph) == before
    report = load_rows({"Item": ITEMS[1:], "Situation": []}, replace=True)
    assert report.counts == {Item: Counts(unchanged=1, removed=1), Situation: Counts(removed=1)}


def test_files_in_a_folder_and_on_standard_input(graph: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "区划.csv").write_text("区划代码,区划名称\n210100,沈阳市\n", "gb18030")
    (tmp_path / "Item.jsonl").write_text('{"item_code": "1", "name": "甲", "region_code": "210100"}\n', "utf-8")
    assert load(graph, [tmp_path]).total == Counts(added=2)
    with (tmp_path / "Item.jsonl").open("rb") as file:
        monkeypatch.setattr("sys.stdin", type("Input", (), {"buffer": file}))
        assert load(graph, ["-"], format="jsonl", declaration=Item).total == Counts(unchanged=1)


def test_progress_is_reported(graph: Client, load_rows: LoadRows):
    told = []
    load_rows(CITY, progress=lambda stage, done, total: told.append((stage.en, done, total)))
    assert told[-1] == ("Writing", 9, 9)
    assert ("Reading and checking", 9, None) in told
