"""`oncegraph list`: the lists that reform teams work from."""

from typing import Annotated

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import Asked, asks, delivers
from oncegraph.api.terminal.options import examples, option
from oncegraph.api.terminal.session import catalogue_of, compiling, store
from oncegraph.schema.text import Text


def add_to(app: typer.Typer) -> None:
    app.command(
        name="list",
        help=str(
            Text(
                "改革清单：零材料、全程网办、秒批秒办、证照汇聚、系统融通、材料复用、一数一源；各有障碍与突破办法。"
                "不给名称则列出全部清单。",
                "The lists of reform teams: no materials, fully online, instant approval, licences, systems, reuse, "
                "one source; each entry with what blocks it and what would help. Without a name: all lists.",
            )
        ),
        epilog=examples(
            Text("oncegraph list", "oncegraph list"),
            Text("oncegraph list 全程网办 --status 可突破", "oncegraph list fully_online --status breakable"),
            Text("oncegraph list fully_online -o 全程网办.xlsx", "oncegraph list fully_online -o online.xlsx"),
        ),
    )(show_list)


@delivers
@asks(without=("region",))
def show_list(
    ctx: typer.Context,
    asked: Asked,
    delivery: Delivery,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help=str(Text("清单：名称或标题", "List: name or title")))
    ] = None,
    department: Annotated[
        str | None,
        option("只看一个部门的事项：编码或名称", "Items of one department: code or name", metavar="DEPARTMENT"),
    ] = None,
    region: Annotated[
        str | None,
        option("只看一个区划及其下级的事项", "Items held in a region or below it, by its code", metavar="REGION"),
    ] = None,
    status: Annotated[str | None, option("只看一种状态：代码或名称", "Only this status: code or title")] = None,
    limit: Annotated[
        int | None,
        option("最多几行；屏幕默认 30，文件默认全部", "Rows at most; 30 on a screen, all in a file", min=1),
    ] = None,
) -> None:
    from oncegraph.api.documents.reform_list import document
    from oncegraph.queries.lists import LISTS, Lists, find
    from oncegraph.queries.lists.facts import Facts
    from oncegraph.queries.lists.inventory import Scope
    from oncegraph.visualize.tables import lists
    from oncegraph.visualize.tables.reform_list import by_status, sheets, show

    if name is None:
        every = list(LISTS.values())
        documents = [document(each) for each in every]
        delivery.deliver(documents, lists.sheets(every), lambda console: lists.show(console, every))
        return
    reform_list = find(name)
    wanted = None if status is None else reform_list.standing(status)
    with store(ctx.obj) as client:
        analysis = asked.analysis(catalogue_of(client))
        facts = Facts.read(client)
    with compiling():
        entries = Lists(facts).entries(reform_list.name, analysis, Scope(department, region))
    counts = by_status(reform_list, entries)
    entries = [entry for entry in entries if wanted in (None, entry.status)]
    held = entries[:limit]
    answer = document(reform_list) | {"total": len(entries), "by_status": counts, "entries": held}
    delivery.deliver(answer, sheets(reform_list, held), lambda console: show(console, reform_list, entries, limit))
