"""`oncegraph query`: the saved queries, listed and run."""

from typing import Annotated

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import takes_delivery
from oncegraph.api.terminal.help import argument, examples, option
from oncegraph.api.terminal.session import open_city
from oncegraph.queries.library import library
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Text
from oncegraph.visualize.documents.saved_query import document
from oncegraph.visualize.tables import query as tables
from oncegraph.visualize.tables import saved_queries


class NotAParameter(OnceGraphError):
    """A parameter that is not written as NAME=VALUE."""

    code = "parameter"
    exit_code = 2

    def __init__(self, word: str):
        super().__init__(
            Text(f"参数“{word}”应写作 名称=值。", f'Parameter "{word}" is not of the form NAME=VALUE.'),
            Text("例如 --param item_code=1234。", "For example: --param item_code=1234"),
        )


app = typer.Typer(add_completion=False)


@app.command(epilog=examples("oncegraph query", "oncegraph query quality.orphans"))
@takes_delivery
def query(
    ctx: typer.Context,
    delivery: Delivery,
    name: Annotated[str | None, argument("查询名称", "Name of the query", "NAME")] = None,
    param: Annotated[
        list[str] | None,
        option("参数（名称=值），可多次使用", "A parameter, repeatable", "--param", "-p", metavar="NAME=VALUE"),
    ] = None,
    limit: Annotated[int, option("最多列出的行数", "Maximum number of rows", min=1, max=1_000_000)] = 1000,
) -> None:
    if name is None:
        reports = [each for each in library().values() if each.listed]
        delivery.deliver([document(each) for each in reports], saved_queries, reports)
        return
    parameters = parse_parameters(param or [])
    with open_city(ctx.obj) as city:
        result = city.run(name, parameters, limit=limit)
    delivery.deliver(result.rows, tables, result, name)


def parse_parameters(words: list[str]) -> dict[str, str]:
    """Turn NAME=VALUE words into a dictionary of parameters. Raises NotAParameter."""
    for word in words:
        if "=" not in word:
            raise NotAParameter(word)
    return dict(word.split("=", 1) for word in words)
