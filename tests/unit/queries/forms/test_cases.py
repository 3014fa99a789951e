"""Every case of tests/cases/forms (see its README.md), without a database."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from oncegraph.queries.exemption.context import Context
from oncegraph.queries.forms.distribution import BadValues, gather, mapping_of, split
from oncegraph.queries.records import Records
from oncegraph.schema.form_mapping import ConversionKind
from oncegraph.schema.merged_form import Conflict, ConflictKind, MergedEntry, MergedForm
from oncegraph.schema.verdict import Verdict
from tests.unit.queries.exemption.cases import BASE, changed, context, read, rows

from .made import merged

FOLDER = Path(__file__).parents[3] / "cases" / "forms"


@dataclass(frozen=True)
class Case:
    """One case: the rows, whose forms are merged in which context, values that go in, and what is expected."""

    name: str
    rows: dict[str, list[dict[str, Any]]]
    situations: list[str]
    context: Context
    values: dict[str, Any] | None
    filled: dict[str, dict[str, Any]] | None
    then: dict[str, Any]


def cases() -> list[Case]:
    files = sorted(path for path in FOLDER.glob("*.yaml") if path.name != BASE)
    return [_case(path, case) for path in files for case in read(path)["cases"]]


def _case(path: Path, case: dict[str, Any]) -> Case:
    base, file = read(FOLDER / BASE), read(path)
    unknown = set(case) - {"title", "change", "when", "situations", "values", "filled", "then"}
    assert not unknown, f"{path.name}: {case['title']}: {unknown} are no parts of a case"
    tables = changed(changed(base["given"], file.get("given", {})), case.get("change", {}))
    found = rows(tables, base["every"])
    for field in found.get("FormField", ()):
        if field["label"] == field["form_field_code"]:
            field["label"] = field["field_code"]
    return Case(
        name=f"{path.stem}: {case['title']}",
        rows=found,
        situations=case.get("situations", base["situations"]),
        context=context(base["when"] | case.get("when", {})),
        values=case.get("values"),
        filled=case.get("filled"),
        then=case["then"],
    )


CASES = cases()
FORMS = {case.name: merged(Records(case.rows), case.situations, case.context) for case in CASES}


def told_entry(entry: MergedEntry) -> dict[str, Any]:
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


def told_conflict(conflict: Conflict) -> str:
    return f"{conflict.kind} {conflict.name} → {conflict.chosen.zh if conflict.chosen else '—'}"


def told_of_merging(form: MergedForm, then: dict[str, Any]) -> dict[str, Any]:
    """The facts about the merged form that a case checks."""
    entries = {entry.entry: told_entry(entry) for entry in form.entries}
    tally = form.tally.model_dump()
    everything = {
        "entries": {
            code: {name: entries[code][name] for name in said} for code, said in then.get("entries", {}).items()
        },
        "conflicts": [told_conflict(conflict) for conflict in form.conflicts],
        "tally": {name: tally[name] for name in then.get("tally", ())},
        "attachments": {each.material_code: each.stand.value for each in form.attachments},
    }
    return {name: everything[name] for name in then if name in everything}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_merging(case: Case) -> None:
    told = told_of_merging(FORMS[case.name], case.then)
    assert told == {name: said for name, said in case.then.items() if name in told}


@pytest.mark.parametrize("case", [case for case in CASES if case.values is not None], ids=lambda case: case.name)
def test_values_go_back_into_each_form(case: Case) -> None:
    mapping = mapping_of(FORMS[case.name])
    if refused := case.then.get("refused"):
        with pytest.raises(BadValues) as caught:
            split(mapping, case.values)
        assert all(name in caught.value.what.zh for name in refused)
        assert not any(str(value) in str(caught.value) for value in case.values.values() if len(str(value)) > 1)
        return
    forms = split(mapping, case.values)
    filled = {form.form_code: {field.form_field_code: field.value for field in form.fields} for form in forms}
    assert filled == case.then["forms"]
    gathered = gather(mapping, filled)
    assert (gathered.values, gathered.left) == (case.values, ())
    if "missing" in case.then:
        assert {form.form_code: list(form.missing) for form in forms} == case.then["missing"]


@pytest.mark.parametrize("case", [case for case in CASES if case.filled is not None], ids=lambda case: case.name)
def test_filled_forms_are_gathered(case: Case) -> None:
    found = gather(mapping_of(FORMS[case.name]), case.filled)
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


def test_cases_have_titles_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
