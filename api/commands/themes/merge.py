"""`oncegraph merge`: merge several forms into one, and distribute its values back to each of them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from oncegraph.api.inputs.form_values import read_filled_forms, read_values
from oncegraph.api.terminal.delivery import CONTRADICTION, CannotDeliver, Delivery, not_on_a_screen
from oncegraph.api.terminal.gathered_options import Answers, ContextOptions, takes_answers, takes_context
from oncegraph.api.terminal.help import argument, examples, option
from oncegraph.api.terminal.options import JsonOption, OutputOption
from oncegraph.api.terminal.session import answer_of, open_city
from oncegraph.queries.forms import distribution
from oncegraph.queries.forms.json_schema import json_schema
from oncegraph.queries.forms.questions import MergedFormQuestion
from oncegraph.queries.guidance.selection import Selection
from oncegraph.queries.names import SUBJECTS, form_title, subject_of
from oncegraph.schema.text import Text
from oncegraph.visualize.forms import tables
from oncegraph.visualize.forms.excel import xlsx
from oncegraph.visualize.forms.word import docx
from oncegraph.visualize.tables.format import TableFormat
from oncegraph.visualize.tables.table import OwnTables, Sheet, print_sheets
from oncegraph.visualize.tables.text_files import json_bytes

SubjectsArgument = Annotated[
    list[str],
    argument("主题、事项或情形：编码或名称，可写多个", "Themes, items or situations: codes or names", "SUBJECT…"),
]
SplitOption = Annotated[
    Path | None,
    option(
        "自动分发：各填写项的值的 JSON 文件（{编码: 值}），分发到各事项的表单；不保存",
        "Distribute: a JSON file of values by entry, {CODE: VALUE}, written into every item's form; nothing is stored",
        "--split",
        metavar="VALUES.json",
    ),
]
GatherOption = Annotated[
    Path | None,
    option(
        "由已填写的表单合并：JSON 文件（{表单编码: {表单字段编码: 值}}）；不保存",
        "The reverse: a JSON file of filled forms, {FORM: {FORM_FIELD: VALUE}}; nothing is stored",
        "--gather",
        metavar="FORMS.json",
    ),
]


class FormFormat(StrEnum):
    """The output formats of a merged form: those of any result, Word, JSON Schema, and its mapping."""

    TABLE = TableFormat.TABLE.value
    JSON = TableFormat.JSON.value
    CSV = TableFormat.CSV.value
    XLSX = TableFormat.XLSX.value
    DOCX = "docx"
    JSON_SCHEMA = "json-schema"
    MAPPING = "mapping"


#: File name endings of the formats that only this command writes.
SUFFIXES = {".docx": FormFormat.DOCX, ".schema.json": FormFormat.JSON_SCHEMA, ".mapping.json": FormFormat.MAPPING}
FormFormatOption = Annotated[
    FormFormat | None,
    option(
        "输出格式；默认按 --output 的后缀（.xlsx .docx .json .schema.json .mapping.json），否则 table",
        "Format; by default taken from the suffix of --output (.xlsx .docx .json .schema.json .mapping.json), "
        "otherwise table",
    ),
]


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        "oncegraph merge 扶残助残",
        Text("oncegraph merge 开办餐饮店 -o 申请表.docx", "oncegraph merge 开办餐饮店 -o form.docx"),
        Text(
            "oncegraph merge 开办餐饮店 -o 表单.schema.json；-o 映射.mapping.json",
            "oncegraph merge 开办餐饮店 -o form.schema.json; -o form.mapping.json",
        ),
        Text(
            "oncegraph merge 开办餐饮店 --split 值.json --json", "oncegraph merge 开办餐饮店 --split values.json --json"
        ),
    )
)
@takes_answers
@takes_context()
def merge(
    ctx: typer.Context,
    options: ContextOptions,
    answers: Answers,
    subjects: SubjectsArgument,
    split: SplitOption = None,
    gather: GatherOption = None,
    format: FormFormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
) -> None:
    form_format = form_format_of(format, json, output)
    plain = form_format is None or form_format.value in set(TableFormat)
    if split and gather:
        raise CannotDeliver(Text("--split 与 --gather 只能使用其中之一。", "Use either --split or --gather, not both."))
    if (split or gather) and not plain:
        raise CannotDeliver(
            Text(f"填写的值不能输出为 {form_format} 格式。", f"Values cannot be written as {form_format}.")
        )
    delivery = Delivery.of(TableFormat(form_format.value) if form_format and plain else None, json, output)
    values = read_values(split) if split else None
    filled = read_filled_forms(gather) if gather else None
    with open_city(ctx.obj) as city:
        selection = Selection(tuple(subject_of(city, SUBJECTS, word) for word in subjects), answers)
        title = form_title(city, selection)
        form = answer_of(city, MergedFormQuestion(selection), options)
    if values is not None:
        sheets = tables.filled(forms := distribution.split(distribution.mapping_of(form), values))
        delivery.deliver(forms, _printed(sheets))
    elif filled is not None:
        sheets = tables.gathered(form, found := distribution.gather(distribution.mapping_of(form), filled))
        delivery.deliver(found, _printed(sheets))
    elif form_format is FormFormat.DOCX:
        delivery.write(docx(form, title))
    elif delivery.format is TableFormat.XLSX:
        delivery.write(xlsx(form, title))
    elif form_format is FormFormat.JSON_SCHEMA:
        delivery.write(json_bytes(json_schema(form, title)))
    elif form_format is FormFormat.MAPPING:
        delivery.write(json_bytes(distribution.mapping_of(form)))
    else:
        delivery.deliver(
            form, OwnTables(lambda: tables.sheets(form), lambda console: tables.show(console, form, title))
        )


def _printed(sheets: list[Sheet]) -> OwnTables:
    return OwnTables(lambda: sheets, lambda console: print_sheets(console, sheets))


def form_format_of(format: FormFormat | None, json: bool, output: Path | None) -> FormFormat | None:
    """The format, named or by suffix, if it is not one of the usual ones; None leaves it to `Delivery`.

    Raises CannotDeliver.
    """
    if format is None and output and not json:
        return next((each for suffix, each in SUFFIXES.items() if output.name.lower().endswith(suffix)), None)
    if json and format not in (None, FormFormat.JSON):
        raise CannotDeliver(CONTRADICTION)
    if format is FormFormat.DOCX:
        not_on_a_screen(format.value, output)
    return format
