"""Why a verdict is what it is, and what it lacks: as JSON, as a table or as a picture."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from oncegraph.api.web.negotiation import MEDIA_TYPES, Accept, PictureQuery, picture_response, preferred
from oncegraph.api.web.parameters import PREFIX, SITUATION_CODE, ContextQuery, TheCity
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import TABLES, TableFormat, answer_json, answer_table
from oncegraph.api.web.tags import Tag
from oncegraph.queries.ask import ask
from oncegraph.queries.exemption.questions import ItemExplanationQuestion, SituationExplanationQuestion
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Explanation
from oncegraph.visualize.diagram import Arrangement
from oncegraph.visualize.formats.format import Format
from oncegraph.visualize.pictures.explanation import diagram_of
from oncegraph.visualize.tables import explanation as tables

router = APIRouter(prefix=PREFIX, tags=[Tag.EXEMPTION], responses=documented(404, 406, 409))
#: In JSON, the explanation itself.
FORMATS = (
    Format.JSON,
    *(each for each in Format if each is not Format.JSON and each.can_describe(Arrangement.COLUMNS)),
    TableFormat.CSV,
    TableFormat.XLSX,
)


class ExplanationQuery(ContextQuery, PictureQuery):
    """The context, which verdict is asked about, and the format of the answer."""

    format: Format | TableFormat | None = Field(
        None, description="图或表的格式，优先于 Accept · Format; goes before what `Accept` says.", examples=["svg"]
    )
    situation: str | None = Field(None, description="情形编码 · Situation code.", examples=[SITUATION_CODE])
    about: str | None = Field(
        None,
        description="该情形的字段或材料编码；不写则说明是否零材料 · Code of a field or material of the situation; "
        "if left out: why the situation needs any material.",
        examples=["ZD000046"],
    )
    item: str | None = Field(None, description="事项编码，代替 situation · Item code, instead of a situation.")

    def question(self) -> ItemExplanationQuestion | SituationExplanationQuestion:
        """Raises NothingAsked."""
        if self.item is not None and self.situation is None and self.about is None:
            return ItemExplanationQuestion(self.item)
        if self.situation is not None and self.item is None:
            return SituationExplanationQuestion(self.situation, self.about)
        raise NothingAsked


class NothingAsked(RefusedInput):
    """The request names neither a situation nor an item, or both, or an item together with `about`."""

    code = "nothing_asked"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "须写明 situation（可加 about）或 item 之一。", "Give either situation (with or without about) or item."
            ),
            Text(
                "例如 /api/v1/explanation?situation=情形编码&about=字段编码",
                "For example /api/v1/explanation?situation=CODE&about=CODE",
            ),
        )


@router.get(
    "/explanation",
    response_model=Explanation,
    responses={200: {"content": MEDIA_TYPES[200]["content"] | TABLES[200]["content"]}},
    summary="结论的依据，以及缺少什么 · Why a verdict is what it is, and what it lacks",
    description="逐层说明字段、材料、情形或事项的结论如何得出，直到图中的关系；不成立的，change 写明缺少什么。"
    "默认为 JSON；用 `format` 或 `Accept` 可选择图的格式。\n\n"
    "How the verdict of a field, material, situation or item is derived, down to the graph; where it is not YES, "
    "`change` says what is missing. JSON by default; `format` or `Accept` chooses a picture.",
)
def why(query: Annotated[ExplanationQuery, Query()], city: TheCity, accept: Accept = "*/*") -> Response:
    question = query.question()
    format = query.format or preferred(accept, FORMATS)
    explanation = ask(city, question, query.context(city))
    if isinstance(format, TableFormat):
        return answer_table(tables.sheets(explanation), format, query.item or query.situation or "")
    if format is Format.JSON:
        return answer_json(explanation)
    return picture_response(diagram_of(explanation), query.dpi, format)
