"""Situations that a question is about: those of themes and items, all of them or the ones that answers lead to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from oncegraph.schema.errors import NotFound, OnceGraphError
from oncegraph.schema.text import Text

if TYPE_CHECKING:
    from oncegraph.queries.city import City
    from oncegraph.queries.records import Records


class Subject(NamedTuple):
    """What a person names: a Theme, an Item or a Situation, by kind and code."""

    kind: str
    code: str


class OneSubject(OnceGraphError):
    """Answers were given about several subjects, or about a situation."""

    code = "one_subject"
    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            Text("回答只能针对一个主题或一个事项。", "Answers are about one theme or one item."),
            Text("请只指定一个主题或事项，或去掉回答。", "Name a single theme or item, or leave out the answers."),
        )


@dataclass(frozen=True)
class Selection:
    """Situations of some subjects.

    answers: question → answer as written, about the one subject; None: all its situations. only: codes of situations
    to keep; none: all.
    """

    subjects: tuple[Subject, ...]
    answers: Mapping[str, Any] | None = None
    only: tuple[str, ...] = ()

    @classmethod
    def of_theme(cls, code: str, answers: Mapping[str, Any] | None = None, only: tuple[str, ...] = ()) -> "Selection":
        return cls((Subject("Theme", code),), answers, only)

    @property
    def whole(self) -> bool:
        """Whether nothing narrows it."""
        return self.answers is None and not self.only

    def read(self, city: "City") -> "Records":
        """The records that the subjects rest on. Raises NotFound."""
        items = {code for kind, code in self.subjects if kind == "Item"}
        situations = [code for kind, code in self.subjects if kind == "Situation"]
        items |= {city.catalogue.item_of(code) for code in situations}
        return city.records(themes=[code for kind, code in self.subjects if kind == "Theme"], items=items)

    def situations(self, records: "Records") -> tuple[str, ...]:
        """Codes of the situations. Raises NotFound, OneSubject, and what `guide` raises of answers."""
        if self.answers is None:
            selected = tuple(dict.fromkeys(code for subject in self.subjects for code in _situations(records, subject)))
        elif len(self.subjects) > 1 or self.subjects[0].kind == "Situation":
            raise OneSubject
        else:
            from oncegraph.queries.guidance.guide import entered_situations

            selected = entered_situations(records, self.subjects[0].code, self.answers)
        for code in self.only:
            if code not in selected:
                raise self._has_no(code)
        return tuple(code for code in selected if not self.only or code in self.only)

    def _has_no(self, situation: str) -> NotFound:
        about = "、".join(code for _, code in self.subjects)
        return NotFound(
            Text(f"{about} 没有情形 {situation}。", f"{about} has no situation {situation}."),
            Text(f"用 oncegraph search {about} 查找。", f"Look for it with: oncegraph search {about}"),
        )


def _situations(records: "Records", subject: Subject) -> tuple[str, ...]:
    from oncegraph.queries.guidance.questionnaire import Questionnaire

    return (subject.code,) if subject.kind == "Situation" else Questionnaire.of(records, subject.code).situations
