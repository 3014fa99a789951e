"""The dimensions by which totals are grouped: region, department, item type and service objects of items. No rule
depends on them, so the catalogue does not contain them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from oncegraph.graph.client import Client
from oncegraph.graph.columns import Columns, read_columns
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.schema.codes import Audience, CodeList, ItemType
from oncegraph.schema.declaration import Node
from oncegraph.schema.item import Item
from oncegraph.schema.place import Department, Region
from oncegraph.schema.totals import Dimension


class Value(NamedTuple):
    """A value of a dimension: its code, and its name in the current language."""

    code: str
    name: str


_ATTRIBUTES = {
    Dimension.REGION: "region_code",
    Dimension.DEPARTMENT: "department_code",
    Dimension.ITEM_TYPE: "item_type",
    Dimension.SERVICE_OBJECT: "service_objects",
}
_CODES: dict[Dimension, type[CodeList]] = {Dimension.ITEM_TYPE: ItemType, Dimension.SERVICE_OBJECT: Audience}
_NODES: dict[Dimension, type[Node]] = {Dimension.REGION: Region, Dimension.DEPARTMENT: Department}


@dataclass(frozen=True)
class Items:
    """The dimensions of the items of a catalogue.

    codes: dimension → for every item, by number, the codes of it (several for service objects, none where nothing is
    recorded); names: dimension → code → name, of regions and departments.
    """

    codes: dict[Dimension, list[tuple[str, ...]]]
    names: dict[Dimension, dict[str, str]]

    @classmethod
    def read(cls, client: Client, catalogue: Catalogue) -> "Items":
        """Read the dimensions of the items in the graph."""
        items = read_columns(client, Item, ["item_code", *_ATTRIBUTES.values()])
        names = {
            dimension: dict(zip(*read_columns(client, node, [node.key(), "name"]).values(), strict=True))
            for dimension, node in _NODES.items()
        }
        return cls._of(catalogue, items, names)

    @classmethod
    def from_rows(cls, rows: Mapping[str, Sequence[Mapping[str, Any]]], catalogue: Catalogue) -> "Items":
        """The dimensions from rows in the exchange format (declaration → rows)."""
        given = rows.get("Item", ())
        items = {name: [row.get(name) for row in given] for name in ("item_code", *_ATTRIBUTES.values())}
        names = {
            dimension: {row[node.key()]: row["name"] for row in rows.get(node.__name__, ())}
            for dimension, node in _NODES.items()
        }
        return cls._of(catalogue, items, names)

    @classmethod
    def _of(cls, catalogue: Catalogue, items: Columns, names: dict[Dimension, dict[str, str]]) -> "Items":
        codes: dict[Dimension, list[tuple[str, ...]]] = {}
        for dimension, attribute in _ATTRIBUTES.items():
            held = dict(zip(items["item_code"], items[attribute], strict=True))
            codes[dimension] = [_several(held.get(code)) for code in catalogue.codes["Item"]]
        return cls(codes, names)

    def grouped(self, dimension: Dimension) -> tuple[list[Value], list[tuple[int, ...]]]:
        """The values that occur, in the order of their codes; and of every item, by number, which of them it has."""
        of_item = self.codes[dimension]
        occurring = sorted({code for codes in of_item for code in codes})
        numbers = {code: number for number, code in enumerate(occurring)}
        values = [Value(code, self._name(dimension, code)) for code in occurring]
        return values, [tuple(numbers[code] for code in codes) for codes in of_item]

    def having(self, dimension: Dimension, wanted: set[str]) -> list[int]:
        """Numbers of the items that have one of the wanted codes."""
        return [number for number, codes in enumerate(self.codes[dimension]) if wanted.intersection(codes)]

    def _name(self, dimension: Dimension, code: str) -> str:
        if dimension in _CODES:
            found = _CODES[dimension].lookup(code)
            return str(found.title) if found else code
        return self.names[dimension].get(code, code)


def _several(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(dict.fromkeys(value)) if isinstance(value, list | tuple) else (value,)
