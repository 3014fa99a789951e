"""`oncegraph remaining`: what remains of a situation for somebody whose file holds this and that."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import Asked, asks, delivers
from oncegraph.api.terminal.help import examples, option
from oncegraph.api.terminal.session import catalogue_of, compiling, store
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.remaining import Remaining, SubjectFile
from oncegraph.schema.text import Text, listed
from oncegraph.visualize.tables.table import Sheet, print_sheet
from oncegraph.visualize.tables.wording import reasons_in_words, stand_mark, zero_mark

SituationArgument = Annotated[
    str, typer.Argument(metavar="SITUATION", help=str(Text("情形：编码或名称", "Situation: code or name")))
]
FileOption = Annotated[
    Path | None,
    option(
        "档案（YAML 或 JSON）：fields: {编码: 日期}，documents: {编码: 日期}，fill: true|false",
        "The file (YAML or JSON) as fields: {CODE: DATE}, documents: {CODE: DATE}, fill: true|false",
        "--file",
        metavar="FILE",
    ),
]
FieldOption = Annotated[
    list[str] | None,
    option("在档字段及起始日期，可多次", "A field on file and since when, repeatable", metavar="CODE=DATE"),
]
DocumentOption = Annotated[
    list[str] | None,
    option(
        "在档材料或证照类型及起始日期，可多次",
        "A material or licence type on file and since when, repeatable",
        metavar="CODE=DATE",
    ),
]
KeysOnlyOption = Annotated[
    bool,
    option(
        "档案中的值只作查询之用，不填入表单", "The file's values serve as keys only and fill no form", "--keys-only"
    ),
]


class BadFile(RefusedInput):
    """What is said to be on file cannot be understood."""

    code = "bad_file"

    def __init__(self, where: str, what: Text):
        super().__init__(
            Text(f"{where}：{what.zh}", f"{where}: {what.en}"),
            Text("例如：fields: {ZD000054: 2024-05-01}", "As in: fields: {ZD000054: 2024-05-01}"),
        )


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        Text(
            "oncegraph remaining 新建商品房预售 --file 档案.yaml",
            "oncegraph remaining 新建商品房预售 --file file.yaml",
        ),
        Text(
            "oncegraph remaining 新建商品房预售 --has-document CL050005=2026-01-01 --keys-only",
            "oncegraph remaining 新建商品房预售 --has-document CL050005=2026-01-01 --keys-only",
        ),
    )
)
@delivers
@asks(without=("known", "on_file"))
def remaining(
    ctx: typer.Context,
    asked: Asked,
    delivery: Delivery,
    situation: SituationArgument,
    file: FileOption = None,
    has_field: FieldOption = None,
    has_document: DocumentOption = None,
    keys_only: KeysOnlyOption = False,
) -> None:
    on_file = held(file, has_field or (), has_document or (), keys_only)
    with store(ctx.obj) as client:
        catalogue = catalogue_of(client)
        from oncegraph.api.inputs.names import code_of
        from oncegraph.queries.exemption.remaining import remaining

        analysis = asked.analysis(catalogue)
        with compiling():
            answer = remaining(analysis, code_of(catalogue, "Situation", situation), on_file)
    delivery.deliver(answer, _sheets(answer), lambda console: _show(console, answer))


def held(file: Path | None, fields: Iterable[str], documents: Iterable[str], keys_only: bool) -> SubjectFile:
    """What is on file by a YAML or JSON file and by options, which come on top of it. Raises Unreadable, BadFile."""
    from pydantic import ValidationError

    content = _read(file) if file else {}
    for name, flag, pairs in (("fields", "--has-field", fields), ("documents", "--has-document", documents)):
        given = dict(_pair(pair, flag) for pair in pairs)
        if given and isinstance(content.get(name, {}), dict):
            content[name] = {**content.get(name, {}), **given}
    if keys_only:
        content["fill"] = False
    try:
        return SubjectFile(**content)
    except ValidationError as error:
        wrong = [(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors(include_input=False)]
        told = listed((f"{where} ({message})" for where, message in wrong), Text("；", "; "))
        raise BadFile(str(file or "--has-field / --has-document"), told) from None


def _read(path: Path) -> dict[str, Any]:
    from oncegraph.schema.document import read_document  # it imports YAML, which takes its time

    content = read_document(path)
    if not isinstance(content, dict) or not all(isinstance(name, str) for name in content):
        raise BadFile(str(path), Text("须有 fields 或 documents", "must have fields or documents"))
    return content


def _pair(pair: str, flag: str) -> tuple[str, str]:
    code, equals, since = pair.rpartition("=")
    if not equals or not code:
        raise BadFile(flag, Text("须写作 编码=日期", "is written as CODE=DATE"))
    return code, since


def _show(console: Console, answer: Remaining) -> None:
    console.print(f"{answer.name}  {answer.situation_code}", style="bold cyan")
    for sheet in _sheets(answer):
        print_sheet(console, sheet)
    console.print(str(totals(answer)), style="bold")
    if answer.not_recognised:
        unknown = "、".join(answer.not_recognised)
        told = Text(f"档案中未能识别、未计入的：{unknown}", f"On file but not recognised, and not counted: {unknown}")
        console.print(str(told), style="yellow")


def totals(answer: Remaining) -> Text:
    """What remains, in one sentence."""
    zero, without = zero_mark(answer.zero_material).word, zero_mark(answer.without_file).word
    reasons = reasons_in_words(answer.reasons)
    zh, en = (f"（{reasons}）", f" ({reasons})") if reasons else ("", "")
    return Text(
        f"截至 {answer.as_of}：尚须填写 {answer.to_type}/{len(answer.fields)} 个字段，提交 {answer.to_hand_in} 份材料；"
        f"零材料：{zero.zh}{zh}，无档案时：{without.zh}。",
        f"As of {answer.as_of}: {answer.to_type} of {len(answer.fields)} fields to type, {answer.to_hand_in} materials "
        f"to hand in; without any material: {zero.en}{en}, without the file: {without.en}.",
    )


def _sheets(answer: Remaining) -> list[Sheet]:
    code, stand, why = Text("编码", "Code"), Text("去向", "Stand"), Text("说明", "Why")
    since, until = Text("在档自", "On file since"), Text("有效至", "Valid until")
    field = (code, Text("字段", "Field"), stand, since, why)
    material = (code, Text("材料", "Material"), stand, since, until, why)
    fields = [(row.field_code, row.name, stand_mark(row.stand), row.since, str(row.text)) for row in answer.fields]
    materials = [
        (row.material_code, row.name, stand_mark(row.stand), row.since, row.valid_until, str(row.text))
        for row in answer.materials
    ]
    return [
        Sheet(str(Text("字段", "Fields")), [str(each) for each in field], fields),
        Sheet(str(Text("材料", "Materials")), [str(each) for each in material], materials),
    ]
