"""Every format of a table is one entry, and writes the same rows."""

import io

import openpyxl
import pytest

from oncegraph.schema.text import Text
from oncegraph.visualize.tables.format import TRAITS, TableFormat
from oncegraph.visualize.tables.table import Sheet

SHEET = Sheet.of("", (Text("名称", "Name"),), [("甲",), ("乙",)])
DOCUMENT = [{"name": "甲"}, {"name": "乙"}]


def write(format: TableFormat) -> bytes:
    return format.write(DOCUMENT, lambda: [SHEET])


def test_every_format_has_an_entry_and_a_media_type_of_its_own():
    assert set(TRAITS) == set(TableFormat)
    assert len({format.media_type for format in TableFormat}) == len(TableFormat)


@pytest.mark.parametrize("format", [format for format in TableFormat if format.is_text])
def test_text_holds_every_row(format: TableFormat):
    text = write(format).decode("utf-8-sig")
    assert text.index("甲") < text.index("乙")


def test_a_workbook_holds_every_row():
    page = openpyxl.load_workbook(io.BytesIO(write(TableFormat.XLSX))).worksheets[0]
    assert [row[0] for row in page.iter_rows(values_only=True)][-2:] == ["甲", "乙"]


def test_tables_are_not_made_for_json():
    def fail() -> list[Sheet]:
        raise AssertionError("no table is needed")

    assert TableFormat.JSON.write(DOCUMENT, fail)
