"""Tables of results, and how they are drawn for a terminal."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any, NamedTuple, Protocol

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.palette import PALETTE, with_sign

#: The number of rows of a long table that a terminal shows; files contain all of them.
ROWS_SHOWN = 20


#: Columns of a console that neither cuts nor wraps: wider than any table.
UNBOUNDED = 10_000


class VerdictCell(NamedTuple):
    """A verdict in words, shown with a symbol and a colour."""

    verdict: Verdict
    word: Text

    def __str__(self) -> str:
        return str(self.word)


@dataclass(frozen=True)
class Sheet:
    """A table: cells are plain values, lists, a VerdictCell or None; `more`: there were more rows than shown.

    about: a remark on the table, which a workbook shows with the title above the headings.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    more: bool = False
    about: str = ""

    @classmethod
    def of(
        cls,
        title: Text | str,
        columns: Iterable[Text | str],
        rows: Sequence[Sequence[Any]],
        more: bool = False,
        about: Text | str = "",
    ) -> "Sheet":
        """A table whose title, headings and remark are written in the current language."""
        return cls(str(title), [str(column) for column in columns], rows, more, str(about))

    def shortened(self) -> "Sheet":
        """The table as a terminal shows it: if it is long, its first rows, and a title that says how many there are."""
        if len(self.rows) <= ROWS_SHOWN:
            return self
        many = len(self.rows)
        title = Text(f"{self.title}（共 {many} 行）", f"{self.title} ({many} in all)")
        return Sheet(str(title), self.columns, self.rows[:ROWS_SHOWN], more=True)


class Tables(Protocol):
    """A module of this folder: how one kind of answer becomes tables. Its functions take the answer as their last
    arguments."""

    @property
    def sheets(self) -> Callable[..., list[Sheet]]:
        """All of the answer, for files."""
        ...

    @property
    def show(self) -> Callable[..., None]:
        """Show the answer to a reader; the first argument is a console."""
        ...


@dataclass(frozen=True)
class OwnTables:
    """A module of tables whose functions for files and terminal have different arguments, already bound."""

    sheets: Callable[[], list[Sheet]]
    show: Callable[[Console], None]


def format_sheets(sheets: Iterable[Sheet]) -> str:
    """Tables as text, neither wrapped nor cut."""
    text = StringIO()
    print_sheets(Console(file=text, width=UNBOUNDED, highlight=False, markup=False), sheets)
    return text.getvalue()


def print_sheets(console: Console, sheets: Iterable[Sheet]) -> None:
    """One table below the other."""
    for sheet in sheets:
        print_sheet(console, sheet)


def print_sheet(console: Console, sheet: Sheet) -> None:
    """Title, table, and whether there is more."""
    if sheet.title:
        console.print(sheet.title, style="bold")
    console.print(render_table(sheet))
    if sheet.more:
        told = Text(
            f"只列出前 {len(sheet.rows)} 行，其余未列出。", f"Only the first {len(sheet.rows)} rows; there are more."
        )
        console.print(str(told), style="yellow")


def render_table(sheet: Sheet) -> Table:
    """For a terminal."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for position, name in enumerate(sheet.columns):
        numeric = all(isinstance(row[position], int | float) for row in sheet.rows) and bool(sheet.rows)
        table.add_column(name, overflow="fold", justify="right" if numeric else "left")
    for row in sheet.rows:
        table.add_row(*(_cell(value) for value in row))
    return table


def format_verdict(verdict: Verdict, word: str) -> Styled:
    """A verdict with symbol and colour."""
    return Styled(with_sign(verdict, word), style=PALETTE[verdict].colour.terminal)


def _cell(value: Any) -> Styled:
    return format_verdict(value.verdict, str(value)) if isinstance(value, VerdictCell) else Styled(format_cell(value))


def format_cell(value: Any) -> str:
    """A cell as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(Text("是", "yes") if value else Text("否", "no"))
    if isinstance(value, list | tuple) and not isinstance(value, VerdictCell):
        return str(Text("；", "; ")).join(map(format_cell, value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return str(value)
