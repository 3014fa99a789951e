"""Random forms, what they are merged into, and the values that they may hold."""

from collections.abc import Iterable
from random import Random
from typing import Any

from hypothesis import strategies as st

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.forms.merge import merge
from oncegraph.queries.records import Records
from oncegraph.schema.codes import ControlType
from oncegraph.schema.form_mapping import MappingEntry
from oncegraph.schema.merged_form import MergedForm
from oncegraph.schema.rows import Rows
from oncegraph.schema.theme import Includes

CODE_LISTS = [None, None, "甲；乙", "1=甲；2=乙", "乙；甲", "甲；乙；丙", "GB/T 1", "GB/T 2"]
FORMATS = {
    ControlType.DATE: [None, "YYYY-MM-DD", "YYYY年M月D日", "YYYYMMDD", "DD/MM/YYYY", "YYYY-MM"],
    ControlType.DATE_RANGE: [None, "YYYY.MM.DD—YYYY.MM.DD"],
    ControlType.NUMBER: [None, "元", "平方米，整数", "平方米，两位小数"],
    ControlType.TEXT: [None, None, "3位", "至多5位", "至多3位", "YYYY年M月D日", "平方米，整数"],
    ControlType.MOBILE: [None, "11位"],
}
CHOICES = (ControlType.SINGLE_CHOICE, ControlType.DROPDOWN, ControlType.MULTIPLE_CHOICE)
CONTROLS = [*FORMATS, *CHOICES, ControlType.TEXT, ControlType.LINKED_ID_TYPE, None]


def random_format(chance: Random) -> dict[str, Any]:
    """A control with a format and a code list that it may have."""
    control = chance.choice(CONTROLS)
    code_lists = CODE_LISTS if control in (*CHOICES, ControlType.TEXT) else [None]
    attributes = {
        "control": control,
        "format": chance.choice(FORMATS.get(control, [None])),
        "code_list": chance.choice(code_lists),
    }
    return {name: value for name, value in attributes.items() if value is not None}


def form_rows(seed: int, *, forms: int = 3, fields: int = 4, entries: int = 5) -> Rows:
    """An item with a situation for each form; a form may have a field twice, and fields may share a label."""
    chance = Random(seed)
    codes = [f"F{n}" for n in range(fields)]
    on_forms = [(f"A{form}", place) for form in range(forms) for place in range(entries)]
    return {
        **_around(forms),
        "Field": [{"field_code": code, "name": code, "act_of_will": False, **random_format(chance)} for code in codes],
        "FormField": [
            {
                "form_field_code": f"{form}/{place}",
                "form_code": form,
                "field_code": chance.choice(codes),
                "label": chance.choice("甲乙丙丁"),
                "required": chance.choice([True, False]),
                "position": place,
            }
            | (random_format(chance) if chance.random() < 0.6 else {})
            for form, place in on_forms
        ],
    }


def _around(forms: int) -> Rows:
    """That many forms, with the items, situations and materials that they belong to."""
    return {
        "Region": [{"region_code": "R", "name": "R"}],
        "Item": [
            {"item_code": f"I{n}", "name": f"I{n}", "region_code": "R", "service_objects": ("natural_person",)}
            for n in range(forms)
        ],
        "Situation": [
            {"situation_code": f"S{n}", "name": f"S{n}", "item_code": f"I{n}", "status": "active"} for n in range(forms)
        ],
        "Material": [
            {"material_code": f"M{n}", "name": f"M{n}", "material_type": "application_form"} for n in range(forms)
        ],
        "Requires": [
            {"situation_code": f"S{n}", "material_code": f"M{n}", "necessity": "required"} for n in range(forms)
        ],
        "Form": [{"form_code": f"A{n}", "name": f"A{n}", "material_code": f"M{n}"} for n in range(forms)],
    }


def merge_one_field(field: dict[str, Any], *uses: dict[str, Any]) -> MergedForm:
    """The merged form of A0, A1, …, each of which has one entry for the field F. uses: attributes of each entry."""
    records = Records(
        _around(len(uses))
        | {
            "Field": [{"field_code": "F", "name": "F", "act_of_will": False, **field}],
            "FormField": [
                {"form_field_code": f"A{n}/F", "form_code": f"A{n}", "field_code": "F", "label": "F", "position": 1}
                | use
                for n, use in enumerate(uses)
            ],
        }
    )
    return merge_forms(records, situation_codes(records))


def merge_forms(records: Records, situations: Iterable[str], context: Context | None = None) -> MergedForm:
    """The merged form of some situations, with the verdicts of the same records."""
    return merge(records, situations, Analysis(Catalogue.from_rows(records.rows), context or Context()))


def theme_form(records: Records, code: str) -> MergedForm:
    """The merged form of all situations of a theme."""
    return merge_forms(records, [link.end for link in records.links_from(Includes, code)])


def situation_codes(records: Records) -> list[str]:
    return [row["situation_code"] for row in records.rows["Situation"]]


def values_of(entry: MappingEntry) -> st.SearchStrategy[Any]:
    """Any value that an entry accepts."""
    return _values(entry.value)


def _values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema["type"]:
        case "array":
            return st.lists(_values(schema["items"]), unique=True, max_size=3)
        case "integer":
            return st.integers(-(10**9), 10**9)
        case "number":
            return st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9)
        case "object":
            return st.fixed_dictionaries({name: st.text(max_size=4) for name in schema["properties"]})
    if "pattern" in schema:
        return st.from_regex(schema["pattern"], fullmatch=True).filter(lambda text: not text.endswith("\n"))
    return st.text(min_size=schema.get("minLength", 0), max_size=schema.get("maxLength", 6))


#: What may be on a filled form that nothing is known about.
any_value = st.one_of(
    st.text(max_size=4),
    st.sampled_from(["甲", "1", "甲；乙", "2026-01-31", "2026年1月31日", "20260131", "007", "1.50", "1e3", ""]),
    st.integers(-99, 99),
    st.floats(-9, 9),
    st.lists(st.sampled_from(["甲", "乙", "1", "2"]), max_size=2),
)
