"""一人一档/一企一档: what remains for somebody with a file. Nothing of the file is kept or logged."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Response

from oncegraph.api.web.parameters import PREFIX, AskedQuery, TheCity, analysis_of, answered
from oncegraph.api.web.problems import documented
from oncegraph.queries.exemption.remaining import remaining
from oncegraph.schema.remaining import Remaining, SubjectFile

router = APIRouter(prefix=PREFIX, tags=["exemption"], responses=documented(400, 404, 409))

AFile = Annotated[
    SubjectFile,
    Body(
        openapi_examples={
            "file": {
                "summary": "在档的字段和材料，自哪天起；不含其值 · Fields and documents on file, since when; no values",
                "value": {"fields": {"ZD000054": "2024-05-01"}, "documents": {"CL050005": "2026-01-01"}, "fill": True},
            }
        }
    ),
]


@router.post(
    "/situations/{code}/remaining",
    response_model=Remaining,
    summary="一人一档、一企一档：还剩什么 · What remains for somebody with this on file",
    description="告知档案中有哪些字段和材料、自哪天起，回答还须填写哪些字段、提交哪些材料。档案内容不保存、不记录。\n\n"
    "Given what is on file and since when: which fields are still to be typed, which materials handed in. "
    "Nothing of the file is kept or logged.",
)
def what_remains(
    code: Annotated[
        str, Path(description="情形编码 · Situation code.", examples=["11990100MB0000100L399001000200001"])
    ],
    asked: AskedQuery,
    file: AFile,
    city: TheCity,
) -> Response:
    answer = answered(remaining(analysis_of(city, asked), code, file))
    answer.headers["cache-control"] = "no-store"
    return answer
