"""Result rows of merged forms 多表合一: the entries, the original fields of each, and the conflicts between forms."""

from typing import ClassVar

from pydantic import Field, computed_field

from oncegraph.schema.codes import CodeList
from oncegraph.schema.form_mapping import ConversionStep, RequiringSituation
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.theme_materials import ThemeMaterial
from oncegraph.schema.verdict import Reason, Spoken, Verdict


class EntryGroup(CodeList):
    """The groups of entries of a merged form, in their order."""

    APPLICANT = "applicant", "申请人", "Applicant"
    AGENT = "agent", "代理人（监护人、经办人）", "Agent, guardian or person in charge"
    SUBJECT = "subject", "申请事项", "Subject of the application"
    DECLARATION = "declaration", "承诺与签章", "Declaration and signature"


class FieldFill(Tabular):
    """What the exemption rules decide about a field in some situations.

    source_code, source_name, keys: the source that fills it and the fields needed to query the source; reasons: why it
    is not filled.
    """

    verdict: Verdict
    situations: tuple[str, ...]
    source_code: str | None = None
    source_name: str | None = None
    keys: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


class OriginalField(Tabular):
    """A field of an original form and its notation; what the form does not define is taken from the standard field.

    place: its number on the form, from 1; steps: how the value of the merged entry is converted for this form, empty if
    it is not changed.
    """

    form_code: str
    form_field_code: str
    place: int
    label: str
    required: bool | None = None
    control: str | None = None
    format: str | None = None
    code_list: str | None = None
    steps: tuple[ConversionStep, ...] = ()


class MergedEntry(Tabular):
    """One entry of a merged form: a standard field in one notation.

    entry: its name in values: the code of the field, followed by a number if the field has several entries; name: that
    of the standard field; title: the name, and what distinguishes entries of one field; section: the category of the
    field; required: whether a form that every case needs requires it, None if that is not recorded; verdict: YES if it
    is filled automatically in every situation that asks for it, CONDITIONAL if only in some; as_standard: every value
    in the notation of the standard field can be converted to that of the entry.
    """

    entry: str
    field_code: str
    name: str
    title: Spoken
    group: EntryGroup
    section: str | None = None
    control: str | None = None
    format: str | None = None
    code_list: str | None = None
    required: bool | None = None
    verdict: Verdict
    as_standard: bool
    act_of_will: bool | None = None
    fills: tuple[FieldFill, ...]
    origins: tuple[OriginalField, ...]


class ConflictKind(CodeList):
    """What forms do not agree on."""

    CONTROL = "control", "控件不同", "Different control types"
    FORMAT = "format", "格式不同", "Different formats"
    CODE_LIST = "code_list", "代码表不同", "Different code lists"
    REQUIRED = "required", "必填与否不同", "Required by some forms only"
    LABELS = "labels", "同一字段标签不同", "Different labels for one field"
    SAME_LABEL = "same_label", "同一标签指不同字段", "The same label for different fields"
    REPEATED = "repeated", "同一表单上重复", "Several times on one form"


class Outcome(CodeList):
    """How a conflict was resolved."""

    CHOSEN = "chosen", "已统一", "One was chosen"
    APART = "apart", "不能统一，分别填写", "Cannot be unified: asked separately"


class Variant(Tabular):
    """What one form defines, under its label. form_code, form_name: None for the standard field."""

    form_code: str | None = None
    form_name: str | None = None
    form_field_code: str | None = None
    label: str
    value: Spoken


class Conflict(Tabular):
    """Something that forms do not agree on.

    fields: codes of the standard fields concerned; name: that of the field, or the label; variants: what each form
    defines; chosen: what the merged form uses, None if it asks for them separately.
    """

    kind: ConflictKind
    fields: tuple[str, ...]
    name: str
    variants: tuple[Variant, ...]
    outcome: Outcome
    chosen: Spoken | None = None


class FormPart(Tabular):
    """An original form.

    obligatory: some situation requires it in every case, neither as one of several alternatives nor as optional;
    fields: number of fields on the form; shared: of these, fields that are also on another form; filled: of these,
    fields that are filled automatically.
    """

    form_code: str
    name: str
    material_code: str
    obligatory: bool
    alternative_groups: tuple[str, ...] = ()
    asked_by: tuple[RequiringSituation, ...]
    fields: int
    shared: int
    filled: int

    @computed_field
    @property
    def to_type(self) -> int:
        return self.fields - self.filled


class MergeTally(Tabular):
    """The figures before and after merging.

    Before: forms, fields_before (fields on all of them) and filled_before (of these, filled automatically). After:
    fields (distinct standard fields) and entries of the merged form (more than fields if some are asked separately); of
    the entries: filled (automatically, in every situation), filled_in_part (in some situations), unknown, acts_of_will.
    """

    forms: int
    fields_before: int
    filled_before: int
    fields: int
    entries: int
    filled: int
    filled_in_part: int
    unknown: int
    acts_of_will: int

    @computed_field
    @property
    def removed(self) -> int:
        """Duplicate fields that no longer have to be typed."""
        return self.fields_before - self.entries

    @computed_field
    @property
    def to_type(self) -> int:
        """Entries that are not filled automatically in every situation."""
        return self.entries - self.filled


class MergedForm(Tabular):
    """One form made of the application forms that situations require. attachments: their other materials."""

    main_table: ClassVar[str] = "entries"

    situations: tuple[RequiringSituation, ...]
    tally: MergeTally
    entries: tuple[MergedEntry, ...]
    attachments: tuple[ThemeMaterial, ...]
    conflicts: tuple[Conflict, ...]
    forms: tuple[FormPart, ...] = Field(description="In the order in which situations ask for them.")
