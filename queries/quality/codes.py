"""Finds stored values that are in no code list."""

from dataclasses import dataclass
from typing import Any

from oncegraph.graph.client import Client
from oncegraph.queries.library import run
from oncegraph.schema.declaration import Relationship
from oncegraph.schema.model import DECLARATIONS

#: In a scope: every audience, or every region.
EVERYTHING = "*"


@dataclass(frozen=True)
class StrayValue:
    """A value that is not in the code list of its attribute.

    kind: label of the node or type of the relationship; count: number of occurrences; examples: codes of a few such
    nodes, or of the start nodes of such relationships.
    """

    kind: str
    attribute: str
    value: Any
    count: int
    examples: list[str]


def stray_values(client: Client) -> list[StrayValue]:
    """Every stored value that is not in the code list of its attribute, by kind and attribute; most frequent first."""
    lists = _code_lists()
    attributes = sorted({attribute for _, attribute in lists})
    rows = run(client, "quality.values", {"attributes": attributes}).rows
    stored = [StrayValue(**row) for row in rows if (row["kind"], row["attribute"]) in lists]
    return [value for value in stored if value.value not in lists[value.kind, value.attribute]]


def _code_lists() -> dict[tuple[str, str], frozenset[str]]:
    """(label or relationship type, attribute) → the codes that are allowed."""
    return {
        (declaration.relationship_type if issubclass(declaration, Relationship) else name, attribute): frozenset(
            (*(code.value for code in declared.codes), EVERYTHING)
        )
        for name, declaration in DECLARATIONS.items()
        for attribute, declared in declaration.attributes().items()
        if declared.codes
    }
