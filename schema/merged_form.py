"""Result rows of merged forms 多表合一: one form of several, where each entry comes from, and what did not agree."""

from typing import ClassVar

from pydantic import Field, computed_field

from oncegraph.schema.codes import CodeList
from oncegraph.schema.form_mapping import ConversionStep, RequiringSituation
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.theme_materials import ThemeMaterial
from oncegraph.schema.verdict import Reason, Spoken, Verdict


class EntryGroup(CodeList):
    """The parts of a merged form, in their order."""

    APPLICANT = "applicant", "申请人", "Applicant"
    AGENT = "agent", "代理人（监护人、经办人）", "Agent, guardian or person in charge"
    SUBJECT = "subject", "申请事项", "What is applied for"
    DECLARATION = "declaration", "承诺与签章", "Declaration and signature"


class FieldFill(Tabular):
    """What the exemption rules say of a field in some situations: filled from which source, asked with which keys, or
    why not."""

    verdict: Verdict
    situations: tuple[str, ...]
    source_code: str | None = None
    source_name: str | None = None
    keys: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


class OriginalField(Tabular):
    """A field of an original form, and how it is written there; what the form leaves out is its standard field's.

    place: which field of its form it is, from 1; steps: how the value of the merged entry becomes the form's; none: as
    it is.
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
    """One entry of a merged form: a standard field, written in one way.

    entry: its name in values, the field's code, followed by a number where the field is asked more than once; name:
    that of the standard field; title: the name, and what tells entries of one field apart; section: the field's
    category; required: by any form that every case needs, None where nobody recorded it; verdict: YES if it is filled
    automatically in every situation that asks it, CONDITIONAL if in some.
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
    """What does not agree."""

    CONTROL = "control", "控件不同", "Different control types"
    FORMAT = "format", "格式不同", "Different formats"
    CODE_LIST = "code_list", "代码表不同", "Different code lists"
    REQUIRED = "required", "必填与否不同", "Required or not"
    LABELS = "labels", "同一字段标签不同", "Different labels for one field"
    SAME_LABEL = "same_label", "同一标签指不同字段", "The same label for different fields"
    REPEATED = "repeated", "同一表单上重复", "Twice on one form"


class Outcome(CodeList):
    """What became of a conflict."""

    CHOSEN = "chosen", "已统一", "One was chosen"
    APART = "apart", "不能统一，分别填写", "Nothing can be chosen: asked separately"


class Variant(Tabular):
    """Who says what: a form (None: the standard field) under a label."""

    form_code: str | None = None
    form_name: str | None = None
    form_field_code: str | None = None
    label: str
    value: Spoken


class Conflict(Tabular):
    """Something that forms do not agree on.

    fields: codes of the fields concerned; name: the field's, or the label; chosen: what the merged form says, None
    where it asks separately.
    """

    kind: ConflictKind
    fields: tuple[str, ...]
    name: str
    variants: tuple[Variant, ...]
    outcome: Outcome
    chosen: Spoken | None = None


class FormPart(Tabular):
    """An original form. obligatory: every case of a situation needs it, neither one of alternatives nor optional;
    fields: on the form; shared: of them also on another form; filled: of them filled automatically."""

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
    """The state before and after.

    Before: forms, and the fields on all of them (filled_before: of these filled automatically). After: distinct
    standard fields, entries of the merged form (more than fields where some are asked separately), and of the entries
    those filled automatically everywhere, only in some situations, unknown, acts of will.
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
        """Duplicates that nobody types again."""
        return self.fields_before - self.entries

    @computed_field
    @property
    def to_type(self) -> int:
        """Entries that are not filled in every situation."""
        return self.entries - self.filled


class MergedForm(Tabular):
    """One form of the application forms that situations require; its other materials are the attachments."""

    main_table: ClassVar[str] = "entries"

    situations: tuple[RequiringSituation, ...]
    tally: MergeTally
    entries: tuple[MergedEntry, ...]
    attachments: tuple[ThemeMaterial, ...]
    conflicts: tuple[Conflict, ...]
    forms: tuple[FormPart, ...] = Field(description="In the order in which situations ask for them.")
