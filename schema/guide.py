"""Result rows of 逐级引导 and 精准告知: what is asked next and why, what is still possible, what to hand in."""

from datetime import date

from oncegraph.schema.codes import AnswerKind, CodeList, Necessity
from oncegraph.schema.remaining import MaterialStand
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.verdict import Rule, Spoken, Verdict


class Prospect(CodeList):
    """What the answers so far say about a situation."""

    ENTERED = "entered", "已进入", "Entered"
    POSSIBLE = "possible", "仍可能", "Still possible"
    EXCLUDED = "excluded", "已排除", "Excluded"
    UNASKED = "unasked", "没有判断项通向", "No question leads there"


class Thing(Tabular):
    """A thing by code and name."""

    code: str
    name: str


class GuideStep(Tabular):
    """An answer that leads somewhere."""

    question: Thing
    option: Thing


class OfferedOption(Tabular):
    """An option. limits: the range of numbers or days that it stands for, in words."""

    option_code: str
    name: str
    limits: Spoken | None = None


class NextQuestion(Tabular):
    """A question to be answered. because: the answers that lead to it, none where it is asked from the start; items:
    those that ask it."""

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
    """An answer as it was understood. options: those chosen, none where the question was skipped; value: the number or
    day given."""

    question: Thing
    options: tuple[Thing, ...]
    value: float | date | None = None
    text: Spoken


class SituationProspect(Tabular):
    """A situation of the subject. because: the answers that lead into it."""

    situation_code: str
    name: str
    item: Thing
    prospect: Prospect
    because: tuple[GuideStep, ...] = ()


class MaterialProspect(Tabular):
    """A material that a situation entered, or one still possible, asks for. situations: codes of those."""

    material_code: str
    name: str
    prospect: Prospect
    situations: tuple[str, ...]


class ChecklistMaterial(Tabular):
    """A material of a situation entered.

    stand: what is to be done about it; produced_by: the items applied for at once that result in it; in_circle: these
    wait for it in turn; condition: in words, when it is asked for at all.
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
    """An application form of a situation entered; no source fills to_type of its `fields`, optional ones included."""

    form_code: str
    name: str
    material_code: str
    fields: int
    to_type: int


class SituationChecklist(Tabular):
    """What an applicant needs for one situation. condition: of the situation, in words."""

    situation_code: str
    name: str
    item: Thing
    condition: str | None
    materials: tuple[ChecklistMaterial, ...]
    forms: tuple[ChecklistForm, ...]
    zero_material: Verdict


class Checklist(Tabular):
    """精准告知. to_hand_in: materials to be handed in, each once, however many situations ask for it, and an
    alternative group once; later: those that may follow; undecided: those of which it is not known."""

    situations: tuple[SituationChecklist, ...]
    to_hand_in: int
    later: int
    undecided: int


class Guidance(Tabular):
    """Where an applicant stands with the answers so far.

    kind: Theme or Item; next: the question to be answered, None when all are; more: how many are left at most; outside:
    situations of its items that a theme does not include although answers lead to them, be it by questions that are not
    asked here; conflicting: items of which answers lead to several situations; checklist: when no question is left.
    """

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
