"""The version of the catalogue: a number that grows with every load that changes something."""

from graph.client import Client, Transaction


def bump(transaction: Transaction) -> None:
    """Give the catalogue a new version, inside the transaction that changes it."""
    transaction.run("MERGE (c:Catalogue) SET c.version = coalesce(c.version, 0) + 1, c.changed_at = localdatetime()")


def version(client: Client) -> int:
    """The present version; 0 for a catalogue into which nothing was ever loaded."""
    rows = client.read("MATCH (c:Catalogue) RETURN c.version AS version").rows
    return rows[0]["version"] if rows else 0
