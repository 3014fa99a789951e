"""What a search found, best first."""

from typing import Any

from rich.console import Console

from oncegraph.graph.client import Result
from oncegraph.schema.model import NODES
from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Sheet, print_sheets


def sheets(result: Result[dict[str, Any]]) -> list[Sheet]:
    """Kind, code and name of each. result: of the saved query `search.names`."""
    columns = (Text("类别", "Kind"), Text("编码", "Code"), Text("名称", "Name"))
    rows = [(str(NODES[row["kind"]].title), row["code"], row["name"]) for row in result.rows]
    return [Sheet.of("", columns, rows, result.truncated)]


def show(console: Console, result: Result[dict[str, Any]]) -> None:
    """For a reader: the same."""
    print_sheets(console, sheets(result))
