"""一人一档/一企一档: what somebody still has to type and hand in, given what is on file. The file is neither stored nor
logged."""

from typing import Annotated

from fastapi import APIRouter, Body, Response

from oncegraph.api.web.parameters import PREFIX, SITUATION_CODE, TheCity, TheContext, code_in_path
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import NO_STORE, TABLES, TheReply
from oncegraph.api.web.tags import Tag
from oncegraph.queries.ask import ask
from oncegraph.queries.exemption.questions import RemainingQuestion
from oncegraph.schema.remaining import Remaining, SubjectFile
from oncegraph.schema.situation import Situation
from oncegraph.visualize.tables import remaining as tables

router = APIRouter(prefix=PREFIX, tags=[Tag.EXEMPTION], responses=documented(400, 404, 409))

FileBody = Annotated[
    SubjectFile,
    Body(
        openapi_examples={
            "file": {
                "summary": "在档字段、材料及起始日期；不含字段值 · Fields and documents on file, with the dates since "
                "when; no values",
                "value": {"fields": {"ZD000054": "2024-05-01"}, "documents": {"CL050005": "2026-01-01"}, "fill": True},
            }
        }
    ),
]


@router.post(
    "/situations/{code}/remaining",
    response_model=Remaining,
    responses=TABLES,
    summary="一人一档、一企一档：还须填写、提交什么 · "
    "What somebody still has to type and hand in, given what is on file",
    description="提供档案中已有的字段、材料及其起始日期，返回还须填写的字段和提交的材料。档案内容不保存、不记录。\n\n"
    "Given what is on file and since when: which fields must still be typed, and which materials handed in. "
    "The file is neither stored nor logged.",
)
def remaining(
    code: Annotated[str, code_in_path(Situation, SITUATION_CODE)],
    query: TheContext,
    file: FileBody,
    city: TheCity,
    reply: TheReply,
) -> Response:
    answer = ask(city, RemainingQuestion(code, file), query.context(city))
    return reply(answer, lambda: tables.sheets(answer), NO_STORE)
