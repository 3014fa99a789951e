"""Why, and why not: the derivation of a verdict, as JSON or as a picture."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from oncegraph.api.web.negotiation import MEDIA_TYPES, Accept, Pictured, chosen, drawn
from oncegraph.api.web.parameters import PREFIX, Asked, TheCity, analysis_of, answered
from oncegraph.api.web.problems import documented
from oncegraph.queries.exemption.explanation import explain, explain_item
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Proof
from oncegraph.visualize.formats.format import Format
from oncegraph.visualize.pictures.explanation import diagram_of

router = APIRouter(prefix=PREFIX, tags=["exemption"], responses=documented(404, 406, 409))
#: JSON tells the derivation itself.
FORMATS = (Format.JSON, *(each for each in Format if each not in (Format.JSON, Format.BPMN)))


class AskedWhy(Asked, Pictured):
    """The context, and which verdict is asked about."""

    situation: str | None = Field(
        None, description="情形编码 · Situation code.", examples=["11990100MB0000100L399001000200001"]
    )
    about: str | None = Field(
        None,
        description="该情形的字段或材料编码；不写即问零材料 · Code of a field or material of the situation; "
        "without it: why it needs any material.",
        examples=["ZD000046"],
    )
    item: str | None = Field(None, description="事项编码，代替 situation · Item code, in place of a situation.")


class NothingAsked(RefusedInput):
    """Neither a situation nor an item was named, or both, or a field of an item."""

    code = "nothing_asked"

    def __init__(self) -> None:
        super().__init__(
            Text("须写 situation（可加 about）或 item 之一。", "Give either situation, perhaps with about, or item."),
            Text(
                "例如 /api/v1/explain?situation=情形编码&about=字段编码",
                "As in /api/v1/explain?situation=CODE&about=CODE",
            ),
        )


@router.get(
    "/explain",
    response_model=Proof,
    responses=MEDIA_TYPES,
    summary="为什么，差什么 · Why a verdict is what it is, and what it lacks",
    description="字段、材料、情形或事项的结论如何推出，直到图中的关系；不成立时 change 写明差什么。"
    "默认 JSON；`format` 或 `Accept` 选择图的格式。\n\n"
    "How the verdict of a field, material, situation or item is derived, down to the graph; where it is no YES, "
    "`change` says what it lacks. JSON, or with `format` or `Accept` a picture.",
)
def why(
    asked: Annotated[AskedWhy, Query()],
    city: TheCity,
    accept: Accept = "*/*",
) -> Response:
    if (asked.situation is None) == (asked.item is None) or (asked.item is not None and asked.about is not None):
        raise NothingAsked
    format = chosen(asked, accept, FORMATS)
    analysis = analysis_of(city, asked)
    if asked.item is not None:
        proof = explain_item(analysis, asked.item)
    else:
        proof = explain(analysis, asked.situation, asked.about)
    if format is Format.JSON:
        return answered(proof)
    return drawn(diagram_of(proof), asked, format)
