"""`oncegraph impact`: what depends on a source, field or licence type, and what is lost without it."""

from typing import Annotated

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import ContextOptions, takes_context, takes_delivery
from oncegraph.api.terminal.help import argument, examples
from oncegraph.api.terminal.session import answer_of, open_city
from oncegraph.queries.change.questions import ImpactQuestion
from oncegraph.queries.names import IMPACT_KINDS, subject_of
from oncegraph.schema.text import Text
from oncegraph.visualize.documents.impact import document
from oncegraph.visualize.tables import impact as tables

AboutArgument = Annotated[
    str,
    argument(
        "数源、字段或证照类型：编码或名称", "A source, field or licence type: code or name", "SOURCE|FIELD|LICENCE"
    ),
]


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        "oncegraph impact 人口基础信息库",
        "oncegraph impact SY0003 --mode now",
        Text("oncegraph impact SY0003 -o 影响面.xlsx", "oncegraph impact SY0003 -o impact.xlsx"),
    )
)
@takes_delivery
@takes_context()
def impact(ctx: typer.Context, options: ContextOptions, delivery: Delivery, about: AboutArgument) -> None:
    with open_city(ctx.obj) as city:
        found = answer_of(city, ImpactQuestion(*subject_of(city, IMPACT_KINDS, about)), options)
    delivery.deliver(document(found), tables, found)
