"""Imports that leave out what they can do without: half a second and 60 MB, where the Neo4j driver is concerned."""

import calendar
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Inside, modules that were not imported before look as if they were not installed."""
    hidden = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)


class Months(dict[tuple[int, int], int]):
    """(year, month) → days of the month, found when it is asked for and not before."""

    def __missing__(self, month: tuple[int, int]) -> int:
        return calendar.monthrange(*month)[1]


def without_tables() -> None:
    """Let go of two tables that the Neo4j driver makes when it is imported, 21 MB: the days of every month up to the
    year 9999, and a number for each two bytes, at which nothing looks. A driver without them is left as it is."""
    time, codec = map(sys.modules.get, ("neo4j.time", "neo4j._codec.packstream.v1"))
    if hasattr(time, "_DAYS_IN_MONTH"):
        vars(time)["_DAYS_IN_MONTH"] = Months()
    getattr(codec, "UNPACKED_UINT_16", {}).clear()
