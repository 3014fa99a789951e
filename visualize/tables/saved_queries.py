"""The saved queries, each in a line."""

from collections.abc import Sequence

from rich.console import Console

from oncegraph.queries.library import Parameter, SavedQuery
from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Sheet, print_sheets


def sheets(queries: Sequence[SavedQuery]) -> list[Sheet]:
    """Name, title and parameters of each."""
    columns = (Text("名称", "Name"), Text("标题", "Title"), Text("参数", "Parameters"))
    rows = [(query.name, str(query.title), [_parameter(each) for each in query.parameters]) for query in queries]
    return [Sheet.of(Text("已存查询", "Saved queries"), columns, rows)]


def show(console: Console, queries: Sequence[SavedQuery]) -> None:
    """For a reader: the same."""
    print_sheets(console, sheets(queries))


def _parameter(parameter: Parameter) -> str:
    """Its name; in brackets, with its default, where it may be left out."""
    return parameter.name if parameter.required else f"[{parameter.name}={parameter.default}]"
