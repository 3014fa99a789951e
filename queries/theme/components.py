"""Connected components in a stable order."""

from collections.abc import Callable, Hashable, Iterable
from itertools import combinations
from typing import TypeVar

import networkx as nx

Thing = TypeVar("Thing", bound=Hashable)


def connected_components(things: Iterable[Thing], linked: Callable[[Thing, Thing], bool]) -> list[list[Thing]]:
    """The connected components of `things` under the symmetric relation `linked`.

    Members keep the order of `things`, and components the order of their first members.
    """
    graph: nx.Graph[Thing] = nx.Graph()
    graph.add_nodes_from(things)
    place = {thing: number for number, thing in enumerate(graph)}
    graph.add_edges_from(pair for pair in combinations(place, 2) if linked(*pair))
    found = (sorted(group, key=place.__getitem__) for group in nx.connected_components(graph))
    return sorted(found, key=lambda group: place[group[0]])
