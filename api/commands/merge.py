"""`oncegraph merge`: one form of several, and its values back into each of them."""

import json as json_format
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from oncegraph.api.terminal.delivery import CONTRADICTION, CannotDeliver, Delivery, Format, not_on_a_screen
from oncegraph.api.terminal.gathered_options import Answers, Asked, asks, takes_answers
from oncegraph.api.terminal.help import examples, option
from oncegraph.api.terminal.options import JsonOption, OutputOption
from oncegraph.api.terminal.session import catalogue_of, compiling, store
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.text import Text

SubjectsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="SUBJECT…",
        help=str(Text("主题、事项或情形：编码或名称，可多个", "Themes, items or situations: codes or names")),
    ),
]
SplitOption = Annotated[
    Path | None,
    option(
        "自动分发：按填写项给值的 JSON 文件（{编码: 值}），写回各事项自己的表单；不保存",
        "Distribute: a JSON file of values by entry, {CODE: VALUE}, put back into every item's form; nothing is kept",
        "--split",
        metavar="VALUES.json",
    ),
]
GatherOption = Annotated[
    Path | None,
    option(
        "由已填表单合并：JSON 文件（{表单编码: {表单字段编码: 值}}）；不保存",
        "The reverse: a JSON file of filled forms, {FORM: {FORM_FIELD: VALUE}}; nothing is kept",
        "--gather",
        metavar="FORMS.json",
    ),
]
#: What a merged form is written as, besides a result of any command; and the end of a file's name that asks for it.
DOCX, SCHEMA, MAPPING = "docx", "json-schema", "mapping"
SUFFIXES = {".docx": DOCX, ".schema.json": SCHEMA, ".mapping.json": MAPPING}
Shape = StrEnum(
    "Shape",
    {**{each.name: each.value for each in Format}, "DOCX": DOCX, "JSON_SCHEMA": SCHEMA, "MAPPING": MAPPING},
)
ShapeOption = Annotated[
    Shape | None,
    option(
        "输出格式；默认按 --output 的后缀（.xlsx .docx .json .schema.json .mapping.json），否则 table",
        "Format; by the suffix of --output (.xlsx .docx .json .schema.json .mapping.json), otherwise table",
    ),
]


class BadValuesFile(RefusedInput):
    """A file of values cannot be read. The message never repeats what is in it."""

    code = "bad_values_file"

    def __init__(self, path: Path, what: Text):
        super().__init__(
            Text(f"{path}：{what.zh}。", f"{path}: {what.en}."),
            Text('例如：{"ZD000014": "张三"}', 'As in: {"ZD000014": "Zhang San"}'),
        )


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        Text("oncegraph merge 扶残助残", "oncegraph merge 扶残助残"),
        Text("oncegraph merge 开办餐饮店 -o 申请表.docx", "oncegraph merge 开办餐饮店 -o form.docx"),
        Text(
            "oncegraph merge 开办餐饮店 -o 表单.schema.json；-o 映射.mapping.json",
            "oncegraph merge 开办餐饮店 -o form.schema.json; -o form.mapping.json",
        ),
        Text(
            "oncegraph merge 开办餐饮店 --split 值.json --json",
            "oncegraph merge 开办餐饮店 --split values.json --json",
        ),
    )
)
@takes_answers
@asks()
def merge(
    ctx: typer.Context,
    asked: Asked,
    given: Answers,
    subjects: SubjectsArgument,
    split: SplitOption = None,
    gather: GatherOption = None,
    format: ShapeOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
) -> None:
    shape = shape_of(format, json, output)
    plain = shape is None or shape in set(Format)
    if split and gather:
        raise CannotDeliver(Text("--split 与 --gather 只能用其一。", "Use either --split or --gather."))
    if (split or gather) and not plain:
        raise CannotDeliver(Text(f"填写的值不能写成 {shape}。", f"Values cannot be written as {shape}."))
    delivery = Delivery.of(Format(shape) if shape and plain else None, json, output)
    values, filled = (object_in(path) if path else None for path in (split, gather))
    if filled is not None and not all(isinstance(each, dict) for each in filled.values()):
        raise BadValuesFile(
            gather, Text("须为 {表单编码: {表单字段编码: 值}}", "has to be {FORM: {FORM_FIELD: VALUE}}")
        )
    with store(ctx.obj) as client:
        catalogue = catalogue_of(client)
        from oncegraph.api.inputs.subjects import subject
        from oncegraph.queries.forms.merge import merge

        about = subject(client, subjects, given or {})
        analysis = asked.analysis(catalogue)
        with compiling():
            form = merge(about.records, about.situations, analysis)
    title = str(Text(f"{about.name.zh}申请表", f"{about.name.en}: application form"))
    from oncegraph.queries.forms import distribution
    from oncegraph.queries.forms.json_schema import json_schema
    from oncegraph.visualize.forms import excel, tables, word

    if values is not None:
        forms = distribution.split(distribution.mapping_of(form), values)
        delivery.deliver(forms, tables.filled(forms))
    elif filled is not None:
        gathered = distribution.gather(distribution.mapping_of(form), filled)
        delivery.deliver(gathered, tables.gathered(form, gathered))
    elif shape == DOCX:
        delivery.write(word.docx(form, title))
    elif delivery.format is Format.XLSX:
        delivery.write(excel.xlsx(form, title))
    elif shape in (SCHEMA, MAPPING):
        document = json_schema(form, title) if shape == SCHEMA else distribution.mapping_of(form)
        Delivery.of(Format.JSON, False, output).deliver(document, [])
    else:
        delivery.deliver(form, tables.sheets(form), lambda console: tables.show(console, form, title))


def shape_of(format: Shape | None, json: bool, output: Path | None) -> str | None:
    """What is asked for beyond the usual formats by name or suffix; None leaves it to `Delivery`.

    Raises CannotDeliver.
    """
    if format is None and output and not json:
        return next((shape for suffix, shape in SUFFIXES.items() if output.name.lower().endswith(suffix)), None)
    if json and format not in (None, Format.JSON):
        raise CannotDeliver(CONTRADICTION)
    if format == DOCX:
        not_on_a_screen(DOCX, output)
    return format and format.value


def object_in(path: Path) -> dict[str, Any]:
    """A JSON object out of a file; of a key that is there twice nobody knows which is meant. Raises BadValuesFile."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(found := dict(pairs)) < len(pairs):
            raise BadValuesFile(path, Text("同一个键出现两次", "has a key twice"))
        return found

    try:
        content = json_format.loads(path.read_text("utf-8-sig"), object_pairs_hook=once)
    except OSError as error:
        what = Text(f"读不到（{error.strerror}）", f"cannot be read ({error.strerror})")
        raise BadValuesFile(path, what) from None
    except (ValueError, RecursionError):
        raise BadValuesFile(path, Text("不是 JSON", "is no JSON")) from None
    if not isinstance(content, dict):
        raise BadValuesFile(path, Text("须为一个 JSON 对象", "has to be a JSON object"))
    return content
