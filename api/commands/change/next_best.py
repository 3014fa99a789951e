"""`oncegraph next-best`: what to open next for the most gain, and in which order."""

from pathlib import Path
from typing import Annotated

import typer

from oncegraph.api.inputs.costs import read_costs
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import ContextOptions, takes_context, takes_delivery
from oncegraph.api.terminal.help import examples, option
from oncegraph.api.terminal.session import answer_of, open_city
from oncegraph.queries.change.questions import NextBestQuestion
from oncegraph.schema.gain import Measure
from oncegraph.schema.next_best import CandidateKind
from oncegraph.schema.text import Text
from oncegraph.visualize.documents.next_best import document
from oncegraph.visualize.tables import next_best as tables

KindOption = Annotated[
    list[CandidateKind] | None,
    option(
        "开通的类别，可多次使用；默认为数源", "Kind of candidate to consider, repeatable; sources by default", "--kind"
    ),
]
ByOption = Annotated[Measure, option("按何种增益排序", "The gain that ranks the candidates", "--by")]
StepsOption = Annotated[int, option("最多步数", "Maximum number of steps", min=1)]
CostsOption = Annotated[
    Path | None,
    option(
        "成本：含 code、cost 两列的表，或 YAML 映射；未列出的为 1",
        "Costs: a table with the columns code and cost, or a YAML mapping; candidates left out cost 1",
        "--costs",
        metavar="FILE",
    ),
]
BudgetOption = Annotated[float | None, option("各步成本合计的上限", "Maximum total cost of all steps", "--budget")]
NoPairsOption = Annotated[bool, option("不成对试算（更快）", "Do not try pairs (faster)", "--no-pairs")]


ExactOption = Annotated[
    bool,
    option(
        "另求最优组合并加以证明（限可选项不多时），与依次开通比较",
        "Also find and prove the best set (for a small choice of candidates), to compare the sequence with it",
        "--exact",
    ),
]


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        "oncegraph next-best",
        "oncegraph next-best --kind source --kind agreement --by cases --steps 5",
        Text(
            "oncegraph next-best --costs 成本.csv --budget 12.5 -o 依次开通.xlsx",
            "oncegraph next-best --costs costs.csv --budget 12.5 -o sequence.xlsx",
        ),
    )
)
@takes_delivery
@takes_context()
def next_best(
    ctx: typer.Context,
    options: ContextOptions,
    delivery: Delivery,
    kind: KindOption = None,
    by: ByOption = Measure.FIELDS,
    steps: StepsOption = 10,
    costs: CostsOption = None,
    budget: BudgetOption = None,
    no_pairs: NoPairsOption = False,
    exact: ExactOption = False,
) -> None:
    question = NextBestQuestion(
        kinds=tuple(kind or (CandidateKind.SOURCE,)),
        by=by,
        steps=steps,
        costs=read_costs(costs) if costs else {},
        budget=budget,
        pairs=not no_pairs,
        exact=exact,
    )
    with open_city(ctx.obj) as city:
        found, optimum = answer_of(city, question, options)
    answer = found, question.pairs, optimum
    delivery.deliver(document(*answer), tables, *answer)
