"""Every case of tests/cases/guidance/lint_*.yaml, and that what is found is all there is, by trying all answers."""

from datetime import date

import pytest
from hypothesis import given

from oncegraph.queries.guidance.lint import MOST, lint, lint_all
from oncegraph.queries.guidance.questionnaire import Questionnaire
from oncegraph.queries.records import Records
from oncegraph.schema.lint import Defect, LintFinding
from tests.support.examples.question_rows import large_questionnaire, question_rows
from tests.support.examples.questions import all_answers, question_records, situations_led_to, visible_questions
from tests.support.guidance_cases import guidance_cases, records_of
from tests.support.hypothesis_settings import bounded
from tests.support.yaml_cases import Case, parametrize

CASES = guidance_cases("lint_*.yaml")


def describe(finding: LintFinding) -> tuple[str, list[str]]:
    return f"{finding.defect} {finding.code}", [f"{step.question.code} {step.option.code}" for step in finding.path]


@parametrize(CASES)
def test_case(case: Case):
    assert dict(map(describe, lint(records_of(case), case.get("subject")).findings)) == case.then


def test_every_problem_has_a_case():
    named = {words.partition(" ")[0] for case in CASES for words in case.then}
    assert named == {defect.value for defect in Defect}


@bounded(60)
@given(question_records())
def test_faults_are_those_that_all_answers_show(given: Records):
    questionnaire = Questionnaire.of_theme(given, "T")
    ways = [*all_answers(questionnaire, overlaps=True)]
    led = [situations_led_to(questionnaire, way) | {*questionnaire.always} for way in ways]
    found: dict[Defect, dict[str, LintFinding]] = {defect: {} for defect in Defect}
    for each in lint(given, "T").findings:
        found[each.defect][each.code] = each
    asked = bool(questionnaire.reachable)
    assert bool(found[Defect.NOTHING_REACHED]) == (asked and not all(led))
    assert {*found[Defect.UNREACHABLE]} == {*questionnaire.situations} - set().union(*led)
    never = {*questionnaire.questions} - set().union(*(visible_questions(questionnaire, way) for way in ways))
    assert {*found[Defect.NEVER_SHOWN]} <= never
    for finding in found[Defect.NOTHING_REACHED].values():
        path = {step.question.code: (step.option.code,) for step in finding.path}
        assert path.keys() <= visible_questions(questionnaire, path) and not situations_led_to(questionnaire, path)
        open_still = visible_questions(questionnaire, path) - path.keys()
        assert not any(questionnaire.questions[code].mandatory for code in open_still)


@pytest.mark.process
def test_a_large_theme_is_checked_without_trying_all_its_ways():
    found = lint(Records(large_questionnaire(60)), "T").findings
    assert {finding.defect for finding in found} == {Defect.CONFLICTING, Defect.SAME_ANYWAY}
    assert sum(finding.defect is Defect.CONFLICTING for finding in found) == 120


def test_conflicts_beyond_the_limit_are_mentioned():
    situations = [f"S{number}" for number in range(10)]
    options = {f"O{number}": code for number, code in enumerate(situations)}
    questions = {"Q": {"answer_kind": "multiple", "options": options}}
    found = lint(Records(question_rows({"I": {"situations": situations, "asks": ["Q"]}}, questions)), "I")
    assert len(found.findings) == MOST
    assert [item.code for item in found.stopped] == ["I"]


def test_findings_of_its_items_are_not_repeated_for_a_theme():
    case = next(case for case in CASES if case.name.startswith("lint_questions: 同一事项的两个情形"))
    of_subject = {found.code: {finding.defect for finding in found.findings} for found in lint_all(records_of(case))}
    assert of_subject["开店"] == {Defect.CONFLICTING}
    assert of_subject["许可"] == {Defect.ANSWER_ENDS}


def test_a_conflict_that_only_the_theme_shows_is_reported_for_the_theme():
    items = {"A": {"situations": ["A1", "A2", "A3"], "asks": ["Q"]}, "B": {"situations": ["B1"], "asks": ["P"]}}
    questions = {
        "Q": {"options": {"q1": ["A1", "A2"], "q2": "A3"}},
        "P": {"options": {"p1": ["B1", "A3"], "p2": "B1"}},
    }
    records = Records(question_rows(items, questions, {"T": {"includes": ["A1", "A2", "A3", "B1"]}}))
    told = {found.code: [str(each.text) for each in found.findings] for found in lint_all(records)}
    assert len(told["A"]) == 1
    assert len(told["T"]) == 2 and not {*told["T"]} & {*told["A"]}


def test_ranges_may_reach_the_ends_of_the_calendar():
    options = {
        "前": {"until_day": date(2026, 6, 30), "to": "早"},
        "后": {"from_day": date(2026, 7, 1), "until_day": date.max, "to": "晚"},
    }
    questions = {"Q": {"answer_kind": "date", "options": options}}
    records = Records(question_rows({"I": {"situations": ["早", "晚"], "asks": ["Q"]}}, questions))
    assert lint(records, "I").findings == ()
