"""Options that several commands share."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from oncegraph.api.terminal.help import argument, option
from oncegraph.schema.verdict import When
from oncegraph.visualize.tables.format import TableFormat

ItemArgument = Annotated[
    str, argument("事项：编码或名称（名称须唯一）", "Item: code, or a name that belongs to one item only", "ITEM")
]
SituationOption = Annotated[str | None, option("情形：编码或名称", "Situation: code or name", metavar="SITUATION")]
AudienceOption = Annotated[
    str | None,
    option("服务对象：代码或名称，如 企业法人", "Audience: code or title, such as enterprise", metavar="AUDIENCE"),
]
RegionOption = Annotated[str | None, option("办理地区的区划代码", "Region code", metavar="REGION")]
AsOfOption = Annotated[
    datetime | None,
    option("截至日期，默认今天", "Date of the question; today by default", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD"),
]
ModeOption = Annotated[
    When, option("design：设计时，不考虑探测结果；now：运行时，考虑探测结果", "design: ignore probes; now: heed probes")
]
KnownOption = Annotated[
    list[str] | None,
    option(
        "已知字段：编码或名称，可多次使用；字段值不使用、不保存、不显示",
        "A known field: code or name, repeatable; its value is not used, stored or shown",
        metavar="FIELD[=VALUE]",
    ),
]
OnFileOption = Annotated[
    list[str] | None,
    option("在档材料：编码或名称，可多次使用", "A material on file: code or name, repeatable", metavar="MATERIAL"),
]
FormatOption = Annotated[
    TableFormat | None,
    option(
        "输出格式；默认按 --output 的后缀，否则 table",
        "Format; by default taken from the suffix of --output, or else table",
    ),
]
JsonOption = Annotated[bool, option("等同于 --format json", "The same as --format json", "--json")]
OutputOption = Annotated[
    Path | None,
    option("写入文件，不在屏幕显示", "Write to a file instead of the screen", "--output", "-o", metavar="FILE"),
]
AnswerOption = Annotated[
    list[str] | None,
    option(
        "一项回答，可多次使用：选项写编码或名称，多选以分号隔开，数字和日期直接填写，留空表示跳过",
        "An answer, repeatable: options by code or name, several separated by semicolons; a number or date as it is; "
        "empty to skip the question",
        "--answer",
        metavar="QUESTION=ANSWER",
    ),
]
AnswersOption = Annotated[
    Path | None,
    option(
        "回答文件（YAML 或 JSON）：判断项: 选项",
        "Answers (YAML or JSON) as QUESTION: OPTION",
        "--answers",
        metavar="FILE",
    ),
]
