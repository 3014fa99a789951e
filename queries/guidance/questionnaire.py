"""The questions of an item or of a theme: which option shows which question, and which situations options lead to.

A question that several items ask is asked once. It is shown from the start if, for at least one of the items, none of
the options of that item's questions leads to it. Otherwise it is shown when an option that leads to it is chosen. A
question on which no situation of the subject depends is not asked.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from oncegraph.queries.records import Records
from oncegraph.schema.codes import AnswerKind, in_force
from oncegraph.schema.item import Item
from oncegraph.schema.question import Asks, LeadsToQuestion, LeadsToSituation, Option, Question
from oncegraph.schema.situation import Situation
from oncegraph.schema.theme import Includes, Theme


@dataclass(frozen=True)
class Choice:
    """An option of a question.

    situations: codes of the subject's situations that it leads to; shows: codes of the questions that are asked next;
    outside: codes of active situations that it leads to, which belong to the subject's items but not to the subject
    (the path to them may lead through questions that are not asked here).
    """

    option: Option
    situations: tuple[str, ...]
    shows: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.option.option_code


@dataclass(frozen=True)
class GuidedQuestion:
    """A question as it is asked about a subject.

    items: codes of the subject's items that ask it; choices: option code → option, in their order; shown_by: codes of
    the options that show it, empty if it is shown from the start.
    """

    question: Question
    items: tuple[str, ...]
    choices: Mapping[str, Choice]
    shown_by: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.question.question_code

    @property
    def shows(self) -> list[str]:
        """Codes of the questions that its options show."""
        return [code for choice in self.choices.values() for code in choice.shows]

    @property
    def kind(self) -> AnswerKind:
        """How it is answered: by a single choice, unless something else is recorded."""
        return AnswerKind.lookup(self.question.answer_kind or "") or AnswerKind.SINGLE

    @property
    def mandatory(self) -> bool:
        """Whether it has to be answered: yes, unless the contrary is recorded."""
        return self.question.mandatory is not False


class Questionnaire:
    """The questions whose answers decide between the situations of a subject: an item or a theme.

    situations: codes of its active situations; items: codes of their items; questions: code → question, in the order in
    which they are asked, each behind one that shows it; pointless: codes of questions that the items ask although no
    situation of the subject depends on them.
    """

    def __init__(self, records: Records, situations: Iterable[str], optional: Iterable[str] = ()):
        """situations: codes of the subject's situations; optional: codes of those that are only entered if an answer
        leads to them."""
        known = records.nodes(Situation)
        self.records = records
        self.situations = tuple(
            dict.fromkeys(code for code in situations if code in known and in_force(known[code].status))
        )
        self.items = tuple(dict.fromkeys(known[code].item_code for code in self.situations))
        self._of_subject = frozenset(self.situations)
        self._optional = frozenset(optional)
        asked = dict.fromkeys(link.end for item in self.items for link in records.links_from(Asks, item))
        self._place = {code: place for place, code in enumerate(asked)}
        reached = self._in_order(asked)
        deciding = self._deciding(reached)
        self.pointless = tuple(code for code in asked if code not in deciding)
        self._shown_by: dict[str, list[str]] = defaultdict(list)
        initial = self._initial(deciding)
        for code in reached:
            if code in deciding:
                for option in self._options(code):
                    for shown in self._next(option.option_code, deciding):
                        if shown not in initial:
                            self._shown_by[shown].append(option.option_code)
        first = [code for code in asked if code in deciding and code not in self._shown_by]
        order = dict.fromkeys((*self._in_order(first, deciding), *(code for code in reached if code in deciding)))
        self.questions: Mapping[str, GuidedQuestion] = {code: self._guided_question(code, deciding) for code in order}

    @classmethod
    def of(cls, records: Records, code: str) -> "Questionnaire":
        """The questionnaire of the theme or item with this code. Raises NotFound."""
        return (cls.of_theme if code in records.nodes(Theme) else cls.of_item)(records, code)

    @classmethod
    def of_item(cls, records: Records, item_code: str) -> "Questionnaire":
        """The questionnaire of one item, about all its active situations. Raises NotFound."""
        records.node(Item, item_code)
        return cls(records, (each.situation_code for each in records.referring(Situation, "item_code", item_code)))

    @classmethod
    def of_theme(cls, records: Records, theme_code: str) -> "Questionnaire":
        """The questionnaire of a theme, about the situations that it includes. Raises NotFound."""
        records.node(Theme, theme_code)
        included = records.links_from(Includes, theme_code)
        return cls(records, (link.end for link in included), (link.end for link in included if link.about.optional))

    @cached_property
    def choices(self) -> Mapping[str, Choice]:
        """Option code → option, of all questions."""
        return {code: choice for asked in self.questions.values() for code, choice in asked.choices.items()}

    @cached_property
    def reachable(self) -> Mapping[str, GuidedQuestion]:
        """The questions that are shown from the start or that some answers lead to."""
        waiting = [code for code, asked in self.questions.items() if not asked.shown_by]
        reached: set[str] = set()
        while waiting:
            code = waiting.pop()
            if code not in reached:
                reached.add(code)
                waiting += self.questions[code].shows
        return {code: asked for code, asked in self.questions.items() if code in reached}

    @cached_property
    def always(self) -> tuple[str, ...]:
        """Codes of the situations that are entered whatever is answered: no option leads to them, and the subject has
        no other situation of the same item."""
        led_to = {code for choice in self.choices.values() for code in choice.situations}
        return tuple(
            code
            for code in self.situations
            if code not in led_to and code not in self._optional and len(self.situations_of(self.item_of(code))) == 1
        )

    def item_of(self, situation_code: str) -> str:
        """The code of the item of a situation."""
        return self.records.node(Situation, situation_code).item_code

    def situations_of(self, item_code: str) -> tuple[str, ...]:
        """Codes of the subject's situations that belong to an item."""
        return tuple(code for code in self.situations if self.item_of(code) == item_code)

    def _guided_question(self, code: str, deciding: Collection[str]) -> GuidedQuestion:
        askers = {link.start for link in self.records.links_to(Asks, code)}
        return GuidedQuestion(
            question=self.records.node(Question, code),
            items=tuple(item for item in self.items if item in askers),
            choices={option.option_code: self._choice(option, deciding) for option in self._options(code)},
            shown_by=tuple(self._shown_by.get(code, ())),
        )

    def _choice(self, option: Option, deciding: Collection[str]) -> Choice:
        code = option.option_code
        beyond = (question for question in self._next(code) if question not in deciding)
        further = (each.option_code for question in self._in_order(beyond) for each in self._options(question))
        led_to = dict.fromkeys(situation for each in (code, *further) for situation in self._leads_to(each))
        return Choice(
            option=option,
            situations=tuple(situation for situation in self._leads_to(code) if situation in self._of_subject),
            shows=tuple(self._next(code, deciding)),
            outside=tuple(situation for situation in led_to if situation not in self._of_subject),
        )

    def _in_order(self, first: Iterable[str], among: Collection[str] | None = None) -> list[str]:
        """Codes of questions and of all questions that follow from them, in depth-first order."""
        ordered: dict[str, None] = {}
        waiting = [*first][::-1]
        while waiting:
            code = waiting.pop()
            if code not in ordered and code in self.records.nodes(Question):
                ordered[code] = None
                follow = [shown for each in self._options(code) for shown in self._next(each.option_code, among)]
                waiting += follow[::-1]
        return [*ordered]

    def _initial(self, deciding: Collection[str]) -> set[str]:
        """The questions shown from the start: some item asks them, and no option of that item leads to them."""
        initial: set[str] = set()
        for item in self.items:
            own = [link.end for link in self.records.links_from(Asks, item) if link.end in deciding]
            options = (option for code in self._in_order(own, deciding) for option in self._options(code))
            led_to = {shown for option in options for shown in self._next(option.option_code, deciding)}
            initial.update(code for code in own if code not in led_to)
        return initial

    def _deciding(self, questions: Iterable[str]) -> set[str]:
        """The questions from which answers lead to a situation of the subject, directly or through other questions."""
        asked_before: dict[str, list[str]] = defaultdict(list)
        waiting = []
        for code in questions:
            for option in self._options(code):
                for shown in self._next(option.option_code):
                    asked_before[shown].append(code)
                if any(situation in self._of_subject for situation in self._leads_to(option.option_code)):
                    waiting.append(code)
        deciding: set[str] = set()
        while waiting:
            code = waiting.pop()
            if code not in deciding:
                deciding.add(code)
                waiting += asked_before[code]
        return deciding

    def _options(self, question: str) -> tuple[Option, ...]:
        return self.records.referring(Option, "question_code", question)

    def _next(self, option: str, among: Collection[str] | None = None) -> list[str]:
        """The questions that an option leads to, in the order in which the items ask them."""
        codes = [link.end for link in self.records.links_from(LeadsToQuestion, option)]
        return sorted(
            (code for code in codes if among is None or code in among),
            key=lambda code: self._place.get(code, len(self._place)),
        )

    def _leads_to(self, option: str) -> Iterator[str]:
        """The active situations of the subject's items that an option leads to."""
        known = self.records.nodes(Situation)
        for link in self.records.links_from(LeadsToSituation, option):
            situation = known.get(link.end)
            if situation and situation.item_code in self.items and in_force(situation.status):
                yield link.end
