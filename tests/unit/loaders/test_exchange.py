"""The exchange format: whatever is written comes back the same, in every format, encoding and language."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from oncegraph.loaders import exchange
from oncegraph.schema.field import Field
from oncegraph.schema.item import Item, Precedes
from oncegraph.schema.source import DataSource, SuppliedBy
from oncegraph.schema.text import LANGUAGES
from tests.support.examples.exchange_rows import problem_kinds, read_file, rows_of
from tests.support.hypothesis_settings import bounded
from tests.support.language import speaking

DECLARATIONS = (Item, DataSource, SuppliedBy, Precedes)
TRIED = st.sampled_from(DECLARATIONS).flatmap(lambda kind: st.tuples(st.just(kind), rows_of(kind)))


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "json", "jsonl"])
@pytest.mark.parametrize("spoken", LANGUAGES)
@bounded(40, HealthCheck.function_scoped_fixture)
@given(tried=TRIED)
def test_rows_come_back_as_they_were_written(tmp_path: Path, suffix: str, spoken: str, tried: tuple):
    declaration, written = tried
    path = tmp_path / f"{declaration.__name__}.{suffix}"
    with speaking(spoken):
        exchange.write(path, {declaration: written})
    found, findings = read_file(path)
    assert found == {declaration.__name__: written}
    assert not list(findings)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("suffix", ["csv", "json", "jsonl"])
@bounded(40, HealthCheck.function_scoped_fixture)
@given(written=rows_of(SuppliedBy))
def test_every_encoding_is_recognised(tmp_path: Path, suffix: str, encoding: str, written: list):
    path = tmp_path / f"SuppliedBy.{suffix}"
    exchange.write(path, {SuppliedBy: written})
    text = path.read_bytes().decode("utf-8-sig")
    if encoding == "gb18030":  # a short text may be valid UTF-8 as well; a Chinese one is not
        written = [*written, {**written[0], "field_code": "区划"}]
        exchange.write(path, {SuppliedBy: written})
        text = path.read_bytes().decode("utf-8-sig")
    path.write_bytes(text.encode(encoding))
    found, findings = read_file(path)
    assert found == {"SuppliedBy": written}
    assert not list(findings)


def test_an_encoding_can_be_named(tmp_path: Path):
    path = tmp_path / "Field.csv"
    path.write_bytes("field_code,name\nF1,公司名稱\n".encode("big5"))
    found, _ = read_file(path, encoding="big5")
    assert found == {"Field": [{"field_code": "F1", "name": "公司名稱"}]}
    assert problem_kinds(read_file(path, encoding="utf-8")[1]) == ["unreadable"]
    assert problem_kinds(read_file(path, encoding="klingon")[1]) == ["unreadable"]


def test_several_declarations_in_one_workbook_or_one_json_file(tmp_path: Path):
    held = {
        Item: [{"item_code": "0012", "name": "甲", "service_objects": ("natural_person", "enterprise")}],
        SuppliedBy: [{"field_code": "F1", "source_code": "S1", "binding": "1", "regions": ("*",)}],
    }
    for suffix in ("xlsx", "json"):
        path = tmp_path / f"city.{suffix}"
        exchange.write(path, held)
        assert read_file(path)[0] == {kind.__name__: written for kind, written in held.items()}


def test_several_declarations_in_a_folder_of_files(tmp_path: Path):
    exchange.write(tmp_path / "city.csv", {Item: [{"item_code": "1"}], Field: [{"field_code": "2"}]})
    assert sorted(path.name for path in (tmp_path / "city").iterdir()) == ["Field.csv", "Item.csv"]


def test_cells_read_as_people_write_them(tmp_path: Path):
    exchange.write(tmp_path / "Item.csv", {Item: [{"item_code": "1", "is_charged": True, "item_type": "licensing"}]})
    with (tmp_path / "Item.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["实施编码", "事项类型", "是否收费"], ["1", "行政许可", "是"]]


def test_json_keeps_codes_and_types(tmp_path: Path):
    exchange.write(tmp_path / "x.json", {Item: [{"item_code": "1", "is_charged": True, "item_type": "licensing"}]})
    assert json.loads((tmp_path / "x.json").read_text("utf-8")) == {
        "Item": [{"item_code": "1", "is_charged": True, "item_type": "licensing"}]
    }


def test_an_unknown_format_is_refused(tmp_path: Path):
    with pytest.raises(exchange.CannotBeWritten):
        exchange.write(tmp_path / "x.docx", {Item: []})


def test_a_text_that_no_cell_holds_is_refused(tmp_path: Path):
    with pytest.raises(exchange.CannotBeWritten):
        exchange.write(tmp_path / "x.xlsx", {Item: [{"item_code": "1", "name": "长" * 40_000}]})
