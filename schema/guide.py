"""Result rows of 逐级引导 and 精准告知: what is asked next and why, what is still possible, and what to hand in."""

from datetime import date
from typing import ClassVar

from oncegraph.schema.codes import AnswerKind, CodeList, Necessity
from oncegraph.schema.remaining import MaterialStand
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.verdict import Rule, Spoken, Verdict


class Prospect(CodeList):
    """What follows from the answers so far for a situation."""

    ENTERED = "entered", "已进入", "Entered"
    POSSIBLE = "possible", "仍可能", "Still possible"
    EXCLUDED = "excluded", "已排除", "Excluded"
    UNASKED = "unasked", "没有判断项导向", "No question leads to it"


class Thing(Tabular):
    """A thing by code and name."""

    code: str
    name: str


class GuideStep(Tabular):
    """A question and the option chosen as its answer."""

    question: Thing
    option: Thing


class OfferedOption(Tabular):
    """An option of a question. limits: the range of numbers or days that it stands for, in words."""

    option_code: str
    name: str
    limits: Spoken | None = None


class NextQuestion(Tabular):
    """A question to be answered.

    because: the answers that lead to it, empty if it is asked from the start; items: the items that ask it; text: why
    it is asked.
    """

    question_code: str
    name: str
    answer_kind: AnswerKind
    mandatory: bool
    unit: str | None = None
    options: tuple[OfferedOption, ...]
    because: tuple[GuideStep, ...]
    items: tuple[Thing, ...]
    text: Spoken


class GivenAnswer(Tabular):
    """An answer as it was interpreted.

    options: the options chosen, empty if the question was skipped; value: the number or day given.
    """

    question: Thing
    options: tuple[Thing, ...]
    value: float | date | None = None
    text: Spoken


class SituationProspect(Tabular):
    """A situation of the subject. because: the answers that lead to it."""

    situation_code: str
    name: str
    item: Thing
    prospect: Prospect
    because: tuple[GuideStep, ...] = ()


class MaterialProspect(Tabular):
    """A material that situations require which are entered or still possible. situations: their codes."""

    material_code: str
    name: str
    prospect: Prospect
    situations: tuple[str, ...]


class ChecklistMaterial(Tabular):
    """A material of a situation that is entered.

    stand: what has to be done about it; produced_by: items of the same application that produce it; in_circle: these
    items wait for the situation in turn; condition: when the material is required, in words.
    """

    material_code: str
    name: str
    stand: MaterialStand
    verdict: Verdict
    rule: Rule
    text: Spoken
    necessity: Necessity | str | None = None
    alternative_group: str | None = None
    copies: int | None = None
    condition: str | None = None
    legal_basis: str | None = None
    produced_by: tuple[Thing, ...] = ()
    in_circle: bool = False


class ChecklistForm(Tabular):
    """An application form of a situation that is entered.

    fields: number of its fields, including optional ones; to_type: of these, fields that no source fills.
    """

    form_code: str
    name: str
    material_code: str
    fields: int
    to_type: int


class SituationChecklist(Tabular):
    """What an applicant needs for one situation. condition: when the situation applies, in words."""

    situation_code: str
    name: str
    item: Thing
    condition: str | None
    materials: tuple[ChecklistMaterial, ...]
    forms: tuple[ChecklistForm, ...]
    zero_material: Verdict


class Checklist(Tabular):
    """精准告知: what an applicant needs for all situations that are entered.

    to_hand_in: number of materials to be handed in (a material that several situations require counts once, and so does
    an alternative group); later: materials that may be handed in later; undecided: materials for which it is unknown.
    """

    situations: tuple[SituationChecklist, ...]
    to_hand_in: int
    later: int
    undecided: int


class Guidance(Tabular):
    """The progress of an applicant with the answers so far.

    kind: "Theme" or "Item"; next: the next question, None if all are answered; more: how many questions are left at
    most; outside: situations of the theme's items that the theme does not include although answers lead to them, even
    by way of questions that are not asked here; conflicting: items for which answers lead to several situations;
    checklist: what is required, once no question is left.
    """

    main_table: ClassVar[str] = "situations"

    kind: str
    code: str
    name: str
    answers: tuple[GivenAnswer, ...]
    next: NextQuestion | None
    more: int
    situations: tuple[SituationProspect, ...]
    materials: tuple[MaterialProspect, ...]
    outside: tuple[SituationProspect, ...]
    conflicting: tuple[Thing, ...]
    checklist: Checklist | None
