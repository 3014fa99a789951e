"""The lists for reform teams, one row each."""

from collections.abc import Sequence

from rich.console import Console

from oncegraph.queries.lists.reform_list import ReformList
from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Sheet, print_sheets


def sheets(lists: Sequence[ReformList]) -> list[Sheet]:
    """Name, title and summary of each."""
    columns = (Text("清单", "List"), Text("标题", "Title"), Text("内容", "Content"))
    return [Sheet.of("", columns, [(each.name, str(each.title), str(each.summary)) for each in lists])]


def show(console: Console, lists: Sequence[ReformList]) -> None:
    """For a reader: the same."""
    print_sheets(console, sheets(lists))
