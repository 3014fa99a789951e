"""`oncegraph serve`: the HTTP API."""

from typing import Annotated

import typer

from oncegraph.api.server.run import run
from oncegraph.api.terminal.help import examples, option

app = typer.Typer(add_completion=False)


@app.command(epilog=examples("oncegraph serve", "oncegraph serve --host 0.0.0.0 --port 8080 --workers 4"))
def serve(
    ctx: typer.Context,
    host: Annotated[str, option("监听地址", "Address to listen on")] = "127.0.0.1",
    port: Annotated[int, option("端口", "Port", min=0, max=65535)] = 8000,
    workers: Annotated[int, option("进程数", "Number of processes", min=1, max=256)] = 1,
) -> None:
    run(ctx.obj, host, port, workers)
