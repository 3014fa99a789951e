"""A catalogue, or part of one, in memory as typed nodes and relationships: the basis of themes, forms and reforms.

The rows may come from the graph, from files, or from a copy of a catalogue to which a reform was applied.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar, overload

from oncegraph.schema.declaration import Declaration, Node, Relationship
from oncegraph.schema.errors import NotFound
from oncegraph.schema.rows import Row, Rows
from oncegraph.schema.text import Text

N = TypeVar("N", bound=Node)
R = TypeVar("R", bound=Relationship)

#: The attribute that nodes and relationships are sorted by; those without a position come last.
POSITION = "position"


class Link(NamedTuple, Generic[R]):
    """A relationship with the keys of its two ends. about: its attributes, as the declared model."""

    start: str
    end: str
    about: R


class Records:
    """Typed, read-only access to the rows of a catalogue. Everything is sorted by `position`, then by code."""

    def __init__(self, rows: Rows):
        self.rows = rows
        self._nodes: dict[type[Node], dict[str, Any]] = {}
        self._links: dict[type[Relationship], _Links] = {}
        self._referring: dict[tuple[type[Node], str], dict[str, tuple[Any, ...]]] = {}

    def nodes(self, kind: type[N]) -> Mapping[str, N]:
        """Code → node."""
        if kind not in self._nodes:
            nodes = [_model(kind, row) for row in self.rows.get(kind.__name__, ())]
            self._nodes[kind] = {getattr(node, kind.key()): node for node in sorted(nodes, key=_place_of(kind))}
        return MappingProxyType(self._nodes[kind])

    def node(self, kind: type[N], code: str) -> N:
        """The node with this code. Raises NotFound."""
        node = self.nodes(kind).get(code)
        if node is None:
            title = kind.title
            raise NotFound(
                Text(f"没有编码为“{code}”的{title.zh}。", f'There is no {title.en.lower()} with code "{code}".'),
                Text(f"用 oncegraph search {code} 查找。", f"Search for it with: oncegraph search {code}"),
            )
        return node

    @overload
    def name(self, kind: type[Node], code: str) -> str: ...

    @overload
    def name(self, kind: type[Node], code: str | None) -> str | None: ...

    def name(self, kind: type[Node], code: str | None) -> str | None:
        """The name of a node; its code if it is not among the records; None for None."""
        node = None if code is None else self.nodes(kind).get(code)
        return code if node is None else getattr(node, "name")  # noqa: B009 - not every kind of node has a name

    def names(self, kind: type[Node]) -> dict[str, str]:
        """Code → name, of a kind of node that has names."""
        return {code: node.name for code, node in self.nodes(kind).items()}  # type: ignore[attr-defined]

    def referring(self, kind: type[N], attribute: str, code: str) -> tuple[N, ...]:
        """The nodes of a kind that refer to a code, such as the situations whose `item_code` it is."""
        if (kind, attribute) not in self._referring:
            by_code: dict[str, list[N]] = defaultdict(list)
            for node in self.nodes(kind).values():
                by_code[getattr(node, attribute)].append(node)
            self._referring[kind, attribute] = {each: tuple(nodes) for each, nodes in by_code.items()}
        return self._referring[kind, attribute].get(code, ())

    def links(self, kind: type[R]) -> tuple[Link[R], ...]:
        """All relationships of a kind."""
        return self._all(kind).links

    def links_from(self, kind: type[R], start: str) -> tuple[Link[R], ...]:
        """The relationships of a kind that start at a node."""
        return self._all(kind).by_start.get(start, ())

    def links_to(self, kind: type[R], end: str) -> tuple[Link[R], ...]:
        """The relationships of a kind that end at a node."""
        return self._all(kind).by_end.get(end, ())

    def _all(self, kind: type[R]) -> "_Links":
        if kind not in self._links:
            self._links[kind] = _Links(kind, self.rows.get(kind.__name__, ()))
        return self._links[kind]


class _Links:
    def __init__(self, kind: type[Relationship], rows: Any):
        (start, _), (end, _) = kind.ends()
        links = [Link(row[start], row[end], _model(kind, row)) for row in rows]
        place = _place_of(kind)
        self.links = tuple(sorted(links, key=lambda link: (link.start, place(link.about)[0], link.end)))

    @cached_property
    def by_start(self) -> dict[str, tuple[Link, ...]]:
        return self._by("start")

    @cached_property
    def by_end(self) -> dict[str, tuple[Link, ...]]:
        return self._by("end")

    def _by(self, side: str) -> dict[str, tuple[Link, ...]]:
        by_end: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            by_end[getattr(link, side)].append(link)
        return {code: tuple(links) for code, links in by_end.items()}


def _model(kind: type[Declaration], row: Row) -> Any:
    """The declared model of a row; the row is not checked again, it was checked when it was loaded."""
    names = kind.model_fields.keys()
    return kind.model_construct(**{name: value for name, value in row.items() if name in names and value is not None})


def _place_of(kind: type[Declaration]):
    key = kind.key() if issubclass(kind, Node) else None

    def place(model: Any) -> tuple[float, str]:
        position = getattr(model, POSITION, None)
        return float("inf") if position is None else position, getattr(model, key) if key else ""

    return place
