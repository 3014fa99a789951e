"""`oncegraph serve`: the HTTP API."""

from typing import Annotated

import typer

from oncegraph.api.terminal.options import examples, option
from oncegraph.schema.text import Text


def add_to(app: typer.Typer) -> None:
    app.command(
        help=str(
            Text(
                "提供 HTTP 接口（/api/v1，说明在 /docs）；需要时启动内置 Neo4j，结束时停止。",
                "Serve the HTTP API (/api/v1, described at /docs); starts the embedded Neo4j when needed and "
                "stops it at the end.",
            )
        ),
        epilog=examples(
            Text("oncegraph serve", "oncegraph serve"),
            Text(
                "oncegraph serve --host 0.0.0.0 --port 8080 --workers 4",
                "oncegraph serve --host 0.0.0.0 --port 8080 --workers 4",
            ),
        ),
    )(serve)


def serve(
    ctx: typer.Context,
    host: Annotated[str, option("监听地址", "Address to listen on")] = "127.0.0.1",
    port: Annotated[int, option("端口", "Port", min=0, max=65535)] = 8000,
    workers: Annotated[int, option("进程数", "Number of processes", min=1, max=256)] = 1,
) -> None:
    from oncegraph.api.server.run import run

    run(ctx.obj, host, port, workers)
