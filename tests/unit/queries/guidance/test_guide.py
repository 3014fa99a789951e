"""Every case of tests/cases/guidance/guide_*.yaml, and what must hold of any questions and answers."""

from typing import Any

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.guidance.guide import entered_situations, guide
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.guide import Checklist, ChecklistMaterial, Guidance
from tests.support.guidance_cases import CONTEXT, guidance_cases, records_of
from tests.support.yaml_cases import Case, parametrize

CASES = guidance_cases("guide_*.yaml")


def answers_of(case: Case) -> dict[str, Any]:
    return {str(word): answer for word, answer in case.get("answers", {}).items()}


def guidance_for(case: Case) -> Guidance:
    records = records_of(case)
    analysis = Analysis(Catalogue.from_rows(records.rows), CONTEXT)
    return guide(records, case.get("subject"), answers_of(case), analysis)


def describe(case: Case) -> dict[str, Any]:
    """All that a case may expect something of, in the words of a case."""
    try:
        found = guidance_for(case)
    except RefusedInput as error:
        allowed = [word for word in case.then.get("allowed", ()) if word in error.next_step.zh]
        return {"refused": error.code, "allowed": allowed}
    question = found.next
    return {
        "next": question and question.question_code,
        "because": [f"{cause.question.code} {cause.option.code}" for cause in question.because] if question else [],
        "items": [item.code for item in question.items] if question else [],
        "more": found.more,
        "situations": {each.situation_code: each.prospect.value for each in found.situations},
        "materials": {each.material_code: each.prospect.value for each in found.materials},
        "outside": [each.situation_code for each in found.outside],
        "conflicting": [item.code for item in found.conflicting],
        "to_hand_in": found.checklist and found.checklist.to_hand_in,
        "later": found.checklist and found.checklist.later,
        "checklist": found.checklist and describe_checklist(found.checklist),
    }


def describe_checklist(found: Checklist) -> dict[str, dict[str, str]]:
    return {
        situation.situation_code: {row.material_code: describe_material(row) for row in situation.materials}
        for situation in found.situations
    }


def describe_material(row: ChecklistMaterial) -> str:
    by = [word for item in row.produced_by for word in ("by", item.code)]
    return " ".join([row.stand.value, *(["in_circle"] if row.in_circle else []), *by])


@parametrize(CASES)
def test_case(case: Case) -> None:
    found = describe(case)
    assert {name: found.get(name, "nothing") for name in case.then} == case.then
    if found.get("next", "") is None:
        entered = [code for code, prospect in found["situations"].items() if prospect == "entered"]
        assert [*entered_situations(records_of(case), case.get("subject"), answers_of(case))] == entered
