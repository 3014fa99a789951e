"""一人一档/一企一档: what a person's or company's file contains (never a value), and what remains to be done with
it."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

from oncegraph.schema.codes import CodeList
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.verdict import Reason, Rule, Spoken, Verdict


def _a_day(value: Any) -> Any:
    """Reject numbers and date-times, which pydantic would accept as dates."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError("a date must be written as 2026-01-31")


Since = Annotated[date, BeforeValidator(_a_day)]


class SubjectFile(BaseModel):
    """What is on file, and since when; neither values nor contents, and it is not stored.

    fields, documents: codes (or unambiguous names) → the date since when; a document is named by its material or
    by its licence type. fill: whether the file's values may fill a form; otherwise they serve only as keys.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: dict[str, Since] = Field({}, description="在档字段 → 起始日期 · Fields on file → since when.")
    documents: dict[str, Since] = Field(
        {}, description="在档材料或证照类型 → 起始日期 · Materials or licence types on file → since when."
    )
    fill: StrictBool = Field(
        True,
        description="是否可以将档案中的值填入表单 · "
        "Whether values on file may fill forms; otherwise they only serve as "
        "keys.",
    )


class FieldStand(CodeList):
    """How a field of a form gets its value."""

    BY_SOURCE = "by_source", "数源填写", "Filled by a source"
    FROM_FILE = "from_file", "由档案填写", "Filled from the file"
    UNDECIDED = "undecided", "不明", "Unknown"
    TO_TYPE = "to_type", "须填写", "To be typed"


class MaterialStand(CodeList):
    """What remains to be done about a material."""

    NOT_ASKED_FOR = "not_asked_for", "不再要求", "Not asked for"
    EXEMPT = "exempt", "免交", "Exempt"
    REUSED = "reused", "由档案复用", "Reused from the file"
    HANDED_ON = "handed_on", "由其他事项产出", "Handed on by another item"
    COMMITMENT = "commitment", "以告知承诺代替", "A commitment replaces it"
    COVERED = "covered", "同组其他材料已满足要求", "Another material of its group is enough"
    OPTIONAL = "optional", "可以不提交", "Need not be handed in"
    UNDECIDED = "undecided", "不明", "Unknown"
    LATER = "later", "可容缺后补", "May be handed in later"
    TO_HAND_IN = "to_hand_in", "须提交", "To be handed in"


class FileReason(CodeList):
    """Why something that is on file does not help."""

    EXPIRED = "expired", "在档材料已过有效期", "The document on file has expired"
    VALIDITY_UNKNOWN = "validity_unknown", "在档，但未登记该材料的有效期", "On file, but its validity is not recorded"
    NO_REUSE = "no_reuse", "在档，但没有可用的材料复用安排", "On file, but no usable arrangement to reuse it"
    ONLY_AS_KEY = "only_as_key", "在档，但其值只作查询之用", "On file, but its value serves only as a key"
    ACT_OF_WILL = (
        "file_act_of_will",
        "在档，但意思表示须重新作出",
        "On file, but an act of will must be made anew each time",
    )
    WILL_UNKNOWN = (
        "file_will_unknown",
        "在档，但未登记是否意思表示",
        "On file, but whether it is an act of will is unknown",
    )


class RemainingField(Tabular):
    """A field of the situation's application forms. since: when it came on file."""

    field_code: str
    name: str
    stand: FieldStand
    since: date | None = None
    source_code: str | None = None
    source_name: str | None = None
    reasons: tuple[Reason, ...] = ()
    file_reason: FileReason | None = None
    text: Spoken


class RemainingMaterial(Tabular):
    """A material that the situation requires. since, valid_until: dates of the document on file, both included;
    remaining: codes of fields that neither a source nor the file gives."""

    material_code: str
    name: str
    stand: MaterialStand
    verdict: Verdict
    rule: Rule
    alternative_group: str | None = None
    since: date | None = None
    valid_until: date | None = None
    remaining: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    file_reason: FileReason | None = None
    text: Spoken


class Remaining(Tabular):
    """What somebody with such a file still has to do for a situation, on a date.

    to_type: fields to be typed; to_hand_in: materials to be handed in, an alternative group counted once;
    zero_material: with what can be reused from the file counted as exempt; without_file: 零材料 without it;
    not_recognised: codes or names on file that match nothing here, or names that match several things.
    """

    situation_code: str
    name: str
    item_code: str
    as_of: date
    fields: tuple[RemainingField, ...]
    materials: tuple[RemainingMaterial, ...]
    to_type: int
    to_hand_in: int
    zero_material: Verdict
    reasons: tuple[Reason, ...] = ()
    without_file: Verdict
    not_recognised: tuple[str, ...] = ()
