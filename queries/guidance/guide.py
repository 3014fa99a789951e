"""逐级引导: after each answer, what is asked next and why, what is still possible, and at the end what is required."""

from collections.abc import Iterable

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.guidance.answers import Answers, MissingAnswer, ParsedAnswer
from oncegraph.queries.guidance.checklist import checklist
from oncegraph.queries.guidance.progress import Progress
from oncegraph.queries.guidance.questionnaire import GuidedQuestion, Questionnaire
from oncegraph.queries.guidance.ranges import limits_of
from oncegraph.queries.records import Records
from oncegraph.schema.codes import Status
from oncegraph.schema.guide import (
    GivenAnswer,
    Guidance,
    GuideStep,
    MaterialProspect,
    NextQuestion,
    OfferedOption,
    Prospect,
    SituationProspect,
    Thing,
)
from oncegraph.schema.item import Item
from oncegraph.schema.material import Material
from oncegraph.schema.situation import Requires, Situation
from oncegraph.schema.text import Text, listed
from oncegraph.schema.theme import Theme

WANTED = (Prospect.ENTERED, Prospect.POSSIBLE)


def guide(records: Records, subject: str, answers: Answers, analysis: Analysis) -> Guidance:
    """The progress of an applicant with some answers about a theme or item. subject: its code.

    analysis: gives the verdicts of the checklist. Raises NotFound, and what `parse_answers` raises.
    """
    progress = Progress(Questionnaire.of(records, subject), answers)
    return _Guide(records, progress).guidance(subject, analysis)


def entered_situations(records: Records, subject: str, answers: Answers) -> tuple[str, ...]:
    """Codes of the situations that answers about a theme or item lead to. subject: its code.

    An optional question without an answer counts as skipped. Raises MissingAnswer, and what `guide` raises.
    """
    progress = Progress(Questionnaire.of(records, subject), answers)
    for asked in progress.shown:
        if asked.mandatory and asked.code not in progress.answered:
            raise MissingAnswer(asked)
    return progress.entered


class _Guide:
    def __init__(self, records: Records, progress: Progress):
        self._records, self._progress = records, progress
        self._questions = progress.questionnaire

    def guidance(self, subject: str, analysis: Analysis) -> Guidance:
        progress, theme = self._progress, self._records.nodes(Theme).get(subject)
        following = progress.next
        return Guidance(
            kind=Theme.__name__ if theme else Item.__name__,
            code=subject,
            name=theme.name if theme else self._records.node(Item, subject).name,
            answers=tuple(map(self._answer, progress.answered.values())),
            next=following and self._next(following),
            more=len(progress.open),
            situations=tuple(self._situation(code, prospect) for code, prospect in progress.prospects.items()),
            materials=tuple(self._materials()),
            outside=tuple(self._outside()),
            conflicting=tuple(self._conflicting()),
            checklist=None if following else checklist(self._records, progress.entered, analysis),
        )

    def _answer(self, answer: ParsedAnswer) -> GivenAnswer:
        return GivenAnswer(
            question=_question(answer.asked),
            options=tuple(Thing(code=each.code, name=each.option.name) for each in answer.choices),
            value=answer.value,
            text=answer.text,
        )

    def _next(self, asked: GuidedQuestion) -> NextQuestion:
        question = asked.question
        because = tuple(self._causes(code for code in asked.shown_by if code in self._progress.chosen))
        items = tuple(self._item(code) for code in asked.items)
        return NextQuestion(
            question_code=asked.code,
            name=question.name,
            answer_kind=asked.kind,
            mandatory=asked.mandatory,
            unit=question.unit,
            options=tuple(
                OfferedOption(option_code=code, name=choice.option.name, limits=limits_of(choice.option, question.unit))
                for code, choice in asked.choices.items()
            ),
            because=because,
            items=items,
            text=_why(because, items),
        )

    def _situation(self, code: str, prospect: Prospect) -> SituationProspect:
        situation = self._records.node(Situation, code)
        led_by = (
            option
            for option, choice in self._progress.chosen.items()
            if code in choice.situations or code in choice.outside
        )
        return SituationProspect(
            situation_code=code,
            name=situation.name,
            item=self._item(situation.item_code),
            prospect=prospect,
            because=tuple(self._causes(led_by)),
        )

    def _materials(self) -> Iterable[MaterialProspect]:
        """The materials of situations entered or still possible; one that an entered situation requires is needed for
        certain."""
        prospects = self._progress.prospects
        requiring: dict[str, list[str]] = {}
        for code, prospect in prospects.items():
            for link in self._records.links_from(Requires, code) if prospect in WANTED else ():
                if link.about.status != Status.REMOVED:
                    requiring.setdefault(link.end, []).append(code)
        for material, codes in requiring.items():
            yield MaterialProspect(
                material_code=material,
                name=self._records.name(Material, material),
                prospect=next(each for each in WANTED if any(prospects[code] is each for code in codes)),
                situations=tuple(codes),
            )

    def _outside(self) -> Iterable[SituationProspect]:
        """Situations outside of the theme that the answers may lead to, even by way of questions not asked here."""
        chosen = self._progress.chosen.values()
        for code in dict.fromkeys(code for choice in chosen for code in choice.outside):
            yield self._situation(code, Prospect.POSSIBLE)

    def _conflicting(self) -> Iterable[Thing]:
        entered = [self._questions.item_of(code) for code in self._progress.entered]
        return (self._item(item) for item in self._questions.items if entered.count(item) > 1)

    def _causes(self, options: Iterable[str]) -> Iterable[GuideStep]:
        for code in options:
            option = self._questions.choices[code].option
            asked = self._questions.questions[option.question_code]
            yield GuideStep(question=_question(asked), option=Thing(code=code, name=option.name))

    def _item(self, code: str) -> Thing:
        return Thing(code=code, name=self._records.name(Item, code))


def _question(asked: GuidedQuestion) -> Thing:
    return Thing(code=asked.code, name=asked.question.name)


def _why(because: Iterable[GuideStep], items: Iterable[Thing]) -> Text:
    """Why a question is asked, as a sentence."""
    led = listed((f"{cause.question.name} {cause.option.name}" for cause in because), Text("；", "; "))
    names = listed(item.name for item in items)
    reasons = []
    if led.zh:
        reasons.append(Text(f"因为回答了：{led.zh}", f"Because of the answer: {led.en}"))
    if names.zh:
        reasons.append(Text(f"用于确定：{names.zh}", f"Asked for: {names.en}"))
    return listed(reasons, Text("。", ". "))
