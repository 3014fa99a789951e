"""The rows of a saved query."""

from typing import Any

from rich.console import Console

from oncegraph.graph.client import Result
from oncegraph.visualize.tables.table import Sheet, print_sheets


def sheets(result: Result[dict[str, Any]], name: str) -> list[Sheet]:
    """The rows, with the columns that the query declares."""
    rows = [[row[column] for column in result.columns] for row in result.rows]
    return [Sheet.of(name, result.columns, rows, result.truncated)]


def show(console: Console, result: Result[dict[str, Any]], name: str) -> None:
    """For a reader: the same."""
    print_sheets(console, sheets(result, name))
