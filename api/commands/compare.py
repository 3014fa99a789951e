"""`oncegraph compare`: before and after, of two states or of a theme as one thing."""

from typing import Annotated, Any

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.drawing import Drawing
from oncegraph.api.terminal.gathered_options import Answers, Asked, asks, shows, takes_answers
from oncegraph.api.terminal.options import examples, option
from oncegraph.api.terminal.session import catalogue_of, compiling, store
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.item import Item
from oncegraph.schema.text import Text
from oncegraph.schema.theme import Theme

StateArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="STATE",
        help=str(
            Text(
                "graph（图中现状）、数据文件或文件夹、改革方案（.yaml）",
                "graph, a data file or folder, or a reform (.yaml)",
            )
        ),
    ),
]
ThemeOption = Annotated[
    str | None, option("只看一个主题：编码或名称", "Only this theme: code or name", metavar="THEME")
]
ItemsOption = Annotated[
    list[str] | None,
    option("只看这个事项，可多次：编码或名称", "Only this item, repeatable: code or name", "--item", metavar="ITEM"),
]


class WhatToCompare(OnceGraphError):
    """Neither two states nor a theme alone."""

    code = "what_to_compare"
    exit_code = 2

    def __init__(self, what: Text):
        super().__init__(
            what,
            Text(
                "写两个状态，如 oncegraph compare graph 新.xlsx；或只写一个主题：--theme 扶残助残。",
                "Give two states, as in oncegraph compare graph new.xlsx, or a theme alone: --theme THEME.",
            ),
        )


def add_to(app: typer.Typer) -> None:
    app.command(
        help=str(
            Text(
                "改革前后：两个状态（图、文件、改革方案）之间取消、新增、合并、免交、免填、变更了什么，为什么，省了多少；"
                "只给主题，则比较逐项办与一件事。",
                "Before and after: what was removed, added, merged, exempted, filled or changed between two states "
                "(the graph, files, a reform), why, and what it saves; of a theme alone, item by item against as one "
                "thing.",
            )
        ),
        epilog=examples(
            Text("oncegraph compare --theme 扶残助残", "oncegraph compare --theme 扶残助残"),
            Text("oncegraph compare --theme 扶残助残 -o 前后.svg", "oncegraph compare --theme 扶残助残 -o picture.svg"),
            Text("oncegraph compare graph 新.xlsx -o 差异.xlsx", "oncegraph compare graph new.xlsx -o edits.xlsx"),
            Text(
                "oncegraph compare graph 改革.yaml --item 公租房资格确认",
                "oncegraph compare graph reform.yaml --item 公租房资格确认",
            ),
        ),
    )(compare)


@shows
@takes_answers
@asks()
def compare(
    ctx: typer.Context,
    asked: Asked,
    given: Answers,
    target: Drawing | Delivery,
    before: StateArgument = None,
    after: StateArgument = None,
    theme: ThemeOption = None,
    item: ItemsOption = None,
) -> None:
    if before is None:
        if theme is None or item:
            raise WhatToCompare(Text("没有说比较什么。", "It is not said what to compare."))
        _as_one_thing(ctx, asked, theme, given, target)
        return
    if after is None or given:
        raise WhatToCompare(Text("应有两个状态，且不带回答。", "Two states are compared, without answers."))
    from oncegraph.api.inputs.names import code_in
    from oncegraph.api.inputs.states import compared, picture_of, states_of
    from oncegraph.queries.exemption.catalogue import Catalogue
    from oncegraph.visualize.tables.comparison import document, sheets, show

    with compiling():
        states = states_of((before, after), lambda: store(ctx.obj), asked.as_of and asked.as_of.date())
        records = [state.records for state in states]
        themes = [code_in(records, Theme, theme)] if theme else []
        items = [code_in(records, Item, word) for word in item or ()]
        context = asked.context(Catalogue.from_rows(states[1].records.rows))
        pair = compared(*states, context, themes, items)
    if isinstance(target, Drawing):
        target.draw(picture_of(pair))
    else:
        told = document(pair.found, pair.before.name, pair.after.name)
        target.deliver(told, sheets(pair.found), lambda console: show(console, pair.found, pair.after.effects))


def _as_one_thing(
    ctx: typer.Context, asked: Asked, word: str, given: dict[str, Any] | None, target: Drawing | Delivery
) -> None:
    from oncegraph.api.inputs.names import subject_of
    from oncegraph.queries.records.reading import read_part
    from oncegraph.queries.reform.one_thing import one_thing
    from oncegraph.queries.theme.theme_flow import theme_flow
    from oncegraph.visualize.pictures.comparison import one_thing as drawn
    from oncegraph.visualize.tables.comparison import document_of_theme, sheets_of_theme, show

    with store(ctx.obj) as client:
        catalogue = catalogue_of(client)
        _, code = subject_of(client, (Theme,), word)
        records = read_part(client, themes=[code])
    with compiling():
        found = one_thing(records, theme_flow(records, code, given), asked.analysis(catalogue))
    if isinstance(target, Drawing):
        target.draw(drawn(found))
    else:
        target.deliver(document_of_theme(found), sheets_of_theme(found), lambda console: show(console, found))
