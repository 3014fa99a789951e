"""Every case of tests/cases/forms (see its README.md), without a database."""

from typing import Any

import pytest

from oncegraph.queries.forms.distribution import BadValues, gather, mapping_of, split
from oncegraph.queries.records import Records
from oncegraph.schema.form_mapping import ConversionKind
from oncegraph.schema.merged_form import Conflict, ConflictKind, MergedEntry, MergedForm
from oncegraph.schema.verdict import Verdict
from tests.support.examples.forms import merge_forms
from tests.support.yaml_cases import Case, parametrize, read_cases

CASES = read_cases("forms", "change when situations values filled")


def records_of(case: Case) -> Records:
    """The rows of a case; the label of an entry of a form is by default the code of its field."""
    entries = [
        row | ({"label": row["field_code"]} if row["label"] == row["form_field_code"] else {})
        for row in case.rows.get("FormField", ())
    ]
    return Records(case.rows | {"FormField": entries})


FORMS = {case.name: merge_forms(records_of(case), case.get("situations"), case.context) for case in CASES}


def describe_entry(entry: MergedEntry) -> dict[str, Any]:
    """An entry in the words of a case."""
    (first, *_) = entry.fills
    by_verdict: dict[str, list[str]] = {}
    for fill in entry.fills:
        by_verdict.setdefault(fill.verdict.value, []).extend(fill.situations)
    return entry.model_dump(include={"control", "format", "code_list", "required"}) | {
        "verdict": entry.verdict.value,
        "group": entry.group.value,
        "title": entry.title.zh,
        "of": [origin.form_field_code for origin in entry.origins],
        "source": first.source_code,
        "keys": list(first.keys),
        "situations": by_verdict,
    }


def describe_conflict(conflict: Conflict) -> str:
    return f"{conflict.kind} {conflict.name} → {conflict.chosen.zh if conflict.chosen else '—'}"


def describe_merging(form: MergedForm, then: dict[str, Any]) -> dict[str, Any]:
    """The parts of a merged form that a case expects something of, in the words of a case."""
    entries = {entry.entry: describe_entry(entry) for entry in form.entries}
    tally = form.tally.model_dump()
    everything = {
        "entries": {
            code: {name: entries[code][name] for name in part} for code, part in then.get("entries", {}).items()
        },
        "conflicts": [describe_conflict(conflict) for conflict in form.conflicts],
        "tally": {name: tally[name] for name in then.get("tally", ())},
        "attachments": {each.material_code: each.stand.value for each in form.attachments},
    }
    return {name: everything[name] for name in then if name in everything}


@parametrize(CASES)
def test_merging(case: Case) -> None:
    answer = describe_merging(FORMS[case.name], case.then)
    assert answer == {name: part for name, part in case.then.items() if name in answer}


@parametrize(case for case in CASES if "values" in case.itself)
def test_values_go_back_into_each_form(case: Case) -> None:
    mapping, values = mapping_of(FORMS[case.name]), case.get("values")
    if refused := case.then.get("refused"):
        with pytest.raises(BadValues) as caught:
            split(mapping, values)
        assert all(name in caught.value.what.zh for name in refused)
        assert not any(str(value) in str(caught.value) for value in values.values() if len(str(value)) > 1)
        return
    forms = split(mapping, values)
    filled = {form.form_code: {field.form_field_code: field.value for field in form.fields} for form in forms}
    assert filled == case.then["forms"]
    gathered = gather(mapping, filled)
    assert (gathered.values, gathered.left) == (values, ())
    if "missing" in case.then:
        assert {form.form_code: list(form.missing) for form in forms} == case.then["missing"]


@parametrize(case for case in CASES if "filled" in case.itself)
def test_filled_forms_are_gathered(case: Case) -> None:
    found = gather(mapping_of(FORMS[case.name]), case.get("filled"))
    assert found.values == case.then["gathered"]
    assert [each.form_field_code for each in found.left] == case.then["left"]


def test_every_kind_of_conflict_step_and_verdict_occurs_in_a_case() -> None:
    conflicts = {conflict.kind for form in FORMS.values() for conflict in form.conflicts}
    entries = [entry for form in FORMS.values() for entry in form.entries]
    steps = {step.kind for entry in entries for origin in entry.origins for step in origin.steps}
    assert (conflicts, steps, {entry.verdict for entry in entries}) == (
        set(ConflictKind),
        set(ConversionKind),
        set(Verdict),
    )
