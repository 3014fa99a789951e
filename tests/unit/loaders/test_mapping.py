"""Mapping files: what their values give, and how mistakes in them are told."""

import json
from pathlib import Path

import pytest

from oncegraph.loaders.finding import Findings
from oncegraph.loaders.mapping import SHIPPED, BadMapping, Mapping, read_mapping, tables
from oncegraph.loaders.mapping.evaluate import Evaluator
from oncegraph.loaders.mapping.model import Value
from oncegraph.loaders.read import open_file
from tests.support.examples.exchange_rows import problem_kinds

ROW = {
    "code": " 01 ", "name": "无", "long": "较长的名称", "days": "30(工作日)", "tags": ["甲", "无", "乙"],
    "cell": "A / B", "deep": {"er": {"name": "丙"}}, "nothing": None, "dotted.name": "丁",
}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("code", "01"),
        ("name", None),
        ("nothing", None),
        ("deep.er.name", "丙"),
        ("dotted.name", "丁"),
        ("tags", ["甲", "乙"]),
        ({"from": ["name", "nothing", "long"]}, "较长的名称"),
        ({"from": "cell", "split": " / "}, ["A", "B"]),
        ({"from": "cell", "split": " / ", "translate": {"A": "a", "B": None}}, ["a"]),
        ({"from": "days", "extract": r"^(\d+)\(工作日\)$"}, "30"),
        ({"from": "code", "translate": {"01": "licensing"}}, "licensing"),
        ({"from": "long", "no_data": ["较长的名称"]}, None),
        ({"template": "X-{code}-{deep.er.name}"}, "X-01-丙"),
        ({"template": ["{name}", "{long}"]}, "较长的名称"),
        ({"template": "{name}-{long}"}, None),
        ({"template": "M-{long:hash}"}, "M-553ec0ba9017653c"),
        ({"constant": ["*"]}, ["*"]),
    ],
)
def test_values(value, expected):
    evaluate = Evaluator(Value.model_validate(value), ("无",), lambda path, text: None)
    assert evaluate(ROW) == (expected, False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"from": "name", "default": "某"}, ("某", True)),
        ({"from": "long", "default": "某"}, ("较长的名称", False)),
        ({"default": "active"}, ("active", True)),
    ],
)
def test_defaults_are_distinguished_from_values_of_the_file(value, expected):
    assert Evaluator(Value.model_validate(value), ("无",), lambda path, text: None)(ROW) == expected


def test_a_value_that_does_not_match_is_reported():
    told = []
    value = Value.model_validate({"from": "days", "extract": r"^(\d+)\(自然日\)$"})
    assert Evaluator(value, (), lambda path, text: told.append((path, text)))(ROW) == (None, False)
    assert told == [("days", "30(工作日)")]


MAPPING = {
    "title": "试",
    "dataset": "trial",
    "no_data": ["无"],
    "rows": [
        {
            "declaration": "Item",
            "unless": {"kind": "作废"},
            "values": {"item_code": "code", "name": "name", "status": {"from": "state", "default": "active"}},
        },
        {
            "declaration": "Material",
            "each": {"material": "papers"},
            "values": {"material_code": {"template": "M-{material}"}, "name": "material"},
        },
    ],
}


def test_one_row_of_the_file_becomes_rows_of_several_declarations(tmp_path: Path):
    path = tmp_path / "foreign.json"
    given = [
        {"code": "1", "name": "甲", "papers": ["身份证", "户口簿"], "kind": "有效"},
        {"code": "2", "name": "乙", "papers": "无", "state": "suspended", "kind": "有效"},
        {"code": "3", "name": "丙", "papers": ["身份证"], "kind": "作废"},
    ]
    path.write_text(json.dumps({"data": {"rows": given}}), "utf-8")
    findings = Findings()
    sources = open_file(path, path.name, findings, format=None, encoding=None, records="data.rows")
    made = [
        (table.declaration.__name__, list(chunk.numbers), chunk.cells, chunk.defaulted)
        for table in tables(sources, Mapping.model_validate(MAPPING), findings)
        for chunk in table.chunks()
    ]
    assert made == [
        (
            "Item",
            [1, 2],
            {"item_code": ["1", "2"], "name": ["甲", "乙"], "status": ["active", "suspended"]},
            [("status",), ()],
        ),
        (
            "Material",
            [1, 1, 3],
            {"material_code": ["M-身份证", "M-户口簿", "M-身份证"], "name": ["身份证", "户口簿", "身份证"]},
            [(), (), ()],
        ),
    ]
    assert not list(findings)


def test_columns_that_the_file_has_not_are_reported(tmp_path: Path):
    path = tmp_path / "foreign.csv"
    path.write_text("code,name,papers,kind\n1,甲,无,有效\n", "utf-8")
    findings = Findings()
    sources = open_file(path, path.name, findings, format=None, encoding=None)
    for table in tables(sources, Mapping.model_validate(MAPPING), findings):
        list(table.chunks())
    assert [(f.problem.kind, f.place.column) for f in findings] == [("absent_path", "state")]
    assert problem_kinds(findings) == ["absent_path"]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_mappings_are_right(name: str):
    assert read_mapping(name).dataset == name


MISTAKES = """
title: 试
dataset: trial
unknown: 1
rows:
  - declaration: Itme
    values: {item_code: code}
  - declaration: Item
    values: {item_code: code, item_nmae: name}
  - declaration: Item
    values: {name: name}
  - declaration: Item
    values:
      item_code: {from: code, constant: 1}
      name: {template: "{name"}
      result_name: {template: "{name:md5}"}
      legal_days: {from: days, extract: '\\d+'}
"""


def test_every_mistake_is_reported_with_its_place(tmp_path: Path):
    path = tmp_path / "wrong.yaml"
    path.write_text(MISTAKES, "utf-8")
    with pytest.raises(BadMapping) as error:
        read_mapping(path)
    told = {place: text.en for place, text in error.value.mistakes}
    assert set(told) == {
        "unknown",
        "rows[1]",
        "rows[2]",
        "rows[3]",
        "rows[4].values.item_code",
        "rows[4].values.name.template[1]",
        "rows[4].values.result_name.template[1]",
        "rows[4].values.legal_days.extract",
    }
    assert 'did you mean "Item"' in told["rows[1]"]
    assert 'did you mean "name"' in told["rows[2]"] or 'did you mean "Item name"' in told["rows[2]"]
    assert "item_code is missing" in told["rows[3]"]
    assert str(path) in str(error.value)


def test_a_mapping_in_toml(tmp_path: Path):
    path = tmp_path / "m.toml"
    path.write_text(
        'title="试"\ndataset="t"\n[[rows]]\ndeclaration="Field"\nvalues={field_code="c", name="n"}\n', "utf-8"
    )
    assert read_mapping(path).rows[0].values["name"].sources == ("n",)


@pytest.mark.parametrize("text", ["rows: [", "- just\n- a list", ""])
def test_files_that_are_no_mapping(tmp_path: Path, text: str):
    path = tmp_path / "m.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadMapping):
        read_mapping(path)
    with pytest.raises(BadMapping):
        read_mapping(tmp_path / "missing.yaml")
