"""`oncegraph analyse`: everything of a scope, decided and written back; and the totals."""

from typing import TYPE_CHECKING, Annotated

import typer

from oncegraph.api.terminal.console import loading, note
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import delivers
from oncegraph.api.terminal.options import AsOfOption, ModeOption, examples, option
from oncegraph.api.terminal.session import compiling, store
from oncegraph.schema.run import ScopeKind
from oncegraph.schema.text import Text
from oncegraph.schema.totals import Dimension
from oncegraph.schema.verdict import When
from oncegraph.visualize.tables.totals import sheets, show

if TYPE_CHECKING:
    from oncegraph.queries.runs.analyse import Prepared
    from oncegraph.schema.run import Run

WRITING = Text("写入结论", "Writing the verdicts")

ScopeOption = Annotated[
    ScopeKind, option("分析范围；区划含其下级", "What is analysed; a region with all below it", "--scope")
]
CodeOption = Annotated[
    str | None,
    option("范围的编码：部门、区划、主题或事项", "Code of the department, region, theme or item", metavar="CODE"),
]
ByOption = Annotated[
    list[Dimension] | None,
    option("合计再按此维度分组，可多次", "Totals by this dimension too, repeatable", "--by"),
]
KeepOption = Annotated[
    int, option("同一范围与方式保留几次运行（含本次）", "Runs of this scope and mode to keep, this one included", min=1)
]
DryRunOption = Annotated[bool, option("只算合计，不写入", "Only the totals; nothing is written", "--dry-run")]


def add_to(app: typer.Typer) -> None:
    app.command(
        help=str(
            Text(
                "整体分析：逐个情形判定免填与免交，结论写回图中（ASSESSED），并给出合计。",
                "Analyse everything: decide every situation, write the verdicts back (ASSESSED), and tell the totals.",
            )
        ),
        epilog=examples(
            Text("oncegraph analyse", "oncegraph analyse"),
            Text("oncegraph analyse --by department -o 合计.xlsx", "oncegraph analyse --by department -o totals.xlsx"),
            Text(
                "oncegraph analyse --scope region --code 520100 --mode now",
                "oncegraph analyse --scope region --code 520100 --mode now",
            ),
            note=Text(
                "同一范围与方式中最近完成的一次为现行；中断或取消的不影响现行结论。见 oncegraph runs。",
                "In force is the newest run of its scope and mode that was done; "
                "one that is interrupted changes nothing. See oncegraph runs.",
            ),
        ),
    )(analyse)


@delivers
def analyse(
    ctx: typer.Context,
    delivery: Delivery,
    scope: ScopeOption = ScopeKind.ALL,
    code: CodeOption = None,
    mode: ModeOption = When.DESIGN,
    as_of: AsOfOption = None,
    by: ByOption = None,
    keep: KeepOption = 2,
    dry_run: DryRunOption = False,
) -> None:
    from oncegraph.queries.exemption.context import moment_of
    from oncegraph.queries.runs.analyse import prepare, write_back
    from oncegraph.queries.runs.scope import Scope

    wanted = Scope(scope, code)
    with store(ctx.obj) as client:
        with compiling():
            prepared = prepare(client, wanted, mode=mode, moment=as_of and moment_of(as_of.date()))
        run = None
        if not dry_run:
            with loading() as progress:
                run = write_back(
                    client, prepared, keep=keep, progress=lambda done, total: progress(WRITING, done, total)
                )
            note(Text(f"已写入运行 {run.run_code}，现已生效。", f"Run {run.run_code} is written and in force."))
        _deliver(delivery, client, prepared, run, list(dict.fromkeys(by or ())))


def _deliver(delivery: Delivery, client, prepared: "Prepared", run: "Run | None", by: list[Dimension]) -> None:
    from oncegraph.queries.exemption.items import Items
    from oncegraph.queries.exemption.totals import totals, totals_by

    whole = totals(prepared.analysis, prepared.situations)
    groups = {}
    if by:
        items = Items.read(client, prepared.analysis.catalogue)
        groups = {each: totals_by(prepared.analysis, each, items, prepared.situations) for each in by}
    document = {"run": run, "totals": whole, "by": groups}
    delivery.deliver(document, sheets(whole, groups), lambda console: show(console, whole, groups))
