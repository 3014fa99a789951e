"""The part of a catalogue that some themes and items depend on, taken from the graph or from records in memory."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from oncegraph.queries.records import Records
from oncegraph.schema.declaration import Declaration, Node
from oncegraph.schema.field import Field
from oncegraph.schema.form import Form, FormField
from oncegraph.schema.item import CatalogueEntry, Item, Precedes, Step
from oncegraph.schema.material import LicenceType, Material, Proves
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.place import Department, Region
from oncegraph.schema.question import Asks, LeadsToQuestion, LeadsToSituation, Option, Question
from oncegraph.schema.rows import Row, Rows
from oncegraph.schema.situation import Produces, Requires, Situation
from oncegraph.schema.source import DataSource, ObtainedVia, SuppliedBy
from oncegraph.schema.theme import Includes, Theme

#: Returns the rows of a declaration whose column has one of the values.
Read = Callable[[type[Declaration], str, Sequence[str]], Iterable[Row]]


def part(records: Records, *, themes: Iterable[str] = (), items: Iterable[str] = ()) -> Records:
    """Everything that themes and items depend on (see `read_part`), taken from records."""
    indexes: dict[tuple[type[Declaration], str], dict[str | None, list[Row]]] = {}

    def read(declaration: type[Declaration], column: str, values: Sequence[str]) -> Iterable[Row]:
        if (declaration, column) not in indexes:
            index = indexes[declaration, column] = defaultdict(list)
            for row in records.rows.get(declaration.__name__, ()):
                index[row.get(column)].append(row)
        return (row for value in values for row in indexes[declaration, column].get(value, ()))

    return Records(PartReader(read).read(themes, items))


class PartReader:
    """Collects the rows of a part of a catalogue, each once, by following references from themes and items."""

    def __init__(self, read: Read):
        self._rows_with = read
        self._rows: dict[type[Declaration], list[Row]] = {declaration: [] for declaration in DECLARATIONS.values()}
        self._requested: set[tuple[type[Declaration], str, str]] = set()

    def read(self, themes: Iterable[str], items: Iterable[str]) -> Rows:
        self._take(Theme, "theme_code", themes)
        self._take(Includes, "theme_code", themes)
        included = self._new_rows(Situation, "situation_code", self._values(Includes, "situation_code"))
        items = {*items, *(row["item_code"] for row in included)}
        self._take(Item, "item_code", items)
        items = self._keys(Item)
        self._take(Situation, "item_code", items)
        self._take(Step, "item_code", items)
        self._take(Precedes, "from_item_code", items)
        self._take(Precedes, "to_item_code", items)
        self._questions(items)
        self._materials(items)
        self._take(
            Item,
            "item_code",
            {*self._values(Produces, "item_code"), *self._values(Precedes, "from_item_code", "to_item_code")} - items,
        )
        self._take(CatalogueEntry, "catalogue_code", self._values(Item, "catalogue_code"))
        while self._take(CatalogueEntry, "catalogue_code", self._values(CatalogueEntry, "parent_code")):
            pass
        self._places()
        return {name: self._distinct(declaration) for name, declaration in DECLARATIONS.items()}

    def _questions(self, items: set[str]) -> None:
        self._take(Asks, "item_code", items)
        reached = self._values(Asks, "question_code")
        while self._take(Question, "question_code", reached):
            self._take(Option, "question_code", reached)
            options = self._keys(Option)
            self._take(LeadsToSituation, "option_code", options)
            self._take(LeadsToQuestion, "option_code", options)
            reached = self._values(LeadsToQuestion, "question_code")

    def _materials(self, items: set[str]) -> None:
        self._take(Requires, "situation_code", self._keys(Situation))
        self._take(Produces, "item_code", items)
        self._take(Material, "material_code", self._values(Requires, "material_code"))
        self._take(Material, "material_code", self._values(Produces, "material_code"))
        materials = self._keys(Material)
        self._take(Produces, "material_code", materials)
        self._take(LicenceType, "licence_type_code", self._values(Material, "licence_type_code"))
        self._take(Form, "material_code", materials)
        self._take(FormField, "form_code", self._keys(Form))
        self._take(Proves, "material_code", materials)
        self._take(ObtainedVia, "material_code", materials)
        fields = self._values(FormField, "field_code") | self._values(Proves, "field_code")
        fields |= self._members(ObtainedVia, "key_fields")
        while self._take(Field, "field_code", fields):
            self._take(SuppliedBy, "field_code", fields)
            fields = self._members(SuppliedBy, "key_fields")
        sources = self._values(SuppliedBy, "source_code") | self._values(ObtainedVia, "source_code")
        self._take(DataSource, "source_code", sources)

    def _places(self) -> None:
        named = {
            "department_code": (Item, Step),
            "owner_code": (DataSource,),
            "issuer_code": (LicenceType,),
        }
        codes = {code for name, kinds in named.items() for kind in kinds for code in self._values(kind, name)}
        self._take(Department, "department_code", codes)
        regions = self._values(Item, "region_code") | self._values(Department, "region_code")
        for kind in (Situation, SuppliedBy, ObtainedVia):
            regions |= self._members(kind, "regions")
        while self._take(Region, "region_code", regions):
            regions = self._values(Region, "parent_code")

    def _take(self, declaration: type[Declaration], column: str, values: Iterable[str]) -> bool:
        """Reads and keeps the rows with one of the values that were not requested before; whether there were any."""
        rows = self._new_rows(declaration, column, values)
        self._rows[declaration] += rows
        return bool(rows)

    def _new_rows(self, declaration: type[Declaration], column: str, values: Iterable[str]) -> list[Row]:
        """The rows with one of the values, without those values that were requested before."""
        new = sorted({value for value in values if (declaration, column, value) not in self._requested})
        self._requested.update((declaration, column, value) for value in new)
        return list(self._rows_with(declaration, column, new)) if new else []

    def _keys(self, kind: type[Node]) -> set[str]:
        return self._values(kind, kind.key())

    def _values(self, declaration: type[Declaration], *columns: str) -> set[str]:
        return {row[column] for row in self._rows[declaration] for column in columns if column in row}

    def _members(self, declaration: type[Declaration], column: str) -> set[str]:
        return {code for row in self._rows[declaration] for code in row.get(column, ())}

    def _distinct(self, declaration: type[Declaration]) -> list[Row]:
        """The rows without duplicates, sorted by identity."""
        names = declaration.identity_columns()
        rows = {tuple(str(row.get(name, "")) for name in names): row for row in self._rows[declaration]}
        return [rows[identity] for identity in sorted(rows)]
