"""Before and after, as JSON: of two states, of a reform, and of a theme as one thing."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, Field

from oncegraph.schema.comparison import Comparison, Edit, Edited, OneThing
from oncegraph.schema.figures import Reduction
from oncegraph.schema.reform import Effect
from oncegraph.visualize.documents.first_rows import FirstRows, first_rows
from oncegraph.visualize.tables.comparison import count_edits


class EditCount(BaseModel):
    """The number of edits of one sort for one kind of thing."""

    edit: Edit
    kind: str
    count: int


class ComparisonAnswer(BaseModel):
    """The comparison of two states; for unchanged things only their number by kind."""

    before: str
    after: str
    totals: Reduction
    themes: FirstRows[Reduction]
    items: FirstRows[Reduction]
    departments: FirstRows[Reduction]
    counts: list[EditCount]
    edits: FirstRows[Edited]
    kept: dict[str, int]


class ReformAnswer(ComparisonAnswer):
    """The result of trying a reform: the effect of each action, and the catalogue before and after."""

    title: str
    effects: list[Effect]


class OneThingAnswer(BaseModel):
    """A theme before, each item applied for by itself, and after, as one thing."""

    code: str | None
    name: str
    situations: list[str]
    outline: str
    circles: int = Field(description="循环证明的处数，所涉时限未计入 · Circles of items; their days are not counted.")
    totals: Reduction
    counts: list[EditCount]
    edits: FirstRows[Edited]


def document(found: Comparison, before: str, after: str, limit: int | None = None) -> dict[str, Any]:
    """As ComparisonAnswer describes; lists of at most `limit`."""
    return {
        "before": before,
        "after": after,
        "totals": found.totals,
        **{name: first_rows(getattr(found, name), limit) for name in ("themes", "items", "departments")},
        "counts": _counts(found.edits),
        "edits": first_rows(found.edits, limit),
        "kept": found.kept,
    }


def document_of_reform(
    found: Comparison, before: str, title: str, effects: Sequence[Effect], limit: int | None = None
) -> dict[str, Any]:
    """As ReformAnswer describes; lists of at most `limit`."""
    return {"title": title, "effects": list(effects)} | document(found, before, title, limit)


def document_of_theme(found: OneThing, limit: int | None = None) -> dict[str, Any]:
    """As OneThingAnswer describes; edits at most `limit`."""
    plain = {name: getattr(found, name) for name in ("code", "name", "situations", "circles", "totals")}
    return plain | {
        "outline": str(found.outline),
        "counts": _counts(found.edits),
        "edits": first_rows(found.edits, limit),
    }


def _counts(edits: Iterable[Edited]) -> list[EditCount]:
    return [EditCount(edit=edit, kind=kind, count=many) for (edit, kind), many in count_edits(edits).items()]
