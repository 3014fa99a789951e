"""A catalogue, or part of one, as declared nodes and links in memory: what themes, forms and reforms are worked out on.

The same questions are asked of what the graph holds, of a file, and of a copy in which a reform was tried.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from oncegraph.schema.declaration import Declaration, Node, Relationship
from oncegraph.schema.errors import NotFound
from oncegraph.schema.rows import Row, Rows
from oncegraph.schema.text import Text

N = TypeVar("N", bound=Node)
R = TypeVar("R", bound=Relationship)

#: Things stand in this order where one was recorded; those without one behind the others.
POSITION = "position"


class Link(NamedTuple, Generic[R]):
    """A relationship: the keys of its ends, and its attributes."""

    start: str
    end: str
    about: R


class Records:
    """Typed access to rows; nothing of it changes. Whatever comes in several comes by `position`, then by code."""

    def __init__(self, rows: Rows):
        self.rows = rows
        self._nodes: dict[type[Node], dict[str, Any]] = {}
        self._links: dict[type[Relationship], _Links] = {}
        self._referring: dict[tuple[type[Node], str], dict[str, tuple[Any, ...]]] = {}

    def nodes(self, kind: type[N]) -> Mapping[str, N]:
        """Code → node."""
        if kind not in self._nodes:
            made = [_made(kind, row) for row in self.rows.get(kind.__name__, ())]
            self._nodes[kind] = {getattr(node, kind.key()): node for node in sorted(made, key=_place_of(kind))}
        return MappingProxyType(self._nodes[kind])

    def node(self, kind: type[N], code: str) -> N:
        """The node of that code. Raises NotFound."""
        found = self.nodes(kind).get(code)
        if found is None:
            title = kind.title
            raise NotFound(
                Text(f"没有编码为“{code}”的{title.zh}。", f'There is no {title.en.lower()} with code "{code}".'),
                Text(f"用 oncegraph search {code} 查找。", f"Look for it with: oncegraph search {code}"),
            )
        return found

    def name(self, kind: type[Node], code: str | None) -> str | None:
        """The name of a node; its code where it is not among the records; None for None."""
        found = None if code is None else self.nodes(kind).get(code)
        return code if found is None else found.name  # type: ignore[attr-defined]

    def names(self, kind: type[Node]) -> dict[str, str]:
        """Code → name, of a kind of node that has names."""
        return {code: node.name for code, node in self.nodes(kind).items()}  # type: ignore[attr-defined]

    def referring(self, kind: type[N], attribute: str, code: str) -> tuple[N, ...]:
        """The nodes of a kind that refer to a code, such as the situations whose `item_code` it is."""
        if (kind, attribute) not in self._referring:
            found: dict[str, list[N]] = defaultdict(list)
            for node in self.nodes(kind).values():
                found[getattr(node, attribute)].append(node)
            self._referring[kind, attribute] = {each: tuple(nodes) for each, nodes in found.items()}
        return self._referring[kind, attribute].get(code, ())

    def links(self, kind: type[R]) -> tuple[Link[R], ...]:
        """All links of a kind."""
        return self._all(kind).links

    def links_from(self, kind: type[R], start: str) -> tuple[Link[R], ...]:
        """The links of a kind that begin at a node."""
        return self._all(kind).by_start.get(start, ())

    def links_to(self, kind: type[R], end: str) -> tuple[Link[R], ...]:
        """The links of a kind that end at a node."""
        return self._all(kind).by_end.get(end, ())

    def _all(self, kind: type[R]) -> "_Links":
        if kind not in self._links:
            self._links[kind] = _Links(kind, self.rows.get(kind.__name__, ()))
        return self._links[kind]


class _Links:
    def __init__(self, kind: type[Relationship], rows: Any):
        (start, _), (end, _) = kind.ends()
        made = [Link(row[start], row[end], _made(kind, row)) for row in rows]
        place = _place_of(kind)
        self.links = tuple(sorted(made, key=lambda link: (link.start, place(link.about)[0], link.end)))

    @cached_property
    def by_start(self) -> dict[str, tuple[Link, ...]]:
        return self._by("start")

    @cached_property
    def by_end(self) -> dict[str, tuple[Link, ...]]:
        return self._by("end")

    def _by(self, side: str) -> dict[str, tuple[Link, ...]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            found[getattr(link, side)].append(link)
        return {code: tuple(links) for code, links in found.items()}


def _made(kind: type[Declaration], row: Row) -> Any:
    """The declared model of a row, which was checked when it was loaded."""
    names = kind.model_fields.keys()
    return kind.model_construct(**{name: value for name, value in row.items() if name in names and value is not None})


def _place_of(kind: type[Declaration]):
    key = kind.key() if issubclass(kind, Node) else None

    def place(made: Any) -> tuple[float, str]:
        position = getattr(made, POSITION, None)
        return float("inf") if position is None else position, getattr(made, key) if key else ""

    return place
