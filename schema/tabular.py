"""Result rows as data frames: codes and plain values, for pandas."""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict

from oncegraph.schema.errors import NotFound, optional_extra
from oncegraph.schema.text import Text

if TYPE_CHECKING:
    import pandas as pd

Cells = dict[str, Any]


class NoSuchTable(NotFound):
    """A result has no table of that name."""

    code = "no_such_table"

    def __init__(self, name: str, tables: Iterable[str]):
        names = ", ".join(tables) or "-"
        super().__init__(
            Text(f"结果中没有名为“{name}”的表。", f'The result has no table "{name}".'),
            Text(f"可用的表：{names}。", f"Its tables are: {names}."),
        )


class Tabular(BaseModel):
    """A frozen value that can be a data frame.

    main_table: name of the table that `to_frame` gives if none is named; empty: the first one.
    """

    main_table: ClassVar[str] = ""

    model_config = ConfigDict(frozen=True)

    def tables(self) -> tuple[str, ...]:
        """Names of the tables in this result, whatever their depth: attributes that hold rows."""
        return tuple(dict.fromkeys(name for name, _ in _tables(self)))

    def to_frame(self, table: str | None = None) -> "pd.DataFrame":
        """A table of this result as a pandas data frame, a row for each of its rows; without tables, a single row.

        Codes are texts, lists are tuples of codes, values within a value have a column each, as `loss.fields`. A row
        inside another one also has the codes of that one. table: its name (see `tables`).

        Raises NoSuchTable, MissingExtra without the extra `frames`.
        """
        names = self.tables()
        if not names and table is None:
            return frame_of([self])
        name = table or self.main_table or names[0]
        if name not in names:
            raise NoSuchTable(name, names)
        return _frame(cells for found, rows in _tables(self) if found == name for cells in rows)


def frame_of(rows: Iterable[BaseModel | Mapping[str, Any]]) -> "pd.DataFrame":
    """Rows as a pandas data frame."""
    return _frame(_cells(row) for row in rows)


def _frame(rows: Iterable[Cells]) -> "pd.DataFrame":
    with optional_extra("frames"):
        import pandas as pd  # takes its time to import, and only data scientists need it

    return pd.DataFrame.from_records(list(rows))


def _tables(row: BaseModel, above: Cells | None = None) -> Iterator[tuple[str, list[Cells]]]:
    """Every table below a row: its name, and its rows with the codes of the rows above."""
    codes = (above or {}) | {
        name: value for name, value in _cells(row).items() if name.endswith("_code") and "." not in name
    }
    for name, value in row:
        if _holds_rows(value):
            yield name, [codes | _cells(each) for each in value]
            for each in value:
                yield from _tables(each, codes)


def _cells(row: BaseModel | Mapping[Any, Any]) -> Cells:
    """The plain values of a row; rows inside it are left out."""
    cells: Cells = {}
    for name, value in row.items() if isinstance(row, Mapping) else row:
        if isinstance(value, BaseModel | Mapping):
            cells |= {f"{name}.{inner}": each for inner, each in _cells(value).items()}
        elif isinstance(value, Text):
            cells[name] = str(value)
        elif not _holds_rows(value):
            cells[name] = _plain(value)
    return cells


def _holds_rows(value: Any) -> bool:
    return isinstance(value, tuple | list) and any(isinstance(each, BaseModel) for each in value)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return tuple(map(_plain, value))
    return value
