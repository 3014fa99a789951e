"""The document by which values of a merged form go back into every item's own form (自动分发), and what it gives.

It stands alone: whoever can read JSON and JSON Schema can apply it. For each form and each of its fields, take the
value of `entry` (leave the field empty where there is none), put it through `steps` one after the other, and write
the result into the field.
"""

from typing import Any, Literal

from pydantic import Field

from oncegraph.schema.codes import CodeList
from oncegraph.schema.tabular import Tabular


class ConversionKind(CodeList):
    """What one step of a conversion does; each can be undone."""

    DATE = "date", "日期换写法", "A date written in another way"
    LOOKUP = "lookup", "代码换名称", "A code for a title, or the reverse"
    DECIMAL = "decimal", "数字写成文本", "A number as text"
    JOIN = "join", "多项并成文本", "Several answers as one text"


class ConversionStep(Tabular):
    """One step of a conversion.

    date: `read` the parts YYYY MM M DD D (MM and DD with two digits) and `write` the same parts; the n-th year goes to
    the n-th year. lookup: replace the value, or each member of a list, by `table`. decimal: write the number with a
    decimal point, without exponent and grouping. join: put `between` between the members; an empty list is "".
    """

    kind: ConversionKind
    read: str | None = None
    write: str | None = None
    table: dict[str, str] | None = None
    between: str | None = None


class RequiringSituation(Tabular):
    """A situation that asks for a form, and its item."""

    situation_code: str
    situation_name: str
    item_code: str
    item_name: str


class MappingEntry(Tabular):
    """An entry of the merged form, and what its value has to be."""

    entry: str
    field_code: str
    title: str
    required: bool
    value: dict[str, Any] = Field(description="JSON Schema (draft 2020-12) of the value.")


class MappingField(Tabular):
    """A field of an item's form: from which entry, by which steps; none: the value as it is."""

    form_field_code: str
    label: str
    required: bool
    control: str | None = None
    format: str | None = None
    code_list: str | None = None
    entry: str
    steps: tuple[ConversionStep, ...] = ()


class MappingForm(Tabular):
    """An item's own form. obligatory: every case needs it, not only one that chooses it among alternatives."""

    form_code: str
    name: str
    material_code: str
    obligatory: bool
    asked_by: tuple[RequiringSituation, ...]
    fields: tuple[MappingField, ...]


class FormMapping(Tabular):
    """How values of a merged form, by entry, go into the forms it was merged of."""

    kind: Literal["oncegraph-form-mapping"] = "oncegraph-form-mapping"
    version: Literal[1] = 1
    entries: tuple[MappingEntry, ...]
    forms: tuple[MappingForm, ...]


class FilledField(Tabular):
    form_field_code: str
    label: str
    value: Any


class FilledForm(Tabular):
    """An item's own form with what goes into it. missing: labels of its required fields that have no value."""

    form_code: str
    name: str
    asked_by: tuple[RequiringSituation, ...]
    fields: tuple[FilledField, ...]
    missing: tuple[str, ...] = ()


class Unmergeable(Tabular):
    """A field of a filled form whose value does not go into the merged form, because another form says something else
    or the merged form takes no such value."""

    form_code: str
    form_field_code: str
    label: str
    entry: str
    disagrees_with: tuple[str, ...] = Field((), description="Codes of the form fields that say something else.")


class Gathered(Tabular):
    """Values of the merged form, by entry, from forms already filled; nothing is chosen where forms disagree."""

    values: dict[str, Any]
    left: tuple[Unmergeable, ...] = ()
