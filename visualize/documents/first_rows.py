"""Shortened lists: the first rows, and the total number."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from pydantic import BaseModel, Field

Item = TypeVar("Item")


class FirstRows(BaseModel, Generic[Item]):
    """The first of many rows."""

    total: int = Field(description="总行数 · The total number of rows.")
    items: list[Item]


def first_rows(rows: Sequence[Item], limit: int | None) -> FirstRows[Item]:
    """The first `limit` rows; all of them without a limit."""
    return FirstRows.model_construct(total=len(rows), items=list(rows[:limit]))
