"""`oncegraph draw`: an item, situation or theme as a picture, or as a file for other tools."""

from typing import Annotated

import typer

from api.commands.options import OutputOption, examples, option
from api.commands.shared import Asked, asks
from api.diagrams import Picture, checked, item_of
from api.drawing import AsOption, Drawing
from api.session import catalogue_of, compiling, store
from schema.text import Text
from visualize.formats import DPI, LEAST_DPI, MOST_DPI

SubjectArgument = Annotated[
    str,
    typer.Argument(metavar="SUBJECT", help=str(Text("事项或情形：编码或名称", "Item or situation: code or name"))),
]
PictureOption = Annotated[Picture | None, option("画什么；默认五级链", "What to draw; the chain otherwise")]
DpiOption = Annotated[float, option("png 每英寸的像素", "Pixels of a png per inch", min=LEAST_DPI, max=MOST_DPI)]


def add_to(app: typer.Typer) -> None:
    app.command(
        help=str(
            Text(
                "画图：事项或情形的五级链。可存为 svg、png、pdf，或供其他工具用的 mermaid、dot、json。",
                "Draw the chain of an item or situation: as svg, png, pdf, or as mermaid, dot, json for other tools.",
            )
        ),
        epilog=examples(
            Text("oncegraph draw 商品房预售许可 -o 五级链.pdf", "oncegraph draw 商品房预售许可 -o chain.pdf --lang en"),
            Text("oncegraph draw 地下停车场 -o 图.png --dpi 300", "oncegraph draw 地下停车场 -o picture.png --dpi 300"),
            Text("oncegraph draw 商品房预售许可 --as mermaid", "oncegraph draw 商品房预售许可 --as mermaid"),
        ),
    )(draw)


@asks()
def draw(
    ctx: typer.Context,
    asked: Asked,
    subject: SubjectArgument,
    format: AsOption = None,
    picture: PictureOption = None,
    dpi: DpiOption = DPI,
    output: OutputOption = None,
) -> None:
    drawing = Drawing.of(format, output)
    with store(ctx.obj) as client:
        from api.asking import first_code_of
        from queries.library import run
        from visualize.chain import chain

        catalogue = catalogue_of(client)
        kind, code = first_code_of(catalogue, ("Item", "Situation"), subject)
        checked(kind, picture)
        analysis = asked.analysis(catalogue)
        with compiling():
            item = item_of(analysis, kind, code)
        edges = run(client, "browse.chain_edges", {"item_code": item.item_code}).rows
    drawing.draw(chain(item, edges), dpi=dpi)
