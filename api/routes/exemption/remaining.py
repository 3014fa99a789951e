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
                "summary": "在档的字段和材料，自哪天起；不含其值 · Fields and documents on file, with the dates since "
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
    summary="一人一档、一企一档：还剩什么 · What somebody still has to type and hand in, given what is on file",
    description="告知档案中有哪些字段和材料、自哪天起，回答还须填写哪些字段、提交哪些材料。档案内容不保存、不记录。\n\n"
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
