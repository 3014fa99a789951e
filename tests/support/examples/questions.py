"""Questions that hypothesis draws, and all combinations of answers to them, by trying."""

from collections.abc import Iterator, Mapping
from itertools import chain, combinations, product
from typing import Any

from hypothesis import strategies as st

from oncegraph.queries.guidance.questionnaire import GuidedQuestion, Questionnaire
from oncegraph.queries.records import Records
from oncegraph.schema.codes import AnswerKind
from oncegraph.schema.question import Option
from tests.support.examples.question_rows import question_rows

QUESTIONS = [f"Q{number}" for number in range(1, 5)]
SITUATIONS = {"A": ["A1", "A2"], "B": ["B1", "B2"], "C": ["C1"]}
EVERY = [code for codes in SITUATIONS.values() for code in codes]
MATERIALS = ["M1", "M2", "M3"]
NUMBERS = [-1.0, 0.0, 1.0, 2.0, 3.0, 5.0, 6.0]
LIMITS = [{}, {"minimum": 0}, {"maximum": 5}, {"exclusive_minimum": 5}, {"minimum": 2, "exclusive_maximum": 5}]


@st.composite
def question_records(draw: st.DrawFn, *, circles: bool = True) -> Records:
    """A theme T of situations of three items, which ask four questions; all materials must be handed in.

    circles: questions may lead to each other.
    """
    questions = {}
    for place, code in enumerate(QUESTIONS):
        kind = draw(st.sampled_from(["single", "single", "multiple", "number"]))
        ends = [*EVERY, *(QUESTIONS if circles else QUESTIONS[place + 1 :])]
        options = {}
        for number in range(draw(st.integers(1, 2))):
            options[f"{code}.{number}"] = {
                "to": draw(st.lists(st.sampled_from(ends), max_size=3, unique=True)),
                **(draw(st.sampled_from(LIMITS)) if kind == "number" else {}),
            }
        questions[code] = {"answer_kind": kind, "mandatory": draw(st.booleans()), "options": options}
    asks = st.lists(st.sampled_from(QUESTIONS), max_size=4, unique=True)
    items = {item: {"situations": codes, "asks": draw(asks)} for item, codes in SITUATIONS.items()}
    included = draw(st.lists(st.sampled_from(EVERY), min_size=1, unique=True))
    theme = {code: {"optional": draw(st.booleans())} for code in included}
    rows = {**question_rows(items, questions, {"T": {"includes": theme}})}
    required = {code: draw(st.lists(st.sampled_from(MATERIALS), unique=True)) for code in EVERY}
    rows["Requires"] = [
        {"situation_code": code, "material_code": material, "necessity": "required"}
        for code, materials in required.items()
        for material in materials
    ]
    rows["Material"] = [{"material_code": code, "name": code, "origin": "applicant"} for code in MATERIALS]
    return Records(rows)


def choices_of(asked: GuidedQuestion, overlaps: bool = False) -> Iterator[tuple[str, ...]]:
    """Every set of options that one answer can choose; an empty one is a question that is skipped.

    overlaps: also the options whose ranges hold the same number.
    """
    options = [*asked.choices]
    most = len(options) if asked.kind is AnswerKind.MULTIPLE else 1
    first = 1 if asked.mandatory else 0
    by_option = chain.from_iterable(combinations(options, many) for many in range(first, most + 1))
    if not overlaps or asked.kind is not AnswerKind.NUMBER:
        return by_option
    by_number = {tuple(code for code in options if within_limits(asked.choices[code].option, n)) for n in NUMBERS}
    return chain(by_option, (held for held in sorted(by_number) if len(held) > 1))


def within_limits(option: Option, number: float) -> bool:
    """Whether an option has limits and a number is within them."""
    tests = [
        (option.minimum, number.__ge__),
        (option.exclusive_minimum, number.__gt__),
        (option.maximum, number.__le__),
        (option.exclusive_maximum, number.__lt__),
    ]
    limits = [(limit, test) for limit, test in tests if limit is not None]
    return bool(limits) and all(test(limit) for limit, test in limits)


def all_answers(questionnaire: Questionnaire, overlaps: bool = False) -> Iterator[dict[str, tuple[str, ...]]]:
    """Every combination of answers to all the questions that are shown: question code → options."""
    codes = [*questionnaire.questions]
    seen = set()
    for every in product(*(choices_of(questionnaire.questions[code], overlaps) for code in codes)):
        options = dict(zip(codes, every, strict=True))
        shown = visible_questions(questionnaire, options)
        answers = {code: options[code] for code in codes if code in shown}
        if (key := tuple(answers.items())) not in seen:
            seen.add(key)
            yield answers


def visible_questions(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> set[str]:
    """The questions that are shown, by looking again until none is added."""
    shown = {code for code, asked in questionnaire.questions.items() if not asked.shown_by}
    while True:
        chosen = {option for code in shown for option in answers.get(code, ())}
        more = {code for code, asked in questionnaire.questions.items() if chosen & set(asked.shown_by)} - shown
        if not more:
            return shown
        shown |= more


def situations_led_to(questionnaire: Questionnaire, answers: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The situations that answers lead to."""
    chosen = [questionnaire.choices[option] for options in answers.values() for option in options]
    return {code for choice in chosen for code in choice.situations}
