"""Where an applicant stands with some answers: what is asked next, what was entered, what is still possible."""

from collections.abc import Mapping
from functools import cached_property

from oncegraph.queries.guidance.answers import Answers, ParsedAnswer, parse_answers, visible_questions
from oncegraph.queries.guidance.questionnaire import Choice, GuidedQuestion, Questionnaire
from oncegraph.schema.guide import Prospect


class Progress:
    """With answers that were understood. answered: question code → answer, in the order of the questions; shown:
    the questions that are asked with these answers, in their order."""

    def __init__(self, questionnaire: Questionnaire, answers: Answers):
        """Raises what `understood` raises."""
        self.questionnaire = questionnaire
        self.answered: Mapping[str, ParsedAnswer] = parse_answers(questionnaire, answers)
        shown = visible_questions(questionnaire, self.answered)
        self.shown = tuple(asked for code, asked in questionnaire.questions.items() if code in shown)

    @property
    def next(self) -> GuidedQuestion | None:
        """The first question that is shown and not answered; None when all are."""
        return next((asked for asked in self.shown if asked.code not in self.answered), None)

    @cached_property
    def chosen(self) -> Mapping[str, Choice]:
        """Option code → option, of those chosen."""
        return {choice.code: choice for answer in self.answered.values() for choice in answer.choices}

    @cached_property
    def open(self) -> Mapping[str, GuidedQuestion]:
        """The questions that some further answers would lead to; each with an answer of its own, for no two questions
        bind each other."""
        waiting = [asked.code for asked in self.shown if asked.code not in self.answered]
        found: dict[str, GuidedQuestion] = {}
        while waiting:
            code = waiting.pop()
            if code not in found and code not in self.answered:
                found[code] = self.questionnaire.questions[code]
                waiting += found[code].shows
        return found

    @cached_property
    def entered(self) -> tuple[str, ...]:
        """Codes of the situations that the answers lead into, in the order of the subject."""
        led_to = {code for choice in self.chosen.values() for code in choice.situations}
        return tuple(
            code for code in self.questionnaire.situations if code in led_to or code in self.questionnaire.always
        )

    @cached_property
    def prospects(self) -> Mapping[str, Prospect]:
        """Situation code → what the answers say about it."""
        reachable = _led_to(self.questionnaire.reachable)
        open_still = _led_to(self.open)
        found = {}
        for code in self.questionnaire.situations:
            if code in self.entered:
                found[code] = Prospect.ENTERED
            elif code in open_still:
                found[code] = Prospect.POSSIBLE
            else:
                found[code] = Prospect.EXCLUDED if code in reachable else Prospect.UNASKED
        return found


def _led_to(questions: Mapping[str, GuidedQuestion]) -> set[str]:
    return {code for asked in questions.values() for each in asked.choices.values() for code in each.situations}
