"""The effect of changes, as JSON."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field

from oncegraph.schema.totals import Totals
from oncegraph.schema.verdict import Verdict
from oncegraph.schema.what_if import FieldChange, MaterialChange, SituationChange, WhatIf
from oncegraph.visualize.documents.first_rows import FirstRows, first_rows
from oncegraph.visualize.tables.what_if import CHANGED, differences, transitions


class Transition(BaseModel):
    """How many verdicts change from one value to another; if both are the same, the source or rule changed."""

    before: Verdict
    after: Verdict
    count: int


class Transitions(BaseModel):
    """Transitions of each kind of verdict."""

    situations: list[Transition]
    materials: list[Transition]
    fields: list[Transition]


class WhatIfAnswer(BaseModel):
    """The effect of changes; lists are sorted by cases a year, most first."""

    before: Totals
    after: Totals
    difference: dict[str, int] = Field(
        description="变更后减变更前的差值，只列不为零的 · After minus before; values of zero are left out."
    )
    transitions: Transitions
    situations: FirstRows[SituationChange]
    materials: FirstRows[MaterialChange]
    fields: FirstRows[FieldChange]


def document(answer: WhatIf, limit: int | None = None) -> dict[str, Any]:
    """As WhatIfAnswer describes; lists of at most `limit`."""
    return {
        "before": answer.before,
        "after": answer.after,
        "difference": {name: many for name, many in differences(answer).items() if many},
        "transitions": {name: _transitions(getattr(answer, name)) for name in CHANGED},
        **{name: first_rows(getattr(answer, name), limit) for name in CHANGED},
    }


def _transitions(rows: Sequence[SituationChange | MaterialChange | FieldChange]) -> list[Transition]:
    return [Transition(before=before, after=after, count=many) for (before, after), many in transitions(rows).items()]
