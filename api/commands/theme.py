"""`oncegraph theme`: the flow of a theme, or the one set of materials that it asks for; without a name, all themes."""

from typing import Annotated

import typer

from oncegraph.api.terminal.delivery import CannotDeliver, Delivery
from oncegraph.api.terminal.drawing import Drawing
from oncegraph.api.terminal.gathered_options import Answers, Asked, asks, shows, takes_answers
from oncegraph.api.terminal.options import examples, option
from oncegraph.api.terminal.session import catalogue_of, compiling, store
from oncegraph.schema.flow import Basis
from oncegraph.schema.text import Text

#: Rows of the list of themes at most.
MOST_THEMES = 10_000

NO_PICTURE = Text("只有一个主题的流程可以画成图。", "Only the flow of one theme can be drawn.")

NameArgument = Annotated[
    str | None, typer.Argument(metavar="[THEME]", help=str(Text("主题：编码或名称", "Theme: code or name")))
]
StepsOption = Annotated[bool, option("列出各事项的环节", "With the steps of each item", "--steps")]
LegalOption = Annotated[
    bool, option("按法定时限，默认按承诺时限", "By legal times; by promised ones otherwise", "--legal")
]
MaterialsOption = Annotated[
    bool, option("一套材料：每份只交一次，不看流程", "The one set of materials in place of the flow", "--materials")
]


def add_to(app: typer.Typer) -> None:
    app.command(
        help=str(
            Text(
                "一件事：先办什么、同时办什么、关键路径多长，循环证明在哪里；或合并后的一套材料。不给名称则列出全部主题。",
                "A theme: what comes first, what at the same time, how long it takes, where papers wait for each "
                "other in a circle; or its one set of materials. Without a name: all themes.",
            )
        ),
        epilog=examples(
            Text("oncegraph theme", "oncegraph theme"),
            Text("oncegraph theme 扶残助残 -o 流程.svg", "oncegraph theme 扶残助残 -o flow.svg"),
            Text(
                "oncegraph theme 人才引进 --answer PD0025=自有住房 --steps",
                "oncegraph theme 人才引进 --answer PD0025=PD002502 --steps",
            ),
            Text("oncegraph theme 开办餐饮店 --materials", "oncegraph theme 开办餐饮店 --materials"),
        ),
    )(theme)


@shows
@takes_answers
@asks()
def theme(
    ctx: typer.Context,
    asked: Asked,
    given: Answers,
    target: Drawing | Delivery,
    name: NameArgument = None,
    steps: StepsOption = False,
    legal: LegalOption = False,
    materials: MaterialsOption = False,
) -> None:
    if isinstance(target, Drawing) and (name is None or materials):
        raise CannotDeliver(NO_PICTURE)
    from oncegraph.api.inputs.names import subject_of
    from oncegraph.queries.library import run
    from oncegraph.queries.records.reading import read_part
    from oncegraph.queries.theme.materials import materials as set_of
    from oncegraph.queries.theme.theme_flow import situations_of, theme_flow
    from oncegraph.schema.theme import Theme
    from oncegraph.visualize.pictures.flow import flowchart
    from oncegraph.visualize.tables.theme import FlowTables, MaterialTables, listing

    with store(ctx.obj) as client:
        if name is None:
            rows = run(client, "browse.themes", {"limit": MOST_THEMES}).rows
            target.deliver(rows, [listing(rows)])
            return
        _, code = subject_of(client, (Theme,), name)
        records = read_part(client, themes=[code])
        analysis = asked.analysis(catalogue_of(client)) if materials else None
    if analysis:
        with compiling():
            found = set_of(records, situations_of(records, code, given), analysis, theme=code)
        tables = MaterialTables(found)
    else:
        found = theme_flow(records, code, given)
        basis = Basis.LEGAL if legal else Basis.PROMISED
        if isinstance(target, Drawing):
            target.draw(flowchart(found, basis, steps=steps))
            return
        tables = FlowTables(found, basis, steps)
    target.deliver(found, tables.sheets(), tables.show)
