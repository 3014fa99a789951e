"""Which fields are fill-free and which materials exempt, and what an online form calls."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from oncegraph.api.web.parameters import JSON, PREFIX, Asked, AskedQuery, TheCity, analysis_of, answered
from oncegraph.api.web.problems import documented
from oncegraph.schema.verdict import ItemVerdict, Reason, SituationVerdict, Verdict

router = APIRouter(prefix=PREFIX, tags=["exemption"], responses=documented(404, 409))

ItemCode = Annotated[str, Path(description="实施编码 · Item code.", examples=["11990100MB0000100L3990010002000"])]
SituationCode = Annotated[
    str, Path(description="情形编码 · Situation code.", examples=["11990100MB0000100L399001000200001"])
]


class Fill(StrEnum):
    """Which fields are wanted."""

    AUTO = "auto"
    ALL = "all"


class AskedFields(Asked):
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


@router.get("/items/{code}/exemption", response_model=ItemVerdict, summary="事项的免填与免交 · An item's verdicts")
def item_exemption(code: ItemCode, asked: AskedQuery, city: TheCity) -> Response:
    return answered(analysis_of(city, asked).item(code))


@router.get(
    "/situations/{code}/exemption",
    response_model=SituationVerdict,
    summary="情形的免填与免交 · A situation's verdicts",
)
def situation_exemption(code: SituationCode, asked: AskedQuery, city: TheCity) -> Response:
    return answered(analysis_of(city, asked).situation(code))


@router.get(
    "/situations/{code}/fields",
    response_model=FormAnswer,
    summary="网上表单：每个字段如何填 · What an online form calls",
)
def situation_fields(
    code: SituationCode, asked: Annotated[AskedFields, Query()], city: TheCity, request: Request
) -> Response:
    analysis = analysis_of(city, asked)
    form = city.forms.render(analysis, code, asked.fill is Fill.AUTO, request.scope["query_string"])
    return Response(form, media_type=JSON)
