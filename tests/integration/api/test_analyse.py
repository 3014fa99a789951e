"""`oncegraph analyse` and `oncegraph runs` on the sample city."""

import json
from pathlib import Path

import openpyxl
import pytest

from oncegraph.graph.client import Client
from oncegraph.queries.runs.analyse import prune
from oncegraph.schema.totals import Totals
from tests.support.command_line import output_of
from tests.support.examples.sample_city import CAR_PARK


@pytest.fixture(autouse=True)
def no_runs_left(city: Client):
    yield
    prune(city, 0)


def test_a_whole_run_is_written_and_its_totals_printed(oncegraph, city: Client, tmp_path: Path):
    answer = json.loads(output_of(oncegraph("analyse", "--by", "department", "--by", "service_object", "--json")))
    totals, run = answer["totals"], answer["run"]
    assert run["in_force"] and run["situations"] == totals["situations"] > 10
    assert (run["filled"], run["fields"]) == (totals["fields_filled"], totals["fields"])
    assert sum(row["totals"]["situations"] for row in answer["by"]["department"]) == totals["situations"]
    (listed,) = json.loads(output_of(oncegraph("runs", "--json")))
    assert listed == run

    dry = json.loads(output_of(oncegraph("analyse", "--dry-run", "--json")))
    assert (dry["run"], dry["totals"]) == (None, totals)
    assert output_of(oncegraph("analyse", "--dry-run", "--by", "region", "-o", str(tmp_path / "totals.xlsx"))) == ""
    book = openpyxl.load_workbook(tmp_path / "totals.xlsx")
    assert book.sheetnames == ["合计", "区划"]
    words = {cell for row in book["区划"].iter_rows(values_only=True) for cell in row}
    assert {attribute.zh for attribute in Totals.attributes().values()} <= words


def test_a_narrow_run_stands_beside_the_whole_one(oncegraph):
    shown = output_of(oncegraph("analyse", "--scope", "item", "--code", CAR_PARK, "--by", "item_type"))
    assert "免填字段数" in shown and "事项类型" in shown
    output_of(oncegraph("analyse", "--mode", "now"))
    runs = json.loads(output_of(oncegraph("runs", "--json")))
    assert [(run["scope"], run["mode"], run["in_force"]) for run in runs] == [
        ("all", "now", True),
        ("item", "design", True),
    ]
    assert "Situations" in output_of(oncegraph("runs", "--lang", "en"))
    output_of(oncegraph("runs", "prune", "--keep", "0"))
    assert json.loads(output_of(oncegraph("runs", "--json"))) == []


@pytest.mark.parametrize("words", [("--scope", "item"), ("--code", "1"), ("--scope", "theme", "--code", "?")])
def test_an_unknown_scope_is_wrong_usage(oncegraph, words: tuple[str, ...]):
    assert oncegraph("analyse", *words).exit_code == 2
