"""`oncegraph list`: the lists that reform teams work from."""

from typing import Annotated

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import Asked, asks, delivers
from oncegraph.api.terminal.options import examples, option
from oncegraph.api.terminal.session import catalogue_of, compiling, store
from oncegraph.schema.text import Text

#: Entries that a terminal shows; files hold all of them.
SHOWN = 30


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
        option(f"最多几行；屏幕默认 {SHOWN}，文件默认全部", f"Rows at most; {SHOWN} on a screen, all in a file", min=1),
    ] = None,
) -> None:
    from oncegraph.queries.lists import LISTS, Lists, find
    from oncegraph.queries.lists.facts import Facts
    from oncegraph.queries.lists.inventory import ListScope
    from oncegraph.visualize.tables.lists import Listing, about, by_status, listing

    if name is None:
        delivery.deliver([about(each) for each in LISTS.values()], [listing(list(LISTS.values()))])
        return
    reform_list = find(name)
    wanted = None if status is None else reform_list.find_status(status)
    with store(ctx.obj) as client:
        analysis = asked.analysis(catalogue_of(client))
        facts = Facts.read(client)
    with compiling():
        entries = Lists(facts).entries(reform_list.name, analysis, ListScope(department, region))
    counts = by_status(reform_list, entries)
    entries = [entry for entry in entries if wanted in (None, entry.status)]
    held = entries[:limit]
    document = about(reform_list) | {"total": len(entries), "by_status": counts, "entries": held}
    shown = Listing(reform_list, entries)
    delivery.deliver(document, Listing(reform_list, held).sheets(), lambda console: shown.show(console, limit or SHOWN))
