"""`oncegraph template`: write an empty file in the exchange format."""

from pathlib import Path
from typing import Annotated

import typer

from oncegraph import loaders
from oncegraph.api.commands.catalogue.load import declaration_of
from oncegraph.api.terminal.console import note
from oncegraph.api.terminal.delivery import CannotDeliver
from oncegraph.api.terminal.help import argument, examples, option
from oncegraph.schema.text import Text

app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        Text("oncegraph template 模板.xlsx", "oncegraph template template.xlsx"),
        Text("oncegraph template 模板.xlsx --table 事项 --table 情形", "oncegraph template t.xlsx --table Item"),
    )
)
def template(
    path: Annotated[Path, argument("要生成的文件", "The file to write", "PATH")],
    table: Annotated[
        list[str] | None,
        option(
            "只包含所列的表，可多次使用；默认全部",
            "Only this table, repeatable; all tables by default",
            metavar="TABLE",
        ),
    ] = None,
) -> None:
    try:
        loaders.template(path, [declaration_of(name) for name in table] if table else None)
    except OSError as error:
        raise CannotDeliver(
            Text(f"无法写入 {path}（{error.strerror}）。", f"Cannot write {path} ({error.strerror}).")
        ) from error
    note(Text(f"已生成 {path}。", f"Wrote {path}."))
