"""`oncegraph demo`: the sample city, loaded and analysed."""

from time import perf_counter

import typer

from oncegraph import loaders
from oncegraph.api.terminal.console import note, output
from oncegraph.api.terminal.help import examples
from oncegraph.api.terminal.progress import loading
from oncegraph.api.terminal.session import answer_of, open_city
from oncegraph.graph.client import Client
from oncegraph.graph.datasets import datasets
from oncegraph.loaders.sample import CITY
from oncegraph.queries.exemption import kernel
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.questions import ItemExemptionQuestion
from oncegraph.queries.names import code_of
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.item import Item
from oncegraph.schema.text import Text
from oncegraph.visualize.tables import exemption as tables
from oncegraph.visualize.tables.wording import Wording

DATASET = "sample"
WORKED_EXAMPLES = ("商品房预售许可", "经营性公共停车场备案")


class OtherCatalogue(OnceGraphError):
    """The store already holds other datasets, and the sample is not mixed with them."""

    code = "other_catalogue"
    exit_code = 2

    def __init__(self, datasets: list[str]):
        names = ", ".join(datasets)
        super().__init__(
            Text(
                f"图中已有其他数据集：{names}；示例城市不会混入其中。",
                f"The graph already holds other datasets ({names}), so the sample city was not loaded.",
            ),
            Text(
                "请另用一个目录：oncegraph demo --home 新目录", "Use another folder: oncegraph demo --home NEW_FOLDER"
            ),
        )


app = typer.Typer(add_completion=False)


@app.command(epilog=examples(Text("oncegraph demo", "oncegraph demo --lang en")))
def demo(ctx: typer.Context) -> None:
    with open_city(ctx.obj) as city:
        load_sample(city.client)
        items = [answer_of(city, ItemExemptionQuestion(code_of(city, Item, name))) for name in WORKED_EXAMPLES]
        console, wording = output(), Wording(city.catalogue)
        for item in items:
            tables.show(console, item, wording)
            console.print()
        console.print(str(_whole_city(city.analysis(Context()))), style="bold")
        console.print()
        console.print(str(_NEXT))


def load_sample(client: Client) -> None:
    """Load the sample city into the store. Raises OtherCatalogue if the store holds anything else."""
    others = sorted(set(datasets(client)) - {DATASET})
    if others:
        raise OtherCatalogue(others)
    with loading() as progress:
        report = loaders.load(client, [CITY], dataset=DATASET, replace=True, progress=progress)
    written = report.total.written
    note(
        Text(f"示例城市已导入：写入 {written} 行。", f"Loaded the sample city: {written} rows written.")
        if written
        else Text("示例城市已在图中。", "The sample city is in the graph already.")
    )


def _whole_city(analysis: Analysis) -> Text:
    """The totals of the whole city, in one sentence."""
    start = perf_counter()
    whole = analysis.whole
    milliseconds = (perf_counter() - start) * 1000
    situations, required = len(whole.layout.situations), len(whole.requirements)
    exempt = int((whole.requirements["verdict"] == kernel.YES).sum())
    zero = int((whole.zero["verdict"] == kernel.YES).sum())
    items = analysis.catalogue.count("Item")
    return Text(
        f"示例城市：{items} 个事项、{situations} 个情形、{required} 项材料要求，其中 {exempt} 项免交，"
        f"{zero} 个情形零材料（分析用时 {milliseconds:.0f} 毫秒）。",
        f"The sample city: {items} items, {situations} situations, {required} material requirements, {exempt} of them "
        f"exempt, {zero} situations without any material (analysed in {milliseconds:.0f} ms).",
    )


_NEXT = Text(
    "接下来可以试：\n"
    "  oncegraph why 商品房预售许可 项目编号\n"
    "  oncegraph exempt 经营性公共停车场备案 --situation 地下停车场\n"
    "  oncegraph search 残疾人\n"
    "  oncegraph query\n"
    "  oncegraph serve\n"
    "  oncegraph template 模板.xlsx        （填好后用 oncegraph load 导入，请用 --home 指定其他目录）",
    "What to try next:\n"
    "  oncegraph why 商品房预售许可 项目编号\n"
    "  oncegraph exempt 经营性公共停车场备案 --situation 地下停车场\n"
    "  oncegraph search 残疾人\n"
    "  oncegraph query\n"
    "  oncegraph serve\n"
    "  oncegraph template template.xlsx    (fill it in, then oncegraph load it, with another --home)",
)
