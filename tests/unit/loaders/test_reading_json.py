"""JSON and JSON lines: arrays, objects by declaration, rows that differ in their keys, lines that are broken."""

import json
from pathlib import Path

from tests.support.examples.exchange_rows import problem_kinds, read_file


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_an_array_of_rows(tmp_path: Path):
    path = write(tmp_path / "事项.json", json.dumps([{"实施编码": "1", "is_charged": "是"}, {"实施编码": 2}]))
    assert read_file(path)[0] == {"Item": [{"item_code": "1", "is_charged": True}, {"item_code": "2"}]}


def test_an_object_of_arrays_by_declaration(tmp_path: Path):
    path = write(tmp_path / "city.json", json.dumps({"字段": [{"field_code": "F"}], "Item": [{"item_code": "1"}]}))
    assert read_file(path)[0] == {"Field": [{"field_code": "F"}], "Item": [{"item_code": "1"}]}


def test_a_row_says_nothing_about_a_key_it_lacks_and_clears_what_is_null(tmp_path: Path):
    path = write(tmp_path / "Item.jsonl", '{"item_code": "1", "name": null}\n{"item_code": "2"}\n')
    assert read_file(path)[0] == {"Item": [{"item_code": "1", "name": None}, {"item_code": "2"}]}


def test_lists_and_long_numbers(tmp_path: Path):
    path = write(tmp_path / "Item.json", '[{"item_code": 12345678901234567890, "service_objects": ["企业法人", "*"]}]')
    assert read_file(path)[0] == {
        "Item": [{"item_code": "12345678901234567890", "service_objects": ("enterprise", "*")}]
    }


def test_broken_lines_are_reported_and_the_others_read(tmp_path: Path):
    path = write(
        tmp_path / "Item.jsonl",
        '{"item_code": "1"}\n{"item_code": \n\n[1]\n{"item_code": "\\ud800"}\n{"item_code": "2"}\n',
    )
    found, findings = read_file(path)
    assert found == {"Item": [{"item_code": "1"}, {"item_code": "2"}]}
    assert sorted((f.problem.kind, f.place.row) for f in findings) == [("unreadable", row) for row in (2, 4, 5)]


def test_a_file_that_ends_too_early(tmp_path: Path):
    path = write(tmp_path / "Item.json", '[{"item_code": "1"}, {"item')
    assert problem_kinds(read_file(path)[1]) == ["unreadable"]


def test_an_object_where_a_value_is_expected(tmp_path: Path):
    path = write(tmp_path / "Item.json", '[{"item_code": "1", "name": {"zh": "甲"}, "service_objects": [["*"]]}]')
    assert problem_kinds(read_file(path)[1]) == ["wrong_type", "wrong_type"]
