"""`oncegraph remaining`: what somebody still has to type and hand in for a situation, given what is on file."""

from pathlib import Path
from typing import Annotated

import typer

from oncegraph.api.inputs.subject_file import parse_subject_file
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import ContextOptions, takes_context, takes_delivery
from oncegraph.api.terminal.help import argument, examples, option
from oncegraph.api.terminal.session import answer_of, open_city
from oncegraph.queries.exemption.questions import RemainingQuestion
from oncegraph.queries.names import code_of
from oncegraph.schema.situation import Situation
from oncegraph.schema.text import Text
from oncegraph.visualize.tables import remaining as tables

SituationArgument = Annotated[str, argument("情形：编码或名称", "Situation: code or name", "SITUATION")]
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
    option(
        "在档字段及起始日期（编码=日期），可多次使用", "A field on file and its date, repeatable", metavar="CODE=DATE"
    ),
]
DocumentOption = Annotated[
    list[str] | None,
    option(
        "在档材料或证照类型及起始日期（编码=日期），可多次使用",
        "A material or licence type on file and its date, repeatable",
        metavar="CODE=DATE",
    ),
]
KeysOnlyOption = Annotated[
    bool,
    option("档案中的值只用于查询，不填入表单", "Use the values on file only as keys, not to fill forms", "--keys-only"),
]


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        Text(
            "oncegraph remaining 新建商品房预售 --file 档案.yaml", "oncegraph remaining 新建商品房预售 --file file.yaml"
        ),
        "oncegraph remaining 新建商品房预售 --has-document CL050005=2026-01-01 --keys-only",
    )
)
@takes_delivery
@takes_context(without=("known", "on_file"))
def remaining(
    ctx: typer.Context,
    options: ContextOptions,
    delivery: Delivery,
    situation: SituationArgument,
    file: FileOption = None,
    has_field: FieldOption = None,
    has_document: DocumentOption = None,
    keys_only: KeysOnlyOption = False,
) -> None:
    subject_file = parse_subject_file(file, has_field or (), has_document or (), keys_only)
    with open_city(ctx.obj) as city:
        question = RemainingQuestion(code_of(city, Situation, situation), subject_file)
        answer = answer_of(city, question, options)
    delivery.deliver(answer, tables, answer)
