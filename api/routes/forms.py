"""多表合一 and 自动分发: one form for a theme, and its values back into every item's. No value is kept or logged."""

from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Body, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool

from oncegraph.api.snapshot.city import ServedCity
from oncegraph.api.web.negotiation import Accept, preferred
from oncegraph.api.web.parameters import JSON, PREFIX, TheCity, analysis_of, answered
from oncegraph.api.web.problems import documented
from oncegraph.api.web.theme_parameters import AskedSituations, ThemeCode
from oncegraph.queries.forms.distribution import gather, mapping_of, split
from oncegraph.queries.forms.json_schema import json_schema
from oncegraph.queries.records import Records
from oncegraph.schema.form_mapping import FilledForm, FormMapping, Gathered
from oncegraph.schema.merged_form import MergedForm
from oncegraph.schema.text import Text
from oncegraph.schema.theme import Theme
from oncegraph.visualize.forms.excel import xlsx
from oncegraph.visualize.forms.word import docx

router = APIRouter(prefix=PREFIX, tags=["themes"], responses=documented(404, 409))


class Shape(StrEnum):
    """How a merged form is given."""

    media_type: str

    def __new__(cls, name: str, media_type: str) -> "Shape":
        member = str.__new__(cls, name)
        member._value_ = name
        member.media_type = media_type
        return member

    JSON = "json", JSON
    JSON_SCHEMA = "json-schema", "application/schema+json"
    XLSX = "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    DOCX = "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def saved_as(self, name: str) -> dict[str, str]:
        """The header by which a browser saves it under a name, in whatever script that is."""
        return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}.{self.value}"}


class AskedForm(AskedSituations):
    format: Shape | None = Field(
        None, description="格式，优先于 Accept · Format; goes before what `Accept` says.", examples=["json"]
    )


class FilledForms(BaseModel):
    """Forms already filled: code of a form → code of its field → value."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    forms: dict[str, dict[str, Any]] = Field(examples=[{"BD000021": {}}])


class Values(BaseModel):
    """Values of the merged form, by entry; of an entry that is left out every form's field stays empty."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    values: dict[str, Any] = Field(examples=[{"ZD000005": "13800000000"}])


@router.get(
    "/themes/{code}/form",
    response_model=MergedForm,
    responses=documented(406) | {200: {"content": {each.media_type: {} for each in Shape if each is not Shape.JSON}}},
    summary="多表合一 · One form for a theme",
    description="各情形的申请表按标准字段合并；列明来源、冲突、免填项、附件与合并前后的数目。"
    "`format` 或 `Accept` 可选 JSON Schema、Excel、Word。\n\n"
    "The application forms of its situations merged by standard field, with origins, conflicts, what is filled "
    "automatically, attachments, and the state before and after. `format` or `Accept`: JSON Schema, Excel or Word.",
)
async def form(
    code: ThemeCode,
    asked: Annotated[AskedForm, Query()],
    city: TheCity,
    accept: Accept = "*/*",
) -> Response:
    shape = asked.format or preferred(accept, tuple(Shape))
    records = await run_in_threadpool(city.records, themes=[code])
    return await run_in_threadpool(_shaped, code, asked, records, city, shape)


def _shaped(code: str, asked: AskedForm, records: Records, city: ServedCity, shape: Shape) -> Response:
    made = _merged(code, asked, records, city)
    name = records.node(Theme, code).name
    title = str(Text(f"{name}申请表", f"{name}: application form"))
    if shape is Shape.JSON:
        return answered(made)
    if shape is Shape.JSON_SCHEMA:
        return Response(to_json(json_schema(made, title)), media_type=shape.media_type)
    content = xlsx(made, title) if shape is Shape.XLSX else docx(made, title)
    return Response(content, headers=shape.saved_as(code), media_type=shape.media_type)


@router.get(
    "/themes/{code}/form/mapping",
    response_model=FormMapping,
    summary="自动分发的映射 · How its values go back into each form",
    description="可独立使用的文件：取填写项的值，逐步换算，写入各事项表单的字段。\n\n"
    "A document that stands alone: take the value of an entry, apply the steps, write it into the field of the form.",
)
async def mapping(code: ThemeCode, asked: Annotated[AskedSituations, Query()], city: TheCity) -> Response:
    return answered(await _mapping(code, asked, city))


@router.post(
    "/themes/{code}/form:split",
    response_model=list[FilledForm],
    responses=documented(400),
    summary="自动分发 · Values back into every item's own form",
    description="按填写项给值，得各事项自己的表单，用其自己的标签、格式与代码。值不保存、不记录。\n\n"
    "Values by entry; every item's own form in its own labels, formats and codes. Values are neither kept nor logged.",
)
async def distribute(
    code: ThemeCode,
    asked: Annotated[AskedSituations, Query()],
    given: Annotated[Values, Body()],
    city: TheCity,
) -> Response:
    way = await _mapping(code, asked, city)
    return _unkept(await run_in_threadpool(split, way, given.values))


@router.post(
    "/themes/{code}/form:gather",
    response_model=Gathered,
    responses=documented(400),
    summary="由已填表单合并 · From forms already filled",
    description="由各事项已填的表单得出合并表单的值；各表说法不一的、合并表单容不下的，一律不取，并列明。值不保存、不记录。\n\n"
    "The values of the merged form from forms already filled. Where they disagree, and where the merged form takes no "
    "such value, nothing is chosen, and it is said. Values are neither kept nor logged.",
)
async def collect(
    code: ThemeCode,
    asked: Annotated[AskedSituations, Query()],
    given: Annotated[FilledForms, Body()],
    city: TheCity,
) -> Response:
    way = await _mapping(code, asked, city)
    return _unkept(await run_in_threadpool(gather, way, given.forms))


async def _mapping(code: str, asked: AskedSituations, city: ServedCity) -> FormMapping:
    records = await run_in_threadpool(city.records, themes=[code])
    return await run_in_threadpool(lambda: mapping_of(_merged(code, asked, records, city)))


def _unkept(content: Any) -> Response:
    return answered(content, headers={"cache-control": "no-store"})


def _merged(code: str, asked: AskedSituations, records: Records, city: ServedCity) -> MergedForm:
    from oncegraph.queries.forms.merge import merge  # takes its time to import

    return merge(records, asked.situations(records, code), analysis_of(city, asked.context))
