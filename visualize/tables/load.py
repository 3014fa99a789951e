"""What loading files did to the graph."""

from typing import TYPE_CHECKING

from rich.console import Console

from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Sheet, print_sheets

if TYPE_CHECKING:
    from oncegraph.loaders import Findings, LoadReport

FINDINGS_SHOWN = 200

#: Attribute of the counts of a table → its heading.
COUNTS = {
    "added": Text("新增", "Added"),
    "changed": Text("修改", "Changed"),
    "claimed": Text("共有", "Claimed"),
    "unchanged": Text("未变", "Unchanged"),
    "removed": Text("移除", "Removed"),
    "released": Text("不再共有", "Released"),
    "rejected": Text("拒绝", "Rejected"),
}


def sheets(report: "LoadReport") -> list[Sheet]:
    """The changes to each table, and in total."""
    rows = [
        (str(declaration.title), *(getattr(counts, name) for name in COUNTS))
        for declaration, counts in report.counts.items()
    ]
    rows.append((str(Text("合计", "Total")), *(getattr(report.total, name) for name in COUNTS)))
    return [Sheet.of("", (Text("表", "Table"), *COUNTS.values()), rows)]


def show(console: Console, report: "LoadReport") -> None:
    """For a reader: the table, whether anything was changed, and where rejected rows are."""
    print_sheets(console, sheets(report))
    seconds = f"{report.seconds:.1f}"
    if report.dry_run:
        outcome = Text("仅试运行，未作任何更改。", "A dry run: nothing was changed.")
    elif report.total.written:
        outcome = Text(
            f"已导入数据集 {report.dataset}，用时 {seconds} 秒。",
            f"Loaded into dataset {report.dataset} in {seconds} s.",
        )
    elif since := report.unchanged_since:
        outcome = Text(
            f"自第 {since} 版起未变，无须更改（{seconds} 秒）。",
            f"Unchanged since version {since} ({seconds} s).",
        )
    else:
        outcome = Text(f"与图中一致，无须更改（{seconds} 秒）。", f"Nothing to change ({seconds} s).")
    console.print(str(outcome), style="bold")
    if report.rejects:
        console.print(
            str(Text(f"有误的行已另存到：{report.rejects}", f"Rejected rows: {report.rejects}")), style="yellow"
        )


def show_findings(console: Console, findings: "Findings") -> None:
    """The findings about the files, one row each; only the first ones if there are many."""
    from oncegraph.loaders import Severity

    styles = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
    for number, finding in enumerate(findings):
        if number == FINDINGS_SHOWN:
            more = len(findings) - number
            console.print(str(Text(f"……另有 {more} 处。", f"... and {more} more.")))
            break
        console.print(str(finding), style=styles[finding.severity])
