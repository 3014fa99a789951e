"""The entries of application forms, read once for each version: what an online form shows whatever is decided."""

from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from oncegraph.graph.client import Client
from oncegraph.graph.columns import read_columns
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.schema.field import Field
from oncegraph.schema.form import Form, FormField

ATTRIBUTES = (
    "form_field_code",
    "form_code",
    "field_code",
    "label",
    "required",
    "control",
    "format",
    "code_list",
    "position",
)
#: An entry that leaves these out takes them from its field.
FROM_THE_FIELD = ("control", "format", "code_list")


@dataclass(frozen=True)
class FormEntries:
    """The entries of all forms, in the order of the forms.

    of_material: number of a material → for each entry of its forms, the number of its field and the first part of its
    JSON; the second part says what was decided about the field.
    """

    of_material: dict[int, list[tuple[int, bytes]]]

    @classmethod
    def read(cls, client: Client, catalogue: Catalogue) -> "FormEntries":
        """Read the forms that belong to materials of the catalogue."""
        forms = read_columns(client, Form, ("form_code", "material_code"))
        material_of = dict(zip(forms["form_code"], forms["material_code"], strict=True))
        fields = {row["field_code"]: row for row in _rows(client, Field, ("field_code", *FROM_THE_FIELD))}
        materials, numbers = catalogue.index["Material"], catalogue.index["Field"]
        of_material: dict[int, list[tuple[int, bytes]]] = {}
        for entry in sorted(_rows(client, FormField, ATTRIBUTES), key=_order):
            for name in FROM_THE_FIELD:
                if entry[name] is None:
                    entry[name] = fields.get(entry["field_code"], {}).get(name)
            material, field = material_of.get(entry["form_code"]), numbers.get(entry["field_code"])
            if material in materials and field is not None:
                whole = {**entry, "material_code": material, "name": catalogue.names["Field"][field]}
                of_material.setdefault(materials[material], []).append((field, to_json(whole)[:-1] + b","))
        return cls(of_material)


def _rows(client: Client, declaration: type[Field | FormField], names: tuple[str, ...]) -> list[dict[str, Any]]:
    columns = read_columns(client, declaration, names)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _order(entry: dict[str, Any]) -> tuple[str, bool, int, str]:
    """By form and position; entries without a position come last."""
    position = entry["position"]
    return entry["form_code"], position is None, position or 0, entry["form_field_code"]
