"""`oncegraph runs`: list the stored runs, and remove those that are no longer needed."""

from typing import Annotated

import typer

from oncegraph.api.terminal.console import note, waiting
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.help import examples, option
from oncegraph.api.terminal.options import FormatOption, JsonOption, OutputOption
from oncegraph.api.terminal.session import open_city
from oncegraph.graph import results
from oncegraph.graph.versions import version
from oncegraph.queries.runs.analyse import prune as prune_runs
from oncegraph.schema.text import Text
from oncegraph.visualize.tables import runs as tables

app = typer.Typer(
    add_completion=False,
    invoke_without_command=True,
    epilog=examples("oncegraph runs", "oncegraph runs prune --keep 1"),
)


@app.callback()
def runs(
    ctx: typer.Context, format: FormatOption = None, json: JsonOption = False, output: OutputOption = None
) -> None:
    if ctx.invoked_subcommand:
        return
    delivery = Delivery.of(format, json, output)
    with open_city(ctx.obj) as city:
        stored, present = results.runs(city.client), version(city.client)
    delivery.deliver(stored, tables, stored, present)


@app.command(
    help=str(
        Text(
            "清除中断的运行，以及每个范围、每种方式中较旧的运行；0 表示全部清除。",
            "Remove failed runs, and old runs of each scope and mode; --keep 0 removes all.",
        )
    )
)
def prune(
    ctx: typer.Context,
    keep: Annotated[
        int, option("每个范围、每种方式保留的运行次数", "How many runs of each scope and mode to keep", min=0)
    ] = 1,
) -> None:
    with open_city(ctx.obj) as city, waiting(Text("正在清除……", "Removing ...")):
        removed = prune_runs(city.client, keep)
    note(Text(f"已清除 {len(removed)} 次运行。", f"Removed {len(removed)} runs."))
