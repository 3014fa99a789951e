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
from schema import model
from schema.codes import CodeList, Level, LoginIdentity, MaterialType, Mode, Necessity, Origin, Returns, Sharing, Status
from schema.declaration import Node, Relationship

#: What the rules read of each declaration; nothing else leaves the database.
READ = {
    "Region": ("region_code", "parent_code"),
    "Item": ("item_code", "name", "region_code", "service_objects"),
    "Situation": ("situation_code", "name", "item_code", "audiences", "regions", "materials_complete", "status"),
    "Material": (
        "material_code",
        "name",
        "material_type",
        "origin",
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

#: A tri-state or coded value that nobody recorded, or that is outside its code list.
UNRECORDED = -1

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

    Every kind is numbered 0 … n-1 in the order of its codes (`codes[kind]`, `index[kind]`); a relationship table is
    sorted by the number of its start, with `*_start` holding n+1 offsets into it. Tri-states are int8: 1, 0 or
    UNRECORDED; codes are the position in their CodeList or UNRECORDED; days and microseconds count from 1970-01-01.
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
        self._read_situations(columns)
        self._read_materials(columns)
        self._read_fields(columns)
        self._read_sources(columns)
        self._read_bindings(columns)

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
        index = self.index[kind]
        return np.fromiter((index.get(code, UNRECORDED) for code in codes), np.int32)

    def count(self, kind: str) -> int:
        return len(self.codes[kind])

    def _read_situations(self, columns: dict[str, Columns]) -> None:
        situations, items, regions = columns["Situation"], columns["Item"], columns["Region"]
        self.situation_item = self._numbers("Item", situations["item_code"])
        self.situation_complete = _tristate(situations["materials_complete"])
        status = _coded(Status, situations["status"])
        self.situation_active = (status == _number_of(Status.ACTIVE)) | (status == UNRECORDED)
        self.situation_audiences = [
            frozenset(own or (items["service_objects"][item] if item >= 0 else ()))
            for own, item in zip(situations["audiences"], self.situation_item.tolist(), strict=True)
        ]
        self.situation_regions = [
            frozenset(own or _some(items["region_code"][item] if item >= 0 else None))
            for own, item in zip(situations["regions"], self.situation_item.tolist(), strict=True)
        ]
        self.region_parent = dict(zip(regions["region_code"], regions["parent_code"], strict=True))

        requires = columns["Requires"]
        situation = self._numbers("Situation", requires["situation_code"])
        material = self._numbers("Material", requires["material_code"])
        order = np.lexsort((material, situation))
        self.require_start = _offsets(situation[order], self.count("Situation"))
        self.require_material = material[order]
        self.require_necessity = _coded(Necessity, requires["necessity"])[order]
        self.require_removed = (_coded(Status, requires["status"]) == _number_of(Status.REMOVED))[order]
        groups = [requires["alternative_group"][i] for i in order]
        numbers = {name: number for number, name in enumerate(sorted({group for group in groups if group}))}
        self.groups = list(numbers)
        self.require_group = np.fromiter((numbers.get(group, UNRECORDED) for group in groups), np.int32)

    def _read_materials(self, columns: dict[str, Columns]) -> None:
        materials, forms, entries = columns["Material"], columns["Form"], columns["FormField"]
        self.material_is_form = _coded(MaterialType, materials["material_type"]) == _number_of(
            MaterialType.APPLICATION_FORM
        )
        self.material_origin = _coded(Origin, materials["origin"])
        self.material_equivalent = _tristate(materials["data_equivalent"])
        self.material_surrendered = _tristate(materials["original_surrendered"])
        self.material_defaulted = _decisive("Material", materials["defaulted"])

        # Facts: the fields of an application form, in the order of the form; what any other material proves.
        form = self._numbers("Form", entries["form_code"])
        owner = self._numbers("Material", forms["material_code"])
        on_form = pd.DataFrame(
            {
                "material": np.where(form >= 0, owner[form], UNRECORDED) if len(owner) else form,
                "form": form,
                "position": [np.inf if position is None else position for position in entries["position"]],
                "entry": np.arange(len(form)),
                "field": self._numbers("Field", entries["field_code"]),
                "required": _tristate(entries["required"]),
            }
        ).sort_values(["material", "form", "position", "entry"], kind="stable")
        on_form = on_form[on_form.material >= 0]
        on_form = on_form[self.material_is_form[on_form.material]]
        # A field that a form asks for twice is required if it is required once.
        strictest = on_form.assign(rank=on_form.required.map({1: 2, UNRECORDED: 1, 0: 0})).groupby(
            ["material", "field"], sort=False
        )["rank"]
        on_form = on_form.assign(required=strictest.transform("max").map({2: 1, 1: UNRECORDED, 0: 0}))
        on_form = on_form.drop_duplicates(["material", "field"])
        proved = pd.DataFrame(
            {
                "material": self._numbers("Material", columns["Proves"]["material_code"]),
                "field": self._numbers("Field", columns["Proves"]["field_code"]),
                "required": np.int8(1),
            }
        ).sort_values(["material", "field"], kind="stable")
        proved = proved[~self.material_is_form[proved.material]].drop_duplicates(["material", "field"])
        facts = pd.concat([on_form[["material", "field", "required"]], proved]).sort_values("material", kind="stable")
        self.fact_start = _offsets(facts.material.to_numpy(), self.count("Material"))
        self.fact_field = facts.field.to_numpy(np.int32)
        self.fact_required = facts.required.to_numpy(np.int8)

    def _read_fields(self, columns: dict[str, Columns]) -> None:
        fields = columns["Field"]
        strays = self.count("Field") - len(fields["field_code"])
        self.names["Field"] = [*fields["name"], *self.codes["Field"][len(fields["name"]) :]]
        self.field_will = np.append(_tristate(fields["act_of_will"]), np.zeros(strays, np.int8))
        self.field_login = np.append(
            _coded(LoginIdentity, fields["login_identity"]), np.full(strays, UNRECORDED, np.int8)
        )
        self.field_defaulted = np.append(_decisive("Field", fields["defaulted"]), np.zeros(strays, bool))

    def _read_sources(self, columns: dict[str, Columns]) -> None:
        sources = columns["DataSource"]
        self.source_status = _coded(Status, sources["status"])
        self.source_sharing = _coded(Sharing, sources["sharing"])
        self.source_updated = _days(sources["data_updated_at"])
        self.source_probed = _microseconds(sources["last_probe_at"])
        self.source_sla = _whole(sources["probe_sla_hours"])
        self.source_defaulted = _decisive("DataSource", sources["defaulted"])
        level = _coded(Level, sources["level"])
        distance = np.array([NEAREST_FIRST.index(level) for level in Level])
        self.source_distance = np.where(level >= 0, distance[level], len(Level))

    def _read_bindings(self, columns: dict[str, Columns]) -> None:
        """One table for both kinds of binding: those of fields first, then those of materials."""
        supplied, obtained = columns["SuppliedBy"], columns["ObtainedVia"]
        both = {name: [*supplied[name], *obtained[name]] for name in READ["SuppliedBy"] if name != "field_code"}
        many = len(supplied["field_code"])
        owner = np.concatenate(
            [self._numbers("Field", supplied["field_code"]), self._numbers("Material", obtained["material_code"])]
        )
        source = self._numbers("DataSource", both["source_code"])
        authoritative = _tristate(both["authoritative"])
        priority = _whole(both["priority"])
        order = np.lexsort(
            (
                pd.factorize(np.array(both["binding"], dtype=object), sort=True)[0],
                source,
                self.source_distance[source] if len(source) else source,
                np.where(priority == MISSING, np.iinfo(np.int64).max, priority),
                authoritative != 1,
                owner,
                np.arange(len(owner)) >= many,
            )
        )
        both = {name: [values[i] for i in order] for name, values in both.items()}
        owner, self.binding_source = owner[order], source[order]
        self.binding_name = both["binding"]
        self.binding_authoritative = authoritative[order] == 1
        self.supply_start = _offsets(owner[:many], self.count("Field"))
        self.arrangement_start = many + _offsets(owner[many:], self.count("Material"))
        self.binding_returns = _coded(Returns, both["returns"])
        self.binding_status = _coded(Status, both["status"])
        self.binding_max_age = _whole(both["max_age_days"])
        self.binding_approved = _tristate(both["approved"])
        self.binding_defaulted = np.concatenate(
            [_decisive("SuppliedBy", both["defaulted"][:many]), _decisive("ObtainedVia", both["defaulted"][many:])]
        )
        self.binding_mode = np.append(
            np.full(many, UNRECORDED, np.int8),
            _coded(Mode, [obtained["mode"][i - many] for i in order[many:].tolist()]),
        ).astype(np.int8)
        self.audience_scopes, self.binding_audience_scope = _distinct(both["audiences"])
        self.region_scopes, self.binding_region_scope = _distinct(both["regions"])
        self.key_start = np.append(0, np.cumsum([len(keys) for keys in both["key_fields"]], dtype=np.int64))
        self.key_field = self._numbers("Field", (key for keys in both["key_fields"] for key in keys))

    @cached_property
    def item_situations(self) -> list[list[int]]:
        """Item number → numbers of its active situations."""
        situations: list[list[int]] = [[] for _ in self.codes["Item"]]
        for situation in np.flatnonzero(self.situation_active & (self.situation_item >= 0)).tolist():
            situations[self.situation_item[situation]].append(situation)
        return situations


#: A whole number, day or instant that nobody recorded.
MISSING = np.iinfo(np.int64).min


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


def _number_of(code: CodeList) -> int:
    return list(type(code)).index(code)


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


def _offsets(sorted_numbers: np.ndarray, many: int) -> np.ndarray:
    return np.searchsorted(sorted_numbers, np.arange(many + 1)).astype(np.int64)
