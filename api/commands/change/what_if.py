"""`oncegraph what-if`: the difference that changes to sources, bindings and key fields would make."""

from pathlib import Path
from typing import Annotated

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import ContextOptions, takes_context, takes_delivery
from oncegraph.api.terminal.help import examples, option
from oncegraph.api.terminal.session import answer_of, open_city
from oncegraph.queries.change.changes import parse, read_changes
from oncegraph.queries.change.questions import WhatIfQuestion
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Text
from oncegraph.visualize.documents.what_if import document
from oncegraph.visualize.tables import what_if as tables
from oncegraph.visualize.tables.table import OwnTables

SetOption = Annotated[
    list[str] | None,
    option(
        "一项变更，可多次使用：source:数源.属性=值，field:字段@数源.属性=值，material:材料@数源/方式.属性=值，known:字段；"
        "新增绑定前加 +",
        "A change, repeatable: source:SOURCE.attribute=value, field:FIELD@SOURCE.attribute=value, "
        "material:MATERIAL@SOURCE/MODE.attribute=value, known:FIELD; a leading + makes a new binding",
        "--set",
        metavar="CHANGE",
    ),
]
ChangesOption = Annotated[
    Path | None, option("变更清单（YAML）", "A file of changes (YAML)", "--changes", metavar="FILE")
]
AllOption = Annotated[
    bool, option("合计列出全部指标，而不只是有变化的指标", "Show all totals, not only those that differ", "--all")
]


class NothingChanges(OnceGraphError):
    """No change was given."""

    code = "no_changes"
    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            Text("没有给出任何变更。", "No change was given."),
            Text(
                "例如 --set source:SY0006.status=suspended，或 --changes 变更.yaml。",
                "For example --set source:SY0006.status=suspended, or --changes changes.yaml.",
            ),
        )


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        "oncegraph what-if --set source:SY0006.status=suspended",
        "oncegraph what-if --set known:ZD000046 --all",
        Text(
            "oncegraph what-if --changes 变更.yaml -o 差异.xlsx",
            "oncegraph what-if --changes changes.yaml -o difference.xlsx",
        ),
        note=Text(
            "变更清单是一个列表，每项如：- source: SY0006，下一行写 status: active；"
            "也可为 binding、new_binding（field 或 material，以及 source）或 known。",
            "The file is a list of entries such as - source: SY0006 with status: active on the next line; "
            "an entry may also be binding, new_binding (field or material, and source) or known.",
        ),
    )
)
@takes_delivery
@takes_context()
def what_if(
    ctx: typer.Context,
    options: ContextOptions,
    delivery: Delivery,
    set: SetOption = None,
    changes: ChangesOption = None,
    all: AllOption = False,
) -> None:
    given = (*(read_changes(changes) if changes else ()), *parse(set or ()))
    if not given:
        raise NothingChanges
    with open_city(ctx.obj) as city:
        answer = answer_of(city, WhatIfQuestion(given), options)
    delivery.deliver(
        document(answer), OwnTables(lambda: tables.sheets(answer), lambda console: tables.show(console, answer, all))
    )
