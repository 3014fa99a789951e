"""`oncegraph list`: the lists that reform teams work from."""

from typing import Annotated

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import ContextOptions, takes_context, takes_delivery
from oncegraph.api.terminal.help import argument, examples, option
from oncegraph.api.terminal.session import answer_of, open_city
from oncegraph.queries.lists import LISTS
from oncegraph.queries.lists.questions import ListQuestion
from oncegraph.schema.text import Text
from oncegraph.visualize.documents.reform_list import document
from oncegraph.visualize.tables import lists, reform_list
from oncegraph.visualize.tables.table import OwnTables

#: How many entries a terminal shows; files contain all of them.
SHOWN = 30


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        "oncegraph list",
        Text("oncegraph list 全程网办 --status 可突破", "oncegraph list fully_online --status breakable"),
        Text("oncegraph list fully_online -o 全程网办.xlsx", "oncegraph list fully_online -o online.xlsx"),
    )
)
@takes_delivery
@takes_context(without=("region",))
def show_list(
    ctx: typer.Context,
    options: ContextOptions,
    delivery: Delivery,
    name: Annotated[str | None, argument("清单：名称或标题", "List: name or title", "NAME")] = None,
    department: Annotated[
        str | None,
        option("只列一个部门的事项：编码或名称", "Only items of this department: code or name", metavar="DEPARTMENT"),
    ] = None,
    region: Annotated[
        str | None,
        option(
            "只列一个区划及其下级的事项", "Only items of this region and the regions below it: code", metavar="REGION"
        ),
    ] = None,
    status: Annotated[str | None, option("只列一种状态：代码或名称", "Only this status: code or title")] = None,
    limit: Annotated[
        int | None,
        option(
            f"最多列出的行数；屏幕默认 {SHOWN}，文件默认全部",
            f"Maximum number of rows; {SHOWN} on a screen, all in a file",
            min=1,
        ),
    ] = None,
) -> None:
    if name is None:
        all_lists = list(LISTS.values())
        delivery.deliver([document(each) for each in all_lists], lists, all_lists)
        return
    question = ListQuestion(name, department, region, status)
    with open_city(ctx.obj) as city:
        listed = answer_of(city, question, options)
    first = listed.entries[:limit]
    delivery.deliver(
        document(listed.reform_list) | {"total": len(listed.entries), "by_status": listed.by_status, "entries": first},
        OwnTables(
            lambda: reform_list.sheets(listed.reform_list, first),
            lambda console: reform_list.show(console, listed.reform_list, listed.entries, limit or SHOWN),
        ),
    )
