"""A merged form as JSON Schema (draft 2020-12); `x-…` keywords hold what a page needs to display the form."""

from typing import Any

from oncegraph.queries.forms.conversion import Notation, options
from oncegraph.queries.forms.values import DIALECT, value_schema
from oncegraph.schema.codes import ControlType
from oncegraph.schema.merged_form import EntryGroup, MergedEntry, MergedForm
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict


def json_schema(form: MergedForm, title: str) -> dict[str, Any]:
    """The schema of the values that `distribution.split` takes; texts are in the current language.

    title: the title of the form. An entry that is filled automatically in every situation is `readOnly`, with its
    source in `x-fills`. `x-groups` and the order of `properties` are those of the form; `x-attachments` are the
    materials that accompany it.
    """
    groups = {
        group: [entry.entry for entry in form.entries if entry.group is group]
        for group in EntryGroup
        if any(entry.group is group for entry in form.entries)
    }
    return {
        "$schema": DIALECT,
        "title": title,
        "description": str(
            Text(
                f"由 {form.tally.forms} 张申请表合并：{form.tally.fields_before} 项减为 {form.tally.entries} 项，"
                f"其中 {form.tally.filled} 项自动填写。",
                f"Merged from {form.tally.forms} application forms: {form.tally.fields_before} fields become "
                f"{form.tally.entries}, of which {form.tally.filled} are filled automatically.",
            )
        ),
        "type": "object",
        "properties": {entry.entry: _property(form, entry) for entry in form.entries},
        "required": [entry.entry for entry in form.entries if entry.required],
        "additionalProperties": False,
        "x-groups": [
            {"group": group.value, "title": str(group.title), "entries": entries} for group, entries in groups.items()
        ],
        "x-attachments": [
            {
                "material_code": each.material_code,
                "title": each.name,
                "stand": each.stand.value,
                "necessity": each.necessity,
                "text": str(each.text),
            }
            for each in form.attachments
        ],
    }


def _property(form: MergedForm, entry: MergedEntry) -> dict[str, Any]:
    notation = Notation(entry.control, entry.format, entry.code_list)
    control = ControlType.lookup(entry.control or "")
    titles = options(entry.code_list)
    names = {part.form_code: part.name for part in form.forms}
    hints = {
        "x-field": entry.field_code,
        "x-group": entry.group.value,
        "x-section": entry.section,
        "x-control": entry.control,
        "x-control-title": control and str(control.title),
        "x-format": entry.format,
        "x-code-list": entry.code_list,
        "x-titles": dict(titles) if titles and (control or ControlType.TEXT) != ControlType.TEXT else None,
        "x-act-of-will": entry.act_of_will,
        "x-as-standard": entry.as_standard,
        "x-verdict": entry.verdict.value,
        "x-fills": [fill.model_dump(mode="json") for fill in entry.fills],
        "x-origins": [
            {"form_code": each.form_code, "form": names[each.form_code], "label": each.label} for each in entry.origins
        ],
    }
    schema = {**value_schema(notation), "title": str(entry.title)}
    if entry.verdict is Verdict.YES:
        schema["readOnly"] = True
    return schema | {name: hint for name, hint in hints.items() if hint is not None}
