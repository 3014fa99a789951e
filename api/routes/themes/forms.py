"""多表合一 and 自动分发: merge forms into one for a theme, and distribute its values back. Values are neither stored
nor
logged."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from oncegraph.api.web.negotiation import Accept, preferred
from oncegraph.api.web.parameters import PREFIX, TheCity, ThemeCode, ThemeQuery
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import JSON, NO_STORE, TableFormat, answer_json, attachment
from oncegraph.api.web.tags import Tag
from oncegraph.queries.ask import ask
from oncegraph.queries.forms.distribution import gather, split
from oncegraph.queries.forms.json_schema import json_schema
from oncegraph.queries.forms.questions import FormMappingQuestion, MergedFormQuestion
from oncegraph.queries.names import form_title
from oncegraph.schema.form_mapping import FilledForm, FormMapping, Gathered
from oncegraph.schema.merged_form import MergedForm

router = APIRouter(prefix=PREFIX, tags=[Tag.THEMES], responses=documented(404, 409))


class FormFormat(StrEnum):
    """The formats of a merged form."""

    JSON = "json"
    JSON_SCHEMA = "json-schema"
    CSV = "csv"
    XLSX = "xlsx"
    DOCX = "docx"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    FormFormat.JSON: JSON,
    FormFormat.JSON_SCHEMA: "application/schema+json",
    FormFormat.CSV: TableFormat.CSV.media_type,
    FormFormat.XLSX: TableFormat.XLSX.media_type,
    FormFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MEDIA_TYPES: dict[int | str, dict[str, Any]] = {
    200: {"content": {each.media_type: {} for each in FormFormat if each is not FormFormat.JSON}}
}


class FormQuery(ThemeQuery):
    """The context, which situations, and the format."""

    format: FormFormat | None = Field(
        None, description="格式，优先于 Accept · Format; takes precedence over `Accept`.", examples=["json"]
    )


class FilledForms(BaseModel):
    """Filled forms: code of a form → code of its field → value."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    forms: dict[str, dict[str, Any]] = Field(examples=[{"BD000021": {}}])


class FormValues(BaseModel):
    """Values of the merged form by entry; fields of an entry that is left out stay empty on every form."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    values: dict[str, Any] = Field(examples=[{"ZD000005": "13800000000"}])


@router.get(
    "/themes/{code}/form",
    response_model=MergedForm,
    responses=documented(406) | MEDIA_TYPES,
    summary="多表合一 · One form for a theme",
    description="各情形的申请表按标准字段合并；列明来源、冲突、免填项、附件与合并前后的数目。"
    "`format` 或 `Accept` 可选 JSON Schema、Excel、Word、CSV。\n\n"
    "The application forms of the theme's situations, merged by standard field: origins, conflicts, what is filled "
    "automatically, attachments, figures before and after. `format` or `Accept`: JSON Schema, Excel, Word, CSV.",
)
def form(code: ThemeCode, query: Annotated[FormQuery, Query()], city: TheCity, accept: Accept = "*/*") -> Response:
    format = query.format or preferred(accept, tuple(FormFormat))
    selection = query.selection(code)
    merged = ask(city, MergedFormQuestion(selection), query.context(city))
    if format is FormFormat.JSON:
        return answer_json(merged)
    content = _write(merged, form_title(city, selection), format)
    headers = {} if format is FormFormat.JSON_SCHEMA else attachment(code, format.value)
    return Response(content, headers=headers, media_type=format.media_type)


def _write(form: MergedForm, title: str, format: FormFormat) -> bytes:
    """The merged form as a file. The writers are imported here, because importing them is slow."""
    if format is FormFormat.XLSX:
        from oncegraph.visualize.forms.excel import xlsx

        return xlsx(form, title)
    if format is FormFormat.DOCX:
        from oncegraph.visualize.forms.word import docx

        return docx(form, title)
    from oncegraph.visualize.forms import tables
    from oncegraph.visualize.tables.text_files import csv_bytes, json_bytes

    return json_bytes(json_schema(form, title)) if format is FormFormat.JSON_SCHEMA else csv_bytes(tables.sheets(form))


@router.get(
    "/themes/{code}/form/mapping",
    response_model=FormMapping,
    summary="自动分发的映射 · How the values of the merged form go back into each form",
    description="可独立使用的文件：取填写项的值，逐步换算，填入各事项表单的字段。\n\n"
    "A self-contained document: take the value of an entry, apply the steps, write it into the field of the form.",
)
def mapping(code: ThemeCode, query: Annotated[ThemeQuery, Query()], city: TheCity) -> Response:
    return answer_json(ask(city, FormMappingQuestion(query.selection(code)), query.context(city)))


@router.post(
    "/themes/{code}/form:split",
    response_model=list[FilledForm],
    responses=documented(400),
    summary="自动分发 · Distribute values to every item's own form",
    description="提供各填写项的值，返回各事项的表单，采用各表单的标签、格式与代码。值不保存、不记录。\n\n"
    "Takes values by entry; gives every item's own form in its own labels, formats and codes. Values are neither "
    "stored nor logged.",
)
def split_values(
    code: ThemeCode, query: Annotated[ThemeQuery, Query()], body: Annotated[FormValues, Body()], city: TheCity
) -> Response:
    form_mapping = ask(city, FormMappingQuestion(query.selection(code)), query.context(city))
    return answer_json(split(form_mapping, body.values), headers=NO_STORE)


@router.post(
    "/themes/{code}/form:gather",
    response_model=Gathered,
    responses=documented(400),
    summary="由已填写的表单合并 · Merge forms already filled",
    description="由各事项已填写的表单得出合并表单的值；各表填写不一致的、合并表单不能填写的，一律不采用，并予列明。值不保存、不记录。\n\n"
    "The values of the merged form, taken from forms already filled. Where they disagree, or the merged form does not "
    "accept a value, none is chosen and the answer says so. Values are neither stored nor logged.",
)
def gather_values(
    code: ThemeCode, query: Annotated[ThemeQuery, Query()], body: Annotated[FilledForms, Body()], city: TheCity
) -> Response:
    form_mapping = ask(city, FormMappingQuestion(query.selection(code)), query.context(city))
    return answer_json(gather(form_mapping, body.forms), headers=NO_STORE)
