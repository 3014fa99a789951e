"""`oncegraph next-best`: what to open next for the most gain, and in which order."""

from pathlib import Path
from typing import Annotated

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import Asked, asks, delivers
from oncegraph.api.terminal.options import examples, option
from oncegraph.api.terminal.session import catalogue_of, compiling, store
from oncegraph.schema.gain import Measure
from oncegraph.schema.next_best import CandidateKind
from oncegraph.schema.text import Text

KindOption = Annotated[
    list[CandidateKind] | None,
    option("开通什么，可多次；默认数源", "What may be opened, repeatable; sources by default", "--kind"),
]
ByOption = Annotated[Measure, option("按哪种增益排序", "By which gain candidates are ranked", "--by")]
StepsOption = Annotated[int, option("最多几步", "Steps at most", min=1)]
CostsOption = Annotated[
    Path | None,
    option(
        "成本：含 code、cost 两列的表，或 YAML 映射；未列的为 1",
        "Costs: a table with the columns code and cost, or a YAML mapping; 1 for those left out",
        "--costs",
        metavar="FILE",
    ),
]
BudgetOption = Annotated[float | None, option("各步成本合计上限", "What all steps may cost together", "--budget")]
NoPairsOption = Annotated[bool, option("不两两合试（更快）", "Do not try pairs (faster)", "--no-pairs")]


ExactOption = Annotated[
    bool,
    option(
        "另求最优组合并证明（选择不多时），与次第开通比较",
        "Also find the best set and prove it (of a small choice), to compare the sequence with",
        "--exact",
    ),
]


def add_to(app: typer.Typer) -> None:
    app.command(
        name="next-best",
        help=str(
            Text(
                "下一步最优：开通哪些数源、绑定、共享协议、查询字段或证照增益最大，单独如何，依次如何，为何未开，如何开通。",
                "What to open next: which sources, bindings, sharing agreements, key fields or licences gain most, "
                "each by itself and one after the other; why they are closed, and what would open them.",
            )
        ),
        epilog=examples(
            Text("oncegraph next-best", "oncegraph next-best"),
            Text(
                "oncegraph next-best --kind source --kind agreement --by cases --steps 5",
                "oncegraph next-best --kind source --kind agreement --by cases --steps 5",
            ),
            Text(
                "oncegraph next-best --costs 成本.csv --budget 12.5 -o 次第.xlsx",
                "oncegraph next-best --costs costs.csv --budget 12.5 -o sequence.xlsx",
            ),
        ),
    )(next_best)


@delivers
@asks()
def next_best(
    ctx: typer.Context,
    asked: Asked,
    delivery: Delivery,
    kind: KindOption = None,
    by: ByOption = Measure.FIELDS,
    steps: StepsOption = 10,
    costs: CostsOption = None,
    budget: BudgetOption = None,
    no_pairs: NoPairsOption = False,
    exact: ExactOption = False,
) -> None:
    from oncegraph.api.inputs.costs import read_costs

    prices = read_costs(costs) if costs else None
    with store(ctx.obj) as client:
        catalogue = catalogue_of(client)
    from oncegraph.queries.change.next_best import next_best_and_optimum
    from oncegraph.visualize.tables.next_best import document, sheets, show

    in_pairs, kinds = not no_pairs, kind or (CandidateKind.SOURCE,)
    with compiling():
        answer, best = next_best_and_optimum(
            asked.analysis(catalogue), kinds, by, steps, prices, budget, in_pairs, exact
        )
    told = answer, in_pairs, best
    delivery.deliver(document(*told), sheets(*told), lambda console: show(console, *told))
