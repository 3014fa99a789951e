"""Every case of tests/cases/guidance/guide_*.yaml, and the situations that answers lead to."""

from typing import Any

import pytest

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.guidance.guide import entered_situations, guide
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.guide import Checklist, ChecklistMaterial, Guidance

from .cases import CONTEXT, Case, cases

CASES = cases("guide_*.yaml")


def guided(case: Case) -> Guidance:
    analysis = Analysis(Catalogue.from_rows(case.records.rows), CONTEXT)
    return guide(case.records, case.subject, case.answers, analysis)


def told(case: Case) -> dict[str, Any]:
    """The guidance in the words of the cases."""
    try:
        found = guided(case)
    except RefusedInput as error:
        allowed = [word for word in case.then.get("allowed", ()) if word in error.next_step.zh]
        return {"refused": error.code, "allowed": allowed}
    asked = found.next
    return {
        "next": asked and asked.question_code,
        "because": [f"{cause.question.code} {cause.option.code}" for cause in asked.because] if asked else [],
        "items": [item.code for item in asked.items] if asked else [],
        "more": found.more,
        "situations": {each.situation_code: each.prospect.value for each in found.situations},
        "materials": {each.material_code: each.prospect.value for each in found.materials},
        "outside": [each.situation_code for each in found.outside],
        "conflicting": [item.code for item in found.conflicting],
        "to_hand_in": found.checklist and found.checklist.to_hand_in,
        "later": found.checklist and found.checklist.later,
        "checklist": found.checklist and listed(found.checklist),
    }


def listed(found: Checklist) -> dict[str, dict[str, str]]:
    return {
        each.situation_code: {row.material_code: in_words(row) for row in each.materials} for each in found.situations
    }


def in_words(row: ChecklistMaterial) -> str:
    by = [word for item in row.produced_by for word in ("by", item.code)]
    return " ".join([row.stand.value, *(["in_circle"] if row.in_circle else []), *by])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    found = told(case)
    assert {name: found.get(name, "nothing") for name in case.then} == case.then
    if found.get("next", "") is None:
        entered = [code for code, prospect in found["situations"].items() if prospect == "entered"]
        assert [*entered_situations(case.records, case.subject, case.answers)] == entered
