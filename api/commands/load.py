"""`oncegraph load`: files into the graph, all of them or nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from oncegraph.api.terminal.console import loading, messages, tell_error
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.options import JsonOption, examples, option
from oncegraph.api.terminal.session import store
from oncegraph.schema.errors import NotFound
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Sheet, drawn

if TYPE_CHECKING:
    from oncegraph.loaders import Findings, LoadReport
    from oncegraph.schema.declaration import Declaration

FINDINGS_SHOWN = 200

FilesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="FILES...",
        help=str(
            Text(
                "xlsx、csv、json、jsonl 文件或目录；- 为标准输入",
                "Files (xlsx, csv, json, jsonl) or folders; - is standard input",
            )
        ),
    ),
]
MappingOption = Annotated[
    str | None,
    option(
        "映射文件，或自带映射的名称，用于外来文件",
        "A mapping file, or the name of one that is shipped",
        metavar="MAPPING",
    ),
]
DatasetOption = Annotated[
    str | None,
    option("数据集名称，默认取映射的，否则 main", "Dataset; otherwise the mapping's, otherwise main", metavar="NAME"),
]
ReplaceOption = Annotated[
    bool,
    option(
        "同时退出该数据集中文件已没有的行",
        "Also retire what the dataset held and the files no longer hold",
        "--replace",
    ),
]
DryRunOption = Annotated[bool, option("只报告会做什么", "Only report what would be done", "--dry-run")]
KeepGoingOption = Annotated[
    bool, option("装入无误的行，有误的另存", "Load the good rows, save the bad ones", "--keep-going")
]
RejectsOption = Annotated[Path | None, option("有误的行存到此文件", "Where the bad rows are saved", metavar="FILE")]
EncodingOption = Annotated[
    str | None, option("文件编码，默认自动识别", "Encoding of the files; detected by default", metavar="ENCODING")
]
AsOption = Annotated[
    str | None,
    option("文件是哪张表，如 Item 或 事项", "Which table the rows are, such as Item or 事项", "--as", metavar="TABLE"),
]
TypeOption = Annotated[
    str | None,
    option(
        "文件类型：csv json jsonl xlsx，默认按后缀",
        "csv, json, jsonl or xlsx; by suffix by default",
        "--type",
        metavar="TYPE",
    ),
]


def add_to(app: typer.Typer) -> None:
    app.command(
        help=str(
            Text(
                "装入数据：逐行检查，一次报告全部问题；要么全部装入，要么不改动。",
                "Load data: every row is checked and everything wrong reported at once; all is loaded, or nothing.",
            )
        ),
        epilog=examples(
            Text("oncegraph load 数据.xlsx --dry-run", "oncegraph load data.xlsx --dry-run"),
            Text("oncegraph load 目录/ --dataset 市级 --replace", "oncegraph load folder/ --dataset city --replace"),
            Text("oncegraph load policy.jsonl --mapping guangdong", "oncegraph load policy.jsonl --mapping guangdong"),
            Text(
                "cat 事项.csv | oncegraph load - --as 事项 --type csv",
                "cat items.csv | oncegraph load - --as Item --type csv",
            ),
        ),
    )(load)


def load(
    ctx: typer.Context,
    files: FilesArgument,
    mapping: MappingOption = None,
    dataset: DatasetOption = None,
    replace: ReplaceOption = False,
    dry_run: DryRunOption = False,
    keep_going: KeepGoingOption = False,
    rejects: RejectsOption = None,
    encoding: EncodingOption = None,
    as_: AsOption = None,
    type_: TypeOption = None,
    json: JsonOption = False,
) -> None:
    from oncegraph import loaders

    declaration = declaration_of(as_) if as_ else None
    with store(ctx.obj) as client:
        try:
            with loading() as progress:
                report = loaders.load(
                    client,
                    files,
                    dataset=dataset,
                    mapping=mapping,
                    replace=replace,
                    dry_run=dry_run,
                    keep_going=keep_going,
                    rejects=rejects,
                    format=type_,
                    encoding=encoding,
                    declaration=declaration,
                    progress=progress,
                )
        except loaders.LoadRefused as refused:
            tell_findings(refused.findings)
            tell_error(refused)
            raise typer.Exit(refused.exit_code) from refused
    tell_findings(report.findings)
    Delivery.of(None, json, None).deliver(_document(report), [summary(report)], lambda console: _show(console, report))


def declaration_of(word: str) -> "type[Declaration]":
    """The declaration that a word names: by name or by title. Raises NotFound."""
    for name, declaration in DECLARATIONS.items():
        if word.lower() == name.lower() or word in declaration.title:
            return declaration
    raise NotFound(
        Text(f"没有名为“{word}”的表。", f'There is no table "{word}".'),
        Text(
            "可用：" + "、".join(each.title.zh for each in DECLARATIONS.values()),
            "Known are: " + ", ".join(DECLARATIONS),
        ),
    )


def tell_findings(findings: "Findings") -> None:
    """List what was found wrong, on standard error."""
    from oncegraph.loaders import Severity

    styles = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
    console = messages()
    for number, finding in enumerate(findings):
        if number == FINDINGS_SHOWN:
            more = len(findings) - number
            console.print(str(Text(f"……另有 {more} 处。", f"... and {more} more.")))
            break
        console.print(str(finding), style=styles[finding.severity])


def summary(report: "LoadReport") -> Sheet:
    """What was done to each table."""
    titles = (
        Text("表", "Table"),
        Text("新增", "Added"),
        Text("修改", "Changed"),
        Text("共有", "Claimed"),
        Text("未变", "Unchanged"),
        Text("退出", "Removed"),
        Text("放弃", "Released"),
        Text("拒绝", "Rejected"),
    )
    names = ("added", "changed", "claimed", "unchanged", "removed", "released", "rejected")
    rows = [
        (str(declaration.title), *(getattr(counts, name) for name in names))
        for declaration, counts in report.counts.items()
    ]
    rows.append((str(Text("合计", "Total")), *(getattr(report.total, name) for name in names)))
    return Sheet("", [str(title) for title in titles], rows)


def _show(console: Console, report: "LoadReport") -> None:
    console.print(drawn(summary(report)))
    seconds = f"{report.seconds:.1f}"
    if report.dry_run:
        done = Text("仅预演，未作任何更改。", "A dry run: nothing was changed.")
    elif report.total.written:
        done = Text(
            f"已装入数据集 {report.dataset}，用时 {seconds} 秒。",
            f"Loaded into dataset {report.dataset} in {seconds} s.",
        )
    elif since := report.unchanged_since:
        done = Text(
            f"自第 {since} 版起未变，无须更改（{seconds} 秒）。",
            f"Unchanged since version {since} ({seconds} s).",
        )
    else:
        done = Text(f"与图中一致，无须更改（{seconds} 秒）。", f"Nothing to change ({seconds} s).")
    console.print(str(done), style="bold")
    if report.rejects:
        console.print(str(Text(f"有误的行：{report.rejects}", f"Rejected rows: {report.rejects}")), style="yellow")


def _document(report: "LoadReport") -> dict:
    names = report.total.__dataclass_fields__
    return {
        "dataset": report.dataset,
        "dry_run": report.dry_run,
        "seconds": round(report.seconds, 3),
        "rejects": report.rejects and str(report.rejects),
        "counts": {
            declaration.__name__: {name: getattr(counts, name) for name in names}
            for declaration, counts in report.counts.items()
        },
        "findings": [{"severity": each.severity, "message": str(each)} for each in report.findings],
    }
