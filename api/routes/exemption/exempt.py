"""Which fields are fill-free and which materials are exempt; and the address that an online form calls."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from oncegraph.api.web.parameters import (
    ITEM_CODE,
    PREFIX,
    SITUATION_CODE,
    ContextQuery,
    TheCity,
    TheContext,
    code_in_path,
)
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import JSON, TABLES, TheReply
from oncegraph.api.web.tags import Tag
from oncegraph.queries.ask import ask
from oncegraph.queries.exemption.questions import ItemExemptionQuestion, SituationExemptionQuestion
from oncegraph.schema.form_answer import FormAnswer
from oncegraph.schema.item import Item
from oncegraph.schema.situation import Situation
from oncegraph.schema.verdict import ItemVerdict, SituationVerdict
from oncegraph.visualize.tables import exemption as tables
from oncegraph.visualize.tables.wording import Wording

router = APIRouter(prefix=PREFIX, tags=[Tag.EXEMPTION], responses=documented(404, 409))

ItemCode = Annotated[str, code_in_path(Item, ITEM_CODE)]
SituationCode = Annotated[str, code_in_path(Situation, SITUATION_CODE)]


class Fill(StrEnum):
    """Which fields are wanted."""

    AUTO = "auto"
    ALL = "all"


class FieldsQuery(ContextQuery):
    """The context, and which fields are wanted."""

    fill: Fill = Field(
        Fill.ALL,
        description="auto：只返回免填字段；all：返回全部字段 · "
        "auto: only fields that are filled automatically; all: all fields.",
    )


@router.get(
    "/items/{code}/exemption",
    response_model=ItemVerdict,
    responses=TABLES,
    summary="事项的免填与免交 · An item's verdicts",
)
def item_exemption(code: ItemCode, query: TheContext, city: TheCity, reply: TheReply) -> Response:
    verdict = ask(city, ItemExemptionQuestion(code), query.context(city))
    return reply(verdict, lambda: tables.sheets(verdict, Wording(city.catalogue)))


@router.get(
    "/situations/{code}/exemption",
    response_model=SituationVerdict,
    responses=TABLES,
    summary="情形的免填与免交 · A situation's verdicts",
)
def situation_exemption(code: SituationCode, query: TheContext, city: TheCity, reply: TheReply) -> Response:
    verdict = ask(city, SituationExemptionQuestion(code), query.context(city))
    item = tables.of_one_situation(verdict, city.names(Item)[verdict.item_code])
    return reply(verdict, lambda: tables.sheets(item, Wording(city.catalogue)))


@router.get(
    "/situations/{code}/fields",
    response_model=FormAnswer,
    summary="网上表单：各字段如何填写 · For an online form: how each field is filled",
)
def situation_fields(
    code: SituationCode, query: Annotated[FieldsQuery, Query()], city: TheCity, request: Request
) -> Response:
    analysis = city.analysis(query.context(city))
    form = city.forms.render(analysis, code, query.fill is Fill.AUTO, request.scope["query_string"])
    return Response(form, media_type=JSON)
