"""`oncegraph query`: the saved queries, listed and run."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import delivers
from oncegraph.api.terminal.help import examples, option
from oncegraph.api.terminal.session import store
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Sheet
from oncegraph.visualize.tables.wording import described

if TYPE_CHECKING:
    from oncegraph.graph.client import Result
    from oncegraph.queries.library import Parameter, SavedQuery


class NotAParameter(OnceGraphError):
    """A parameter is not written as NAME=VALUE."""

    code = "parameter"
    exit_code = 2

    def __init__(self, word: str):
        super().__init__(
            Text(f"参数“{word}”不是 名称=值 的形式。", f'Parameter "{word}" is not of the form NAME=VALUE.'),
            Text("例如 --param item_code=1234。", "For example: --param item_code=1234"),
        )


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        Text("oncegraph query", "oncegraph query"),
        Text("oncegraph query quality.orphans", "oncegraph query quality.orphans"),
    )
)
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

    if name is None:
        listed = [each for each in library().values() if each.listed]
        delivery.deliver([described(each) for each in listed], [_listing(listed)])
        return
    parameters = given(param or [])
    with store(ctx.obj) as client:
        result = run(client, name, parameters, limit=limit)
    delivery.deliver(result.rows, [sheet_of(name, result)])


def given(words: list[str]) -> dict[str, str]:
    """NAME=VALUE … → parameters. Raises NotAParameter."""
    for word in words:
        if "=" not in word:
            raise NotAParameter(word)
    return dict(word.split("=", 1) for word in words)


def sheet_of(title: str, result: "Result[dict[str, Any]]") -> Sheet:
    """The rows of a query as a table."""
    return Sheet(
        title, result.columns, [[row[name] for name in result.columns] for row in result.rows], result.truncated
    )


def _listing(queries: "list[SavedQuery]") -> Sheet:
    columns = (Text("名称", "Name"), Text("标题", "Title"), Text("参数", "Parameters"))
    rows = [(query.name, str(query.title), [_asked(p) for p in query.parameters]) for query in queries]
    return Sheet(str(Text("已存查询", "Saved queries")), [str(column) for column in columns], rows)


def _asked(parameter: "Parameter") -> str:
    return parameter.name if parameter.required else f"[{parameter.name}={parameter.default}]"
