"""Pictures: our layout of the chain of a whole city, against `dot` on a tenth of it, which is about its limit."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from shutil import which

from oncegraph.graph.client import Client
from oncegraph.schema.text import Text
from oncegraph.visualize.diagram import Column, Diagram, Edge, Node
from oncegraph.visualize.formats.svg import svg
from oncegraph.visualize.layout.layered import LayeredLayout, lay_out
from tests.bench.city import FIELDS, ITEMS, MATERIALS, SITUATIONS, SOURCES, Rows
from tests.bench.measure import Figure, faster, in_turn

LEVELS = ITEMS, SITUATIONS, MATERIALS, FIELDS, SOURCES
LARGE, SMALL, DRAWN = 30_000, 3_000, 1_000

#: Edges to each node from the level above; share of materials that have an edge to a source, past the fields.
LINKS, PAST = 2, 0.3


def run(client: Client, rows: Rows) -> Iterator[Figure]:
    large, small = chain(LARGE), chain(SMALL)
    text = in_dot(small)
    ours, alike, dot = in_turn(lambda: laid_out(large), lambda: laid_out(small), lambda: by_dot(text), runs=2)
    nodes, links = len(large.nodes), len(large.edges)
    peer = f"dot on a chain of {SMALL:,} nodes"
    yield faster("draw.layout", alike, f"{peer}, as ours", dot, 50)
    yield faster(f"draw.layout_{LARGE}", ours, f"{peer}; ours: {nodes:,} nodes, {links:,} links", dot, 10)
    yield Figure(f"draw.layout_{LARGE}", ours, "a second", 1.0, ours, "≤ 1", ours <= 1)
    drawn = chain(DRAWN)
    whole, placed = in_turn(lambda: svg(drawn), lambda: laid_out(drawn), runs=3)
    yield Figure(
        "draw.svg", whole, f"layout alone, {DRAWN:,} nodes", placed, whole / placed, "≤ 4", whole <= 4 * placed
    )


def chain(nodes: int, seed: int = 20_261_101) -> Diagram:
    """Five levels in the proportions of a city; most nodes are linked to nodes near them."""
    chance, share = Random(seed), nodes / sum(LEVELS)
    levels = [[f"{level}/{number}" for number in range(round(many * share))] for level, many in enumerate(LEVELS)]
    edges = {
        (above[int((at / len(below) + chance.gauss(0, 0.03)) * len(above)) % len(above)], name): None
        for above, below in pairwise(levels)
        for at, name in enumerate(below)
        for _ in range(LINKS)
    }
    edges |= {(name, chance.choice(levels[4])): None for name in levels[2] if chance.random() < PAST}
    columns = tuple(Column(None, tuple(Node(name, name) for name in level)) for level in levels)
    return Diagram("", Text("", ""), columns, tuple(Edge(*ends) for ends in edges))


def laid_out(diagram: Diagram) -> LayeredLayout:
    return lay_out(diagram, lambda name: 40.0, lambda edge: 12.0)


def in_dot(diagram: Diagram) -> str:
    """The same diagram for dot: columns are ranks, boxes have their size."""
    ranks = (" ".join(f'"{node.id}"' for node in column.nodes) for column in diagram.columns)
    lines = [f"{{rank=same; {rank}}}" for rank in ranks]
    lines += [f'"{edge.start}" -> "{edge.end}"' for edge in diagram.edges]
    return "\n".join(["digraph {", "rankdir=LR; node [shape=box, fixedsize=true, width=2, height=0.4]", *lines, "}"])


def by_dot(text: str) -> None:
    """Lay out with the installed Graphviz, otherwise with the one among the development tools."""
    command = which("dot") or Path(sys.executable).with_name("graphviz-pure")
    subprocess.run([command, "-Kdot", "-Tplain"], input=text, text=True, capture_output=True, check=True)
