"""`oncegraph search`: find anything by a word of its name, or by its code."""

from typing import Annotated

import typer

from oncegraph.api.terminal.console import note
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import delivers
from oncegraph.api.terminal.help import examples, option
from oncegraph.api.terminal.session import store
from oncegraph.schema.model import NODES
from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Sheet

app = typer.Typer(add_completion=False)


@app.command(epilog=examples(Text("oncegraph search 营业执照", "oncegraph search 营业执照 --json")))
@delivers
def search(
    ctx: typer.Context,
    delivery: Delivery,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=str(Text("要找的词或编码", "Word or code to look for")))],
    limit: Annotated[int, option("最多几行", "Rows at most", min=1, max=10_000)] = 20,
) -> None:
    from oncegraph.queries.library import run

    with store(ctx.obj) as client:
        result = run(client, "search.names", {"text": text}, limit=limit)
    columns = (Text("类别", "Kind"), Text("编码", "Code"), Text("名称", "Name"))
    rows = [(str(NODES[row["kind"]].title), row["code"], row["name"]) for row in result.rows]
    found = Sheet("", [str(column) for column in columns], rows, result.truncated)
    delivery.deliver(result.rows, [found])
    if not rows:
        note(Text(f"没有找到“{text}”。", f'Found nothing for "{text}".'))
