"""`oncegraph why`: the explanation of one verdict, down to the relationships that prove it."""

from typing import Annotated

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.drawing import Drawing
from oncegraph.api.terminal.gathered_options import ContextOptions, takes_context, takes_target
from oncegraph.api.terminal.help import argument, examples
from oncegraph.api.terminal.options import SituationOption
from oncegraph.api.terminal.session import answer_of, open_city
from oncegraph.queries.exemption.named_explanation import explanation_question
from oncegraph.schema.text import Text
from oncegraph.visualize.pictures.explanation import diagram_of
from oncegraph.visualize.tables import explanation as tables

SubjectArgument = Annotated[
    str, argument("事项或情形：编码或名称", "Item or situation: code or name", "ITEM_OR_SITUATION")
]
TargetArgument = Annotated[
    str | None,
    argument(
        "字段或材料：编码或名称；不写则说明是否零材料",
        "Field or material: code or name; if left out, explains why any material is needed",
        "FIELD_OR_MATERIAL",
    ),
]


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        "oncegraph why 商品房预售许可 项目编号",
        "oncegraph why 经营性公共停车场备案 营业执照 --situation 地下停车场",
        Text("oncegraph why 临时停车场 -o 为什么.svg", "oncegraph why 临时停车场 -o why.svg"),
    )
)
@takes_target
@takes_context()
def why(
    ctx: typer.Context,
    options: ContextOptions,
    target: Drawing | Delivery,
    item_or_situation: SubjectArgument,
    field_or_material: TargetArgument = None,
    situation: SituationOption = None,
) -> None:
    with open_city(ctx.obj) as city:
        question = explanation_question(city, item_or_situation, situation, field_or_material, options.context(city))
        explanation = answer_of(city, question, options)
    if isinstance(target, Drawing):
        target.draw(diagram_of(explanation))
    else:
        target.deliver(explanation, tables, explanation)
