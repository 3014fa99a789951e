"""Nothing is lost and nothing invented: for arbitrary forms, and arbitrary values."""

import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from oncegraph.queries.forms.distribution import gather, mapping_of, split
from oncegraph.queries.records import Records
from oncegraph.schema.form_mapping import FilledForm, FormMapping
from oncegraph.schema.merged_form import ConflictKind, MergedForm, Outcome
from tests.support.examples.forms import any_value, form_rows, merge_forms, situation_codes, values_of
from tests.support.hypothesis_settings import bounded

seeds = st.integers(0, 2**32)


def merge_random_forms(seed: int) -> tuple[Records, MergedForm]:
    records = Records(form_rows(seed))
    return records, merge_forms(records, situation_codes(records))


def filled(forms: tuple[FilledForm, ...]) -> dict[str, dict[str, Any]]:
    return {form.form_code: {field.form_field_code: field.value for field in form.fields} for form in forms}


@bounded(60)
@given(seeds)
def test_every_field_of_every_form_has_one_entry_and_every_difference_is_reported(seed: int) -> None:
    records, form = merge_random_forms(seed)
    on_forms = records.rows["FormField"]
    origins = Counter(origin.form_field_code for entry in form.entries for origin in entry.origins)
    assert origins == Counter(row["form_field_code"] for row in on_forms)
    of = {origin.form_field_code: entry.field_code for entry in form.entries for origin in entry.origins}
    assert of == {row["form_field_code"]: row["field_code"] for row in on_forms}

    said = {(conflict.kind, field) for conflict in form.conflicts for field in conflict.fields}
    apart = {field for c in form.conflicts if c.outcome is Outcome.APART for field in c.fields}
    for field in {row["field_code"] for row in on_forms}:
        found = [origin for entry in form.entries if entry.field_code == field for origin in entry.origins]
        for name in ("control", "format", "code_list", "required"):
            if len({getattr(origin, name) for origin in found}) > 1:
                assert (ConflictKind(name), field) in said
        assert ((ConflictKind.LABELS, field) in said) == (len({origin.label for origin in found}) > 1)
        several = sum(entry.field_code == field for entry in form.entries) > 1
        assert not several or field in apart
    assert form.tally.removed == len(on_forms) - len(form.entries)


@bounded(60)
@given(seeds, st.data())
def test_values_of_the_merged_form_reach_every_form_and_can_be_gathered_again(seed: int, data: st.DataObject) -> None:
    mapping = mapping_of(merge_random_forms(seed)[1])
    values = {
        entry.entry: data.draw(values_of(entry), entry.entry) for entry in mapping.entries if data.draw(st.booleans())
    }
    forms = filled(split(mapping, values))
    for form in mapping.forms:
        wanted = {field.form_field_code for field in form.fields if field.entry in values}
        assert forms[form.form_code].keys() == wanted
    gathered = gather(mapping, forms)
    assert gathered.values == values
    assert gathered.left == ()


@bounded(60)
@given(seeds, st.data())
def test_filled_forms_come_back_as_they_were_or_the_difference_is_reported(seed: int, data: st.DataObject) -> None:
    mapping = mapping_of(merge_random_forms(seed)[1])
    before = {
        form.form_code: {
            field.form_field_code: data.draw(any_value) for field in form.fields if data.draw(st.booleans())
        }
        for form in mapping.forms
    }
    gathered = gather(mapping, before)
    left = {each.form_field_code for each in gathered.left}
    after = filled(split(mapping, gathered.values))
    given_back = Counter()
    for form in mapping.forms:
        for field in form.fields:
            if field.form_field_code in before[form.form_code]:
                if field.form_field_code in left:
                    assert field.entry not in gathered.values or not any(
                        each.disagrees_with for each in gathered.left if each.form_field_code == field.form_field_code
                    )
                else:
                    came_back = after[form.form_code][field.form_field_code]
                    assert came_back == before[form.form_code][field.form_field_code]
                    given_back[field.entry] += 1
    assert gathered.values.keys() == given_back.keys()  # each value comes from a form


@bounded(60)
@given(seeds, st.data())
def test_the_mapping_can_be_applied_by_whoever_reads_json(seed: int, data: st.DataObject) -> None:
    mapping = mapping_of(merge_random_forms(seed)[1])
    document = json.loads(mapping.model_dump_json())
    assert FormMapping.model_validate(document) == mapping
    values = {entry.entry: data.draw(values_of(entry), entry.entry) for entry in mapping.entries}
    assert applied_elsewhere(document, values) == filled(split(mapping, values))


def applied_elsewhere(document: dict[str, Any], values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What schema/form_mapping.py says in words, written a second time, knowing nothing but the document."""

    def dated(read: str, write: str, text: str) -> str:
        parts = re.split("(YYYY|MM|DD|M|D)", read)
        numbers = re.fullmatch(
            "".join(
                r"(\d+?)" if n % 2 and len(p) == 1 else rf"(\d{{{len(p)}}})" if n % 2 else re.escape(p)
                for n, p in enumerate(parts)
            ),
            text,
        ).groups()
        found: dict[str, list[str]] = {"Y": [], "M": [], "D": []}
        for part, number in zip(parts[1::2], numbers, strict=True):
            found[part[0]].append(number)
        return re.sub("YYYY|MM|DD|M|D", lambda m: str(int(found[m[0][0]].pop(0))).zfill(len(m[0])), write)

    def step(step: dict[str, Any], value: Any) -> Any:
        match step["kind"]:
            case "date":
                return dated(step["read"], step["write"], value)
            case "lookup":
                return [step["table"][v] for v in value] if isinstance(value, list) else step["table"][value]
            case "decimal":
                return f"{Decimal(str(value)):f}"
            case "join":
                return step["between"].join(value)

    forms = {}
    for form in document["forms"]:
        forms[form["form_code"]] = written = {}
        for field in form["fields"]:
            value = values[field["entry"]]
            for each in field["steps"]:
                value = step(each, value)
            written[field["form_field_code"]] = value
    return forms
