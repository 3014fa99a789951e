"""The addresses of API resources, to which the things in a picture link; they are made only here.

They begin at the root of the server, so that they lead to the API wherever it serves the picture.
"""

from urllib.parse import quote

#: The prefix of all routes except the probes.
PREFIX = "/api/v1"

#: Kind of node → the collection that its resources are in.
COLLECTIONS = {
    "Item": "items",
    "Situation": "situations",
    "Material": "materials",
    "Field": "fields",
    "DataSource": "sources",
    "Theme": "themes",
}


def href(kind: str, code: str) -> str | None:
    """The address of a node of the graph, such as /api/v1/items/CODE; None for a kind that has none."""
    collection = COLLECTIONS.get(kind)
    return collection and f"{PREFIX}/{collection}/{quote(code, safe='')}"
