"""`oncegraph impact`: what depends on a source, a field or a licence, and what breaks without it."""

from typing import Annotated

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import Asked, asks, delivers
from oncegraph.api.terminal.options import examples
from oncegraph.api.terminal.session import catalogue_of, compiling, store
from oncegraph.schema.text import Text

AboutArgument = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE|FIELD|LICENCE",
        help=str(Text("数源、字段或证照类型：编码或名称", "A source, field or licence type: code or name")),
    ),
]


def add_to(app: typer.Typer) -> None:
    app.command(
        help=str(
            Text(
                "影响面：哪些依赖一个数源、字段或证照；失去它时哪些字段须重新填写、哪些材料须重新提交，其他数源可接替多少。",
                "What depends on a source, a field or a licence; without it, which fields are typed again, which "
                "materials handed in again, and how much other sources cover.",
            )
        ),
        epilog=examples(
            Text("oncegraph impact 人口基础信息库", "oncegraph impact 人口基础信息库"),
            Text("oncegraph impact SY0003 --mode now", "oncegraph impact SY0003 --mode now"),
            Text("oncegraph impact SY0003 -o 影响面.xlsx", "oncegraph impact SY0003 -o impact.xlsx"),
        ),
    )(impact)


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
    from oncegraph.api.documents.impact import document
    from oncegraph.api.inputs.names import first_code_of
    from oncegraph.queries.change.impact import KINDS, impact_of
    from oncegraph.visualize.tables.impact import sheets, show

    analysis = asked.analysis(catalogue)
    kind, code = first_code_of(catalogue, KINDS, about)
    with compiling():
        found = impact_of(analysis, kind, code)
    delivery.deliver(document(found), sheets(found), lambda console: show(console, found))
