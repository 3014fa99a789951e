"""The formats that an answer is written in: one entry each, with all that distinguishes it.

A new format is a module that writes it, an entry in `TableFormat` and in `TRAITS`, and a test: commands and routes read
everything else from here. (Formats of pictures: visualize/formats/format.py.)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from oncegraph.schema.codes import CodeList
from oncegraph.visualize.tables.table import Sheet


class TableFormat(CodeList):
    """How an answer is written: for a reader, or as a file for programs."""

    TABLE = "table", "文本表格", "Table as text"
    JSON = "json", "JSON 数据", "JSON data"
    CSV = "csv", "CSV 文件", "CSV file"
    XLSX = "xlsx", "Excel 工作簿", "Excel workbook"

    @property
    def media_type(self) -> str:
        """As it is registered."""
        return TRAITS[self].media_type

    @property
    def is_text(self) -> bool:
        """Whether it can be shown on a terminal."""
        return TRAITS[self].is_text

    def write(self, document: Any, sheets: Callable[[], Sequence[Sheet]]) -> bytes:
        """An answer as a file. document: what JSON holds; sheets: makes the same as tables."""
        return TRAITS[self].write(document, sheets)


#: Gives a file of an answer: as a document, and as tables that are made when they are needed.
Writer = Callable[[Any, Callable[[], Sequence[Sheet]]], bytes]


@dataclass(frozen=True)
class Traits:
    """What distinguishes a format."""

    media_type: str
    write: Writer
    is_text: bool = True


def _table(_: Any, sheets: Callable[[], Sequence[Sheet]]) -> bytes:
    from oncegraph.visualize.tables.table import format_sheets

    return format_sheets(sheets()).encode()


def _json(document: Any, _: Callable[[], Sequence[Sheet]]) -> bytes:
    from oncegraph.visualize.tables.text_files import json_bytes

    return json_bytes(document)


def _csv(_: Any, sheets: Callable[[], Sequence[Sheet]]) -> bytes:
    from oncegraph.visualize.tables.text_files import csv_bytes

    return csv_bytes(sheets())


def _xlsx(_: Any, sheets: Callable[[], Sequence[Sheet]]) -> bytes:
    from oncegraph.visualize.tables.workbook import xlsx_bytes  # imported here, because importing it is slow

    return xlsx_bytes(sheets())


TRAITS = {
    TableFormat.TABLE: Traits("text/plain", _table),
    TableFormat.JSON: Traits("application/json", _json),
    TableFormat.CSV: Traits("text/csv", _csv),
    TableFormat.XLSX: Traits("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx, is_text=False),
}
