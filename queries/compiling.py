"""`python -m oncegraph.queries.compiling`: compiles the rules and the trials of changes before anybody waits for them.

The compiled code is kept in a folder (see queries/exemption/kernel), where every other process finds it. This runs in
a separate process, because compiling takes half a minute and keeps 200 MB.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from oncegraph.queries.change.impact import impact_of
from oncegraph.queries.change.next_best import next_best
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.explanation import explain
from oncegraph.queries.exemption.remaining import remaining
from oncegraph.schema.remaining import SubjectFile

MOMENT = datetime(2026, 1, 1)

#: The smallest catalogue in which something can be closed and opened: a form with one field, whose source is suspended.
ROWS: dict[str, Sequence[dict[str, Any]]] = {
    "Item": [{"item_code": "I", "name": "I", "service_objects": ["natural_person"]}],
    "Situation": [{"situation_code": "S", "name": "S", "item_code": "I", "regions": ["R"], "materials_complete": True}],
    "Region": [{"region_code": "R", "name": "R", "level": "municipal"}],
    "Requires": [{"situation_code": "S", "material_code": "M", "necessity": "required"}],
    "Material": [
        {"material_code": "M", "name": "M", "material_type": "application_form", "origin": "applicant_provided"}
    ],
    "Form": [{"form_code": "O", "name": "O", "material_code": "M"}],
    "FormField": [{"form_field_code": "E", "form_code": "O", "field_code": "F", "label": "F", "required": True}],
    "Field": [{"field_code": "F", "name": "F", "act_of_will": False}],
    "SuppliedBy": [
        {
            "field_code": "F",
            "source_code": "D",
            "returns": "value",
            "status": "active",
            "audiences": ["*"],
            "regions": ["*"],
            "key_fields": [],
            "max_age_days": 1,
        }
    ],
    "DataSource": [
        {
            "source_code": "D",
            "name": "D",
            "level": "municipal",
            "status": "suspended",
            "sharing": "unconditional",
            "data_updated_at": date(2026, 1, 1),
        }
    ],
}


def compile_all() -> None:
    """Ask every question that runs compiled code once; code that was compiled before is not compiled again."""
    analysis = Analysis(Catalogue.from_rows(ROWS), Context(moment=MOMENT))
    analysis.situation("S")
    explain(analysis, "S")
    remaining(analysis, "S", SubjectFile(fields={"F": MOMENT.date()}))
    _ = analysis.form_counts
    assert next_best(analysis).steps, "the source must gain something, or the loops were not run"
    impact_of(analysis, "DataSource", "D")


if __name__ == "__main__":
    compile_all()
