"""Which fields are fill-free and which materials exempt, and what an online form calls."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

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
from oncegraph.schema.item import Item
from oncegraph.schema.situation import Situation
from oncegraph.schema.verdict import ItemVerdict, Reason, SituationVerdict, Verdict
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

    fill: Fill = Field(Fill.ALL, description="auto：只要免填的；all：全部 · Only those that fill themselves, or all.")


class Key(BaseModel):
    """A field that the source is asked with."""

    field_code: str
    name: str


class FormEntry(BaseModel):
    """An entry of a form: what it shows, and how it fills itself."""

    form_field_code: str
    form_code: str
    field_code: str
    material_code: str
    name: str = Field(description="标准字段名称 · Name of the standard field.")
    label: str = Field(description="表单上的标签 · Label on the form.")
    control: str | None = None
    format: str | None = None
    code_list: str | None = None
    required: bool | None = None
    position: int | None = None
    verdict: Verdict
    source_code: str | None = None
    source_name: str | None = None
    binding: str | None = None
    keys: list[Key] = Field(description="向数源发送的字段 · What to send to the source; empty: the login identity.")
    editable: bool = Field(description="权威数源给出的值不可改 · A value from an authoritative source is not editable.")
    reasons: list[Reason] = []


class FormAnswer(BaseModel):
    """The entries of a situation's application forms."""

    situation_code: str
    name: str
    item_code: str
    version: int = Field(description="目录版本 · Version of the catalogue.")
    fill_free: int
    fields: list[FormEntry]


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
    summary="网上表单：每个字段如何填 · What an online form calls",
)
def situation_fields(
    code: SituationCode, query: Annotated[FieldsQuery, Query()], city: TheCity, request: Request
) -> Response:
    analysis = city.analysis(query.context(city))
    form = city.forms.render(analysis, code, query.fill is Fill.AUTO, request.scope["query_string"])
    return Response(form, media_type=JSON)
