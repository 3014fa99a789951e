"""Reads a declaration out of Neo4j as columns: one row with a collected list for each attribute.

Over Bolt this is about twenty times as fast as one row for each node or relationship.
"""

from collections.abc import Sequence
from typing import Any

from oncegraph.graph.client import Client
from oncegraph.graph.cypher import columns
from oncegraph.schema.declaration import Declaration

Columns = dict[str, list[Any]]


def read_columns(client: Client, declaration: type[Declaration], names: Sequence[str]) -> Columns:
    """Attribute (or end column of a relationship) → values, all lists in the same order.

    A value that was never stored is None, an empty tuple for a list attribute. Equal texts become one object, because
    codes recur and the rows are kept.
    """
    (row,) = client.read(columns(declaration, tuple(names)), limit=None).rows
    texts: dict[str, str] = {}
    return {
        name: [texts.setdefault(value, value) if type(value) is str else value for value in row.pop(name)]
        for name in names
    }
