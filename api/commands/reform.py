"""`oncegraph reform`: a reform tried on a copy of the catalogue; the graph stays as it is."""

from pathlib import Path
from typing import Annotated

import typer

from oncegraph.api.terminal.console import note
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.drawing import Drawing
from oncegraph.api.terminal.gathered_options import Asked, asks, shows
from oncegraph.api.terminal.options import examples, option
from oncegraph.api.terminal.session import compiling, store
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.text import Text

ReformArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", help=str(Text("改革方案（YAML）：title 与 actions", "The reform (YAML)"))),
]
OnOption = Annotated[
    str,
    option(
        "在什么上试行：graph（图中现状）或数据文件", "What to try it on: the graph, or a data file", metavar="STATE"
    ),
]
CatalogueOption = Annotated[
    Path | None,
    option(
        "把改革后的目录写成可装入的文件（xlsx、json）或文件夹（csv）",
        "Write the reformed catalogue as a file to load (xlsx, json) or a folder (csv)",
        metavar="FILE",
    ),
]


class WouldOverwrite(RefusedInput):
    """The reformed catalogue would be written over the one that is read."""

    code = "would_overwrite"

    def __init__(self, on: str, catalogue: Path):
        super().__init__(
            Text(f"写入 {catalogue} 会覆盖所读的 {on}。", f"Writing {catalogue} would overwrite {on}, which is read."),
            Text("请在 --catalogue 写另一个位置。", "Name another place with --catalogue."),
        )


def refuse_to_overwrite(on: str, catalogue: Path) -> None:
    """The output is not what is read, nor within it or around it. Raises WouldOverwrite."""
    written = catalogue.with_suffix("") if catalogue.suffix.lower() == ".csv" else catalogue
    read, written = Path(on).resolve(), written.resolve()
    if on != "graph" and (written.is_relative_to(read) or read.is_relative_to(written)):
        raise WouldOverwrite(on, catalogue)


def add_to(app: typer.Typer) -> None:
    app.command(
        help=str(
            Text(
                "试行一项改革（腾合放转调，开通数源、取消材料、告知承诺、证照共享……）：每个动作的效果、各项减少与全部变化。"
                "图中数据不作任何更改。",
                "Try a reform (retire, merge, delegate, transfer and retype items, open sources, drop materials, "
                "commitments, shared licences ...): what each action does, what it saves, and every difference. "
                "Nothing in the graph is changed.",
            )
        ),
        epilog=examples(
            Text("oncegraph reform 改革.yaml", "oncegraph reform reform.yaml"),
            Text("oncegraph reform 改革.yaml -o 前后.svg", "oncegraph reform reform.yaml -o picture.svg"),
            Text("oncegraph reform 改革.yaml -o 前后.xlsx", "oncegraph reform reform.yaml -o difference.xlsx"),
            Text(
                "oncegraph reform 改革.yaml --catalogue 新.xlsx",
                "oncegraph reform reform.yaml --catalogue new.xlsx",
            ),
            note=Text(
                "动作示例：- 合: 公租房实物配租补贴发放，下一行 into: 公租房资格确认；每项可写 reason、legal_basis。"
                "其余见 schema/reform.py 与 loaders/sample/public_rental_housing.yaml。",
                "An action: - merge: ITEM, with into: ITEM below it; each may give a reason and legal_basis. "
                "See schema/reform.py and loaders/sample/public_rental_housing.yaml for more.",
            ),
        ),
    )(reform)


@shows
@asks()
def reform(
    ctx: typer.Context,
    asked: Asked,
    target: Drawing | Delivery,
    file: ReformArgument,
    on: OnOption = "graph",
    catalogue: CatalogueOption = None,
) -> None:
    from oncegraph.api.documents.comparison import document_of_reform
    from oncegraph.api.inputs.states import compared, picture_of, states_of, tried
    from oncegraph.loaders.exchange import write_catalogue
    from oncegraph.queries.exemption.catalogue import Catalogue
    from oncegraph.queries.reform.reading import read_reform
    from oncegraph.visualize.tables.comparison import sheets, show

    if catalogue:
        refuse_to_overwrite(on, catalogue)
    wanted = read_reform(file)
    with compiling():
        (before,) = states_of((on,), lambda: store(ctx.obj), None)
        context = asked.context(Catalogue.from_rows(before.records.rows))
        after = tried(wanted, before.records, context.moment.date())
        pair = compared(before, after, context, (), ())
    if catalogue:
        write_catalogue(catalogue, after.records.rows)
        if many := sum(bool(row.get("defaulted")) for rows in after.records.rows.values() for row in rows):
            note(
                Text(
                    f"其中 {many} 行有取自映射的默认值，在文件中与登记值无别。",
                    f"{many} rows hold defaults of a mapping; in the file they look like what was recorded.",
                )
            )
        note(
            Text(
                f"已写入 {catalogue}。核对：oncegraph load {catalogue} --replace --dry-run（并写明原来的 --dataset）",
                f"Wrote {catalogue}. Check it with: oncegraph load {catalogue} --replace --dry-run (naming the same "
                "--dataset as before)",
            )
        )
    if isinstance(target, Drawing):
        target.draw(picture_of(pair))
    else:
        target.deliver(
            document_of_reform(pair.found, before.name, after.name, after.effects),
            sheets(pair.found, after.effects),
            lambda console: show(console, pair.found, after.effects),
        )
