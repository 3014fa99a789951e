"""The attributes that the rules read from a catalogue: all, or only those needed to count the fields of application
forms."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np

from oncegraph.graph.client import Client
from oncegraph.graph.packed import Packed, Wanted, never_stored, pack_rows, read_packed
from oncegraph.schema import model
from oncegraph.schema.codes import MaterialType
from oncegraph.schema.declaration import Node

#: The attributes that the rules read of each declaration, in addition to the ends of relationships.
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
    "LicenceType": ("licence_type_code", "name", "aggregation"),
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
    "Requires": ("necessity", "alternative_group", "status"),
    "Proves": (),
    "SuppliedBy": (
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
READ["ObtainedVia"] = (*READ["SuppliedBy"], "mode")

#: Those of them whose values occur in few combinations; attributes that become one number per row are not among them.
RECURRING = {
    "Item": ("region_code", "service_objects"),
    "Situation": ("audiences", "regions", "materials_complete", "status"),
    "Material": ("defaulted",),
    "Field": ("defaulted",),
    "DataSource": ("level", "status", "last_probe_at", "probe_sla_hours", "sharing", "defaulted"),
    "FormField": ("form_code",),
    "Requires": READ["Requires"],
    "SuppliedBy": ("binding", "returns", "authoritative", "audiences", "regions", "approved", "status", "defaulted"),
}
RECURRING["ObtainedVia"] = RECURRING["SuppliedBy"]

#: The attributes needed to count the fields of application forms and those filled automatically. Which of several
#: bindings is chosen does not matter, nor which facts are defaults.
READ_OF_FORMS = {
    "Region": READ["Region"],
    "Item": ("item_code", "region_code", "service_objects"),
    "Situation": ("situation_code", "item_code", "audiences", "regions", "status"),
    "Material": ("material_code", "material_type"),
    "Form": READ["Form"],
    "FormField": ("form_code", "field_code"),
    "Field": ("field_code", "act_of_will", "login_identity"),
    "DataSource": ("source_code", "status", "last_probe_at", "probe_sla_hours", "data_updated_at", "sharing"),
    "Requires": ("status",),
    "SuppliedBy": ("returns", "audiences", "regions", "key_fields", "max_age_days", "approved", "status"),
}

#: Declarations in lines that are read in parallel; each line takes about the same time.
LINES = (
    ("SuppliedBy", "Material", "ObtainedVia", "Proves", "Form", "LicenceType", "Region"),
    ("DataSource", "Situation", "Item"),
    ("Requires", "FormField", "Field"),
)

#: Declaration → its packed columns.
Columns = dict[str, Any]


def read(client: Client, *, forms_only: bool = False) -> tuple[int, dict[str, Columns]]:
    """The version of the catalogue, and its columns by declaration, all of it at that version.

    forms_only: of materials only application forms, and only what affects how many of their fields are filled; all else
    appears as not recorded.
    """
    version, packed = read_packed(client, _wanted(forms_only))
    return version, _complete(packed)


def of_rows(rows: Mapping[str, Iterable[Mapping[str, Any]]], *, forms_only: bool = False) -> dict[str, Columns]:
    """The same of rows in the exchange format (declaration → rows); absent attributes were not recorded."""
    given = {model.DECLARATIONS[name]: each for name, each in rows.items()}
    return _complete(pack_rows(given, _wanted(forms_only)))


@cache
def _wanted(forms_only: bool) -> Wanted:
    read = READ_OF_FORMS if forms_only else READ
    return Wanted(
        lines=[[model.DECLARATIONS[name] for name in line if name in read] for line in LINES],
        names={model.DECLARATIONS[name]: read[name] for name in read},
        recurring={
            model.DECLARATIONS[name]: [each for each in RECURRING.get(name, ()) if each in read[name]] for name in read
        },
        only={model.NODES["Material"]: ("material_type", MaterialType.APPLICATION_FORM.value)} if forms_only else {},
    )


def _complete(packed: Packed) -> dict[str, Columns]:
    """All columns of all declarations, including those that were not requested."""
    complete = {}
    for name, attributes in READ.items():
        declaration = model.DECLARATIONS[name]
        ends = ("id",) if issubclass(declaration, Node) else ("start", "end")
        columns = packed.get(declaration) or dict.fromkeys(ends, np.zeros(0, np.int64))
        many = len(next(iter(columns.values())))
        for each in attributes:
            if each not in columns:
                columns[each] = never_stored(declaration, each, each in RECURRING.get(name, ()), many)
        complete[name] = columns
    return complete
