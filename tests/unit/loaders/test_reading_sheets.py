"""Workbooks and delimited files as people make them: titles above, merged cells, formulas, numbers for codes."""

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from oncegraph.schema.item import Item
from tests.support.examples.exchange_rows import problem_kinds, read_file


@pytest.fixture
def book(tmp_path: Path):
    """A function that makes a workbook with one sheet 事项 from cells (A1 → value) and merged areas."""

    def make(cells: dict, merged: dict | None = None, sheet: str = "事项") -> Path:
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as workbook:
            page = workbook.add_worksheet(sheet)
            day = workbook.add_format({"num_format": "yyyy-mm-dd"})
            for area, value in (merged or {}).items():
                page.merge_range(area, value)
            for cell, value in cells.items():
                if isinstance(value, tuple):
                    page.write_formula(cell, value[0], None, value[1])
                elif isinstance(value, dt.date):
                    page.write_datetime(cell, value, day)
                elif isinstance(value, str):
                    page.write_string(cell, value)
                else:
                    page.write(cell, value)
        return path

    return make


def test_a_title_and_remarks_above_the_header(book):
    path = book(
        {"B2": "沈阳市事项清单", "B3": "填表日期：2026 年", "B5": "实施编码", "C5": "事项名称", "B6": "001", "C6": "甲"}
    )
    assert read_file(path)[0] == {"Item": [{"item_code": "001", "name": "甲"}]}


def test_headings_in_two_rows_with_merged_groups(book):
    path = book(
        {"C2": "法定办结时限（工作日）", "D2": "承诺办结时限*", "A3": "1", "B3": "甲", "C3": 20, "D3": 5},
        {"A1:A2": "实施编码", "B1:B2": "事项名称", "C1:D1": "时限"},
    )
    assert read_file(path)[0] == {"Item": [{"item_code": "1", "name": "甲", "legal_days": 20, "promised_days": 5}]}


def test_headings_in_both_languages(book):
    path = book({"A1": "实施编码", "B1": "事项名称", "A2": "Item code", "B2": "Item name", "A3": "1", "B3": "甲"})
    assert read_file(path)[0] == {"Item": [{"item_code": "1", "name": "甲"}]}


def test_a_value_merged_over_several_rows_belongs_to_each(book):
    path = book(
        {"A1": "实施编码", "B1": "部门编码", "A2": "1", "A3": "2", "A4": "3", "A5": "4", "B5": "D2"}, {"B2:B4": "D1"}
    )
    assert [row["department_code"] for row in read_file(path)[0]["Item"]] == ["D1", "D1", "D1", "D2"]


def test_formulas_give_their_last_value(book):
    path = book({"A1": "实施编码", "B1": "法定办结时限", "A2": ('="A"&"1"', "A1"), "B2": ("=10+5", 15)})
    assert read_file(path)[0] == {"Item": [{"item_code": "A1", "legal_days": 15}]}


def test_a_formula_that_failed_is_an_error_and_not_an_empty_cell(book):
    path = book({"A1": "实施编码", "B1": "事项名称", "A2": "1", "B2": ("=VLOOKUP(1,2,3)", "#N/A")})
    (finding,) = read_file(path)[1]
    assert (finding.problem.kind, finding.place.row, finding.place.column) == ("error_cell", 2, "B")


def test_whole_numbers_in_a_column_of_codes(book):
    path = book(
        {"A1": "实施编码", "B1": "区划代码", "A2": 1234.0, "B2": 210100, "A3": "000123", "B3": "12345678901234567890"}
    )
    assert read_file(path)[0]["Item"] == [
        {"item_code": "1234", "region_code": "210100"},
        {"item_code": "000123", "region_code": "12345678901234567890"},
    ]


def test_a_long_code_kept_as_a_number_has_lost_its_last_digits(book):
    path = book({"A1": "实施编码", "A2": 12345678901234567890})
    assert problem_kinds(read_file(path)[1]) == ["precision_lost"]


