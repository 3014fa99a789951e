"""Every verdict has an explanation that ends, says the same as the verdict, and proves a YES by nothing but YES."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.explanation import explain, explain_item
from oncegraph.schema.errors import NotFound
from oncegraph.schema.remedy import REMEDY
from oncegraph.schema.verdict import Explanation, Reason, Rule, Verdict, material_in_words
from tests.support.examples.catalogues import catalogues, contexts
from tests.support.hypothesis_settings import bounded
from tests.support.reference import Rows

HAN = re.compile("[\u4e00-\u9fff]")
#: Nothing has to change for what a reform dropped or a situation lets wait.
NOTHING_TO_CHANGE = {material_in_words(Verdict.NO, rule) for rule in (Rule.CANCELLED, Rule.DEFERRED)}


def steps(explanation: Explanation) -> Iterator[Explanation]:
    yield explanation
    for premise in explanation.premises:
        yield from steps(premise)


@bounded(60)
@given(catalogues(), contexts)
def test_an_explanation_says_what_the_verdict_says(rows: Rows, context: Context) -> None:
    analysis = Analysis(Catalogue.from_rows(rows), context)
    for situation in rows["Situation"]:
        verdict = analysis.situation(situation["situation_code"])
        for field in verdict.fields:
            explanation = explain(analysis, verdict.situation_code, field.field_code)
            assert (explanation.verdict, explanation.reasons) == (field.verdict, field.reasons)
            if field.verdict is Verdict.YES:
                assert {step.verdict for step in steps(explanation)} == {Verdict.YES}
                assert explanation.premises[0].code == field.source_code
        for material in verdict.materials:
            explanation = explain(analysis, verdict.situation_code, material.material_code)
            assert (explanation.verdict, explanation.reasons) == (material.verdict, material.reasons)
            if material.verdict is Verdict.YES and material.rule is not Rule.REUSED:
                assert {step.verdict for step in steps(explanation)} <= {Verdict.YES, Verdict.NO, Verdict.UNKNOWN}
                sources = {
                    step.code for step in steps(explanation) if step.kind == "DataSource" and step.verdict == "yes"
                }
                assert set(material.source_codes) <= sources


@bounded(60)
@given(catalogues(), contexts)
def test_a_situation_and_an_item_say_what_their_verdicts_say(rows: Rows, context: Context) -> None:
    analysis = Analysis(Catalogue.from_rows(rows), context)
    for situation in rows["Situation"]:
        verdict = analysis.situation(situation["situation_code"])
        explanation = explain(analysis, verdict.situation_code)
        assert (explanation.verdict, explanation.reasons) == (verdict.zero_material, verdict.reasons)
        assert [(step.code, step.verdict, step.reasons) for step in explanation.premises] == [
            (material.material_code, material.verdict, material.reasons) for material in verdict.materials
        ]
        for step in explanation.premises:
            if [other.code for other in explanation.premises].count(step.code) == 1:
                alone = explain(analysis, verdict.situation_code, step.code)
                assert step.model_copy(update={"relationship": None, "link": None}) == alone
    for item in rows["Item"]:
        verdict = analysis.item(item["item_code"])
        explanation = explain_item(analysis, verdict.item_code)
        assert (explanation.verdict, explanation.reasons) == (verdict.zero_material, verdict.reasons)
        assert [(step.code, step.verdict) for step in explanation.premises] == [
            (each.situation_code, each.zero_material) for each in verdict.situations
        ]


@bounded(60)
@given(catalogues(), contexts)
def test_every_step_is_written_in_both_languages_and_says_what_would_change_it(rows: Rows, context: Context) -> None:
    analysis = Analysis(Catalogue.from_rows(rows), context)
    told = [explain(analysis, situation["situation_code"]) for situation in rows["Situation"]]
    told += [explain_item(analysis, item["item_code"]) for item in rows["Item"]]
    for root in told:
        for step in steps(root):
            sentences = [step.text, step.change, step.link, *(reason.title for reason in step.reasons)]
            assert all(text.zh and text.en and text.zh != text.en for text in sentences if text is not None)
            assert not HAN.search(step.text.en)
            assert (step.change is None) <= (step.verdict is Verdict.YES or step.text in NOTHING_TO_CHANGE)
            assert (step.change is not None) <= (step.verdict is not Verdict.YES)
            assert (step.link is None) == (step.relationship is None) == (step is root)
            if step.kind == "Material" and step.verdict is Verdict.UNKNOWN:
                assert "须提交" not in step.text.zh and "handed in" not in step.text.en


def test_every_reason_has_a_remedy_in_both_languages() -> None:
    assert set(REMEDY) == set(Reason)
    assert all(remedy.zh and not HAN.search(remedy.en) for remedy in REMEDY.values())


CHAIN: Rows = {
    "Region": [{"region_code": "R", "name": "市"}],
    "Item": [{"item_code": "I", "name": "事项", "region_code": "R", "service_objects": ["enterprise"]}],
    "Situation": [{"situation_code": "S", "name": "情形", "item_code": "I"}],
    "Material": [{"material_code": "M", "name": "申请表", "material_type": "application_form", "origin": "applicant"}],
    "Form": [{"form_code": "O", "name": "申请表", "material_code": "M"}],
    "FormField": [
        {
            "form_field_code": f"O{n}",
            "form_code": "O",
            "field_code": f"F{n}",
            "label": "",
            "required": True,
            "position": n,
        }
        for n in range(4)
    ],
    "Field": [
        {"field_code": "F0", "name": "统一社会信用代码", "act_of_will": False, "login_identity": "legal_entity"},
        {"field_code": "F1", "name": "项目编号", "act_of_will": False},
        {"field_code": "F2", "name": "地块", "act_of_will": False},
        {"field_code": "F3", "name": "用途", "act_of_will": False},
    ],
    "DataSource": [
        {
            "source_code": "D",
            "name": "项目库",
            "status": "active",
            "sharing": "unconditional",
            "data_updated_at": date(2026, 11, 1),
        }
    ],
    "Requires": [{"situation_code": "S", "material_code": "M", "necessity": "required"}],
    "SuppliedBy": [
        {
            "field_code": field,
            "source_code": "D",
            "returns": "value",
            "audiences": ["*"],
            "regions": ["*"],
            "key_fields": keys,
            "max_age_days": 3650,
            "status": "active",
        }
        for field, keys in (("F1", ["F0"]), ("F2", ["F1"]), ("F3", ["F3"]))
    ],
}


@pytest.fixture
def analysis() -> Analysis:
    return Analysis(Catalogue.from_rows(CHAIN), Context())


def test_a_key_of_a_key_is_followed_down_to_the_login(analysis: Analysis) -> None:
    explanation = explain(analysis, "S", "F2")
    assert [(step.kind, step.code, str(step.text)) for step in steps(explanation)] == [
        ("Field", "F2", "自动填写"),
        ("DataSource", "D", "数源可用"),
        ("Field", "F1", "由其他数源得知"),
        ("DataSource", "D", "数源可用"),
        ("Field", "F0", "登录即知"),
    ]
    assert [step.relationship and step.relationship[0] for step in steps(explanation)] == [
        None,
        "SUPPLIED_BY",
        "key_fields",
        "SUPPLIED_BY",
        "key_fields",
    ]


def test_a_circle_of_keys_is_explained_only_once_round(analysis: Analysis) -> None:
    *_, last = steps(explain(analysis, "S", "F3"))
    assert (last.code, last.reasons) == ("F3", (Reason.KEY_CIRCLE,))


def test_a_miss_names_the_source_that_comes_nearest_and_what_it_lacks(analysis: Analysis) -> None:
    typed, form = explain(analysis, "S", "F3"), explain(analysis, "S", "M")
    assert typed.change == (
        "项目库：使循环中的一个字段能从其他途径得知",
        "项目库: make one field of the circle known from another source",
    )
    assert form.change is not None and form.change.zh == "为尚缺的字段落实数源（统一社会信用代码、用途）"
    whole = explain(analysis, "S")
    assert whole.change is not None and whole.change.zh == "使其免交：申请表；确认材料清单完整"
    assert [step.link and step.link.en for step in whole.premises] == ["Required"]


def test_what_is_not_of_the_situation_is_not_found(analysis: Analysis) -> None:
    for situation, code in (("S", "F9"), ("S9", "F0")):
        with pytest.raises(NotFound):
            explain(analysis, situation, code)


@pytest.mark.process
def test_the_loops_run_without_the_compiler() -> None:
    cases = "tests/unit/queries/exemption/test_cases.py"
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", cases, "-k", "by_kernel"],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-3000:]
