"""Which answers can be given together, and so which situations be entered together; with the answers that do it."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from oncegraph.queries.guidance.questionnaire import GuidedQuestion, Questionnaire
from oncegraph.queries.guidance.ranges import range_of
from oncegraph.schema.codes import AnswerKind

#: Question code → codes of the options chosen.
Way = Mapping[str, tuple[str, ...]]


class Together:
    """Over the questions of one questionnaire. Where questions wait for each other in a circle, the way through it is
    the one along which it is entered first."""

    def __init__(self, questionnaire: Questionnaire):
        self.questionnaire = questionnaire
        self._found: dict[tuple[str, str], Way | None] = {}

    def __call__(self, one: str, other: str) -> bool:
        """Whether some answers lead into both situations, given by code."""
        return self.way(one, other) is not None

    def way(self, one: str, other: str) -> Way | None:
        """Answers that lead into both situations, those needed and no others; None if there are none."""
        pair = min(one, other), max(one, other)
        if pair not in self._found:
            ways = (self.way_to(a, b) for a in self._leading_to(pair[0]) for b in self._leading_to(pair[1]))
            self._found[pair] = next((way for way in ways if way is not None), None)
        return self._found[pair]

    def way_to(self, one: str | None, other: str | None = None) -> Way | None:
        """Answers that choose an option, or two; None if there are none. An option that is None needs no answer."""
        options = [code for code in (one, other) if code is not None]
        if not all(self._question(code).code in self._place for code in options):
            return None
        chosen = self._search(options[0], options[-1]) if options else []
        if chosen is None:
            return None
        found: dict[str, tuple[str, ...]] = {}
        for code, asked in self.questionnaire.questions.items():
            if taken := tuple(option for option in asked.choices if option in chosen):
                found[code] = taken
        return found

    def _leading_to(self, situation: str) -> Iterator[str | None]:
        if situation in self.questionnaire.always:
            yield None
        for code, choice in self.questionnaire.choices.items():
            if situation in choice.situations:
                yield code

    def _search(self, one: str, other: str) -> set[str] | None:
        """The options to choose for both. Of a pair the one that is asked later is traced back to what shows it: no
        answer before it says anything about how it is answered itself."""
        came_from: dict[tuple[str, str], tuple[str, str] | None] = {(one, other): None}
        waiting = [(one, other)]
        while waiting:
            pair = waiting.pop()
            first, later = sorted(pair, key=lambda code: self._place[self._question(code).code])
            asked = self._question(later)
            shown_by = self._shown_by(asked)
            if first == later or not shown_by or self._question(first) is asked:
                if first == later or self._question(first) is not asked or _can_both(asked, first, later):
                    return self._traced(came_from, pair) | self._path(first)
                continue
            for option in shown_by:
                if (before := (first, option)) not in came_from:
                    came_from[before] = pair
                    waiting.append(before)
        return None

    def _traced(
        self, came_from: Mapping[tuple[str, str], tuple[str, str] | None], pair: tuple[str, str] | None
    ) -> set[str]:
        found: set[str] = set()
        while pair is not None:
            found.update(pair)
            pair = came_from[pair]
        return found

    def _path(self, option: str) -> set[str]:
        """The options along one way to an option."""
        found = {option}
        while shown_by := self._shown_by(self._question(option)):
            option = shown_by[0]
            found.add(option)
        return found

    def _question(self, option: str) -> GuidedQuestion:
        return self.questionnaire.questions[self.questionnaire.choices[option].option.question_code]

    def _shown_by(self, asked: GuidedQuestion) -> list[str]:
        """The options that show a question and are asked before it."""
        place = self._place
        before = (code for code in asked.shown_by if self._question(code).code in place)
        return [code for code in before if place[self._question(code).code] < place[asked.code]]

    @cached_property
    def _place(self) -> Mapping[str, int]:
        """Code of each question that is ever shown → its place, behind all that show it; in a circle behind one."""
        reachable = self.questionnaire.reachable
        left = {
            code: {self._question(option).code for option in asked.shown_by} & reachable.keys()
            for code, asked in reachable.items()
        }
        placed: dict[str, int] = {}
        while left:
            free = [code for code, before in left.items() if before <= placed.keys()]
            if not free:
                free = [next(code for code, before in left.items() if before & placed.keys())]
            for code in free:
                placed[code] = len(placed)
                del left[code]
        return placed


def _can_both(asked: GuidedQuestion, one: str, other: str) -> bool:
    """Whether one answer can choose two options of a question."""
    if asked.kind is AnswerKind.MULTIPLE:
        return True
    ranges = [range_of(asked.choices[code].option, asked.kind) for code in (one, other)]
    return None not in ranges and not ranges[0].shared(ranges[1]).empty
