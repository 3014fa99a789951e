"""The rows of one chunk while they are checked: values by column, identity and content of each row."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from oncegraph.loaders.identities import Identity
from oncegraph.loaders.table import ABSENT, Chunk
from oncegraph.schema.declaration import Declaration, Node
from oncegraph.schema.rows import Row


class Batch(NamedTuple):
    """values: column → value of each row; sparse: some rows have no cell for some column (`ABSENT`)."""

    chunk: Chunk
    values: dict[str, list[Any]]
    sparse: bool
    identities: Sequence[Identity]

    def __len__(self) -> int:
        return len(self.identities)

    def contents(self) -> list[int]:
        """For each row a number that is the same for rows with the same values in the same columns."""
        names = sorted(self.values)
        hashes = map(hash, zip(*(self.values[name] for name in names), strict=True))
        return list(map(hash(tuple(names)).__xor__, hashes))

    def rows(self) -> list[Row]:
        names = tuple(self.values)
        rows = [dict(zip(names, row, strict=True)) for row in zip(*self.values.values(), strict=True)]
        if self.sparse:
            rows = [{name: value for name, value in row.items() if value is not ABSENT} for row in rows]
        if self.chunk.defaulted:
            for row, names in zip(rows, self.chunk.defaulted, strict=True):
                if names:
                    row["defaulted"] = names
        return rows


def blank_rows(values: dict[str, list[Any]]) -> set[int]:
    """Positions of the rows without any value."""
    if not all(None in column for column in values.values()):
        return set()
    return {position for position, row in enumerate(zip(*values.values(), strict=True)) if set(row) == {None}}


def batch_of(declaration: type[Declaration], chunk: Chunk, values: dict[str, list[Any]], sparse: bool) -> Batch:
    names = declaration.identity_columns()
    single = issubclass(declaration, Node)
    identities = values[names[0]] if single else list(zip(*(values[name] for name in names), strict=True))
    return Batch(chunk, values, sparse, identities)
