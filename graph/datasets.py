"""The datasets to which the nodes of a graph belong."""

from oncegraph.graph.client import Client
from oncegraph.schema.model import NODES


def datasets(client: Client) -> list[str]:
    """Their names, in order."""
    result = client.read(f"MATCH (n:{'|'.join(NODES)}) UNWIND n.datasets AS name RETURN DISTINCT name ORDER BY name")
    return [row["name"] for row in result.rows]
