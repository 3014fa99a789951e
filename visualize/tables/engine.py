"""The embedded Neo4j: whether it runs, where, and how large its data are."""

from rich.console import Console

from oncegraph.graph.engine import Status
from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Sheet, print_sheets


def sheets(status: Status) -> list[Sheet]:
    """The status, one row for each value."""
    known = {
        Text("运行中", "Running"): status.running,
        Text("地址", "Address"): status.uri,
        Text("进程号", "Process id"): status.pid,
        Text("启动时间", "Since"): status.since and status.since.astimezone().replace(tzinfo=None),
        Text("持续运行", "Kept running"): status.kept,
        Text("Neo4j 版本", "Neo4j version"): status.version,
        Text("目录", "Folder"): str(status.home),
        Text("数据大小", "Data"): f"{status.data_bytes / 1_000_000:.1f} MB",
    }
    rows = [(str(title), value) for title, value in known.items() if value is not None]
    return [Sheet.of("", (Text("属性", "What"), Text("值", "Value")), rows)]


def show(console: Console, status: Status) -> None:
    """For a reader: the same."""
    print_sheets(console, sheets(status))
