"""The chain of a catalogue as columns: what the kernel works on, read from Neo4j once per catalogue version."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from graph.client import Client
from graph.columns import Columns, read_columns
from graph.versions import version
from queries.exemption.columns import (
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
    table,
)
from schema import model
from schema.codes import CodeList, Level, LoginIdentity, MaterialType, Mode, Necessity, Origin, Returns, Sharing, Status
from schema.declaration import Node, Relationship

#: What the rules read of each declaration; nothing else leaves the database.
READ = {
    "Region": ("region_code", "parent_code"),
    "Item": ("item_code", "name", "region_code", "service_objects", "annual_cases"),
    "Situation": (
        "situation_code",
        "name",
        "item_code",
        "audiences",
        "regions",
        "materials_complete",
        "annual_cases",
        "status",
    ),
    "Material": (
        "material_code",
        "name",
        "material_type",
        "origin",
        "licence_type_code",
        "validity_days",
        "data_equivalent",
        "original_surrendered",
        "defaulted",
    ),
    "Form": ("form_code", "material_code"),
    "FormField": ("form_field_code", "form_code", "field_code", "required", "position"),
    "Field": ("field_code", "name", "act_of_will", "login_identity", "defaulted"),
    "DataSource": (
        "source_code",
        "name",
        "level",
        "status",
        "last_probe_at",
        "probe_sla_hours",
        "data_updated_at",
        "sharing",
        "defaulted",
    ),
    "Requires": ("situation_code", "material_code", "necessity", "alternative_group", "status"),
    "Proves": ("material_code", "field_code"),
    "SuppliedBy": (
        "field_code",
        "source_code",
        "binding",
        "returns",
        "authoritative",
        "priority",
        "audiences",
        "regions",
        "key_fields",
        "max_age_days",
        "approved",
        "status",
        "defaulted",
    ),
}
READ["ObtainedVia"] = ("material_code", *READ["SuppliedBy"][1:], "mode")

#: Attributes on which a verdict rests, where a mapping may have set a default.
DECISIVE = {
    "Material": {"origin", "data_equivalent", "original_surrendered"},
    "Field": {"act_of_will"},
    "DataSource": {"status", "last_probe_at", "probe_sla_hours", "data_updated_at", "sharing"},
    "SuppliedBy": {"status", "max_age_days", "approved", "audiences", "regions", "key_fields", "returns"},
}
DECISIVE["ObtainedVia"] = DECISIVE["SuppliedBy"] - {"returns"} | {"mode"}

NEAREST_FIRST = tuple(reversed(Level))


class Catalogue:
    """Columns of one version of a catalogue.

    Every kind is numbered 0 … n-1 in the order of its codes (`codes[kind]`, `index[kind]`, `names[kind]`);
    `chain` holds the tables of columns.py by these numbers, rows that belong to one owner side by side.
    """

    def __init__(self, columns: dict[str, Columns], version: int = 0):
        self.version = version
        self.codes: dict[str, list[str]] = {}
        self.index: dict[str, dict[str, int]] = {}
        self.names: dict[str, list[str]] = {}
        columns = {name: self._sorted_by_key(name, columns[name]) for name in READ}
        # A key field that is in no field list is a field that nothing supplies.
        strays = {key for name in ("SuppliedBy", "ObtainedVia") for keys in columns[name]["key_fields"] for key in keys}
        self._number("Field", (*self.codes["Field"], *sorted(strays - set(self.index["Field"]))))
        situations, requires = self._situations(columns)
        materials, facts = self._materials(columns)
        fields, sources = self._fields(columns), self._sources(columns)
        bindings, keys = self._bindings(columns, fields, materials, sources)
        fields["is_key"][keys] = True
        self.chain = Chain(situations, requires, materials, facts, fields, bindings, sources, keys)

    @classmethod
    def read(cls, client: Client) -> "Catalogue":
        """The catalogue as it stands in the graph."""
        at = version(client)
        return cls({name: read_columns(client, model.DECLARATIONS[name], names) for name, names in READ.items()}, at)

    @classmethod
    def from_rows(cls, rows: dict[str, Sequence[dict[str, Any]]]) -> "Catalogue":
        """The catalogue of rows in the exchange format (declaration → rows); absent attributes were not recorded."""
        columns = {}
        for name, attributes in READ.items():
            empty = {attribute: _default(name, attribute) for attribute in attributes}
            given = [{**empty, **{k: v for k, v in row.items() if v is not None}} for row in rows.get(name, ())]
            columns[name] = {attribute: [row[attribute] for row in given] for attribute in attributes}
        return cls(columns)

    def _sorted_by_key(self, name: str, columns: Columns) -> Columns:
        declaration = model.DECLARATIONS[name]
        if not issubclass(declaration, Node):
            return columns
        codes = columns[declaration.key()]
        order = sorted(range(len(codes)), key=codes.__getitem__)
        columns = {attribute: [values[i] for i in order] for attribute, values in columns.items()}
        self._number(name, columns[declaration.key()])
        self.names[name] = columns.get("name", self.codes[name])
        return columns

    def _number(self, kind: str, codes: Iterable[str]) -> None:
        self.codes[kind] = list(codes)
        self.index[kind] = {code: number for number, code in enumerate(self.codes[kind])}

    def _numbers(self, kind: str, codes: Iterable[str | None]) -> np.ndarray:
        return _looked_up(self.index[kind], codes)

    def count(self, kind: str) -> int:
        return len(self.codes[kind])

    def _situations(self, columns: dict[str, Columns]) -> tuple[np.ndarray, np.ndarray]:
        situations, items, regions = columns["Situation"], columns["Item"], columns["Region"]
        rows = table(
            SITUATION,
            self.count("Situation"),
            item=self._numbers("Item", situations["item_code"]),
            complete=_tristate(situations["materials_complete"]),
        )
        status = _coded(Status, situations["status"])
        self.situation_active = (status == position(Status.ACTIVE)) | (status == UNRECORDED)
        self.situation_audiences = [
            frozenset(own or (items["service_objects"][item] if item >= 0 else ()))
            for own, item in zip(situations["audiences"], rows["item"].tolist(), strict=True)
        ]
        self.situation_regions = [
            frozenset(own or _some(items["region_code"][item] if item >= 0 else None))
            for own, item in zip(situations["regions"], rows["item"].tolist(), strict=True)
        ]
        self.region_parent = dict(zip(regions["region_code"], regions["parent_code"], strict=True))
        self.situation_cases = self._cases(
            rows["item"], _whole(situations["annual_cases"]), _whole(items["annual_cases"])
        )

        requires = columns["Requires"]
        situation = self._numbers("Situation", requires["situation_code"])
        material = self._numbers("Material", requires["material_code"])
        names = sorted({group for group in requires["alternative_group"] if group})
        self.groups = names
        order = np.lexsort((material, situation))
        required = table(
            REQUIRE,
            len(order),
            material=material,
            group=_looked_up(dict(zip(names, range(len(names)), strict=True)), requires["alternative_group"]),
            necessity=_coded(Necessity, requires["necessity"]),
            removed=_coded(Status, requires["status"]) == position(Status.REMOVED),
        )[order]
        delimit(rows, "require", situation[order])
        return rows, required

    def _cases(self, item: np.ndarray, own: np.ndarray, of_item: np.ndarray) -> np.ndarray:
        """Cases a year (办件量) of every situation: its own, else an even share of what its item's cases leave to the
        active situations without; MISSING where neither is recorded."""
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

    def _materials(self, columns: dict[str, Columns]) -> tuple[np.ndarray, np.ndarray]:
        materials = columns["Material"]
        self.material_licence: list[str | None] = materials["licence_type_code"]
        self.material_validity: list[int | None] = materials["validity_days"]
        rows = table(
            MATERIAL,
            self.count("Material"),
            is_form=_coded(MaterialType, materials["material_type"]) == position(MaterialType.APPLICATION_FORM),
            origin=_coded(Origin, materials["origin"]),
            equivalent=_tristate(materials["data_equivalent"]),
            surrendered=_tristate(materials["original_surrendered"]),
            defaulted=_decisive("Material", materials["defaulted"]),
        )
        facts = pd.concat([self._on_forms(columns, rows["is_form"]), self._proved(columns, rows["is_form"])])
        facts = facts.sort_values("material", kind="stable")
        delimit(rows, "fact", facts.material.to_numpy())
        return rows, table(FACT, len(facts), field=facts.field, required=facts.required)

    def _on_forms(self, columns: dict[str, Columns], is_form: np.ndarray) -> pd.DataFrame:
        """The facts of application forms: their fields, in the order of the form."""
        forms, entries = columns["Form"], columns["FormField"]
        form = self._numbers("Form", entries["form_code"])
        owner = np.append(self._numbers("Material", forms["material_code"]), UNRECORDED)
        facts = pd.DataFrame(
            {
                "material": owner[form],
                "form": form,
                "position": [np.inf if place is None else place for place in entries["position"]],
                "entry": np.arange(len(form)),
                "field": self._numbers("Field", entries["field_code"]),
                "required": _tristate(entries["required"]),
            }
        ).sort_values(["material", "form", "position", "entry"], kind="stable")
        facts = facts[facts.material >= 0]
        facts = facts[is_form[facts.material]]
        # A field that a form asks for twice is required if it is required once.
        strictness = facts.required.map({1: 2, UNRECORDED: 1, 0: 0})
        strictest = strictness.groupby([facts.material, facts.field]).transform("max")
        facts = facts.assign(required=strictest.map({2: 1, 1: UNRECORDED, 0: 0}))
        return facts.drop_duplicates(["material", "field"])[["material", "field", "required"]]

    def _proved(self, columns: dict[str, Columns], is_form: np.ndarray) -> pd.DataFrame:
        """The facts of all other materials: what they prove."""
        facts = pd.DataFrame(
            {
                "material": self._numbers("Material", columns["Proves"]["material_code"]),
                "field": self._numbers("Field", columns["Proves"]["field_code"]),
                "required": np.int8(1),
            }
        ).sort_values(["material", "field"], kind="stable")
        return facts[~is_form[facts.material]].drop_duplicates()

    def _fields(self, columns: dict[str, Columns]) -> np.ndarray:
        fields = columns["Field"]
        known = len(fields["field_code"])
        self.names["Field"] = [*fields["name"], *self.codes["Field"][known:]]
        rows = table(FIELD, self.count("Field"), login=UNRECORDED)
        rows[:known]["will"] = _tristate(fields["act_of_will"])
        rows[:known]["login"] = _coded(LoginIdentity, fields["login_identity"])
        rows[:known]["defaulted"] = _decisive("Field", fields["defaulted"])
        return rows

    def _sources(self, columns: dict[str, Columns]) -> np.ndarray:
        sources = columns["DataSource"]
        level = _coded(Level, sources["level"])
        distance = np.array([NEAREST_FIRST.index(level) for level in Level])
        return table(
            SOURCE,
            self.count("DataSource"),
            status=_coded(Status, sources["status"]),
            sharing=_coded(Sharing, sources["sharing"]),
            distance=np.where(level >= 0, distance[level], len(Level)),
            updated=_days(sources["data_updated_at"]),
            probed=_microseconds(sources["last_probe_at"]),
            sla=_whole(sources["probe_sla_hours"]),
            defaulted=_decisive("DataSource", sources["defaulted"]),
        )

    def _bindings(
        self, columns: dict[str, Columns], fields: np.ndarray, materials: np.ndarray, sources: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """One table for both kinds of binding, those of fields first, each in the order of choice; and their keys."""
        supplied, obtained = columns["SuppliedBy"], columns["ObtainedVia"]
        both = {name: [*supplied[name], *obtained[name]] for name in READ["SuppliedBy"] if name != "field_code"}
        many = len(supplied["field_code"])
        owner = np.append(
            self._numbers("Field", supplied["field_code"]), self._numbers("Material", obtained["material_code"])
        )
        self.audience_scopes, audience_scope = _distinct(both["audiences"])
        self.region_scopes, region_scope = _distinct(both["regions"])
        last_key = np.cumsum([len(keys) for keys in both["key_fields"]], dtype=np.int64)
        rows = table(
            BINDING,
            len(owner),
            source=self._numbers("DataSource", both["source_code"]),
            mode=np.append(np.full(many, UNRECORDED), _coded(Mode, obtained["mode"])),
            returns=_coded(Returns, both["returns"]),
            status=_coded(Status, both["status"]),
            approved=_tristate(both["approved"]),
            authoritative=_tristate(both["authoritative"]) == 1,
            max_age=_whole(both["max_age_days"]),
            audience_scope=audience_scope,
            region_scope=region_scope,
            first_key=np.append(0, last_key)[:-1],
            last_key=last_key,
            defaulted=np.append(
                _decisive("SuppliedBy", supplied["defaulted"]), _decisive("ObtainedVia", obtained["defaulted"])
            ),
        )
        priority = _whole(both["priority"])
        order = np.lexsort(
            (
                pd.factorize(np.array(both["binding"], dtype=object), sort=True)[0],
                rows["source"],
                sources["distance"][rows["source"]],
                np.where(priority == MISSING, np.iinfo(np.int64).max, priority),
                ~rows["authoritative"],
                owner,
                np.arange(len(owner)) >= many,
            )
        )
        self.binding_name = [both["binding"][i] for i in order.tolist()]
        delimit(fields, "binding", owner[order[:many]])
        delimit(materials, "binding", owner[order[many:]], start=many)
        return rows[order], self._numbers("Field", (key for keys in both["key_fields"] for key in keys))

    @cached_property
    def item_situations(self) -> list[list[int]]:
        """Item number → numbers of its active situations."""
        situations: list[list[int]] = [[] for _ in self.codes["Item"]]
        item = self.chain.situations["item"]
        for situation in np.flatnonzero(self.situation_active & (item >= 0)).tolist():
            situations[item[situation]].append(situation)
        return situations


def _default(name: str, attribute: str) -> Any:
    declaration = model.DECLARATIONS[name]
    if attribute == "defaulted":
        return ()
    if issubclass(declaration, Relationship) and attribute in (column for column, _ in declaration.ends()):
        return None
    return declaration.model_fields[attribute].get_default() if attribute not in _required(name) else None


def _required(name: str) -> set[str]:
    return {attribute for attribute, info in model.DECLARATIONS[name].model_fields.items() if info.is_required()}


def _some(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def position(code: CodeList) -> int:
    """The number by which a code stands in the columns."""
    return list(type(code)).index(code)


def _looked_up(numbers: dict[str, int], codes: Iterable[str | None]) -> np.ndarray:
    return np.fromiter((numbers.get(code, UNRECORDED) for code in codes), np.int32)


def _coded(codes: type[CodeList], values: Iterable[str | None]) -> np.ndarray:
    numbers = {code.value: number for number, code in enumerate(codes)}
    return np.fromiter((numbers.get(value, UNRECORDED) for value in values), np.int8)


def _tristate(values: Iterable[bool | None]) -> np.ndarray:
    return np.fromiter((UNRECORDED if value is None else value for value in values), np.int8)


def _whole(values: Iterable[int | None]) -> np.ndarray:
    return np.fromiter((MISSING if value is None else value for value in values), np.int64)


def _days(values: Iterable[date | None]) -> np.ndarray:
    return np.fromiter((MISSING if day is None else days_of(day) for day in values), np.int64)


def _microseconds(values: Iterable[datetime | None]) -> np.ndarray:
    return np.fromiter((MISSING if moment is None else microseconds_of(moment) for moment in values), np.int64)


def days_of(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def microseconds_of(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1)) // timedelta(microseconds=1)


def _decisive(name: str, defaulted: Iterable[Iterable[str]]) -> np.ndarray:
    return np.fromiter((not DECISIVE[name].isdisjoint(names) for names in defaulted), bool)


def _distinct(scopes: Iterable[Iterable[str]]) -> tuple[list[frozenset[str]], np.ndarray]:
    numbers: dict[frozenset[str], int] = {}
    each = np.fromiter((numbers.setdefault(frozenset(scope), len(numbers)) for scope in scopes), np.int32)
    return list(numbers), each
