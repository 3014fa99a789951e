"""`oncegraph search`: find anything by part of its name, or by its code."""

from typing import Annotated

import typer

from oncegraph.api.terminal.console import note
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import takes_delivery
from oncegraph.api.terminal.help import argument, examples, option
from oncegraph.api.terminal.session import open_city
from oncegraph.schema.text import Text
from oncegraph.visualize.tables import search as tables

app = typer.Typer(add_completion=False)


@app.command(epilog=examples(Text("oncegraph search 营业执照", "oncegraph search 营业执照 --json")))
@takes_delivery
def search(
    ctx: typer.Context,
    delivery: Delivery,
    text: Annotated[str, argument("要查找的词或编码", "Word or code to look for", "TEXT")],
    limit: Annotated[int, option("最多列出的行数", "Maximum number of rows", min=1, max=10_000)] = 20,
) -> None:
    with open_city(ctx.obj) as city:
        result = city.run("search.names", {"text": text}, limit=limit)
    delivery.deliver(result.rows, tables, result)
    if not result.rows:
        note(Text(f"未找到“{text}”。", f'Found nothing for "{text}".'))
