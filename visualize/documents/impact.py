"""The impact of losing a source, field or licence type, as JSON."""

from typing import Any

from pydantic import BaseModel, Field

from oncegraph.schema.gain import Gain
from oncegraph.schema.impact import Affected, Impact, Margin
from oncegraph.visualize.documents.first_rows import FirstRows, first_rows
from oncegraph.visualize.tables.impact import BROKEN, DEPENDENTS, LOST, in_words


class MarginAnswer(Margin):
    """The margin (see schema/impact.py), also in words."""

    text: str = Field(examples=["另有 3 个数源可接替其中 92 %"])


class ImpactAnswer(BaseModel):
    """What depends on it, and what is lost without it; lists are sorted by cases a year, most first."""

    kind: str = Field(examples=["DataSource"])
    code: str
    name: str
    lost: str = Field(description="“失去”的含义 · What losing it means.")
    bindings: int
    dependent_fields: int
    dependent_materials: int
    dependent_situations: int
    dependent_items: int
    dependent_cases: int
    loss: Gain
    margin: MarginAnswer
    keys: FirstRows[Affected]
    fields: FirstRows[Affected]
    materials: FirstRows[Affected]
    situations: FirstRows[Affected]


def document(impact: Impact, limit: int | None = None) -> dict[str, Any]:
    """As ImpactAnswer describes; lists of at most `limit`."""
    plain = {name: getattr(impact, name) for name in ("kind", "code", "name", *DEPENDENTS, "loss")}
    margin = {name: getattr(impact.margin, name) for name in Margin.model_fields}
    lists = {name: first_rows(getattr(impact, name), limit) for name in BROKEN}
    return plain | {"lost": str(LOST[impact.kind]), "margin": margin | {"text": str(in_words(impact))}} | lists
