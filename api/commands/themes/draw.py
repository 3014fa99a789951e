"""`oncegraph draw`: a theme, item or situation as a picture, or as a file for other tools."""

from typing import Annotated

import typer

from oncegraph.api.terminal.drawing import AsOption, Drawing
from oncegraph.api.terminal.gathered_options import Answers, ContextOptions, takes_answers, takes_context
from oncegraph.api.terminal.help import argument, examples, option
from oncegraph.api.terminal.options import OutputOption
from oncegraph.api.terminal.session import answer_of, open_city
from oncegraph.queries.names import SUBJECTS, code_of, subject_of
from oncegraph.schema.field import Field
from oncegraph.schema.flow import Basis
from oncegraph.schema.text import Text
from oncegraph.visualize.formats.format import DPI, LEAST_DPI, MOST_DPI
from oncegraph.visualize.pictures.subject import Picture, PictureQuestion

SubjectArgument = Annotated[
    str, argument("主题、事项或情形：编码或名称", "Theme, item or situation: code or name", "SUBJECT")
]
PictureOption = Annotated[
    Picture | None,
    option(
        "图的种类；主题默认为流程图，事项和情形默认为五级链",
        "What to draw; by default the flow of a theme, the chain of an item or situation",
    ),
]
HighlightOption = Annotated[
    str | None,
    option(
        "突出显示一个字段从事项到数源的路径：编码或名称",
        "Highlight the path of this field: code or name",
        metavar="FIELD",
    ),
]
BasisOption = Annotated[Basis, option("流程采用的时限", "Which times a flow uses: promised or legal")]
DpiOption = Annotated[float, option("png 每英寸的像素数", "Pixels per inch of a png", min=LEAST_DPI, max=MOST_DPI)]


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        Text("oncegraph draw 开办餐饮店 -o 流程.pdf", "oncegraph draw 开办餐饮店 -o flow.pdf --lang en"),
        Text("oncegraph draw 扶残助残 --picture gantt -o 甘特图.png", "oncegraph draw ZT0001 --picture gantt -o g.png"),
        Text(
            "oncegraph draw 商品房预售许可 --highlight 项目编号 -o 五级链.svg",
            "oncegraph draw 商品房预售许可 --highlight 项目编号 -o chain.svg",
        ),
        "oncegraph draw 地下停车场 --as mermaid",
    )
)
@takes_answers
@takes_context()
def draw(
    ctx: typer.Context,
    options: ContextOptions,
    answers: Answers,
    subject: SubjectArgument,
    format: AsOption = None,
    picture: PictureOption = None,
    highlight: HighlightOption = None,
    basis: BasisOption = Basis.PROMISED,
    dpi: DpiOption = DPI,
    output: OutputOption = None,
) -> None:
    drawing = Drawing.of(format, output)
    with open_city(ctx.obj) as city:
        field = None if highlight is None else code_of(city, Field, highlight)
        question = PictureQuestion(subject_of(city, SUBJECTS, subject), picture, answers, field, basis)
        diagram = answer_of(city, question, options)
    drawing.draw(diagram, dpi=dpi)
