"""`oncegraph impact`: what depends on a source, a field or a licence, and what breaks without it."""

from typing import Annotated

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import Asked, asks, delivers
from oncegraph.api.terminal.help import examples
from oncegraph.api.terminal.session import catalogue_of, compiling, store
from oncegraph.schema.text import Text

AboutArgument = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE|FIELD|LICENCE",
        help=str(Text("数源、字段或证照类型：编码或名称", "A source, field or licence type: code or name")),
    ),
]


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        Text("oncegraph impact 人口基础信息库", "oncegraph impact 人口基础信息库"),
        Text("oncegraph impact SY0003 --mode now", "oncegraph impact SY0003 --mode now"),
        Text("oncegraph impact SY0003 -o 影响面.xlsx", "oncegraph impact SY0003 -o impact.xlsx"),
    )
)
@delivers
@asks()
def impact(
    ctx: typer.Context,
    asked: Asked,
    delivery: Delivery,
    about: AboutArgument,
) -> None:
    with store(ctx.obj) as client:
        catalogue = catalogue_of(client)
    from oncegraph.api.inputs.names import first_code_of
    from oncegraph.queries.change.impact import KINDS, impact_of
    from oncegraph.visualize.tables.impact import document, sheets, show

    analysis = asked.analysis(catalogue)
    kind, code = first_code_of(catalogue, KINDS, about)
    with compiling():
        found = impact_of(analysis, kind, code)
    delivery.deliver(document(found), sheets(found), lambda console: show(console, found))
