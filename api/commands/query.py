"""`oncegraph query`: the saved queries, listed and run."""

from typing import Annotated

import typer

from oncegraph.api.documents import saved_query
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import delivers
from oncegraph.api.terminal.options import examples, option
from oncegraph.api.terminal.session import store
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Text


class NotAParameter(OnceGraphError):
    """A parameter is not written as NAME=VALUE."""

    code = "parameter"
    exit_code = 2

    def __init__(self, word: str):
        super().__init__(
            Text(f"参数“{word}”不是 名称=值 的形式。", f'Parameter "{word}" is not of the form NAME=VALUE.'),
            Text("例如 --param item_code=1234。", "For example: --param item_code=1234"),
        )


def add_to(app: typer.Typer) -> None:
    app.command(
        help=str(
            Text(
                "运行一个已存查询；不给名称则列出全部。",
                "Run a saved query; without a name, list them all.",
            )
        ),
        epilog=examples(
            Text("oncegraph query", "oncegraph query"),
            Text("oncegraph query quality.orphans", "oncegraph query quality.orphans"),
        ),
    )(query)


@delivers
def query(
    ctx: typer.Context,
    delivery: Delivery,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=str(Text("查询名称", "Name of the query")))] = None,
    param: Annotated[
        list[str] | None, option("参数，可多次", "A parameter, repeatable", "--param", "-p", metavar="NAME=VALUE")
    ] = None,
    limit: Annotated[int, option("最多几行", "Rows at most", min=1, max=1_000_000)] = 1000,
) -> None:
    from oncegraph.queries.library import library, run
    from oncegraph.visualize.tables import query as rows_of_query
    from oncegraph.visualize.tables import saved_queries

    if name is None:
        listed = [each for each in library().values() if each.listed]
        documents = [saved_query.document(each) for each in listed]
        delivery.deliver(documents, saved_queries.sheets(listed), lambda console: saved_queries.show(console, listed))
        return
    parameters = given(param or [])
    with store(ctx.obj) as client:
        result = run(client, name, parameters, limit=limit)
    tables = rows_of_query.sheets(result, name)
    delivery.deliver(result.rows, tables, lambda console: rows_of_query.show(console, result, name))


def given(words: list[str]) -> dict[str, str]:
    """NAME=VALUE … → parameters. Raises NotAParameter."""
    for word in words:
        if "=" not in word:
            raise NotAParameter(word)
    return dict(word.split("=", 1) for word in words)
