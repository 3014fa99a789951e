"""Names of the things of two states, and the items and situations that they belong to."""

from collections.abc import Iterable
from typing import Any

from oncegraph.queries.records import Records
from oncegraph.queries.reform.draft import Identity
from oncegraph.schema.declaration import Declaration, Node, Relationship
from oncegraph.schema.item import Item
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.rows import Row
from oncegraph.schema.situation import Situation
from oncegraph.schema.source import DataSource
from oncegraph.schema.text import COMMA, Text, listed

#: The columns that say which item or situation a row belongs to.
BELONGS = ("item_code", "situation_code")


class Naming:
    """Names things of two states, and says where they belong. The state after takes precedence over the one before."""

    def __init__(self, before: Records, after: Records):
        self._names: dict[str, dict[str, str]] = {}
        self._item_of: dict[str, str] = {}
        for records in (before, after):
            for kind, declaration in DECLARATIONS.items():
                if issubclass(declaration, Node):
                    key, title = declaration.key(), "label" if "label" in declaration.model_fields else "name"
                    names = self._names.setdefault(kind, {})
                    names.update(
                        (row[key], row[title] if title in row else row[key]) for row in records.rows.get(kind, ())
                    )
            situations = records.rows.get(Situation.__name__, ())
            self._item_of.update((row["situation_code"], row["item_code"]) for row in situations)

    def of(self, kind: str, code: str) -> str:
        """The name of the node of a kind; its code if it has no name."""
        return self._names[kind].get(code, code)

    def sources(self, codes: Iterable[str]) -> Text:
        return listed((self.of(DataSource.__name__, code) for code in codes), COMMA)

    def within(self, situation: str) -> dict[str, Any]:
        """Code and name of a situation and of its item, as attributes of `Edited`."""
        named = {"situation_code": situation, "situation_name": self.of(Situation.__name__, situation)}
        return named | self._item(self._item_of.get(situation))

    def _item(self, item: str | None) -> dict[str, Any]:
        return {} if item is None else {"item_code": item, "item_name": self.of(Item.__name__, item)}

    def about(self, declaration: type[Declaration], identity: Identity, row: Row) -> dict[str, Any]:
        """Kind, identity and name of a row, and where it belongs, as attributes of `Edited`."""
        belongs: dict[str, Any] = {}
        if situation := row.get("situation_code"):
            belongs = self.within(situation)
        elif item := row.get("item_code"):
            belongs = self._item(item)
        name = self._name(declaration, row)
        return {"kind": declaration.__name__, "identity": identity, "name": name} | belongs

    def _name(self, declaration: type[Declaration], row: Row) -> str:
        if not issubclass(declaration, Relationship):
            return self.of(declaration.__name__, row[declaration.keys()[0]])
        columns = zip(declaration.ends(), (declaration.start, declaration.end), strict=True)
        ends = [
            self.of(kind.__name__, row[column])
            for (column, _), kind in columns
            if column not in BELONGS  # named separately, as what it belongs to
        ]
        return " → ".join(ends)
