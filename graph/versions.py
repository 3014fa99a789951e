"""The version of the catalogue: a number that grows with every load that changes something, and a stamp."""

from typing import NamedTuple

from oncegraph.graph.client import Client, Transaction
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Text

READ = "MATCH (c:Catalogue) RETURN c.version AS version, coalesce(c.stamp, '') AS stamp"


class CatalogueState(NamedTuple):
    """The state of the catalogue at one moment.

    version: a number for people, 0 for a catalogue into which nothing was ever loaded; stamp: drawn anew with every
    version, so that a catalogue that was wiped and loaded again up to the same number is recognised as another one.
    """

    version: int
    stamp: str


class CatalogueChanged(OnceGraphError):
    """The catalogue was changed by somebody else after a change of it was planned."""

    code = "catalogue_changed"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "导入期间目录已被其他操作更改；没有写入任何内容。",
                "Somebody else changed the catalogue during the load; nothing was written.",
            ),
            Text("请再运行一次。", "Run it again."),
        )


def lock_catalogue(transaction: Transaction, planned_on: CatalogueState) -> None:
    """Lock the catalogue against changes by others until the transaction ends.

    Raises CatalogueChanged if it is no longer in the state for which the change was planned.
    """
    transaction.run("MERGE (c:Catalogue) ON CREATE SET c.version = 0 SET c.version = c.version")
    if state(transaction) != planned_on:
        raise CatalogueChanged


def bump(transaction: Transaction) -> None:
    """Give the catalogue a new version and stamp, inside the transaction that changes it."""
    transaction.run(
        "MERGE (c:Catalogue) "
        "SET c.version = coalesce(c.version, 0) + 1, c.stamp = randomUUID(), c.changed_at = localdatetime()"
    )


def state(source: Client | Transaction) -> CatalogueState:
    """The present state, or the state within a transaction."""
    rows = source.run(READ).rows if isinstance(source, Transaction) else source.read(READ).rows
    return CatalogueState(**rows[0]) if rows else CatalogueState(0, "")


def version(client: Client) -> int:
    """The present version; 0 for a catalogue into which nothing was ever loaded."""
    return state(client).version
