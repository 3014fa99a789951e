"""Which answers one applicant can give together, and so which situations can be entered together.

Two answers exclude each other if one question allows only one of them, or if every path to one leads through an
answer that excludes the other.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import combinations

from oncegraph.queries.guidance.questionnaire import GuidedQuestion, Questionnaire
from oncegraph.queries.guidance.ranges import range_of
from oncegraph.schema.codes import AnswerKind
from oncegraph.schema.flow import Branch, Decision

#: Question code → codes of the options chosen.
Path = Mapping[str, tuple[str, ...]]


def decisions_of(questionnaire: Questionnaire) -> tuple[Decision, ...]:
    """The questions that some answers lead to, in their order."""
    return tuple(
        Decision(
            question_code=question.code,
            name=question.question.name,
            kind=question.kind,
            exclusive=question.kind is not AnswerKind.MULTIPLE
            and not any(can_choose_both(question, *pair) for pair in combinations(question.choices, 2)),
            branches=tuple(
                Branch(
                    option_code=code,
                    name=choice.option.name,
                    situation_codes=choice.situations,
                    question_codes=tuple(
                        shown for shown in choice.shows if code in questionnaire.questions[shown].shown_by
                    ),
                )
                for code, choice in question.choices.items()
            ),
        )
        for question in questionnaire.reachable.values()
    )


def can_choose_both(question: GuidedQuestion, one: str, other: str) -> bool:
    """Whether one answer to a question can choose two of its options, given by code."""
    if question.kind is AnswerKind.MULTIPLE:
        return True
    if question.kind is AnswerKind.SINGLE:
        return False
    ranges = [range_of(question.choices[code].option, question.kind) for code in (one, other)]
    known = [each for each in ranges if each is not None]
    return len(known) == 2 and not known[0].shared(known[1]).empty


class AnswerPaths:
    """The paths through some questions.

    question: option code → code of its question; leading_to: situation code → codes of the options that lead to it.
    Where questions lead to each other in a circle, a path enters the circle at the question that is reached first.
    """

    def __init__(self, decisions: Sequence[Decision], compatible: Callable[[str, str], bool] | None = None):
        """compatible: whether one answer can choose two options of the same question, given by code; by default this
        is so for all options of a question that is not exclusive."""
        self.question = {branch.option_code: each.question_code for each in decisions for branch in each.branches}
        self.leading_to: dict[str, list[str]] = defaultdict(list)
        self._shown_by: dict[str, list[str]] = {each.question_code: [] for each in decisions}
        for branch in (branch for each in decisions for branch in each.branches):
            for shown in branch.question_codes:
                self._shown_by[shown].append(branch.option_code)
            for situation in branch.situation_codes:
                self.leading_to[situation].append(branch.option_code)
        exclusive = {each.question_code for each in decisions if each.exclusive}
        self._compatible = compatible or (lambda one, other: self.question[one] not in exclusive)
        self._place = self._places()
        self.at_once = cache(self._at_once)

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> "AnswerPaths":
        """The paths through the questions of a questionnaire. Of options that stand for ranges, it is decided pair by
        pair whether one number or day can choose both."""
        choices, questions = questionnaire.choices, questionnaire.questions

        def compatible(one: str, other: str) -> bool:
            return can_choose_both(questions[choices[one].option.question_code], one, other)

        return cls(decisions_of(questionnaire), compatible)

    def together(self, one: str, other: str) -> bool:
        """Whether some answers lead to both situations, given by code; a situation that no answer leads to is always
        entered."""
        first, second = self.leading_to.get(one), self.leading_to.get(other)
        if not first or not second:
            return True
        return any(self.at_once(a, b) for a in first for b in second)

    def surely(self, one: str, other: str) -> bool:
        """Whether a situation is entered whenever another one is, judged by the answers that lead to them directly."""
        first, second = ({*self.leading_to.get(code, ())} for code in (one, other))
        return not first or (bool(second) and second <= first)

    def path_to(self, one: str, other: str | None = None) -> Path | None:
        """Answers that choose an option, or two options: those needed and no others. None if there are none."""
        other = one if other is None else other
        if not {one, other} <= self.question.keys() or not self.at_once(one, other):
            return None
        chosen = {one, other}
        while pairs := self._earlier(one, other):
            one, other = next(pair for pair in reversed(pairs) if self.at_once(*pair))
            chosen |= {one, other}
        chosen |= self._first_path(one) | self._first_path(other)
        path: dict[str, tuple[str, ...]] = {}
        for option, question in self.question.items():
            if option in chosen:
                path[question] = (*path.get(question, ()), option)
        return path

    def path_into(self, one: str, other: str) -> Path | None:
        """Answers that lead to both situations, given by code, which answers lead to. None if there are none."""
        pairs = ((a, b) for a in self.leading_to.get(one, ()) for b in self.leading_to.get(other, ()))
        return next((path for pair in pairs if (path := self.path_to(*pair)) is not None), None)

    def first_shown_by(self, question: str) -> list[str]:
        """The options that lead to a question and are offered before it; none if the question is asked from the
        start."""
        options = self._shown_by.get(question, ())
        return [option for option in options if self._place[self.question[option]] < self._place[question]]

    def _at_once(self, one: str, other: str) -> bool:
        """Whether some answers choose both options, given by code."""
        if one == other:
            return True
        if self.question[one] == self.question[other]:
            return self._compatible(one, other)
        pairs = self._earlier(one, other)
        return not pairs or any(self.at_once(*pair) for pair in pairs)

    def _earlier(self, one: str, other: str) -> list[tuple[str, str]]:
        """A pair of options with the later one traced back to each option that leads to its question. Earlier answers
        do not restrict how that question is answered. No pairs if there is nothing to trace back."""
        if self.question[one] == self.question[other]:
            return []
        first, later = sorted((one, other), key=lambda option: self._place[self.question[option]])
        return [(first, option) for option in self.first_shown_by(self.question[later])]

    def _first_path(self, option: str) -> set[str]:
        """The options along one path to an option."""
        path = {option}
        while shown_by := self.first_shown_by(self.question[option]):
            option = shown_by[0]
            path.add(option)
        return path

    def _places(self) -> dict[str, int]:
        """Question code → its place, behind all questions that lead to it; in a circle, behind one of them."""
        left: dict[str, set[str]] = {
            code: {self.question[option] for option in options} for code, options in self._shown_by.items()
        }
        places: dict[str, int] = {}
        while left:
            free = [code for code, before in left.items() if before <= places.keys()]
            if not free:
                free = [next((code for code, before in left.items() if before & places.keys()), next(iter(left)))]
            for code in free:
                places[code] = len(places)
                del left[code]
        return places
