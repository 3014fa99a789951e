"""`oncegraph why`: the derivation of one verdict, down to the relationships that prove it."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text as Styled
from rich.tree import Tree

from api.commands.exempt import analysis_of, situations_of
from api.commands.options import (
    AsOfOption,
    AudienceOption,
    FormatOption,
    ItemArgument,
    JsonOption,
    KnownOption,
    ModeOption,
    OnFileOption,
    OutputOption,
    RegionOption,
    SituationOption,
    examples,
)
from api.delivery import Delivery
from api.session import catalogue_of, compiling, store
from api.sheets import STYLES, Mark, Sheet
from schema.errors import NotFound, OnceGraphError
from schema.model import NODES
from schema.text import Text
from schema.verdict import Proof, When
from visualize.diagram import SIGNS

if TYPE_CHECKING:
    from queries.exemption.analysis import Analysis

TargetArgument = Annotated[
    str,
    typer.Argument(
        metavar="FIELD_OR_MATERIAL", help=str(Text("字段或材料：编码或名称", "Field or material: code or name"))
    ),
]


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
                "一个字段或材料的结论从何而来：逐层推导，直到图中的关系。",
                "Where the verdict of a field or material comes from, step by step, down to the graph.",
            )
        ),
        epilog=examples(
            Text("oncegraph why 商品房预售许可 项目编号", "oncegraph why 商品房预售许可 项目编号"),
            Text(
                "oncegraph why 经营性公共停车场备案 营业执照 --situation 地下停车场",
                "oncegraph why 经营性公共停车场备案 营业执照 --situation 地下停车场",
            ),
        ),
    )(why)


def why(
    ctx: typer.Context,
    item: ItemArgument,
    field_or_material: TargetArgument,
    situation: SituationOption = None,
    audience: AudienceOption = None,
    region: RegionOption = None,
    as_of: AsOfOption = None,
    mode: ModeOption = When.DESIGN,
    known: KnownOption = None,
    on_file: OnFileOption = None,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
) -> None:
    delivery = Delivery.of(format, json, output)
    with store(ctx.obj) as client:
        catalogue = catalogue_of(client)
        analysis = analysis_of(catalogue, audience, region, as_of, mode, known, on_file)
        with compiling():
            proof = derivation(analysis, item, situation, field_or_material)
        delivery.deliver(proof, [_steps(proof)], lambda console: _show(console, proof))


def derivation(analysis: "Analysis", item: str, situation: str | None, target: str) -> Proof:
    """The derivation about a field or material, each given by code or name. Raises NotFound, WhichSituation."""
    from api.asking import code_of
    from queries.exemption.derivation import explain

    catalogue = analysis.catalogue
    item_code = code_of(catalogue, "Item", item)
    among = situations_of(catalogue, item_code)
    if situation is None and len(among) > 1:
        raise WhichSituation([(catalogue.codes["Situation"][n], catalogue.names["Situation"][n]) for n in among])
    if situation is None:
        situation_code = catalogue.codes["Situation"][among[0]] if among else ""
    else:
        situation_code = code_of(catalogue, "Situation", situation, among)
    verdict = analysis.situation(situation_code)
    asked = {
        **{material.material_code: material.name for material in verdict.materials},
        **{field.field_code: field.name for field in verdict.fields},
    }
    codes = [code for code, name in asked.items() if target in (code, name)]
    if not codes:
        codes = [code for code, name in asked.items() if target and target in name]
    return explain(analysis, situation_code, codes[0] if len(codes) == 1 else _elsewhere(analysis, target))


def _elsewhere(analysis: "Analysis", target: str) -> str:
    """The code of a field or material that the situation does not list itself, such as a fact of a licence."""
    from api.asking import code_of

    try:
        return code_of(analysis.catalogue, "Field", target)
    except NotFound:
        return code_of(analysis.catalogue, "Material", target)


def _show(console: Console, proof: Proof) -> None:
    tree = Tree(_label(proof), guide_style="dim")
    _grow(tree, proof)
    console.print(tree)


def _grow(tree: Tree, proof: Proof) -> None:
    for reason in proof.because:
        _grow(tree.add(_label(reason)), reason)


def _label(proof: Proof) -> Styled:
    label = Styled()
    if proof.relationship:
        label.append(f"—{_relationship(proof)}→ ", style="dim")
    label.append(f"{SIGNS[proof.verdict]} ", style=STYLES[proof.verdict])
    label.append(f"{NODES[proof.kind].title} ", style="dim")
    label.append(proof.name, style="bold")
    label.append(f" {proof.code}  ", style="dim")
    label.append(_words(proof), style=STYLES[proof.verdict])
    return label


def _relationship(proof: Proof) -> str:
    kind, detail = proof.relationship or ("", "")
    return f"{kind}[{detail}]" if detail else kind


def _words(proof: Proof) -> str:
    reasons = str(Text("；", "; ")).join(str(reason.title) for reason in proof.reasons)
    return f"{proof.text}（{reasons}）" if reasons else str(proof.text)


def _steps(proof: Proof) -> Sheet:
    """The tree as a table, a row for each step."""
    columns = (
        Text("层次", "Depth"),
        Text("关系", "Relationship"),
        Text("类别", "Kind"),
        Text("编码", "Code"),
        Text("名称", "Name"),
        Text("结论", "Verdict"),
    )
    rows: list[tuple] = []

    def add(step: Proof, depth: int) -> None:
        kind = str(NODES[step.kind].title)
        rows.append(
            (depth, _relationship(step), kind, step.code, step.name, Mark(step.verdict, Text(*[_words(step)] * 2)))
        )
        for reason in step.because:
            add(reason, depth + 1)

    add(proof, 0)
    return Sheet(str(Text("推导", "Derivation")), [str(column) for column in columns], rows)
