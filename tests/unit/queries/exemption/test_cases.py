"""Every case of tests/cases/exemption, on the plain evaluation and on the kernel."""

from collections.abc import Callable
from typing import Any

import pytest

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.schema.verdict import FieldVerdict, ItemVerdict, MaterialVerdict, Reason, Rule, SituationVerdict, Verdict
from tests.support.reference import evaluate, evaluate_item
from tests.support.yaml_cases import Case, only_expected_parts, parametrize, read_cases, words_of_all, written_out

Answer = SituationVerdict | ItemVerdict

CASES = read_cases("exemption", "change when situation item")


def by_reference(case: Case) -> Answer:
    if "item" in case.itself:
        return evaluate_item(case.rows, case.get("item"), case.context)
    return evaluate(case.rows, case.get("situation"), case.context)


def by_kernel(case: Case) -> Answer:
    analysis = Analysis(Catalogue.from_rows(case.rows), case.context)
    return analysis.item(case.get("item")) if "item" in case.itself else analysis.situation(case.get("situation"))


def in_words(verdict: Verdict, reasons: tuple[Reason, ...], rule: Rule | None = None) -> str:
    """A verdict as it is written in a case: "yes", "no key_unknown", "no submit third_party"."""
    return " ".join([verdict, *([rule] if rule else []), *reasons])


def describe_field(field: FieldVerdict) -> dict[str, Any]:
    return {
        "is": in_words(field.verdict, field.reasons),
        "source": field.source_code,
        "binding": field.binding,
        "keys": list(field.keys),
    }


def describe_material(material: MaterialVerdict) -> dict[str, Any]:
    return {
        "is": in_words(material.verdict, material.reasons, material.rule),
        "sources": list(material.source_codes),
        "remaining": list(material.remaining),
        "group": material.alternative_group,
    }


def describe(answer: Answer) -> dict[str, Any]:
    """All that a case may expect something of, in the words of a case."""
    if isinstance(answer, ItemVerdict):
        return {
            "zero_material": in_words(answer.zero_material, answer.reasons),
            "count": answer.zero_material_count,
            "of": len(answer.situations),
            "situations": {s.situation_code: in_words(s.zero_material, s.reasons) for s in answer.situations},
        }
    return {
        "fields": {field.field_code: describe_field(field) for field in answer.fields},
        "materials": {material.material_code: describe_material(material) for material in answer.materials},
        "zero_material": in_words(answer.zero_material, answer.reasons),
        "field_order": [field.field_code for field in answer.fields],
    }


@pytest.mark.parametrize("answer", [by_reference, by_kernel])
@parametrize(CASES)
def test_case(case: Case, answer: Callable[[Case], Answer]) -> None:
    expected = written_out(case.then)
    assert only_expected_parts(describe(answer(case)), expected) == expected


@parametrize(CASES)
def test_kernel_and_reference_agree_on_all_of_a_case(case: Case) -> None:
    assert by_kernel(case) == by_reference(case)


def test_every_rule_and_every_reason_occurs_in_a_case() -> None:
    expected = words_of_all(CASES)
    assert [code for code in [*Rule, *Reason] if code.value not in expected] == []
