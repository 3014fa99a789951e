"""`oncegraph theme`: the flow of a theme, or its single set of materials; without a name, all themes."""

from typing import Annotated

import typer

from oncegraph.api.terminal.delivery import CannotDeliver, Delivery
from oncegraph.api.terminal.drawing import Drawing
from oncegraph.api.terminal.gathered_options import Answers, ContextOptions, takes_answers, takes_context, takes_target
from oncegraph.api.terminal.help import argument, examples, option
from oncegraph.api.terminal.session import answer_of, open_city
from oncegraph.queries.guidance.selection import Selection
from oncegraph.queries.names import code_of
from oncegraph.queries.theme.questions import FlowQuestion, ThemeMaterialsQuestion
from oncegraph.schema.flow import Basis
from oncegraph.schema.text import Text
from oncegraph.schema.theme import Theme
from oncegraph.visualize.pictures.flow import flowchart
from oncegraph.visualize.tables import theme as tables
from oncegraph.visualize.tables import theme_materials, themes

#: Maximum number of rows in the list of themes.
MOST_THEMES = 10_000

NO_PICTURE = Text("只有一个主题的流程可以画成图。", "Only the flow of one theme can be drawn.")

NameArgument = Annotated[str | None, argument("主题：编码或名称", "Theme: code or name", "[THEME]")]
StepsOption = Annotated[bool, option("列出各事项的环节", "Include the steps of each item", "--steps")]
LegalOption = Annotated[
    bool, option("按法定时限计算；默认按承诺时限", "Use legal times instead of promised ones", "--legal")
]
MaterialsOption = Annotated[
    bool,
    option(
        "显示一套材料（每份只提交一次），不显示流程",
        "Show the single set of materials instead of the flow",
        "--materials",
    ),
]


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        "oncegraph theme",
        Text("oncegraph theme 扶残助残 -o 流程.svg", "oncegraph theme 扶残助残 -o flow.svg"),
        Text(
            "oncegraph theme 人才引进 --answer PD0025=自有住房 --steps",
            "oncegraph theme 人才引进 --answer PD0025=PD002502 --steps",
        ),
        "oncegraph theme 开办餐饮店 --materials",
    )
)
@takes_target
@takes_answers
@takes_context()
def theme(
    ctx: typer.Context,
    options: ContextOptions,
    answers: Answers,
    target: Drawing | Delivery,
    name: NameArgument = None,
    steps: StepsOption = False,
    legal: LegalOption = False,
    materials: MaterialsOption = False,
) -> None:
    if isinstance(target, Drawing) and (name is None or materials):
        raise CannotDeliver(NO_PICTURE)
    basis = Basis.LEGAL if legal else Basis.PROMISED
    with open_city(ctx.obj) as city:
        if name is None:
            rows = city.run("browse.themes", {"limit": MOST_THEMES}).rows
            _delivery(target).deliver(rows, themes, rows)
            return
        selection = Selection.of_theme(code_of(city, Theme, name), answers)
        if materials:
            one_set = answer_of(city, ThemeMaterialsQuestion(selection), options)
            _delivery(target).deliver(one_set, theme_materials, one_set)
            return
        flow = answer_of(city, FlowQuestion(selection), options)
    if isinstance(target, Drawing):
        target.draw(flowchart(flow, basis, steps=steps))
    else:
        target.deliver(flow, tables, flow, basis, steps)


def _delivery(target: Drawing | Delivery) -> Delivery:
    """Raises CannotDeliver if a picture is requested of something that cannot be drawn."""
    if isinstance(target, Drawing):
        raise CannotDeliver(NO_PICTURE)
    return target
