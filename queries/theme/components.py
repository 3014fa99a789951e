"""Things in groups that something holds together."""

from collections.abc import Callable, Hashable, Iterable
from itertools import combinations
from typing import TypeVar

import networkx as nx

Thing = TypeVar("Thing", bound=Hashable)


def connected_components(things: Iterable[Thing], linked: Callable[[Thing, Thing], bool]) -> list[list[Thing]]:
    """The connected components, everything in its order."""
    graph = nx.Graph()
    graph.add_nodes_from(things)
    place = {thing: number for number, thing in enumerate(graph)}
    graph.add_edges_from(pair for pair in combinations(place, 2) if linked(*pair))
    found = (sorted(group, key=place.__getitem__) for group in nx.connected_components(graph))
    return sorted(found, key=lambda group: place[group[0]])
