"""Result rows as data frames: codes and plain values, for pandas."""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, get_args, get_origin

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
    """A frozen result that can be converted to a data frame.

    main_table: name of the table that `to_frame` gives if none is named; empty: the first one.
    """

    main_table: ClassVar[str] = ""

    model_config = ConfigDict(frozen=True)

    def tables(self) -> tuple[str, ...]:
        """Names of the tables in this result at any depth: attributes that contain, or could contain, rows."""
        return tuple(_columns_of_tables(type(self)))

    def to_frame(self, table: str | None = None) -> "pd.DataFrame":
        """A table of this result as a pandas data frame, a row for each of its rows; without tables, a single row.

        Codes are texts, lists are tuples of codes, values within a value have a column each, as `loss.fields`. A row
        inside another one also has the codes of that one. A table without rows has its columns. table: its name (see
        `tables`).

        Raises NoSuchTable, MissingExtra without the extra `frames`.
        """
        names = self.tables()
        if not names and table is None:
            return frame_of([self])
        name = table or self.main_table or names[0]
        if name not in names:
            raise NoSuchTable(name, names)
        rows = [cells for found, rows in _tables(self) if found == name for cells in rows]
        return _frame(rows, None if rows else _columns_of_tables(type(self))[name])


def frame_of(rows: Iterable[BaseModel | Mapping[str, Any]]) -> "pd.DataFrame":
    """Rows as a pandas data frame."""
    return _frame(_cells(row) for row in rows)


def _frame(rows: Iterable[Cells], columns: tuple[str, ...] | None = None) -> "pd.DataFrame":
    with optional_extra("frames"):
        import pandas as pd  # imported here, because importing it is slow, and only data scientists need it

    return pd.DataFrame.from_records(list(rows), columns=columns)


def _tables(row: BaseModel, above: Cells | None = None) -> Iterator[tuple[str, list[Cells]]]:
    """Every table below a row: its name, and its rows with the codes of the rows above."""
    codes = (above or {}) | {name: value for name, value in _cells(row).items() if _is_code(name)}
    for name in _row_types(type(row)):
        rows: tuple[BaseModel, ...] = getattr(row, name) or ()
        yield name, [codes | _cells(each) for each in rows]
        for each in rows:
            yield from _tables(each, codes)


def _cells(row: BaseModel | Mapping[Any, Any]) -> Cells:
    """The plain values of a row; rows inside it are left out."""
    cells: Cells = {}
    tables = _row_types(type(row)) if isinstance(row, BaseModel) else {}
    for name, value in row.items() if isinstance(row, Mapping) else row:
        if isinstance(value, BaseModel | Mapping):
            cells |= {f"{name}.{inner}": each for inner, each in _cells(value).items()}
        elif isinstance(value, Text):
            cells[name] = str(value)
        elif name not in tables:
            cells[name] = _plain(value)
    return cells


def _is_code(column: str) -> bool:
    return column.endswith("_code") and "." not in column


@cache
def _row_types(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Attribute that holds rows → what its rows are, as declared."""
    holding = {
        name: get_args(part)[0]
        for name, info in model.model_fields.items()
        for part in (info.annotation, *get_args(info.annotation))
        if get_origin(part) in (tuple, list)
    }
    return {name: row for name, row in holding.items() if isinstance(row, type) and issubclass(row, BaseModel)}


@cache
def _columns_of_tables(model: type[BaseModel]) -> dict[str, tuple[str, ...]]:
    """Table below a kind of rows, whatever its depth → its columns."""
    found: dict[str, tuple[str, ...]] = {}

    def visit(kind: type[BaseModel], above: tuple[str, ...], outer: tuple[type[BaseModel], ...]) -> None:
        codes = (*above, *filter(_is_code, _columns(kind)))
        for name, row in _row_types(kind).items():
            found.setdefault(name, tuple(dict.fromkeys((*codes, *_columns(row)))))
            if row not in outer:  # rows may hold rows of their own kind
                visit(row, codes, (*outer, row))

    visit(model, (), (model,))
    return found


def _columns(model: type[BaseModel]) -> Iterator[str]:
    """The columns of a kind of rows; those of a mapping are known from its values only."""
    for name, info in model.model_fields.items():
        parts = (info.annotation, *get_args(info.annotation))
        inner = next((part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)), None)
        if name in _row_types(model) or any(get_origin(part) is dict for part in parts):
            continue
        if inner is not None:
            yield from (f"{name}.{column}" for column in _columns(inner))
        else:
            yield name


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return tuple(map(_plain, value))
    return value
