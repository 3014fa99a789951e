"""A copy of a catalogue's rows to which a reform is applied; the original rows do not change."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any, NamedTuple

from oncegraph.schema.comparison import Edit
from oncegraph.schema.declaration import Declaration, Node
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.rows import Row, Rows

#: The values that identify a row: its key, or both ends and the key attributes.
Identity = tuple[str, ...]

#: The column that names the attributes whose values are defaults of a mapping; a changed value is no default.
DEFAULTED = "defaulted"


def identity_of(declaration: type[Declaration]) -> Callable[[Row], Identity]:
    """A function that returns the identity of a row. Key attributes that are not recorded have their default."""
    names, fields = declaration.identity_columns(), declaration.model_fields
    pairs: list[tuple[str, Any]] = [(name, fields[name].default if name in fields else None) for name in names]
    return lambda row: tuple(row.get(name, default) for name, default in pairs)


def by_identity(declaration: type[Declaration], rows: Iterable[Row]) -> dict[Identity, Row]:
    """Identity → row."""
    identity = identity_of(declaration)
    return {identity(row): row for row in rows}


class Touch(NamedTuple):
    """A change of a row. name: its name, if it has one; into: the name of what it was merged into."""

    edit: Edit
    kind: str
    identity: Identity
    name: str | None
    into: str | None = None


class Draft:
    """Rows by declaration and identity, searchable by the value of any column. touches: all changes, in order."""

    def __init__(self, rows: Rows):
        self._tables = {name: by_identity(DECLARATIONS[name], rows.get(name, ())) for name in DECLARATIONS}
        self._indexes: dict[tuple[str, str], dict[Any, dict[Identity, None]]] = {}
        self._numbers: dict[tuple[str, str], Iterator[int]] = {}
        self.touches: list[Touch] = []

    def rows(self) -> dict[str, list[Row]]:
        return {name: [*table.values()] for name, table in self._tables.items()}

    def row(self, kind: type[Declaration], *identity: str) -> Row | None:
        """The row with this identity, None if there is none."""
        return self._tables[kind.__name__].get(identity)

    def find(self, kind: type[Declaration], **columns: str) -> list[Row]:
        """The rows that have these values, in their original order."""
        (first, *others) = columns
        table = self._tables[kind.__name__]
        matching = (table[identity] for identity in self._index(kind.__name__, first).get(columns[first], ()))
        return [row for row in matching if all(row.get(name) == columns[name] for name in others)]

    def free_code(self, kind: type[Node], stem: str) -> str:
        """An unused code for a node of this kind: the stem followed by the first free number."""
        numbers = self._numbers.setdefault((kind.__name__, stem), count(1))
        return next(code for number in numbers if self.row(kind, code := f"{stem}{number:02}") is None)

    def change(self, kind: type[Declaration], row: Row, **values: Any) -> Row:
        """Changes attributes of a row and returns the new row. None: the attribute is no longer recorded."""
        changed = {name: value for name, value in {**row, **values}.items() if value is not None and value != ()}
        if DEFAULTED in row:
            changed[DEFAULTED] = tuple(name for name in row[DEFAULTED] if name not in values)
        if changed != row:
            self._put(kind, row, changed)
            self._touched(Edit.CHANGED, kind, row)
        return changed

    def add(self, kind: type[Declaration], row: Row) -> None:
        self._put(kind, None, row)
        self._touched(Edit.ADDED, kind, row)

    def remove(self, kind: type[Declaration], row: Row, into: str | None = None) -> None:
        self._put(kind, row, None)
        self._touched(Edit.REMOVED if into is None else Edit.MERGED, kind, row, into)

    def _touched(self, edit: Edit, kind: type[Declaration], row: Row, into: str | None = None) -> None:
        self.touches.append(Touch(edit, kind.__name__, identity_of(kind)(row), row.get("name"), into))

    def _put(self, kind: type[Declaration], old: Row | None, new: Row | None) -> None:
        name, identity = kind.__name__, identity_of(kind)
        if old is not None:
            self._enter(name, old, identity(old), False)
        if new is None:
            del self._tables[name][identity(old)]  # type: ignore[arg-type]
        else:
            self._tables[name][identity(new)] = new
            self._enter(name, new, identity(new), True)

    def _enter(self, kind: str, row: Row, identity: Identity, there: bool) -> None:
        """Adds a row to the existing indexes, or removes it from them."""
        for (indexed, column), index in self._indexes.items():
            if indexed != kind:
                continue
            if there:
                index[row.get(column)][identity] = None
            else:
                index[row.get(column)].pop(identity, None)

    def _index(self, kind: str, column: str) -> dict[Any, dict[Identity, None]]:
        if (kind, column) not in self._indexes:
            index = self._indexes[kind, column] = defaultdict(dict)
            for identity, row in self._tables[kind].items():
                index[row.get(column)][identity] = None
        return self._indexes[kind, column]
