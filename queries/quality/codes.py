"""Which stored values are in no code list."""

from typing import Any, NamedTuple

from oncegraph.graph.client import Client
from oncegraph.queries.library import run
from oncegraph.schema.declaration import Relationship
from oncegraph.schema.model import DECLARATIONS

#: Everyone or everywhere, in a scope.
EVERYTHING = "*"


class StrayValue(NamedTuple):
    """A value that is in no code list.

    kind: label of the node or type of the relationship; count: how often it occurs; examples: codes of a few nodes,
    those at the start of a relationship.
    """

    kind: str
    attribute: str
    value: Any
    count: int
    examples: list[str]


def stray_values(client: Client) -> list[StrayValue]:
    """Every stored value that is in no code list, by kind and attribute, the most frequent first."""
    lists = _code_lists()
    attributes = sorted({attribute for _, attribute in lists})
    rows = run(client, "quality.values", {"attributes": attributes}).rows
    stored = [StrayValue(**row) for row in rows if (row["kind"], row["attribute"]) in lists]
    return [value for value in stored if value.value not in lists[value.kind, value.attribute]]


def _code_lists() -> dict[tuple[str, str], frozenset[str]]:
    """(label or relationship type, attribute) → the codes that it may have."""
    return {
        (declaration.relationship_type if issubclass(declaration, Relationship) else name, attribute): frozenset(
            (*(code.value for code in declared.codes), EVERYTHING)
        )
        for name, declaration in DECLARATIONS.items()
        for attribute, declared in declaration.attributes().items()
        if declared.codes
    }
