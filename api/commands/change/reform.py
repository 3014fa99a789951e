"""`oncegraph reform`: try a reform on a copy of the catalogue; the graph is not changed."""

from pathlib import Path
from typing import Annotated

import typer

from oncegraph.api.inputs.states import states_of
from oncegraph.api.terminal.console import note
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.drawing import Drawing
from oncegraph.api.terminal.gathered_options import ContextOptions, takes_context, takes_target
from oncegraph.api.terminal.help import argument, examples, option
from oncegraph.api.terminal.session import answer_of, open_city
from oncegraph.loaders.exchange import write_catalogue
from oncegraph.queries.city import RowsCity
from oncegraph.queries.reform.questions import ComparisonQuestion
from oncegraph.queries.reform.reading import read_reform
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.rows import Rows
from oncegraph.schema.text import Text
from oncegraph.visualize.documents.comparison import document_of_reform
from oncegraph.visualize.pictures.comparison import diagram_of
from oncegraph.visualize.tables import comparison as tables

ReformArgument = Annotated[Path, argument("改革方案（YAML）：title 与 actions", "The reform (YAML)", "FILE")]
OnOption = Annotated[
    str,
    option(
        "试行的基础：graph（图中现状）或数据文件",
        "What to try the reform on: the graph, or a data file",
        metavar="STATE",
    ),
]
CatalogueOption = Annotated[
    Path | None,
    option(
        "将改革后的目录写入可导入的文件（xlsx、json）或文件夹（csv）",
        "Write the reformed catalogue as a file to load (xlsx, json) or a folder (csv)",
        metavar="FILE",
    ),
]


class WouldOverwrite(RefusedInput):
    """Writing the reformed catalogue would overwrite the file that is read."""

    code = "would_overwrite"

    def __init__(self, on: str, catalogue: Path):
        super().__init__(
            Text(
                f"写入 {catalogue} 会覆盖正在读取的 {on}。",
                f"Writing {catalogue} would overwrite {on}, the file that is read.",
            ),
            Text("请用 --catalogue 指定其他位置。", "Name another place with --catalogue."),
        )


def refuse_to_overwrite(on: str, catalogue: Path) -> None:
    """Check that the output is not the input, inside it, or a folder that contains it. Raises WouldOverwrite."""
    written = catalogue.with_suffix("") if catalogue.suffix.lower() == ".csv" else catalogue
    read, written = Path(on).resolve(), written.resolve()
    if on != "graph" and (written.is_relative_to(read) or read.is_relative_to(written)):
        raise WouldOverwrite(on, catalogue)


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        Text("oncegraph reform 改革.yaml", "oncegraph reform reform.yaml"),
        Text("oncegraph reform 改革.yaml -o 前后.svg", "oncegraph reform reform.yaml -o picture.svg"),
        Text("oncegraph reform 改革.yaml -o 前后.xlsx", "oncegraph reform reform.yaml -o difference.xlsx"),
        Text("oncegraph reform 改革.yaml --catalogue 新.xlsx", "oncegraph reform reform.yaml --catalogue new.xlsx"),
        note=Text(
            "动作示例：- 合: 公租房实物配租补贴发放，下一行写 into: 公租房资格确认；各项动作可写 reason、legal_basis。"
            "其他写法见 schema/reform.py 与 loaders/sample/public_rental_housing.yaml。",
            "Example of an action: - merge: ITEM, with into: ITEM on the next line; every action may have reason and "
            "legal_basis. "
            "See schema/reform.py and loaders/sample/public_rental_housing.yaml for more.",
        ),
    )
)
@takes_target
@takes_context()
def reform(
    ctx: typer.Context,
    options: ContextOptions,
    target: Drawing | Delivery,
    file: ReformArgument,
    on: OnOption = "graph",
    catalogue: CatalogueOption = None,
) -> None:
    if catalogue:
        refuse_to_overwrite(on, catalogue)
    proposed = read_reform(file)
    (before,) = states_of((on,), lambda: open_city(ctx.obj), None)
    city = RowsCity(before.records.rows)
    after = before.after(proposed, options.context(city).moment.date())
    compared = answer_of(city, ComparisonQuestion(before, after), options)
    if catalogue:
        _write_catalogue(catalogue, after.records.rows)
    if isinstance(target, Drawing):
        target.draw(diagram_of(compared))
    else:
        found = compared.found
        target.deliver(document_of_reform(found, before.name, after.name, after.effects), tables, found, after.effects)


def _write_catalogue(path: Path, rows: Rows) -> None:
    """Write the reformed catalogue as files to load, and print a note on how to check them."""
    write_catalogue(path, rows)
    if many := sum(bool(row.get("defaulted")) for table in rows.values() for row in table):
        note(
            Text(
                f"其中 {many} 行含有映射的默认值，在文件中与登记的值没有区别。",
                f"{many} rows contain default values set by a mapping; in the file they look like recorded values.",
            )
        )
    note(
        Text(
            f"已写入 {path}。请核对：oncegraph load {path} --replace --dry-run（并写明原来的 --dataset）",
            f"Wrote {path}. Check it with: oncegraph load {path} --replace --dry-run (with the same "
            "--dataset as before)",
        )
    )
