"""`oncegraph why`: the derivation of one verdict, down to the relationships that prove it."""

from typing import TYPE_CHECKING, Annotated

import typer

from oncegraph.api.commands.exempt import situations_of
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.drawing import Drawing
from oncegraph.api.terminal.gathered_options import Asked, asks, shows
from oncegraph.api.terminal.options import SituationOption, examples
from oncegraph.api.terminal.session import catalogue_of, compiling, store
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Proof
from oncegraph.visualize.pictures.explanation import diagram_of
from oncegraph.visualize.tables.explanation import sheets, show

if TYPE_CHECKING:
    from oncegraph.queries.exemption.analysis import Analysis

SubjectArgument = Annotated[
    str,
    typer.Argument(
        metavar="ITEM_OR_SITUATION", help=str(Text("事项或情形：编码或名称", "Item or situation: code or name"))
    ),
]
TargetArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="FIELD_OR_MATERIAL",
        help=str(
            Text(
                "字段或材料：编码或名称；省略即问零材料",
                "Field or material: code or name; without it: why any material",
            )
        ),
    ),
]


class NotAnItem(OnceGraphError):
    """--situation was given beside a situation."""

    code = "not_an_item"
    exit_code = 2

    def __init__(self, word: str):
        super().__init__(
            Text(f"“{word}”已是情形。", f'"{word}" is a situation already.'),
            Text("请去掉 --situation，或改写事项。", "Leave out --situation, or name an item."),
        )


class WhichSituation(OnceGraphError):
    """The item has several situations and none was named."""

    code = "which_situation"
    exit_code = 2

    def __init__(self, situations: list[tuple[str, str]]):
        listed = "".join(f"\n  {code}  {name}" for code, name in situations)
        super().__init__(
            Text(f"该事项有 {len(situations)} 个情形：{listed}", f"The item has {len(situations)} situations:{listed}"),
            Text("请用 --situation 指明其中一个。", "Name one of them with --situation."),
        )


def add_to(app: typer.Typer) -> None:
    app.command(
        help=str(
            Text(
                "一个结论（字段、材料、情形或事项）从何而来，不成立时差在哪里：逐层推导，直到图中的关系；也可画成图。",
                "Where the verdict of a field, material, situation or item comes from, or what it lacks, step by step, "
                "down to the graph; also as a picture.",
            )
        ),
        epilog=examples(
            Text("oncegraph why 商品房预售许可 项目编号", "oncegraph why 商品房预售许可 项目编号"),
            Text(
                "oncegraph why 经营性公共停车场备案 营业执照 --situation 地下停车场",
                "oncegraph why 经营性公共停车场备案 营业执照 --situation 地下停车场",
            ),
            Text("oncegraph why 临时停车场 -o 为什么.svg", "oncegraph why 临时停车场 -o why.svg"),
        ),
    )(why)


@shows
@asks()
def why(
    ctx: typer.Context,
    asked: Asked,
    target: Drawing | Delivery,
    item_or_situation: SubjectArgument,
    field_or_material: TargetArgument = None,
    situation: SituationOption = None,
) -> None:
    with store(ctx.obj) as client:
        catalogue = catalogue_of(client)
        analysis = asked.analysis(catalogue)
        with compiling():
            proof = derivation(analysis, item_or_situation, situation, field_or_material)
    if isinstance(target, Drawing):
        target.draw(diagram_of(proof))
    else:
        target.deliver(proof, sheets(proof), lambda console: show(console, proof))


def derivation(analysis: "Analysis", subject: str, situation: str | None, target: str | None) -> Proof:
    """The derivation about an item or situation, or a field or material of it, each given by code or name.

    Raises NotFound, SeveralMatch, WhichSituation.
    """
    from oncegraph.api.inputs.names import code_of, first_code_of
    from oncegraph.queries.exemption.explanation import explain, explain_item

    catalogue = analysis.catalogue
    kind, code = first_code_of(catalogue, ("Item", "Situation"), subject)
    if kind == "Item" and target is None and situation is None:
        return explain_item(analysis, code)
    if kind == "Item":
        among = situations_of(catalogue, code)
        if situation is not None:
            code = code_of(catalogue, "Situation", situation, among)
        elif len(among) > 1:
            raise WhichSituation([(catalogue.codes["Situation"][n], catalogue.names["Situation"][n]) for n in among])
        else:
            code = catalogue.codes["Situation"][among[0]] if among else ""
    elif situation is not None:
        raise NotAnItem(subject)
    return explain(analysis, code, None if target is None else _target(analysis, code, target))


def _target(analysis: "Analysis", situation_code: str, target: str) -> str:
    """The code of a field or material that the situation lists, or, as a fact of a licence, does not list itself."""
    from oncegraph.api.inputs.names import first_code_of

    verdict = analysis.situation(situation_code)
    asked = {
        **{material.material_code: material.name for material in verdict.materials},
        **{field.field_code: field.name for field in verdict.fields},
    }
    codes = [code for code, name in asked.items() if target in (code, name)]
    if not codes:
        codes = [code for code, name in asked.items() if target and target in name]
    return codes[0] if len(codes) == 1 else first_code_of(analysis.catalogue, ("Field", "Material"), target)[1]
