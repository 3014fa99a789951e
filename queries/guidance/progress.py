"""The progress of an applicant with some answers: what is asked next, what was entered, what is still possible."""

from collections.abc import Mapping
from functools import cached_property

from oncegraph.queries.guidance.answers import Answers, ParsedAnswer, parse_answers, visible_questions
from oncegraph.queries.guidance.questionnaire import Choice, GuidedQuestion, Questionnaire
from oncegraph.schema.guide import Prospect


class Progress:
    """The progress after some answers.

    answered: question code → answer, in the order of the questions; shown: the questions that are shown after these
    answers, in their order.
    """

    def __init__(self, questionnaire: Questionnaire, answers: Answers):
        """Raises what `parse_answers` raises."""
        self.questionnaire = questionnaire
        self.answered: Mapping[str, ParsedAnswer] = parse_answers(questionnaire, answers)
        shown = visible_questions(questionnaire, self.answered)
        self.shown = tuple(asked for code, asked in questionnaire.questions.items() if code in shown)

    @property
    def next(self) -> GuidedQuestion | None:
        """The first question that is shown and not answered; None if all are answered."""
        return next((asked for asked in self.shown if asked.code not in self.answered), None)

    @cached_property
    def chosen(self) -> Mapping[str, Choice]:
        """The options chosen: option code → option."""
        return {choice.code: choice for answer in self.answered.values() for choice in answer.choices}

    @cached_property
    def open(self) -> Mapping[str, GuidedQuestion]:
        """The unanswered questions that are shown or that further answers could lead to. Each can be answered freely,
        because no question restricts the answers to another one."""
        waiting = [asked.code for asked in self.shown if asked.code not in self.answered]
        open_questions: dict[str, GuidedQuestion] = {}
        while waiting:
            code = waiting.pop()
            if code not in open_questions and code not in self.answered:
                open_questions[code] = self.questionnaire.questions[code]
                waiting += open_questions[code].shows
        return open_questions

    @cached_property
    def entered(self) -> tuple[str, ...]:
        """Codes of the situations that the answers lead to, in the order of the subject."""
        led_to = {code for choice in self.chosen.values() for code in choice.situations}
        return tuple(
            code for code in self.questionnaire.situations if code in led_to or code in self.questionnaire.always
        )

    @cached_property
    def prospects(self) -> Mapping[str, Prospect]:
        """Situation code → what the answers say about it."""
        reachable = _led_to(self.questionnaire.reachable)
        open_still = _led_to(self.open)
        prospects = {}
        for code in self.questionnaire.situations:
            if code in self.entered:
                prospects[code] = Prospect.ENTERED
            elif code in open_still:
                prospects[code] = Prospect.POSSIBLE
            else:
                prospects[code] = Prospect.EXCLUDED if code in reachable else Prospect.UNASKED
        return prospects


def _led_to(questions: Mapping[str, GuidedQuestion]) -> set[str]:
    return {code for asked in questions.values() for each in asked.choices.values() for code in each.situations}
