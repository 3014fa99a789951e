"""What an online form shows: the entries of application forms, read once for each version of the catalogue."""

from dataclasses import dataclass
from typing import Any

from graph.client import Client
from graph.columns import read_columns
from schema.field import Field
from schema.form import Form, FormField

ENTRY = (
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


@dataclass(frozen=True)
class Forms:
    """entries: code of a material → the entries of its forms, in order; what an entry leaves out is its field's."""

    entries: dict[str, list[dict[str, Any]]]

    @classmethod
    def read(cls, client: Client) -> "Forms":
        forms = read_columns(client, Form, ("form_code", "material_code"))
        material_of = dict(zip(forms["form_code"], forms["material_code"], strict=True))
        fields = {
            row["field_code"]: row for row in _rows(client, Field, ("field_code", "control", "format", "code_list"))
        }
        entries: dict[str, list[dict[str, Any]]] = {}
        for entry in _rows(client, FormField, ENTRY):
            for name in ("control", "format", "code_list"):
                if entry[name] is None:
                    entry[name] = fields.get(entry["field_code"], {}).get(name)
            if material := material_of.get(entry["form_code"]):
                entries.setdefault(material, []).append(entry)
        for rows in entries.values():
            rows.sort(key=_place)
        return cls(entries)


def _rows(client: Client, declaration: type[Field | FormField], names: tuple[str, ...]) -> list[dict[str, Any]]:
    columns = read_columns(client, declaration, names)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _place(entry: dict[str, Any]) -> tuple:
    position = entry["position"]
    return entry["form_code"], position is None, position or 0, entry["form_field_code"]
