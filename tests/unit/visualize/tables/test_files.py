"""Tables as files: nothing is lost, nothing is taken for a formula, and Excel opens Chinese."""

import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from rich.console import Console

from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.tables.table import Sheet, VerdictCell, print_sheet
from oncegraph.visualize.tables.text_files import csv_bytes, json_bytes
from oncegraph.visualize.tables.workbook import xlsx_bytes

FREE = VerdictCell(Verdict.YES, Text("免填", "fill-free"))
SHEET = Sheet(
    "字段/表",
    ["编码", "名称", "结论", "份数", "是否"],
    [["00012345678901234567", "=HYPERLINK(1)", FREE, 2, True], ["B", "@x；-y", None, None, False]],
)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_csv_has_a_mark_for_excel_and_no_formulas():
    content = csv_bytes([SHEET])
    assert content.startswith("\ufeff".encode())
    assert rows_of(content) == [
        ["编码", "名称", "结论", "份数", "是否"],
        ["00012345678901234567", "'=HYPERLINK(1)", "免填", "2", "是"],
        ["B", "'@x；-y", "", "", "否"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_of_a_csv_begins_as_a_formula(start):
    ((_,), (cell,)) = rows_of(csv_bytes([Sheet("", ["a"], [[f"{start}1+1"]])]))
    assert cell.startswith("'")


def test_several_tables_in_one_csv_are_separated():
    other = Sheet("材料", ["编码", "规则"], [["M", "证照共享"]])
    header, *rows = rows_of(csv_bytes([SHEET, other]))
    assert header == ["表", "编码", "名称", "结论", "份数", "是否", "规则"]
    assert rows[-1] == ["材料", "M", "", "", "", "", "证照共享"]


def test_no_title_of_a_table_in_a_csv_is_a_formula():
    _, (title, _) = rows_of(csv_bytes([Sheet("=1+1", ["a"], [["b"]]), Sheet("材料", ["a"], [])]))
    assert title == "'=1+1"


def test_a_workbook_keeps_codes_as_text_and_formulas_as_words():
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([SHEET, SHEET])))
    assert book.sheetnames == ["字段_表", "字段_表2"]
    page = book.worksheets[0]
    assert [cell.value for cell in page[2]] == ["00012345678901234567", "=HYPERLINK(1)", "免填", 2, "是"]
    assert page["B2"].data_type == "s"
    assert page["A1"].font.bold
    assert page.freeze_panes == "A2"


@pytest.mark.parametrize("value", [2**53 + 1, pytest.param(10**400, id="huge"), float("inf")])
def test_a_workbook_has_numbers_as_text_that_it_would_change(value):
    page = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([Sheet("", ["a"], [[value]])]))).worksheets[0]
    assert (page["A2"].value, page["A2"].data_type) == (str(value), "s")


def test_json_keeps_chinese_dates_and_codes():
    assert json.loads(json_bytes({"名": Verdict.YES, "日": date(2026, 1, 31)})) == {"名": "yes", "日": "2026-01-31"}
    assert "名" in json_bytes({"名": 1}).decode()


def test_a_table_is_readable_without_colour_and_not_cut_when_piped():
    stream = io.StringIO()
    print_sheet(Console(file=stream, width=10_000), Sheet("", ["结论", "长"], [[FREE, "长" * 500]]))
    assert "✓ 免填" in stream.getvalue()
    assert "长" * 500 in stream.getvalue()


def test_a_workbook_names_the_subject_of_a_table_and_writes_lists_below_each_other():
    sheet = Sheet("清单", ["名称", "障碍"], [["甲", ["一", "二"]]], about="每个事项")
    page = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([sheet]))).worksheets[0]
    assert [row[0].value for row in page.iter_rows()] == ["清单", "每个事项", "名称", "甲"]
    assert page["B4"].value == "一\n二" and page["B4"].alignment.wrap_text
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("A4", "A3:B4", "$3:$3")
    assert page["A1"].font.size == 14 and page["A3"].font.bold
