"""The tree that a node kind forms by referring to itself: regions, main and sub items of the catalogue."""

from collections import defaultdict
from collections.abc import Iterator

from oncegraph.loaders.finding import Problem
from oncegraph.loaders.known import Known
from oncegraph.loaders.problems import cycle, dangling, rejected_reference
from oncegraph.schema.declaration import Node
from oncegraph.schema.rows import Row


class Tree:
    """Key → key of the upper node, for all good rows of the files; kept in memory."""

    def __init__(self, declaration: type[Node], attribute: str, known: Known):
        self.attribute = attribute
        self._declaration = declaration
        self._known = known
        self._above: dict[str, str | None] = {}

    def add(self, rows: list[Row]) -> None:
        key, attribute = self._declaration.key(), self.attribute
        self._above.update((row[key], row[attribute]) for row in rows if attribute in row)

    def faults(self) -> Iterator[tuple[str, Problem, str | None]]:
        """(key, problem, key of the upper node) of every row without an existing upper node, or in a cycle."""
        for key in self._above.keys() & self._known.files[self._declaration].rejected:
            del self._above[key]
        for key, problem in [*self._without_upper_node(), *self._in_cycles()]:
            yield key, problem, self._above[key]

    def _without_upper_node(self) -> Iterator[tuple[str, Problem]]:
        title = self._declaration.title
        above = {key for key in self._above.values() if key is not None}
        absent, rejected = self._known.unresolved(self._declaration, above)
        if not absent and not rejected:
            return
        below = defaultdict(list)
        for key, upper in self._above.items():
            below[upper].append(key)
        waiting = [(key, dangling(title)) for key in absent] + [(key, rejected_reference(title)) for key in rejected]
        while waiting:
            upper, problem = waiting.pop()
            for key in below.pop(upper, ()):
                yield key, problem
                if not self._known.stored(self._declaration, [key]):
                    waiting.append((key, rejected_reference(title)))

    def _in_cycles(self) -> Iterator[tuple[str, Problem]]:
        above = self._stored_ancestors() | self._above
        done: set[str] = set()
        for start in self._above:
            path: list[str] = []
            on_path: set[str] = set()
            key: str | None = start
            while key is not None and key not in done and key not in on_path:
                path.append(key)
                on_path.add(key)
                key = above.get(key)
            if key in on_path:
                cycle_members = path[path.index(key) :]
                yield from ((member, cycle([*cycle_members, key])) for member in cycle_members if member in self._above)
            done |= on_path

    def _stored_ancestors(self) -> dict[str, str | None]:
        """Node → upper node, for the ancestors that are in the graph and not in the files."""
        found: dict[str, str | None] = {}
        wanted = {key for key in self._above.values() if key is not None} - self._above.keys()
        while wanted:
            rows = self._known.rows(self._declaration, wanted)
            found |= {row[self._declaration.key()]: row.get(self.attribute) for row in rows.values()}
            wanted = {key for key in found.values() if key is not None} - found.keys() - self._above.keys()
        return found
