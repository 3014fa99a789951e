"""Parse answers to the questions of a theme or item: QUESTION=OPTION, or a file of them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from oncegraph.schema.document import read_document
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.text import Text

SKIPPED = ("", "null", "~")


class BadAnswers(RefusedInput):
    """Answers that cannot be read."""

    code = "bad_answers"

    def __init__(self, what: Text):
        super().__init__(
            what,
            Text(
                "应写作 判断项=选项，如 --answer PD0007=已有；文件中写作 PD0007: 已有。",
                "Write QUESTION=OPTION, as in --answer PD0007=PD000702; in a file PD0007: PD000702.",
            ),
        )


def answers_of(pairs: Iterable[str]) -> dict[str, list[str]]:
    """Question → its answers, from `QUESTION=ANSWER` words; several answers to one question are collected. Raises
    BadAnswers."""
    answers: dict[str, list[str]] = {}
    for pair in pairs:
        question, equals, answer = pair.partition("=")
        if not equals or not question.strip():
            raise BadAnswers(Text(f"“{pair}”不是有效的回答。", f'"{pair}" is not an answer.'))
        answers.setdefault(question.strip(), []).append(answer.strip())
    return answers


def read_answers(path: Path) -> dict[str, Any]:
    """The answers in a file, YAML or JSON, as written: question → answer, or a list of them. Raises Unreadable,
    BadAnswers."""
    content = read_document(path, as_written=True)
    if not isinstance(content, dict):
        raise BadAnswers(Text(f"{path} 的内容须写作 判断项: 回答。", f"{path} must hold QUESTION: ANSWER."))
    return {question: None if answer in SKIPPED else answer for question, answer in content.items()}


def parse_answers(answer: Iterable[str] | None, answers: Path | None) -> dict[str, Any] | None:
    """The answers of the options --answer and --answers together, where --answer takes precedence; None if neither is
    given. Raises Unreadable, BadAnswers."""
    if answer is None and answers is None:
        return None
    return (read_answers(answers) if answers else {}) | answers_of(answer or ())
