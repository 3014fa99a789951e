"""Every case of tests/cases/exemption, on the plain evaluation and on the kernel."""

from collections.abc import Callable

import pytest

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.schema.verdict import ItemVerdict, Reason, Rule, SituationVerdict
from tests.support.reference import evaluate, evaluate_item
from tests.support.yaml_cases import (
    Case,
    cases,
    expected,
    only_what_is_said,
    told_item,
    told_situation,
    words,
)

Answer = SituationVerdict | ItemVerdict

CASES = cases()


def by_reference(case: Case) -> Answer:
    return (evaluate_item if case.is_item else evaluate)(case.rows, case.asked, case.context)


def by_kernel(case: Case) -> Answer:
    analysis = Analysis(Catalogue.from_rows(case.rows), case.context)
    return (analysis.item if case.is_item else analysis.situation)(case.asked)


@pytest.mark.parametrize("answer", [by_reference, by_kernel])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, answer: Callable[[Case], Answer]) -> None:
    told = told_item if case.is_item else told_situation
    said = expected(case.then)
    assert only_what_is_said(told(answer(case)), said) == said


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_kernel_and_reference_agree_on_all_of_a_case(case: Case) -> None:
    assert by_kernel(case) == by_reference(case)


def test_every_rule_and_every_reason_occurs_in_a_case() -> None:
    said = set().union(*(words(case.then) for case in CASES))
    assert [code for code in [*Rule, *Reason] if code.value not in said] == []


def test_cases_have_titles_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
