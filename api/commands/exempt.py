"""`oncegraph exempt`: which fields of an item are fill-free and which materials exempt."""

from typing import TYPE_CHECKING

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import Asked, asks, delivers
from oncegraph.api.terminal.options import ItemArgument, SituationOption, examples
from oncegraph.api.terminal.session import catalogue_of, compiling, store
from oncegraph.schema.text import Text

if TYPE_CHECKING:
    from oncegraph.queries.exemption.analysis import Analysis
    from oncegraph.queries.exemption.catalogue import Catalogue


def add_to(app: typer.Typer) -> None:
    app.command(
        help=str(
            Text(
                "一个事项：哪些字段免填，哪些材料免交，数源是谁，为什么。",
                "One item: which fields are fill-free, which materials exempt, from which source, and why.",
            )
        ),
        epilog=examples(
            Text("oncegraph exempt 商品房预售许可", "oncegraph exempt 商品房预售许可"),
            Text(
                "oncegraph exempt 经营性公共停车场备案 --situation 地下停车场 --audience 企业法人",
                "oncegraph exempt 经营性公共停车场备案 --situation 地下停车场 --audience enterprise",
            ),
            Text(
                "oncegraph exempt 商品房预售许可 --mode now -o 结果.xlsx",
                "oncegraph exempt 商品房预售许可 --mode now -o result.xlsx",
            ),
        ),
    )(exempt)


@delivers
@asks()
def exempt(
    ctx: typer.Context,
    asked: Asked,
    delivery: Delivery,
    item: ItemArgument,
    situation: SituationOption = None,
) -> None:
    with store(ctx.obj) as client:
        catalogue = catalogue_of(client)
        analysis = asked.analysis(catalogue)
        answer_item(delivery, analysis, item, situation)


def answer_item(delivery: Delivery, analysis: "Analysis", item: str, situation: str | None) -> None:
    from oncegraph.api.inputs.names import code_of
    from oncegraph.visualize.tables.exemption import of_one_situation, sheets, show
    from oncegraph.visualize.tables.wording import Wording

    catalogue = analysis.catalogue
    item_code = code_of(catalogue, "Item", item)
    with compiling():
        if situation:
            among = situations_of(catalogue, item_code)
            verdict = analysis.situation(code_of(catalogue, "Situation", situation, among))
            document, about = (
                verdict,
                of_one_situation(verdict, catalogue.names["Item"][catalogue.index["Item"][item_code]]),
            )
        else:
            document = about = analysis.item(item_code)
    wording = Wording(catalogue)
    delivery.deliver(document, sheets(about, wording), lambda console: show(console, about, wording))


def situations_of(catalogue: "Catalogue", item_code: str) -> list[int]:
    """Numbers of all situations of an item, active or not."""
    item = catalogue.index["Item"][item_code]
    return [number for number, owner in enumerate(catalogue.chain.situations["item"].tolist()) if owner == item]
