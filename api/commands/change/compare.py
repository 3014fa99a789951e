"""`oncegraph compare`: compare two states, or the items of a theme with the theme as one thing."""

from typing import Annotated

import typer

from oncegraph.api.inputs.states import states_of
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.drawing import Drawing
from oncegraph.api.terminal.gathered_options import Answers, ContextOptions, takes_answers, takes_context, takes_target
from oncegraph.api.terminal.help import argument, examples, option
from oncegraph.api.terminal.session import answer_of, open_city
from oncegraph.queries.city import RowsCity
from oncegraph.queries.guidance.selection import Selection
from oncegraph.queries.names import code_in, code_of
from oncegraph.queries.reform.questions import ComparisonQuestion
from oncegraph.queries.theme.questions import OneThingQuestion
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.item import Item
from oncegraph.schema.text import Text
from oncegraph.schema.theme import Theme
from oncegraph.visualize.documents.comparison import document, document_of_theme
from oncegraph.visualize.pictures.comparison import diagram_of
from oncegraph.visualize.pictures.comparison import one_thing as draw_one_thing
from oncegraph.visualize.tables import comparison as tables
from oncegraph.visualize.tables.table import OwnTables

StateArgument = Annotated[
    str | None,
    argument(
        "graph（图中现状）、数据文件或文件夹、改革方案（.yaml）",
        "graph, a data file or folder, or a reform (.yaml)",
        "STATE",
    ),
]
ThemeOption = Annotated[
    str | None, option("只比较一个主题：编码或名称", "Only this theme: code or name", metavar="THEME")
]
ItemsOption = Annotated[
    list[str] | None,
    option(
        "只比较该事项，可多次使用：编码或名称", "Only this item, repeatable: code or name", "--item", metavar="ITEM"
    ),
]


class WhatToCompare(OnceGraphError):
    """The arguments name neither two states nor a theme alone."""

    code = "what_to_compare"
    exit_code = 2

    def __init__(self, what: Text):
        super().__init__(
            what,
            Text(
                "请写明两个状态，如 oncegraph compare graph 新.xlsx；或只写一个主题：--theme 扶残助残。",
                "Give two states, as in oncegraph compare graph new.xlsx, or a theme alone: --theme THEME.",
            ),
        )


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        "oncegraph compare --theme 扶残助残",
        Text("oncegraph compare --theme 扶残助残 -o 前后.svg", "oncegraph compare --theme 扶残助残 -o picture.svg"),
        Text("oncegraph compare graph 新.xlsx -o 差异.xlsx", "oncegraph compare graph new.xlsx -o edits.xlsx"),
        Text(
            "oncegraph compare graph 改革.yaml --item 公租房资格确认",
            "oncegraph compare graph reform.yaml --item 公租房资格确认",
        ),
    )
)
@takes_target
@takes_answers
@takes_context()
def compare(
    ctx: typer.Context,
    options: ContextOptions,
    answers: Answers,
    target: Drawing | Delivery,
    before: StateArgument = None,
    after: StateArgument = None,
    theme: ThemeOption = None,
    item: ItemsOption = None,
) -> None:
    if before is None:
        if theme is None or item:
            raise WhatToCompare(Text("没有写明比较的对象。", "Name what to compare."))
        _compare_theme(ctx, options, theme, answers, target)
        return
    if after is None or answers:
        raise WhatToCompare(
            Text("须写明两个状态，且不能附带回答。", "A comparison of states needs two of them and takes no answers.")
        )
    first, second = states_of((before, after), lambda: open_city(ctx.obj), options.as_of and options.as_of.date())
    records = [first.records, second.records]
    themes = (code_in(records, Theme, theme),) if theme else ()
    items = tuple(code_in(records, Item, word) for word in item or ())
    question = ComparisonQuestion(first, second, themes, items)
    compared = answer_of(RowsCity(second.records.rows), question, options)
    if isinstance(target, Drawing):
        target.draw(diagram_of(compared))
    else:
        found, effects = compared.found, compared.after.effects or None
        target.deliver(
            document(found, compared.before.name, compared.after.name),
            OwnTables(lambda: tables.sheets(found), lambda console: tables.show(console, found, effects)),
        )


def _compare_theme(
    ctx: typer.Context, options: ContextOptions, theme: str, answers: Answers, target: Drawing | Delivery
) -> None:
    """Compare each item of a theme on its own with all of them as one thing."""
    with open_city(ctx.obj) as city:
        question = OneThingQuestion(Selection.of_theme(code_of(city, Theme, theme), answers))
        found = answer_of(city, question, options)
    if isinstance(target, Drawing):
        target.draw(draw_one_thing(found))
    else:
        target.deliver(document_of_theme(found), tables, found)
