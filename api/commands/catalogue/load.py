"""`oncegraph load`: load files into the graph, either all of them or none."""

from pathlib import Path
from typing import Annotated

import typer

from oncegraph import loaders
from oncegraph.api.terminal.console import messages, print_error
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.help import argument, examples, option
from oncegraph.api.terminal.options import JsonOption
from oncegraph.api.terminal.progress import loading
from oncegraph.api.terminal.session import open_city
from oncegraph.schema.declaration import Declaration
from oncegraph.schema.errors import NotFound
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.text import Text
from oncegraph.visualize.documents.load import document
from oncegraph.visualize.tables import load as tables
from oncegraph.visualize.tables.load import show_findings

FilesArgument = Annotated[
    list[str],
    argument(
        "xlsx、csv、json、jsonl 文件或目录；- 表示标准输入",
        "Files (xlsx, csv, json, jsonl) or folders; - is standard input",
        "FILES...",
    ),
]
MappingOption = Annotated[
    str | None,
    option(
        "映射文件，或自带映射的名称，用于外部文件",
        "A mapping file, or the name of a mapping shipped with OnceGraph",
        metavar="MAPPING",
    ),
]
DatasetOption = Annotated[
    str | None,
    option(
        "数据集名称；默认取映射中的名称，没有则为 main",
        "Dataset; by default the one that the mapping names, or else main",
        metavar="NAME",
    ),
]
ReplaceOption = Annotated[
    bool,
    option(
        "同时移除该数据集中文件已没有的行",
        "Also retire what the dataset held and the files no longer contain",
        "--replace",
    ),
]
DryRunOption = Annotated[bool, option("只报告将作哪些更改，不实际更改", "Only report what would be done", "--dry-run")]
KeepGoingOption = Annotated[
    bool, option("导入无误的行，有误的行另存", "Load the good rows, save the bad ones", "--keep-going")
]
RejectsOption = Annotated[Path | None, option("有误的行另存到该文件", "Where the bad rows are saved", metavar="FILE")]
EncodingOption = Annotated[
    str | None, option("文件编码，默认自动识别", "Encoding of the files; detected by default", metavar="ENCODING")
]
AsOption = Annotated[
    str | None,
    option(
        "文件对应的表，如 Item 或 事项",
        "The table that the rows belong to, such as Item or 事项",
        "--as",
        metavar="TABLE",
    ),
]
TypeOption = Annotated[
    str | None,
    option(
        "文件类型：csv json jsonl xlsx，默认按后缀",
        "csv, json, jsonl or xlsx; by default taken from the suffix",
        "--type",
        metavar="TYPE",
    ),
]


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        Text("oncegraph load 数据.xlsx --dry-run", "oncegraph load data.xlsx --dry-run"),
        Text("oncegraph load 目录/ --dataset 市级 --replace", "oncegraph load folder/ --dataset city --replace"),
        "oncegraph load policy.jsonl --mapping guangdong",
        Text(
            "cat 事项.csv | oncegraph load - --as 事项 --type csv",
            "cat items.csv | oncegraph load - --as Item --type csv",
        ),
    )
)
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
    declaration = declaration_of(as_) if as_ else None
    with open_city(ctx.obj) as city:
        try:
            with loading() as progress:
                report = loaders.load(
                    city.client,
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
            show_findings(messages(), refused.findings)
            print_error(refused)
            raise typer.Exit(refused.exit_code) from refused
    show_findings(messages(), report.findings)
    Delivery.of(None, json, None).deliver(document(report), tables, report)


def declaration_of(word: str) -> type[Declaration]:
    """The declaration with this name or title. Raises NotFound."""
    for name, declaration in DECLARATIONS.items():
        if word.lower() == name.lower() or word in declaration.title:
            return declaration
    raise NotFound(
        Text(f"没有名为“{word}”的表。", f'There is no table "{word}".'),
        Text(
            "可用：" + "、".join(each.title.zh for each in DECLARATIONS.values()),
            "Known tables:  " + ", ".join(DECLARATIONS),
        ),
    )
