"""The answer for an online form: the entries of a situation's application forms, and how each is filled."""

from pydantic import BaseModel, Field

from oncegraph.schema.verdict import Reason, Verdict


class Key(BaseModel):
    """A field that is sent to the source as a key."""

    field_code: str
    name: str


class FormEntry(BaseModel):
    """An entry of a form: what it shows, and how it is filled."""

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
    keys: list[Key] = Field(
        description="查询数源时须提供的字段；空即登录身份 · What to send to the source; empty: the login identity."
    )
    editable: bool = Field(
        description="权威数源提供的值不可修改 · A value from an authoritative source is not editable."
    )
    reasons: list[Reason] = []


class FormAnswer(BaseModel):
    """The entries of a situation's application forms."""

    situation_code: str
    name: str
    item_code: str
    version: int = Field(description="目录版本 · Version of the catalogue.")
    fill_free: int
    fields: list[FormEntry]
