"""A saved query, described for programs."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oncegraph.queries.library import SavedQuery


def document(query: "SavedQuery") -> dict[str, Any]:
    """Its name, title and summary, the parameters that it takes and the columns that it gives."""
    return {
        "name": query.name,
        "title": str(query.title),
        "summary": str(query.summary),
        "parameters": [each.model_dump() for each in query.parameters],
        "columns": query.columns,
    }
