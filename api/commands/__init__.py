"""The commands of `oncegraph`, one small module for each; help texts are in the language set at import."""

import typer
from typer import rich_utils

from oncegraph.api.commands import (
    analyse,
    compare,
    demo,
    draw,
    engine,
    exempt,
    guide,
    impact,
    lists,
    load,
    merge,
    next_best,
    query,
    reform,
    remaining,
    runs,
    search,
    serve,
    template,
    theme,
    what_if,
)
from oncegraph.api.commands import (
    explanation as why,
)
from oncegraph.api.commands.root import Root, root
from oncegraph.api.terminal.options import examples
from oncegraph.schema.text import Text

rich_utils.ARGUMENTS_PANEL_TITLE = str(Text("参数", "Arguments"))
rich_utils.OPTIONS_PANEL_TITLE = str(Text("选项", "Options"))
rich_utils.COMMANDS_PANEL_TITLE = str(Text("命令", "Commands"))
rich_utils.ERRORS_PANEL_TITLE = str(Text("用法有误", "Wrong usage"))
rich_utils.DEFAULT_STRING = str(Text("[默认：{}]", "[default: {}]"))
rich_utils.REQUIRED_LONG_STRING = str(Text("[必填]", "[required]"))
rich_utils.RICH_HELP = str(
    Text("用 [blue]'{command_path} {help_option}'[/] 查看用法。", "See [blue]'{command_path} {help_option}'[/].")
)

app = typer.Typer(
    name="oncegraph",
    cls=Root,
    callback=root,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    help=str(
        Text(
            "政务服务事项图谱：事项 → 情形 → 材料 → 字段 → 数源；哪些字段免填，哪些材料免交，为什么。",
            "A graph of government services, from items down to data sources: "
            "which fields fill themselves, which papers need not be handed in, and why.",
        )
    ),
    epilog=examples(
        Text("oncegraph demo", "oncegraph demo"),
        Text("oncegraph load 我的数据.xlsx", "oncegraph load mydata.xlsx"),
        Text("oncegraph exempt 商品房预售许可", "oncegraph exempt 商品房预售许可 --lang en"),
        note=Text(
            "全局选项（--lang --home --jars）可放在任何位置。退出码：0 成功，1 失败，2 用法有误或未找到，"
            "3 输入被拒绝，4 Neo4j 引擎问题，130 被中断。",
            "Global options (--lang --home --jars) may stand anywhere. Exit codes: 0 done, 1 failure, "
            "2 wrong usage or not found, 3 input refused, 4 Neo4j engine, 130 interrupted.",
        ),
    ),
)

ANSWERING = (
    exempt,
    why,
    draw,
    remaining,
    guide,
    theme,
    merge,
    compare,
    reform,
    lists,
    analyse,
    impact,
    what_if,
    next_best,
    search,
    query,
)
for module in (demo, load, template, *ANSWERING, serve):
    module.add_to(app)
app.add_typer(runs.app, name="runs")
app.add_typer(engine.app, name="engine")
