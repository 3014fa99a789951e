"""Writes rows of declared kinds inside one transaction, and reads back what is stored of them.

A row is a dict: attribute → value; a row of a relationship has also the two columns of `Relationship.ends()`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from oncegraph.graph import cypher
from oncegraph.graph.client import Client, Transaction
from oncegraph.graph.versions import bump
from oncegraph.schema.declaration import Declaration, Node, Relationship
from oncegraph.schema.rows import Row

#: Rows sent with one statement; 1,000 to 100,000 take equally long, 200 take a third longer.
BATCH = 10_000


class Writer:
    """Writes for one dataset, in the order of `schema.model.DECLARATIONS`, so that what is referred to exists before
    what refers to it."""

    def __init__(self, transaction: Transaction, dataset: str):
        self._transaction = transaction
        self._dataset = dataset
        self._references: list[tuple[type[Node], str, Sequence[Row], bool]] = []
        self._wrote = False

    def create(self, declaration: type[Declaration], rows: Sequence[Row]) -> None:
        """Create rows that are not stored yet."""
        self._run(cypher.create(declaration), declaration, rows)
        self._remember_references(declaration, rows, replace=False)

    def update(self, declaration: type[Declaration], rows: Sequence[Row]) -> None:
        """Change stored rows; an attribute that is None is cleared, an absent one is kept."""
        self._run(cypher.update(declaration), declaration, rows)
        self._remember_references(declaration, rows, replace=True)

    def delete(self, declaration: type[Declaration], rows: Sequence[Row]) -> None:
        """Delete rows, given by their identity (key, or both ends and key attributes)."""
        self._run(cypher.delete(declaration), declaration, rows)

    def release(self, declaration: type[Declaration], rows: Sequence[Row]) -> None:
        """Release rows that belong to other datasets as well: they no longer belong to this one."""
        self._run(cypher.release(declaration), declaration, rows)

    def finish(self) -> None:
        """Create the remaining reference relationships, and give the catalogue a new version if anything was
        written."""
        self._draw_references()
        if self._wrote:
            bump(self._transaction)

    def _draw_references(self) -> None:
        """References lead to nodes of the same declaration or of one written before it."""
        for node, attribute, rows, replace in self._references:
            if replace:
                self._send(cypher.drop_reference(node, attribute), rows)
            self._send(cypher.create_reference(node, attribute), [row for row in rows if row[attribute] is not None])
        self._references.clear()

    def _remember_references(self, declaration: type[Declaration], rows: Sequence[Row], *, replace: bool) -> None:
        if not issubclass(declaration, Node):
            return
        key = declaration.key()
        for attribute in declaration.references():
            kept = [{key: row[key], attribute: row[attribute]} for row in rows if attribute in row]
            if kept:
                if self._references and self._references[-1][0] is not declaration:
                    self._draw_references()
                self._references.append((declaration, attribute, kept, replace))

    def _run(self, statement: str, declaration: type[Declaration], rows: Sequence[Row]) -> None:
        self._send(statement, rows if issubclass(declaration, Node) else (_nested(declaration, row) for row in rows))

    def _send(self, statement: str, rows: Iterable[Row]) -> None:
        for batch in _batches(rows):
            self._transaction.run(statement, {"rows": batch, "dataset": self._dataset})
            self._wrote = True


def read_rows(
    client: Client, declaration: type[Declaration], identities: Sequence[Row] | None = None, dataset: str | None = None
) -> Iterator[Row]:
    """The stored rows of the given identities; without these, all rows of `dataset`; without both, all rows."""
    if identities is None:
        yield from (
            _flat(declaration, row)
            for row in client.stream(cypher.read_rows_of_dataset(declaration), {"dataset": dataset})
        )
        return
    nested = identities if issubclass(declaration, Node) else (_nested(declaration, row) for row in identities)
    for batch in _batches(nested):
        yield from (_flat(declaration, row) for row in client.stream(cypher.read_rows(declaration), {"rows": batch}))


def read_rows_with(client: Client, declaration: type[Declaration], column: str, values: Iterable[str]) -> Iterator[Row]:
    """The stored rows with one of the values in a column: an attribute of a node, an end of a relationship."""
    found = client.stream(cypher.read_rows_with(declaration, column), {"values": [*values]})
    yield from (_flat(declaration, row) for row in found)


def count(client: Client, declaration: type[Declaration]) -> int:
    """How many rows of a declaration are stored."""
    return client.read(cypher.count(declaration)).rows[0]["count"]


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _nested(declaration: type[Declaration], row: Row) -> Row:
    assert issubclass(declaration, Relationship)
    start, end = (name for name, _ in declaration.ends())
    return {
        "start": row[start],
        "end": row[end],
        "attributes": {name: value for name, value in row.items() if name != start and name != end},
    }


def _flat(declaration: type[Declaration], row: Row) -> Row:
    if issubclass(declaration, Node):
        return row["attributes"]
    assert issubclass(declaration, Relationship)
    start, end = (name for name, _ in declaration.ends())
    return {start: row["start"], end: row["end"], **row["attributes"]}
