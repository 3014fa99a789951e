"""All themes, each in a line."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console

from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Sheet, print_sheets

#: Column of the saved query `browse.themes` → its heading.
COLUMNS = {
    "theme_code": Text("编码", "Code"),
    "name": Text("名称", "Name"),
    "situations": Text("情形数", "Situations"),
    "items": Text("事项数", "Items"),
    "departments": Text("部门数", "Departments"),
}


def sheets(rows: Sequence[dict[str, Any]]) -> list[Sheet]:
    """How large each theme is. rows: of the saved query `browse.themes`."""
    cells = [tuple(row[column] for column in COLUMNS) for row in rows]
    return [Sheet.of(Text("一件事主题", "Themes"), COLUMNS.values(), cells)]


def show(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    """For a reader: the same."""
    print_sheets(console, sheets(rows))
