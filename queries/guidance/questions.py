"""Questions about guidance: the next thing to ask an applicant, the exact checklist, and defects of the questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from oncegraph.queries.city import City
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.guidance.selection import Selection, Subject
from oncegraph.schema.guide import Guidance
from oncegraph.schema.lint import Lint


@dataclass(frozen=True)
class GuidanceQuestion:
    """Where an applicant stands with some answers about a theme or item: the next question, or the checklist."""

    subject: Subject
    answers: Mapping[str, Any] = field(default_factory=dict)

    def answer(self, city: City, context: Context) -> Guidance:
        """Raises NotFound, and what is wrong with an answer (queries/guidance/answers.py)."""
        from oncegraph.queries.guidance.guide import guide

        records = Selection((self.subject,)).read(city)
        return guide(records, self.subject.code, self.answers, city.analysis(context))


@dataclass(frozen=True)
class LintQuestion:
    """What is wrong with the questions of a theme or item; without one, of all of them."""

    subject: Subject | None = None

    def answer(self, city: City, context: Context) -> tuple[Lint, ...]:
        """Raises NotFound."""
        from oncegraph.queries.guidance.lint import lint, lint_all

        if self.subject is None:
            return lint_all(city.all_records())
        return (lint(Selection((self.subject,)).read(city), self.subject.code),)
