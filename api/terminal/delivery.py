"""Where the result of a command goes, and in which format."""

import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console

from oncegraph.api.terminal.console import output
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Text
from oncegraph.visualize.tables.format import TableFormat
from oncegraph.visualize.tables.table import UNBOUNDED, Tables

CONTRADICTION = Text("--json 与 --format 相互矛盾。", "--json contradicts --format.")


@dataclass(frozen=True)
class Delivery:
    """Where a result goes and how: the options --format, --json and --output taken together."""

    format: TableFormat
    file: Path | None = None

    @classmethod
    def of(cls, format: TableFormat | None, as_json: bool, file: Path | None) -> "Delivery":
        """Raises CannotDeliver when the options contradict each other."""
        by_suffix = file and file.suffix.lower().lstrip(".")
        if as_json and format not in (None, TableFormat.JSON):
            raise CannotDeliver(CONTRADICTION)
        if as_json:
            format = TableFormat.JSON
        if format is None:
            format = TableFormat(by_suffix) if by_suffix in set(TableFormat) else TableFormat.TABLE
        if not format.is_text:
            not_on_a_screen(format, file)
        return cls(format, file)

    def deliver(self, document: Any, tables: Tables, *answer: Any) -> None:
        """Write a result: JSON from `document`; other formats from a module of visualize/tables."""
        if self.format is not TableFormat.TABLE:
            self.write(self.format.write(document, lambda: tables.sheets(*answer)))
        elif self.file is None:
            tables.show(output(), *answer)
        else:
            text = StringIO()
            tables.show(Console(file=text, width=UNBOUNDED, highlight=False, markup=False), *answer)
            self.write(text.getvalue().encode())

    def write(self, content: bytes) -> None:
        """Write bytes to the file or to standard output. Raises CannotDeliver."""
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
    """A result cannot be written as requested."""

    code = "output"
    exit_code = 2


def not_on_a_screen(format: str, file: Path | None) -> None:
    """Check a binary format. Raises CannotDeliver if it would be written to a terminal."""
    if file is None and sys.stdout.isatty():
        raise CannotDeliver(
            Text(f"{format} 格式不能在屏幕上显示。", f"{format} cannot be shown on a screen."),
            Text(f"请加 --output 文件.{format}。", f"Add --output FILE.{format}."),
        )
