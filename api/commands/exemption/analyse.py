"""`oncegraph analyse`: decide everything in a scope, write the verdicts back, and show the totals."""

from typing import Annotated

import typer

from oncegraph.api.terminal.console import note, waiting
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import takes_delivery
from oncegraph.api.terminal.help import examples, option
from oncegraph.api.terminal.options import AsOfOption, ModeOption
from oncegraph.api.terminal.progress import loading
from oncegraph.api.terminal.session import COMPUTING, open_city
from oncegraph.graph.client import Client
from oncegraph.queries.exemption.context import moment_of
from oncegraph.queries.exemption.items import Items
from oncegraph.queries.exemption.totals import totals, totals_by
from oncegraph.queries.runs.analyse import Prepared, prepare, write_back
from oncegraph.queries.runs.scope import Scope
from oncegraph.schema.run import Run, ScopeKind
from oncegraph.schema.text import Text
from oncegraph.schema.totals import Dimension
from oncegraph.schema.verdict import When
from oncegraph.visualize.tables import totals as tables

WRITING = Text("写入结论", "Writing the verdicts")

ScopeOption = Annotated[
    ScopeKind,
    option("分析范围；区划包含其下级", "Scope of the analysis; a region includes all regions below it", "--scope"),
]
CodeOption = Annotated[
    str | None,
    option("范围的编码：部门、区划、主题或事项", "Code of the department, region, theme or item", metavar="CODE"),
]
ByOption = Annotated[
    list[Dimension] | None,
    option("合计再按该维度分组，可多次使用", "Also show totals by this dimension, repeatable", "--by"),
]
KeepOption = Annotated[
    int,
    option(
        "同一范围、同一方式保留的运行次数（含本次）",
        "How many runs of this scope and mode to keep, including this one",
        min=1,
    ),
]
DryRunOption = Annotated[bool, option("只计算合计，不写入结论", "Show only the totals; write nothing", "--dry-run")]


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        "oncegraph analyse",
        Text("oncegraph analyse --by department -o 合计.xlsx", "oncegraph analyse --by department -o totals.xlsx"),
        "oncegraph analyse --scope region --code 520100 --mode now",
        note=Text(
            "同一范围、同一方式的运行中，最近完成的一次为现行；中断或取消的运行不影响现行结论。见 oncegraph runs。",
            "The newest completed run of a scope and mode is in force; "
            "an interrupted run changes nothing. See oncegraph runs.",
        ),
    )
)
@takes_delivery
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
    run_scope = Scope(scope, code)
    with open_city(ctx.obj) as city:
        with waiting(COMPUTING):
            prepared = prepare(city.client, run_scope, mode=mode, moment=as_of and moment_of(as_of.date()))
        run = None if dry_run else _write(city.client, prepared, keep)
        dimensions = dict.fromkeys(by or ())
        items = Items.read(city.client, prepared.analysis.catalogue) if dimensions else None
    whole = totals(prepared.analysis, prepared.situations)
    groups = {each: totals_by(prepared.analysis, each, items, prepared.situations) for each in dimensions if items}
    delivery.deliver({"run": run, "totals": whole, "by": groups}, tables, whole, groups)


def _write(client: Client, prepared: Prepared, keep: int) -> Run:
    """Write the verdicts back, with a progress bar."""
    with loading() as progress:
        run = write_back(client, prepared, keep=keep, progress=lambda done, total: progress(WRITING, done, total))
    note(Text(f"已写入运行 {run.run_code}，现已生效。", f"Run {run.run_code} was written and is now in force."))
    return run
