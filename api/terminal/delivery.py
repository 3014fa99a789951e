"""Where the result of a command goes, and in which format."""

import sys
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console

from oncegraph.api.terminal.console import UNBOUNDED, output
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Tables
from oncegraph.visualize.tables.text_files import csv_bytes, json_bytes

CONTRADICTION = Text("--json 与 --format 相互矛盾。", "--json contradicts --format.")


class Format(StrEnum):
    """How a result is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Delivery:
    """Where a result goes and how: the options --format, --json and --output taken together."""

    format: Format
    file: Path | None = None

    @classmethod
    def of(cls, format: Format | None, as_json: bool, file: Path | None) -> "Delivery":
        """Raises CannotDeliver when the options contradict each other."""
        by_suffix = file and file.suffix.lower().lstrip(".")
        if as_json and format not in (None, Format.JSON):
            raise CannotDeliver(CONTRADICTION)
        if as_json:
            format = Format.JSON
        if format is None:
            format = Format(by_suffix) if by_suffix in set(Format) else Format.TABLE
        if format is Format.XLSX:
            not_on_a_screen(format, file)
        return cls(format, file)

    def deliver(self, document: Any, tables: Tables, *answer: Any) -> None:
        """Write a result: `document` as JSON; the answer, as a module of visualize/tables writes or shows it."""
        match self.format:
            case Format.JSON:
                self.write(json_bytes(document))
            case Format.CSV:
                self.write(csv_bytes(tables.sheets(*answer)))
            case Format.XLSX:
                from oncegraph.visualize.tables.workbook import xlsx_bytes

                self.write(xlsx_bytes(tables.sheets(*answer)))
            case Format.TABLE if self.file:
                text = StringIO()
                tables.show(Console(file=text, width=UNBOUNDED, highlight=False, markup=False), *answer)
                self.write(text.getvalue().encode())
            case Format.TABLE:
                tables.show(output(), *answer)

    def write(self, content: bytes) -> None:
        """Bytes, to the file or to standard output. Raises CannotDeliver."""
        if self.file is None:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            return
        try:
            self.file.write_bytes(content)
        except OSError as error:
            raise CannotDeliver(
                Text(f"无法写入 {self.file}（{error.strerror}）。", f"Cannot write {self.file} ({error.strerror})."),
                Text(
                    "请换一个位置，或关闭打开它的程序。", "Choose another place, or close the program that has it open."
                ),
            ) from error


class CannotDeliver(OnceGraphError):
    """A result cannot be written as asked."""

    code = "output"
    exit_code = 2


def not_on_a_screen(format: str, file: Path | None) -> None:
    """Of a format that is no text. Raises CannotDeliver where it would be written to a terminal."""
    if file is None and sys.stdout.isatty():
        raise CannotDeliver(
            Text(f"{format} 格式不能在屏幕上显示。", f"{format} cannot be shown on a screen."),
            Text(f"请加 --output 文件.{format}。", f"Add --output FILE.{format}."),
        )
