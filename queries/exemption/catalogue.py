"""The chain of a catalogue as columns: what the kernel works on, read from Neo4j once per catalogue version."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from typing import Any

import numpy as np

from oncegraph.graph import garbage
from oncegraph.graph.client import Client
from oncegraph.graph.packed import Few, take_rows
from oncegraph.queries.exemption import reading
from oncegraph.queries.exemption.columns import (
    BINDING,
    FACT,
    FIELD,
    MATERIAL,
    MISSING,
    REQUIRE,
    SITUATION,
    SOURCE,
    UNRECORDED,
    Chain,
    delimit,
    lay_keys,
    position,
    table,
)
from oncegraph.queries.exemption.reading import READ, Columns
from oncegraph.schema import model
from oncegraph.schema.codes import Level, MaterialType, Status
from oncegraph.schema.declaration import Node
from oncegraph.schema.errors import NotFound
from oncegraph.schema.model import NODES
from oncegraph.schema.text import Text

#: Attributes on which a verdict rests, where a mapping may have set a default.
DECISIVE = {
    "Material": {"origin", "data_equivalent", "original_surrendered"},
    "Field": {"act_of_will"},
    "DataSource": {"status", "last_probe_at", "probe_sla_hours", "data_updated_at", "sharing"},
    "SuppliedBy": {"status", "max_age_days", "approved", "audiences", "regions", "key_fields", "returns"},
}
DECISIVE["ObtainedVia"] = DECISIVE["SuppliedBy"] - {"returns"} | {"mode"}

NEAREST_FIRST = tuple(reversed(Level))


#: Kinds that are numbered; the entries of forms are only read.
NUMBERED = ("Region", "Item", "Situation", "Material", "LicenceType", "Form", "Field", "DataSource")


class Index(dict[str, dict[str, int]]):
    """Kind → code → number, built from the codes of a kind when it is first used."""

    def __init__(self, codes: dict[str, list[str]]):
        self._codes = codes

    def __missing__(self, kind: str) -> dict[str, int]:
        codes = self._codes[kind]
        numbers = self[kind] = dict(zip(codes, range(len(codes)), strict=True))
        return numbers


class LayoutBasis:
    """Identifies what a layout depends on: who needs what, and how many bindings each has with which keys."""


class Catalogue:
    """Columns of one version of a catalogue.

    Every kind is numbered 0 … n-1 in the order of its codes (`codes[kind]`, `index[kind]`, `names[kind]`);
    `chain` holds the tables of columns.py by these numbers, rows that belong to one owner side by side.
    Situations with the same number in `situation_addressees` have equal `situation_audiences` and `situation_regions`.
    In addition to the table of bindings there are `binding_name`, `binding_priority` (MISSING: none) and
    `binding_defaults` (names of attributes that a mapping set), and in addition to that of sources `source_defaults`.
    A layout of one catalogue is valid for every catalogue with the same `layout_basis`.
    """

    def __init__(self, read: dict[str, Columns], version: int = 0):
        self.version = version
        self.layout_basis = LayoutBasis()
        self.codes: dict[str, list[str]] = {}
        self.index = Index(self.codes)
        self.names: dict[str, list[str]] = {}
        self._ids: dict[str, tuple[int, np.ndarray]] = {}
        columns = {name: self._numbered(name, read[name]) for name in READ}
        entries, keys = self._fields_named(columns)
        situations, requires = self._situations(columns)
        materials, facts = self._materials(columns, entries)
        fields, sources = self._fields(columns), self._sources(columns)
        bindings, keys = self._bindings(columns, keys, fields, materials, sources)
        fields["is_key"][keys] = True
        self.chain = Chain(situations, requires, materials, facts, fields, bindings, sources, keys)
        del self._ids

    @classmethod
    def read(cls, client: Client, *, forms_only: bool = False) -> "Catalogue":
        """The catalogue as the graph holds it, all of it from one version.

            forms_only: read only what counting fields needs (`Analysis.form_counts`), in a third of the time: of
            materials
            only
        application forms, no names, and nothing that chooses between bindings.
        """
        with garbage.not_searched():
            version, columns = reading.read(client, forms_only=forms_only)
            return cls(columns, version)

    @classmethod
    def from_rows(cls, rows: Mapping[str, Sequence[Mapping[str, Any]]], *, forms_only: bool = False) -> "Catalogue":
        """The catalogue of rows in the exchange format (declaration → rows); absent attributes were not recorded."""
        return cls(reading.of_rows(rows, forms_only=forms_only))

    def count(self, kind: str) -> int:
        return len(self.codes[kind])

    def number(self, kind: str, code: str) -> int:
        """The number of a node in the columns. Raises NotFound."""
        number = self.index[kind].get(code)
        if number is None:
            title = NODES[kind].title
            raise NotFound(
                Text(f"图中没有编码为 {code} 的{title.zh}。", f"There is no {title.en.lower()} with code {code}."),
                Text(f"用 oncegraph search {code} 查找。", f"Look for it with: oncegraph search {code}"),
            )
        return number

    def names_of(self, kind: type[Node]) -> dict[str, str]:
        """Code → name, for a kind that is numbered."""
        return dict(zip(self.codes[kind.__name__], self.names[kind.__name__], strict=True))

    def situations_of(self, item_code: str) -> list[str]:
        """Codes of all situations of an item, active or not. Raises NotFound."""
        owned = self.chain.situations["item"] == self.number("Item", item_code)
        return [self.codes["Situation"][number] for number in np.flatnonzero(owned).tolist()]

    def item_of(self, situation_code: str) -> str:
        """The code of a situation's item. Raises NotFound."""
        return self.codes["Item"][self.chain.situations["item"][self.number("Situation", situation_code)]]

    def _numbered(self, name: str, columns: Columns) -> Columns:
        """The columns of a kind of node, which is numbered; or of a relationship, with the numbers of what it joins."""
        declaration = model.DECLARATIONS[name]
        if not issubclass(declaration, Node):
            return self._between(name, columns)
        if name in NUMBERED:
            if "id" in columns:
                self._ids[name] = _numbers_by_id(columns["id"])
            self.codes[name] = columns[declaration.key()]
            self.names[name] = columns.get("name", self.codes[name])
        return columns

    def _between(self, name: str, columns: Columns) -> Columns:
        """The columns of a relationship, `start` and `end` as numbers; without those that join other kinds."""
        declaration = model.RELATIONSHIPS[name]
        ends = {"start": declaration.start.__name__, "end": declaration.end.__name__}
        numbers = {end: self._numbers_of_ids(kind, columns[end]) for end, kind in ends.items()}
        here = (numbers["start"] >= 0) & (numbers["end"] >= 0)
        columns = columns | numbers
        if here.all():
            return columns
        return {attribute: take_rows(values, np.flatnonzero(here)) for attribute, values in columns.items()}

    def _numbers_of_ids(self, kind: str, ids: np.ndarray) -> np.ndarray:
        before, numbers = self._ids[kind]
        return numbers.take(ids - before, mode="clip")

    def _numbers(self, kind: str, codes: Iterable[str]) -> np.ndarray:
        return _looked_up(self.index[kind], codes)

    def _fields_named(self, columns: dict[str, Columns]) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of the fields of entries; and of the keys, one binding's behind the other's, those of fields
        first. One that is in no field list is numbered behind all others: a field that nothing supplies."""
        entries = columns["FormField"]["field_code"]
        keys = [
            key for name in ("SuppliedBy", "ObtainedVia") for key in chain.from_iterable(columns[name]["key_fields"])
        ]
        numbers = self._numbers("Field", chain(entries, keys))
        if (numbers == UNRECORDED).any():
            strays = sorted({*entries, *keys}.difference(self.index.pop("Field")))
            self.codes["Field"] = self.codes["Field"] + strays
            self.names["Field"] = self.names["Field"] + strays
            numbers = self._numbers("Field", chain(entries, keys))
        return numbers[: len(entries)], numbers[len(entries) :]

    def _situations(self, columns: dict[str, Columns]) -> tuple[np.ndarray, np.ndarray]:
        situations, items, places = columns["Situation"], columns["Item"], columns["Region"]
        rows = table(
            SITUATION,
            self.count("Situation"),
            item=self._numbers("Item", situations["item_code"]),
            complete=situations["materials_complete"],
        )
        status = situations["status"]
        self.situation_active = (status == position(Status.ACTIVE)) | (status == UNRECORDED)
        audiences, audience = _own_or_of_item(situations["audiences"], items["service_objects"], rows["item"])
        of_item = Few([(code,) if code else () for code in items["region_code"].values], items["region_code"].number)
        regions, region = _own_or_of_item(situations["regions"], of_item, rows["item"])
        self.situation_audiences = [*map(audiences.__getitem__, audience.tolist())]
        self.situation_regions = [*map(regions.__getitem__, region.tolist())]
        self.situation_addressees = audience.astype(np.int64) * len(regions) + region
        self.region_parent = {
            code: parent or None for code, parent in zip(places["region_code"], places["parent_code"], strict=True)
        }
        self.situation_cases = self._cases(rows["item"], situations["annual_cases"], items["annual_cases"])

        requires = columns["Requires"]
        groups: Few = requires["alternative_group"]
        self.groups = sorted(set(groups.values) - {""})
        group = _looked_up({name: n for n, name in enumerate(self.groups)}, groups.values)
        order = np.argsort(requires["start"] * np.int64(self.count("Material")) + requires["end"])
        required = table(
            REQUIRE,
            len(order),
            material=requires["end"][order],
            group=group[groups.number[order]],
            necessity=requires["necessity"][order],
            removed=requires["status"][order] == position(Status.REMOVED),
        )
        delimit(rows, "require", requires["start"][order])
        return rows, required

    def _cases(self, item: np.ndarray, own: np.ndarray, of_item: np.ndarray) -> np.ndarray:
        """Cases a year (办件量) of every situation: its own; else the item's cases, less those of situations that
        record
        their own, shared evenly among the others; MISSING where neither is recorded."""
        cases = own.copy()
        sharing = np.flatnonzero((own == MISSING) & self.situation_active & (item >= 0))
        sharing = sharing[of_item[item[sharing]] != MISSING]
        recorded = np.zeros(len(of_item), np.int64)
        counted = (own != MISSING) & self.situation_active & (item >= 0)
        np.add.at(recorded, item[counted], own[counted])
        sharing = sharing[np.argsort(item[sharing], kind="stable")]
        owners, first, sharers = np.unique(item[sharing], return_index=True, return_counts=True)
        left = np.maximum(of_item[owners] - recorded[owners], 0)
        place = np.arange(len(sharing)) - np.repeat(first, sharers)
        cases[sharing] = np.repeat(left // sharers, sharers) + (place < np.repeat(left % sharers, sharers))
        return cases

    def _materials(self, columns: dict[str, Columns], entries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        materials = columns["Material"]
        self.material_licence: list[str | None] = [code or None for code in materials["licence_type_code"]]
        self.licence_aggregation: np.ndarray = columns["LicenceType"]["aggregation"]
        self.material_validity: list[int | None] = [
            None if days == MISSING else days for days in materials["validity_days"].tolist()
        ]
        rows = table(
            MATERIAL,
            self.count("Material"),
            is_form=materials["material_type"] == position(MaterialType.APPLICATION_FORM),
            origin=materials["origin"],
            equivalent=materials["data_equivalent"],
            surrendered=materials["original_surrendered"],
            defaulted=_decisive("Material", materials["defaulted"]),
        )
        parts = self._on_forms(columns, entries, rows["is_form"]), self._proved(columns["Proves"], rows["is_form"])
        material, field, required = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        order = np.argsort(material, kind="stable")
        delimit(rows, "fact", material[order])
        return rows, table(FACT, len(order), field=field[order], required=required[order])

    def _on_forms(self, columns: dict[str, Columns], fields: np.ndarray, is_form: np.ndarray) -> tuple[np.ndarray, ...]:
        """The facts of application forms (material, field, required): their fields, in the order of the form."""
        forms, entries = columns["Form"], columns["FormField"]
        form = self._numbers("Form", entries["form_code"].values)[entries["form_code"].number]
        material = np.append(self._numbers("Material", forms["material_code"]), UNRECORDED)[form]
        place = np.where(entries["position"] == MISSING, np.iinfo(np.int64).max, entries["position"])
        order = np.lexsort((place, form, material))
        order = order[material[order] >= 0]
        order = order[is_form[material[order]]]
        material, field = material[order], fields[order]
        # A field that a form asks for twice keeps its first position, and is required if either entry is.
        _, first, asked = np.unique(self._pairs(material, field), return_index=True, return_inverse=True)
        strictness = np.zeros(len(first), np.int8)
        np.maximum.at(strictness, asked, np.array([0, 2, 1], np.int8)[entries["required"][order]])
        kept = np.sort(first)
        return material[kept], field[kept], np.array([0, UNRECORDED, 1], np.int8)[strictness[asked[kept]]]

    def _proved(self, proves: Columns, is_form: np.ndarray) -> tuple[np.ndarray, ...]:
        """The facts of all other materials (material, field, required): what they prove."""
        other = ~is_form[proves["start"]]
        pairs = np.unique(self._pairs(proves["start"][other], proves["end"][other]))
        return *np.divmod(pairs, max(self.count("Field"), 1)), np.ones(len(pairs), np.int8)

    def _pairs(self, material: np.ndarray, field: np.ndarray) -> np.ndarray:
        """One number for each pair of a material and a field."""
        return material.astype(np.int64) * self.count("Field") + field

    def _fields(self, columns: dict[str, Columns]) -> np.ndarray:
        fields = columns["Field"]
        known = len(fields["field_code"])
        rows = table(FIELD, self.count("Field"), login=UNRECORDED)
        rows["will"][:known] = fields["act_of_will"]
        rows["login"][:known] = fields["login_identity"]
        rows["defaulted"][:known] = _decisive("Field", fields["defaulted"])
        return rows

    def _sources(self, columns: dict[str, Columns]) -> np.ndarray:
        sources = columns["DataSource"]
        level = sources["level"]
        self.source_defaults: list[Sequence[str]] = sources["defaulted"].each()
        distance = np.array([NEAREST_FIRST.index(level) for level in Level])
        return table(
            SOURCE,
            self.count("DataSource"),
            status=sources["status"],
            sharing=sources["sharing"],
            distance=np.where(level >= 0, distance[level], len(Level)),
            updated=sources["data_updated_at"],
            probed=sources["last_probe_at"],
            sla=sources["probe_sla_hours"],
            defaulted=_decisive("DataSource", sources["defaulted"]),
        )

    def _bindings(
        self,
        columns: dict[str, Columns],
        keys: np.ndarray,
        fields: np.ndarray,
        materials: np.ndarray,
        sources: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:
        """One table for both kinds of binding, those of fields first, each in the order of choice; and their keys."""
        supplied, obtained = columns["SuppliedBy"], columns["ObtainedVia"]
        both = {name: _concatenate(supplied[name], obtained[name]) for name in ("start", "end", *READ["SuppliedBy"])}
        many = len(supplied["start"])
        of_material = np.arange(len(both["start"])) >= many
        self.audience_scopes, audience_scope = _distinct(both["audiences"])
        self.region_scopes, region_scope = _distinct(both["regions"])
        rows = table(
            BINDING,
            len(both["start"]),
            source=both["end"],
            mode=np.append(np.full(many, UNRECORDED), obtained["mode"]),
            returns=both["returns"],
            status=both["status"],
            approved=both["approved"],
            authoritative=both["authoritative"] == 1,
            max_age=both["max_age_days"],
            audience_scope=audience_scope,
            region_scope=region_scope,
            defaulted=np.append(
                _decisive("SuppliedBy", supplied["defaulted"]), _decisive("ObtainedVia", obtained["defaulted"])
            ),
        )
        rows["last_key"] = np.cumsum(np.fromiter(map(len, both["key_fields"]), np.int64, len(rows)))
        rows["first_key"][1:] = rows["last_key"][:-1]
        order = order_of_choice(rows, sources, both["priority"], both["binding"], both["start"], of_material)
        rows = rows.take(order)
        self.binding_name = take_rows(both["binding"], order).each()
        self.binding_priority = both["priority"][order]
        self.binding_defaults: list[Sequence[str]] = take_rows(both["defaulted"], order).each()
        delimit(fields, "binding", both["start"][order[:many]])
        delimit(materials, "binding", both["start"][order[many:]], start=many)
        return rows, lay_keys(rows, keys)

    @cached_property
    def item_situations(self) -> list[list[int]]:
        """Item number → numbers of its active situations."""
        situations: list[list[int]] = [[] for _ in self.codes["Item"]]
        item = self.chain.situations["item"]
        for situation in np.flatnonzero(self.situation_active & (item >= 0)).tolist():
            situations[item[situation]].append(situation)
        return situations


def order_of_choice(
    rows: np.ndarray,
    sources: np.ndarray,
    priority: np.ndarray,
    names: Few,
    owner: np.ndarray,
    of_material: np.ndarray,
) -> np.ndarray:
    """The order in which bindings stand and are chosen (docs/rules.md): those of fields first, owner by owner;
    authoritative first, then priority, then level (nearest first), then code."""
    rank = {name: number for number, name in enumerate(sorted(set(names.values)))}
    return np.lexsort(
        (
            rows["mode"],
            _looked_up(rank, names.values)[names.number],
            rows["source"],
            sources["distance"][rows["source"]],
            np.where(priority == MISSING, np.iinfo(np.int64).max, priority),
            ~rows["authoritative"],
            owner,
            of_material,
        )
    )


def _numbers_by_id(ids: np.ndarray) -> tuple[int, np.ndarray]:
    """The position in the store before the first of some nodes, and, counted from it, the number of each node;
    UNRECORDED at positions of other nodes, and at both ends."""
    if not len(ids):
        return 0, np.full(1, UNRECORDED, np.int32)
    before = int(ids.min()) - 1
    numbers = np.full(int(ids.max()) - before + 2, UNRECORDED, np.int32)
    numbers[ids - before] = np.arange(len(ids))
    return before, numbers


def _looked_up(numbers: dict[str, int], codes: Iterable[str]) -> np.ndarray:
    return np.fromiter(map(numbers.get, codes, repeat(UNRECORDED)), np.int32)


def _concatenate(first: Any, second: Any) -> Any:
    if isinstance(first, Few):
        return first.then(second)
    return np.append(first, second) if isinstance(first, np.ndarray) else first + second


def _decisive(name: str, defaulted: Few) -> np.ndarray:
    """Which rows have a default on which a verdict would rest."""
    found = np.array([not DECISIVE[name].isdisjoint(names) for names in defaulted.values], bool)
    return found[defaulted.number]


def _distinct(scopes: Few) -> tuple[list[frozenset[str]], np.ndarray]:
    """The distinct scopes, in an order that depends on nothing but them, and the number of each scope given."""
    sets = [frozenset(scope) for scope in scopes.values]
    distinct = sorted(set(sets), key=sorted)
    number = {scope: place for place, scope in enumerate(distinct)}
    return distinct, np.array([number[scope] for scope in sets], np.int32)[scopes.number]


def _own_or_of_item(own: Few, of_item: Few, item: np.ndarray) -> tuple[list[frozenset[str]], np.ndarray]:
    """What situations record, else what their items record, as distinct sets, and the number of each situation's."""
    of_item = of_item.then(Few([()], np.zeros(1, np.int64)))  # the last for situations of no item
    recorded = np.array([bool(values) for values in own.values], bool)[own.number]
    places = np.where(recorded, np.arange(len(item)), len(item) + item % len(of_item))
    return _distinct(own.then(of_item).at(places))
