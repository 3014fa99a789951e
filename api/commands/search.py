"""`oncegraph search`: find anything by a word of its name, or by its code."""

from typing import Annotated

import typer

from api.commands.options import FormatOption, JsonOption, OutputOption, examples, option
from api.commands.query import sheet_of
from api.delivery import Delivery
from api.session import store
from schema.text import Text


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


def search(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=str(Text("要找的词或编码", "Word or code to look for")))],
    limit: Annotated[int, option("最多几行", "Rows at most", min=1, max=10_000)] = 20,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
) -> None:
    from queries.library import run

    delivery = Delivery.of(format, json, output)
    with store(ctx.obj) as client:
        result = run(client, "search.names", {"text": text}, limit=limit)
    delivery.deliver(result.rows, [sheet_of("", result)])
