"""Long answers cut short: the first of many rows, and how many there are."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from pydantic import BaseModel, Field

from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Sheet

Row = TypeVar("Row")

#: Rows of a table that a terminal shows; files hold all of them.
SHOWN = 20


class Part(BaseModel, Generic[Row]):
    """The first of many rows."""

    total: int = Field(description="共有几行 · How many there are.")
    items: list[Row]


def part(rows: Sequence[Row], limit: int | None) -> Part[Row]:
    """The first `limit` rows, or all."""
    return Part.model_construct(total=len(rows), items=list(rows[:limit]))


def shortened(sheet: Sheet) -> Sheet:
    """The table as a terminal shows it: its title says how many rows there are, if it does not hold them all."""
    if len(sheet.rows) <= SHOWN:
        return sheet
    many = len(sheet.rows)
    title = Text(f"{sheet.title}（共 {many}）", f"{sheet.title} ({many} in all)")
    return Sheet(str(title), sheet.columns, sheet.rows[:SHOWN], more=True)
