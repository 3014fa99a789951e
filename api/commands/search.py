"""`oncegraph search`: find anything by a word of its name, or by its code."""

from typing import Annotated

import typer

from oncegraph.api.terminal.console import note
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import delivers
from oncegraph.api.terminal.options import examples, option
from oncegraph.api.terminal.session import store
from oncegraph.schema.text import Text


def add_to(app: typer.Typer) -> None:
    app.command(
        help=str(
            Text(
                "按名称中的词或编码查找：事项、情形、材料、字段、数源、主题……",
                "Find items, situations, materials, fields, sources, themes ... by a word of the name, or by code.",
            )
        ),
        epilog=examples(Text("oncegraph search 营业执照", "oncegraph search 营业执照 --json")),
    )(search)


@delivers
def search(
    ctx: typer.Context,
    delivery: Delivery,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=str(Text("要找的词或编码", "Word or code to look for")))],
    limit: Annotated[int, option("最多几行", "Rows at most", min=1, max=10_000)] = 20,
) -> None:
    from oncegraph.queries.library import run
    from oncegraph.visualize.tables.search import sheets, show

    with store(ctx.obj) as client:
        result = run(client, "search.names", {"text": text}, limit=limit)
    delivery.deliver(result.rows, sheets(result), lambda console: show(console, result))
    if not result.rows:
        note(Text(f"没有找到“{text}”。", f'Found nothing for "{text}".'))
