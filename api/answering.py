"""Answers to the questions of a theme or item as they are given in one line: QUESTION=OPTION."""

from collections.abc import Iterable
from typing import Any

from schema.errors import RefusedInput
from schema.text import Text


class BadAnswers(RefusedInput):
    """Answers that cannot be read."""

    code = "bad_answers"

    def __init__(self, what: Text):
        super().__init__(
            what, Text("请写作 判断项=选项，编码或名称均可。", "Write QUESTION=OPTION, each as code or name.")
        )


def answers_of(pairs: Iterable[str]) -> dict[str, Any]:
    """Question → answer; where one is answered several times, a list of the answers. Raises BadAnswers."""
    answers: dict[str, Any] = {}
    for pair in pairs:
        question, equals, answer = (part.strip() for part in pair.partition("="))
        if not (question and equals and answer):
            raise BadAnswers(Text(f"“{pair}”不是回答。", f'"{pair}" is no answer.'))
        before = answers.get(question)
        answers[question] = answer if before is None else [*(before if isinstance(before, list) else [before]), answer]
    return answers
