"""Parses the answers that people give: which options they choose, and which answers are refused and why."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from oncegraph.queries.guidance.questionnaire import Choice, GuidedQuestion, Questionnaire
from oncegraph.queries.guidance.ranges import limits_of, number_of, range_of
from oncegraph.schema.codes import AnswerKind
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.text import Text, listed

#: Question code or name → an option by code or name, several options, a number or a day. None or "": skipped.
Answers = Mapping[str, Any]

#: How many options or questions an error message lists.
LISTED = 20
_BETWEEN = re.compile(r"[;；,，]")
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,20})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class ParsedAnswer:
    """A question with its answer. choices: the options chosen, empty if it was skipped; value: the number or day."""

    asked: GuidedQuestion
    choices: tuple[Choice, ...]
    value: float | date | None = None

    @property
    def text(self) -> Text:
        """The answer in words."""
        if not self.choices:
            return Text("跳过", "skipped")
        names = listed(choice.option.name for choice in self.choices)
        if self.value is None:
            return names
        value = self.value.isoformat() if isinstance(self.value, date) else f"{self.value:.15g}"
        unit = self.asked.question.unit or ""
        return Text(f"{value}{unit}（{names.zh}）", f"{value}{unit} ({names.en})")


class UnknownQuestion(RefusedInput):
    """An answer to a question that is not asked about this subject."""

    code = "unknown_question"

    def __init__(self, word: str, questions: Iterable[GuidedQuestion]):
        super().__init__(
            Text(f"此处没有判断项“{word}”。", f'There is no question "{word}" here.'),
            _listing(
                Text("可用的判断项", "The questions are"), (f"{each.code} {each.question.name}" for each in questions)
            ),
        )


class NotShown(RefusedInput):
    """An answer to a question that is only asked after another answer."""

    code = "not_shown"

    def __init__(self, asked: GuidedQuestion, shown_by: Iterable[str]):
        super().__init__(
            Text(
                f"按已作的回答，不需要回答{_named(asked).zh}。", f"With these answers {_named(asked).en} is not asked."
            ),
            _listing(Text("选择以下任一选项后才需要回答", "It is asked after one of these answers"), shown_by),
        )


class UnknownOption(RefusedInput):
    """An answer that is not an option of the question."""

    code = "unknown_option"

    def __init__(self, asked: GuidedQuestion, word: object):
        super().__init__(
            Text(f"{_named(asked).zh}没有选项“{word}”。", f'{_named(asked).en} does not offer "{word}".'), _offer(asked)
        )


class SeveralOptions(RefusedInput):
    """Several options where one is allowed, or a name that several options have."""

    code = "several_options"

    def __init__(self, asked: GuidedQuestion, words: Iterable[str]):
        options = listed(words)
        super().__init__(
            Text(
                f"{_named(asked).zh}只能选一项，不能是：{options.zh}。",
                f"{_named(asked).en} takes one option, not several: {options.en}.",
            ),
            _offer(asked),
        )


class OutOfRange(RefusedInput):
    """A number or day that is in the range of no option, or an answer that is not a number or a day."""

    code = "out_of_range"

    def __init__(self, asked: GuidedQuestion, word: object):
        wanted = asked.kind.title
        super().__init__(
            Text(
                f"{_named(asked).zh}的回答应为选项范围内的{wanted.zh}，不能是“{word}”。",
                f'{_named(asked).en} takes a {wanted.en.lower()} within the ranges of its options, not "{word}".',
            ),
            _offer(asked),
        )


class MissingAnswer(RefusedInput):
    """A mandatory question was not answered."""

    code = "missing_answer"

    def __init__(self, asked: GuidedQuestion):
        super().__init__(Text(f"{_named(asked).zh}必须回答。", f"{_named(asked).en} must be answered."), _offer(asked))


def parse_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, ParsedAnswer]:
    """Question code → answer, in the order of the questions.

    Raises UnknownQuestion, UnknownOption, SeveralOptions, OutOfRange, MissingAnswer, and NotShown for an answer to a
    question that the other answers do not lead to.
    """
    parsed: dict[str, ParsedAnswer] = {}
    for word, value in answers.items():
        asked = _question(questionnaire, str(word))
        answer = _answer(asked, value)
        if parsed.setdefault(asked.code, answer) != answer:
            raise SeveralOptions(asked, (str(each.text) for each in (parsed[asked.code], answer)))
    shown = visible_questions(questionnaire, parsed)
    for code in parsed:
        if code not in shown:
            raise NotShown(questionnaire.questions[code], _leading(questionnaire, code))
    return {code: parsed[code] for code in questionnaire.questions if code in parsed}


def visible_questions(questionnaire: Questionnaire, answered: Mapping[str, ParsedAnswer]) -> frozenset[str]:
    """Codes of the questions that are shown after these answers."""
    waiting = [code for code, asked in questionnaire.questions.items() if not asked.shown_by]
    shown: set[str] = set()
    while waiting:
        code = waiting.pop()
        if code not in shown:
            shown.add(code)
            choices = answered[code].choices if code in answered else ()
            waiting += [follows for choice in choices for follows in choice.shows]
    return frozenset(shown)


def _question(questionnaire: Questionnaire, word: str) -> GuidedQuestion:
    if word in questionnaire.questions:
        return questionnaire.questions[word]
    named = [asked for asked in questionnaire.questions.values() if asked.question.name == word]
    if len(named) != 1:
        raise UnknownQuestion(word, named or questionnaire.questions.values())
    return named[0]


def _answer(asked: GuidedQuestion, value: Any) -> ParsedAnswer:
    words = [value] if isinstance(value, str) or not isinstance(value, Sequence) else [*value]
    words = [word.strip() if isinstance(word, str) else word for word in words if word is not None]
    if asked.kind is AnswerKind.MULTIPLE:
        words = [part for word in words for part in _parts(asked, str(word))]
    words = [word for word in words if word != ""]
    if not words:
        if asked.mandatory:
            raise MissingAnswer(asked)
        return ParsedAnswer(asked, ())
    if asked.kind is AnswerKind.MULTIPLE:
        chosen = {_option(asked, word).code for word in words}
        return ParsedAnswer(asked, tuple(choice for code, choice in asked.choices.items() if code in chosen))
    if asked.kind is AnswerKind.SINGLE:
        options = {choice.code: choice for choice in (_option(asked, str(word)) for word in words)}
        if len(options) > 1:
            raise SeveralOptions(asked, (choice.option.name for choice in options.values()))
        return ParsedAnswer(asked, tuple(options.values()))
    if len(words) > 1:
        raise SeveralOptions(asked, map(str, words))
    return _answer_in_range(asked, words[0])


def _answer_in_range(asked: GuidedQuestion, word: Any) -> ParsedAnswer:
    """The answer for a number or a day, or for an option that was named instead."""
    value = _value(asked.kind, word)
    if value is None:
        if not any(str(word) in (choice.code, choice.option.name) for choice in asked.choices.values()):
            raise OutOfRange(asked, word)
        return ParsedAnswer(asked, (_option(asked, str(word)),))
    matching = tuple(
        choice
        for choice in asked.choices.values()
        if (within := range_of(choice.option, asked.kind)) and within.contains(number_of(value))
    )
    if not matching:
        raise OutOfRange(asked, word)
    return ParsedAnswer(asked, matching, value)


def _value(kind: AnswerKind, word: Any) -> float | date | None:
    if kind is AnswerKind.NUMBER:
        written = f"{Decimal(repr(word)):f}" if isinstance(word, float) else str(word)
        return float(written) if _NUMBER.fullmatch(written) else None
    if isinstance(word, date):
        return word.date() if isinstance(word, datetime) else word
    try:
        return date.fromisoformat(word) if isinstance(word, str) and _DAY.fullmatch(word) else None
    except ValueError:
        return None


def _option(asked: GuidedQuestion, word: str) -> Choice:
    if word in asked.choices:
        return asked.choices[word]
    named = [choice for choice in asked.choices.values() if choice.option.name == word]
    if not named:
        raise UnknownOption(asked, word)
    if len(named) > 1:
        raise SeveralOptions(asked, (f"{choice.code} {choice.option.name}" for choice in named))
    return named[0]


def _parts(asked: GuidedQuestion, word: str) -> list[str]:
    """Splits several options in one text; but the name of an option may itself contain a comma."""
    if word in asked.choices or any(choice.option.name == word for choice in asked.choices.values()):
        return [word]
    return [part.strip() for part in _BETWEEN.split(word) if part.strip()]


def _leading(questionnaire: Questionnaire, code: str) -> list[str]:
    options = (questionnaire.choices[option].option for option in questionnaire.questions[code].shown_by)
    return [f"{questionnaire.questions[option.question_code].question.name} = {option.name}" for option in options]


def _named(asked: GuidedQuestion) -> Text:
    name = asked.question.name
    return Text(f"“{name}”（{asked.code}）", f'"{name}" ({asked.code})')


def _offer(asked: GuidedQuestion) -> Text:
    """The options of a question, as the next step of an error message."""
    options = []
    for code, choice in asked.choices.items():
        limits = limits_of(choice.option, asked.question.unit)
        zh, en = (f"（{limits.zh}）", f" ({limits.en})") if limits else ("", "")
        options.append(Text(f"{code} {choice.option.name}{zh}", f"{code} {choice.option.name}{en}"))
    return _listing(Text("可选回答", "Possible answers"), options)


def _listing(title: Text, entries: Iterable[Text | str]) -> Text:
    every = [*entries]
    shown = listed(every[:LISTED], Text("；", "; "))
    zh, en = ("；……", "; ...") if len(every) > LISTED else ("", "")
    return Text(f"{title.zh}：{shown.zh}{zh}。", f"{title.en}: {shown.en}{en}.")