def test_dates_as_cells_numbers_and_texts(book):
    path = book(
        {"A1": "数源编码", "B1": "数据更新日期", "A2": "1", "B2": dt.date(2026, 1, 31), "A3": "2", "B3": 46053,
         "A4": "3", "B4": "2026年1月31日", "A5": "4", "B5": "2026-02-30"},
        sheet="数源",
    )  # fmt: skip
    found, findings = read_file(path)
    assert [row["data_updated_at"] for row in found["DataSource"]] == [dt.date(2026, 1, 31)] * 3 + [None]
    assert [(f.problem.kind, f.place.row, f.value) for f in findings] == [("impossible_date", 5, "2026-02-30")]


def test_unknown_columns(book):
    path = book({"A1": "实施编码", "B1": "事项名秤", "C1": "经办人备注", "D1": "问题", "A2": "1"})
    found, findings = read_file(path)
    assert found == {"Item": [{"item_code": "1"}]}
    assert [(f.place.column, f.severity.value, f.problem.suggestion) for f in findings] == [
        ("事项名秤", "error", "事项名称"),
        ("经办人备注", "warning", None),
    ]


def test_a_column_twice(book):
    assert problem_kinds(read_file(book({"A1": "实施编码", "B1": "item_code", "A2": "1"}))[1]) == ["repeated_column"]


def test_sheets_named_otherwise(book):
    (finding,) = read_file(book({"A1": "实施编码", "A2": "1"}, sheet="事項"))[1]
    assert (finding.problem.kind, finding.severity.value) == ("unknown_sheet", "error")
    assert read_file(book({"A1": "实施编码", "A2": "1"}, sheet="第一页"), declaration=Item)[0] == {
        "Item": [{"item_code": "1"}]
    }


def test_a_workbook_in_which_no_sheet_is_known_is_an_error(tmp_path: Path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name in ("第一页", "第二页", "说明"):
            workbook.add_worksheet(name).write_string("A1", "实施编码")
    assert [(f.problem.kind, f.severity.value) for f in read_file(path)[1]] == [("unknown_sheet", "error")] * 2


def test_a_sheet_for_other_purposes_beside_known_ones_is_a_warning(tmp_path: Path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("统计").write_string("A1", "合计")
        workbook.add_worksheet("Item").write_column("A1", ["实施编码", "1"])
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series({"values": "=Item!$A$2:$A$2"})
        workbook.add_chartsheet("图").set_chart(chart)
    found, findings = read_file(path)
    assert found == {"Item": [{"item_code": "1"}]}
    assert [(f.problem.kind, f.severity.value, f.value) for f in findings] == [("unknown_sheet", "warning", "统计")]


def test_an_empty_sheet_is_passed_over(book):
    found, findings = read_file(book({}))
    assert (found, problem_kinds(findings)) == ({"Item": []}, [])


def test_a_sheet_without_header(book):
    assert problem_kinds(read_file(book({"A1": "甲", "A2": "乙"}))[1]) == ["no_header"]


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_separators(tmp_path: Path, mark: str):
    path = tmp_path / "事项.csv"
    path.write_text(f"实施编码{mark}事项名称\n1{mark}甲\n\n2{mark}乙\n", "utf-8")
    assert read_file(path)[0] == {"Item": [{"item_code": "1", "name": "甲"}, {"item_code": "2", "name": "乙"}]}


def test_rows_of_another_width_are_reported_with_their_number(tmp_path: Path):
    path = tmp_path / "Item.csv"
    path.write_text("item_code,name\n1,甲\n2\n\n3,乙,丙\n4,丁,\n", "utf-8")
    assert [(f.problem.kind, f.place.row) for f in read_file(path)[1]] == [("ragged_row", 3), ("ragged_row", 5)]


def test_unbalanced_quotes_are_reported(tmp_path: Path):
    path = tmp_path / "Item.csv"
    path.write_text('item_code,name\n1,"甲\n2,乙\n', "utf-8")
    (finding,) = read_file(path)[1]
    assert (finding.problem.kind, finding.place.row) == ("unreadable", None)


@pytest.mark.parametrize("name", ["Item.xlsx", "Item.json", "Item.docx", "missing.csv"])
def test_files_that_are_not_what_they_seem(tmp_path: Path, name: str):
    path = tmp_path / name
    if not name.startswith("missing"):
        path.write_text("这不是所说的格式", "utf-8")
    found, findings = read_file(path)
    assert not found
    assert problem_kinds(findings) == ["unknown_format" if name.endswith("docx") else "unreadable"]
