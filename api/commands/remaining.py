"""`oncegraph remaining`: what remains of a situation for somebody whose file holds this and that."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import Asked, asks, delivers
from oncegraph.api.terminal.options import examples, option
from oncegraph.api.terminal.session import catalogue_of, compiling, store
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.remaining import SubjectFile
from oncegraph.schema.text import Text, listed
from oncegraph.visualize.tables.remaining import sheets, show

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


def add_to(app: typer.Typer) -> None:
    app.command(
        help=str(
            Text(
                "一人一档、一企一档：档案中有这些字段和材料时，一个情形还须填什么、交什么。只用编码和日期，不用值，也不保存。",
                "Given the fields and documents that a person or company has on file: what remains to be typed and "
                "handed in for a situation. Takes codes and dates only, no values, and keeps nothing.",
            )
        ),
        epilog=examples(
            Text(
                "oncegraph remaining 新建商品房预售 --file 档案.yaml",
                "oncegraph remaining 新建商品房预售 --file file.yaml",
            ),
            Text(
                "oncegraph remaining 新建商品房预售 --has-document CL050005=2026-01-01 --keys-only",
                "oncegraph remaining 新建商品房预售 --has-document CL050005=2026-01-01 --keys-only",
            ),
        ),
    )(remaining)


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
    delivery.deliver(answer, sheets(answer), lambda console: show(console, answer))


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
