"""The document that describes how values of a merged form get into every item's own form (自动分发), and its results.

It is self-contained: any program that can read JSON and JSON Schema can apply it. For each form and each of its fields,
take the value of `entry` (leave the field empty if there is none), apply `steps` one after the other, and write the
result into the field.
"""

from typing import Any, Literal

from pydantic import Field

from oncegraph.schema.codes import CodeList
from oncegraph.schema.tabular import Tabular


class ConversionKind(CodeList):
    """What one step of a conversion does; every step can be reversed."""

    DATE = "date", "日期换写法", "Date in another format"
    LOOKUP = "lookup", "代码换名称", "Code replaced by title, or title by code"
    DECIMAL = "decimal", "数字写成文本", "Number written as text"
    JOIN = "join", "多项并成文本", "Several answers written as one text"


class ConversionStep(Tabular):
    """One step of a conversion.

    date: read the parts YYYY MM M DD D (MM and DD have two digits) in the format `read`, and write them in the format
    `write`; the n-th year becomes the n-th year, and so on. lookup: replace the value, or each member of a list, by its
    entry in `table`. decimal: write the number with a decimal point, without exponent or digit grouping. join: join the
    members with `between`; an empty list becomes "".
    """

    kind: ConversionKind
    read: str | None = None
    write: str | None = None
    table: dict[str, str] | None = None
    between: str | None = None


class RequiringSituation(Tabular):
    """A situation that requires a form, with its item."""

    situation_code: str
    situation_name: str
    item_code: str
    item_name: str


class MappingEntry(Tabular):
    """An entry of the merged form, with the schema of its value."""

    entry: str
    field_code: str
    title: str
    required: bool
    value: dict[str, Any] = Field(description="JSON Schema (draft 2020-12) of the value.")


class MappingField(Tabular):
    """A field of an item's form: the entry that its value comes from, and the conversion steps (none: unchanged)."""

    form_field_code: str
    label: str
    required: bool
    control: str | None = None
    format: str | None = None
    code_list: str | None = None
    entry: str
    steps: tuple[ConversionStep, ...] = ()


class MappingForm(Tabular):
    """An item's own form. obligatory: every case needs it, not only cases that choose it among alternatives."""

    form_code: str
    name: str
    material_code: str
    obligatory: bool
    asked_by: tuple[RequiringSituation, ...]
    fields: tuple[MappingField, ...]


class FormMapping(Tabular):
    """How the values of a merged form, given by entry, get into the original forms."""

    kind: Literal["oncegraph-form-mapping"] = "oncegraph-form-mapping"
    version: Literal[1] = 1
    entries: tuple[MappingEntry, ...]
    forms: tuple[MappingForm, ...]


class FilledField(Tabular):
    """A field of an item's form with its value, in the notation of the form."""

    form_field_code: str
    label: str
    value: Any


class FilledForm(Tabular):
    """An item's own form with its values. missing: labels of required fields that have no value."""

    form_code: str
    name: str
    asked_by: tuple[RequiringSituation, ...]
    fields: tuple[FilledField, ...]
    missing: tuple[str, ...] = ()


class Unmergeable(Tabular):
    """A field of a filled form whose value is not part of the merged form, because another form has a different value
    or because the merged form does not allow it."""

    form_code: str
    form_field_code: str
    label: str
    entry: str
    disagrees_with: tuple[str, ...] = Field((), description="Codes of the form fields that have a different value.")


class Gathered(Tabular):
    """Values of the merged form, by entry, gathered from filled forms. left: fields whose values could not be merged;
    where forms disagree, no value is chosen."""

    values: dict[str, Any]
    left: tuple[Unmergeable, ...] = ()
