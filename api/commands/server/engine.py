"""`oncegraph engine`: start, stop and inspect the embedded Neo4j."""

from typing import Annotated

import typer

from oncegraph.api.terminal.console import note
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.help import examples, option
from oncegraph.api.terminal.options import FormatOption, JsonOption
from oncegraph.graph.engine import Engine, Status
from oncegraph.schema.text import Text
from oncegraph.visualize.tables import engine as tables

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command(
    help=str(Text("启动并持续运行，直到执行 stop。", "Start it, and keep it running until `oncegraph engine stop`.")),
    epilog=examples(Text("oncegraph engine start --jars 组件目录", "oncegraph engine start --jars DIR")),
)
def start(ctx: typer.Context, format: FormatOption = None, json: JsonOption = False) -> None:
    delivery = Delivery.of(format, json, None)
    _deliver(delivery, Engine(ctx.obj).start())


@app.command(
    help=str(Text("停止 Neo4j，即使有命令正在使用。", "Stop it, even while commands are using it.")),
    epilog=examples("oncegraph engine stop"),
)
def stop(ctx: typer.Context) -> None:
    stopped = Engine(ctx.obj).stop()
    note(Text("已停止。", "Stopped.") if stopped else Text("Neo4j 没有在运行。", "It was not running."))


@app.command(
    help=str(Text("显示是否在运行、地址和数据大小。", "Show whether it runs, where, and the size of its data.")),
    epilog=examples("oncegraph engine status --json"),
)
def status(ctx: typer.Context, format: FormatOption = None, json: JsonOption = False) -> None:
    delivery = Delivery.of(format, json, None)
    _deliver(delivery, Engine(ctx.obj).status())


@app.command(
    help=str(Text("显示 Neo4j 日志的末尾。", "Show the end of Neo4j's log.")),
    epilog=examples("oncegraph engine logs -n 20"),
)
def logs(
    ctx: typer.Context, lines: Annotated[int, option("行数", "Number of lines", "--lines", "-n", min=1)] = 100
) -> None:
    for line in Engine(ctx.obj).logs(lines):
        typer.echo(line)


def _deliver(delivery: Delivery, status: Status) -> None:
    delivery.deliver(vars(status), tables, status)
