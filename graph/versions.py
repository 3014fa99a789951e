"""The version of the catalogue: a number that grows with every load that changes something."""

from graph.client import Client, Transaction
from schema.errors import OnceGraphError
from schema.text import Text


class CatalogueChanged(OnceGraphError):
    """Somebody else changed the catalogue after a change of it was planned."""

    code = "catalogue_changed"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "装入期间目录已被他人更改；没有写入任何内容。",
                "The catalogue was changed meanwhile; nothing was written.",
            ),
            Text("请再运行一次。", "Run it again."),
        )


def hold(transaction: Transaction, planned_on: int) -> None:
    """Keep all others from changing the catalogue until the transaction ends.

    Raises CatalogueChanged unless it still is the version on which the change was planned.
    """
    held = transaction.run(
        "MERGE (c:Catalogue) ON CREATE SET c.version = 0 SET c.version = c.version RETURN c.version AS version"
    )
    if held.rows[0]["version"] != planned_on:
        raise CatalogueChanged


def bump(transaction: Transaction) -> None:
    """Give the catalogue a new version, inside the transaction that changes it."""
    transaction.run("MERGE (c:Catalogue) SET c.version = coalesce(c.version, 0) + 1, c.changed_at = localdatetime()")


def version(client: Client) -> int:
    """The present version; 0 for a catalogue into which nothing was ever loaded."""
    rows = client.read("MATCH (c:Catalogue) RETURN c.version AS version").rows
    return rows[0]["version"] if rows else 0
