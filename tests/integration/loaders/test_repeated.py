"""A load that was done already is not compared again, unless anything at all has changed since."""

from collections.abc import Callable
from pathlib import Path

import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.versions import version
from oncegraph.loaders import Counts, LoadReport, load
from oncegraph.loaders.known import Known
from oncegraph.schema.item import Item
from tests.support.graph import LoadRows, whole_graph

ROWS = {
    "Region": [{"region_code": "210100", "name": "沈阳市", "level": "municipal"}],
    "Item": [{"item_code": "0012", "name": "甲", "region_code": "210100"}],
}


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the declarations whose stored rows were read in order to compare them."""
    names: list[str] = []
    rows = Known.rows

    def spy(self: Known, declaration: type, identities: list) -> dict:
        names.extend([declaration.__name__] if identities else [])
        return rows(self, declaration, identities)

    monkeypatch.setattr(Known, "rows", spy)
    return names


@pytest.mark.parametrize("options", [{}, {"replace": True}, {"dataset": "other"}, {"dry_run": True}])
def test_the_same_load_again_is_not_compared(graph: Client, load_rows: LoadRows, compared: list[str], options: dict):
    first = load_rows(ROWS, **options | {"dry_run": False})
    before = whole_graph(graph)
    compared.clear()
    again = load_rows(ROWS, **options)
    assert compared == []
    assert again.counts == {kind: Counts(unchanged=1) for kind in first.counts}
    assert (again.dataset, again.dry_run) == (first.dataset, "dry_run" in options)
    assert again.unchanged_since == version(graph)
    assert whole_graph(graph) == before


def test_a_load_that_changed_nothing_is_known_as_well(graph: Client, load_rows: LoadRows, compared: list[str]):
    load_rows(ROWS)
    assert load_rows(ROWS, replace=True).unchanged_since is None
    assert load_rows(ROWS, replace=True).unchanged_since == version(graph)
    assert load_rows(ROWS).unchanged_since == version(graph), "the first is still known: nothing was changed"


@pytest.mark.parametrize(
    "change",
    [
        lambda graph, load_rows: load_rows({"Region": [ROWS["Region"][0] | {"name": "盛京"}]}),
        lambda graph, load_rows: load_rows(ROWS, dataset="other"),
        lambda graph, load_rows: graph.write("MATCH (i:Item) SET i.name = '改名'"),
        lambda graph, load_rows: graph.write("MATCH (i:Item) DETACH DELETE i"),
        lambda graph, load_rows: graph.write("MATCH (:Item)-[r:HELD_IN]->() DELETE r"),
        lambda graph, load_rows: graph.write("MATCH (n) WHERE NOT n:__Neo4jMigration DETACH DELETE n"),
        lambda graph, load_rows: graph.write("CREATE (:Run {run_code: 'r'})"),
    ],
)
def test_after_any_change_it_is_compared(
    graph: Client, load_rows: LoadRows, change: Callable[[Client, LoadRows], LoadReport]
):
    load_rows(ROWS)
    change(graph, load_rows)
    report = load_rows(ROWS)
    assert report.unchanged_since is None
    assert not graph.read("MATCH (i:Item) WHERE i.name <> '甲' RETURN i").rows
    assert graph.read("MATCH (i:Item) RETURN count(i) AS n").rows == [{"n": 1}]


@pytest.mark.parametrize("options", [{"dataset": "other"}, {"replace": True}, {"encoding": "utf-8"}])
def test_other_options_are_another_load(graph: Client, load_rows: LoadRows, options: dict):
    load_rows(ROWS)
    assert load_rows(ROWS, **options).unchanged_since is None


def test_the_name_of_a_file_counts_and_its_folder_does_not(graph: Client, tmp_path: Path):
    text = "region_code,name\n210100,沈阳市\n"
    for name in ("a/Region.csv", "b/Region.csv", "b/区划.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    load(graph, [tmp_path / "a/Region.csv"])
    assert load(graph, [tmp_path / "b/Region.csv"]).unchanged_since == version(graph)
    assert load(graph, [tmp_path / "b/区划.csv"]).unchanged_since is None


def test_a_file_with_faults_is_compared_and_its_rejects_are_written(graph: Client, tmp_path: Path):
    path = tmp_path / "Item.csv"
    path.write_text("item_code,name,is_charged\n0012,甲,\n0013,乙,perhaps\n", "utf-8")
    for _ in range(2):
        report = load(graph, [path], keep_going=True)
        assert report.unchanged_since is None
        assert report.counts[Item].rejected == 1
        assert report.rejects
        report.rejects.unlink()
