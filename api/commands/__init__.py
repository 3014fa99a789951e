"""The commands of `oncegraph`: the table of all of them, and how one is imported when it is called.

A command is a module of this package and a line of `COMMANDS`. The module has a `typer.Typer` named `app`, with one
command or with several below it:

    app = typer.Typer(add_completion=False)

    @app.command(epilog=examples("oncegraph search 营业执照"))
    def search(ctx: typer.Context, ...) -> None: ...

Its name and its line in `--help` are in the table only, so that `oncegraph --help` imports no command; a module
imports whatever it needs at its top. Help texts use the language that is set when the module is imported.
"""

from importlib import import_module
from typing import NamedTuple

from typer.main import get_command

from oncegraph.schema.text import Text


class Command(NamedTuple):
    """A command: the name of its module in this package, and what it does."""

    module: str
    help: Text


#: By name, in the order of `oncegraph --help`.
COMMANDS = {
    "demo": Command(
        "catalogue.demo",
        Text(
            "导入自带的示例城市，对全市作分析，展示两个实例。",
            "Load the sample city that is shipped, analyse all of it, and show two worked examples.",
        ),
    ),
    "load": Command(
        "catalogue.load",
        Text(
            "导入数据：逐行检查，一次报告全部问题；要么全部导入，要么不改动。",
            "Load data: checks every row and reports all errors at once; loads either everything or nothing.",
        ),
    ),
    "template": Command(
        "catalogue.template",
        Text(
            "生成空白模板：.xlsx 为一个工作簿，.csv 只有表头。",
            "Write an empty template: .xlsx gives one workbook, .csv only the headings.",
        ),
    ),
    "exempt": Command(
        "exemption.exempt",
        Text(
            "一个事项：哪些字段免填，哪些材料免交，由哪个数源提供，为什么。",
            "One item: which fields are fill-free, which materials exempt, from which source, and why.",
        ),
    ),
    "why": Command(
        "exemption.explanation",
        Text(
            "说明字段、材料、情形或事项的结论如何得出，不成立时缺少什么：逐层推导至图中的关系；也可画成图。",
            "Explain the verdict of a field, material, situation or item, or what it lacks, step by step, "
            "down to the graph; also as a picture.",
        ),
    ),
    "draw": Command(
        "themes.draw",
        Text(
            "画图：主题的流程图、甘特图，事项和情形的五级链，字段来源；"
            "可存为 svg、png、pdf，或供其他工具使用的 mermaid、dot、bpmn、json。",
            "Draw the flow or Gantt chart of a theme, the chain of an item or situation, or where fields come "
            "from; as svg, png, pdf, or as mermaid, dot, bpmn, json for other tools.",
        ),
    ),
    "remaining": Command(
        "exemption.remaining",
        Text(
            "一人一档、一企一档：档案中已有某些字段和材料时，一个情形还须填写、提交什么。只使用编码和日期，不使用字段值，也不保存。",
            "What a person or company still has to type and hand in for a situation, given the fields and "
            "documents on file. Takes only codes and dates, no values, and stores nothing.",
        ),
    ),
    "guide": Command(
        "themes.guide",
        Text(
            "逐级引导：一问一答，直到确定情形，给出准确的材料清单。未提供回答时，在终端上逐项提问；已提供的，告知下一个问题或材料清单。",
            "Ask questions until the situations of a theme or item are known, then give the exact checklist. Without "
            "answers it asks on the terminal; with answers it gives the next question or the checklist.",
        ),
    ),
    "theme": Command(
        "themes.theme",
        Text(
            "一件事：先办什么、同时办什么、关键路径多长、有无循环证明；或合并后的一套材料。不写名称则列出全部主题。",
            "A theme: what comes first, what runs at the same time, how long it takes, where papers wait for each "
            "other in a circle; or its single set of materials. Without a name: lists all themes.",
        ),
    ),
    "merge": Command(
        "themes.merge",
        Text(
            "多表合一：把各事项的申请表按标准字段合并成一张，列明冲突与免填项；也可将填写的值分发到各表。",
            "Merge the application forms of items into one, by standard field, showing what conflicts and what "
            "is filled automatically; or distribute its values back to each form.",
        ),
    ),
    "compare": Command(
        "change.compare",
        Text(
            "改革前后：两个状态（图、文件、改革方案）之间，取消、新增、合并、免交、免填、变更了什么，为什么，减少多少；"
            "只写主题，则比较逐个办理与一件事。",
            "Compare two states: what was removed, added, merged, exempted, filled or changed between them "
            "(the graph, files, a reform), why, and what it saves; or a theme: its items one by one against all as one "
            "thing.",
        ),
    ),
    "reform": Command(
        "change.reform",
        Text(
            "试行一项改革（腾合放转调，开通数源、取消材料、告知承诺、证照共享……）：每个动作的效果、各项减少与全部变化。"
            "图中数据不作任何更改。",
            "Try a reform (retire, merge, delegate, transfer and retype items, open sources, drop materials, "
            "commitments, shared licences ...): what each action does, what it saves, and every difference. "
            "Nothing in the graph is changed.",
        ),
    ),
    "list": Command(
        "exemption.lists",
        Text(
            "改革清单：零材料、全程网办、秒批秒办、证照汇聚、系统融通、材料复用、一数一源；各条列明障碍与突破办法。"
            "不写名称则列出全部清单。",
            "Lists for reform teams: no materials, fully online, instant approval, licences, systems, reuse, "
            "one source; each entry shows what blocks it and what would help. Without a name: shows all lists.",
        ),
    ),
    "analyse": Command(
        "exemption.analyse",
        Text(
            "整体分析：逐个情形判定免填与免交，将结论写回图中（ASSESSED），并给出合计。",
            "Analyse everything: decide every situation, write the verdicts back (ASSESSED), and show the totals.",
        ),
    ),
    "impact": Command(
        "change.impact",
        Text(
            "影响面：哪些对象依赖一个数源、字段或证照；失去后哪些字段须重新填写、哪些材料须重新提交，其他数源可接替多少。",
            "What depends on a source, field or licence type; without it, which fields must be typed again, which "
            "materials must be handed in again, and how much other sources cover.",
        ),
    ),
    "what-if": Command(
        "change.what_if",
        Text(
            "假设分析：数源、绑定或查询字段变更后，合计与各结论有何变化。图中数据不作任何更改。",
            "Change sources, bindings or key fields on a copy, and show which totals and verdicts would change. "
            "Nothing in the graph is changed.",
        ),
    ),
    "next-best": Command(
        "change.next_best",
        Text(
            "下一步最优：开通哪些数源、绑定、共享协议、查询字段或证照增益最大；分别列出单独开通与依次开通的增益、未开通原因和开通办法。",
            "What to open next: which sources, bindings, sharing agreements, key fields or licences gain the most, "
            "each alone and in sequence; why they are closed, and what would open them.",
        ),
    ),
    "search": Command(
        "catalogue.search",
        Text(
            "按名称中的词或编码查找：事项、情形、材料、字段、数源、主题……",
            "Find items, situations, materials, fields, sources, themes ... by part of the name, or by code.",
        ),
    ),
    "query": Command(
        "catalogue.query",
        Text("运行一个已存查询；不写名称则列出全部。", "Run a saved query; without a name, list all saved queries."),
    ),
    "serve": Command(
        "server.serve",
        Text(
            "提供 HTTP 接口（/api/v1，说明在 /docs）；需要时启动内置 Neo4j，服务结束时停止。",
            "Serve the HTTP API (/api/v1, described at /docs); starts the embedded Neo4j if needed and "
            "stops it on exit.",
        ),
    ),
    "runs": Command(
        "exemption.runs",
        Text(
            "列出整体分析的各次运行；prune 清除较旧的运行。", "List the stored analysis runs; prune removes old ones."
        ),
    ),
    "engine": Command(
        "server.engine", Text("内置 Neo4j：启动、停止、状态、日志。", "The embedded Neo4j: start, stop, status, logs.")
    ),
}


def import_command(name: str):
    """The command of this name, ready to be called: its module is imported. Raises KeyError."""
    command = COMMANDS[name]
    loaded = get_command(import_module(f"{__name__}.{command.module}").app)
    loaded.name, loaded.help = name, str(command.help)
    return loaded
