"""`oncegraph exempt`: which fields of an item are fill-free and which materials are exempt."""

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import ContextOptions, takes_context, takes_delivery
from oncegraph.api.terminal.help import examples
from oncegraph.api.terminal.options import ItemArgument, SituationOption
from oncegraph.api.terminal.session import answer_of, open_city
from oncegraph.queries.exemption.questions import ItemExemptionQuestion, SituationExemptionQuestion
from oncegraph.queries.names import code_of, situation_of
from oncegraph.schema.item import Item
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import ItemVerdict, SituationVerdict
from oncegraph.visualize.tables import exemption as tables
from oncegraph.visualize.tables.exemption import of_one_situation
from oncegraph.visualize.tables.wording import Wording

app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        "oncegraph exempt 商品房预售许可",
        Text(
            "oncegraph exempt 经营性公共停车场备案 --situation 地下停车场 --audience 企业法人",
            "oncegraph exempt 经营性公共停车场备案 --situation 地下停车场 --audience enterprise",
        ),
        Text(
            "oncegraph exempt 商品房预售许可 --mode now -o 结果.xlsx",
            "oncegraph exempt 商品房预售许可 --mode now -o result.xlsx",
        ),
    )
)
@takes_delivery
@takes_context()
def exempt(
    ctx: typer.Context,
    options: ContextOptions,
    delivery: Delivery,
    item: ItemArgument,
    situation: SituationOption = None,
) -> None:
    with open_city(ctx.obj) as city:
        item_code = code_of(city, Item, item)
        document: ItemVerdict | SituationVerdict
        if situation is None:
            document = verdict = answer_of(city, ItemExemptionQuestion(item_code), options)
        else:
            question = SituationExemptionQuestion(situation_of(city, item_code, situation))
            document = one = answer_of(city, question, options)
            verdict = of_one_situation(one, city.names(Item)[item_code])
        wording = Wording(city.catalogue)
    delivery.deliver(document, tables, verdict, wording)
