"""Every verdict has a derivation that ends, says the same as the verdict, and proves a YES by nothing but YES."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given

from queries.exemption.analysis import Analysis
from queries.exemption.catalogue import Catalogue
from queries.exemption.context import Context
from queries.exemption.derivation import explain
from schema.errors import NotFound
from schema.verdict import Proof, Reason, Rule, Verdict

from .reference import Rows
from .test_properties import bounded, catalogues, contexts


def steps(proof: Proof) -> Iterator[Proof]:
    yield proof
    for because in proof.because:
        yield from steps(because)


@bounded(60)
@given(catalogues(), contexts)
def test_a_derivation_says_what_the_verdict_says(rows: Rows, context: Context) -> None:
    analysis = Analysis(Catalogue.from_rows(rows), context)
    for situation in rows["Situation"]:
        verdict = analysis.situation(situation["situation_code"])
        for field in verdict.fields:
            proof = explain(analysis, verdict.situation_code, field.field_code)
            assert (proof.verdict, proof.reasons) == (field.verdict, field.reasons)
            if field.verdict is Verdict.YES:
                assert {step.verdict for step in steps(proof)} == {Verdict.YES}
                assert proof.because[0].code == field.source_code
        for material in verdict.materials:
            proof = explain(analysis, verdict.situation_code, material.material_code)
            assert (proof.verdict, proof.reasons) == (material.verdict, material.reasons)
            if material.verdict is Verdict.YES and material.rule is not Rule.REUSED:
                assert {step.verdict for step in steps(proof)} <= {Verdict.YES, Verdict.NO, Verdict.UNKNOWN}
                sources = {step.code for step in steps(proof) if step.kind == "DataSource" and step.verdict == "yes"}
                assert set(material.source_codes) <= sources


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
    proof = explain(analysis, "S", "F2")
    assert [(step.kind, step.code, str(step.text)) for step in steps(proof)] == [
        ("Field", "F2", "自动填写"),
        ("DataSource", "D", "数源可用"),
        ("Field", "F1", "由其他数源得知"),
        ("DataSource", "D", "数源可用"),
        ("Field", "F0", "登录即知"),
    ]
    assert [step.relationship and step.relationship[0] for step in steps(proof)] == [
        None,
        "SUPPLIED_BY",
        "key_fields",
        "SUPPLIED_BY",
        "key_fields",
    ]


def test_a_circle_is_told_once_round(analysis: Analysis) -> None:
    *_, last = steps(explain(analysis, "S", "F3"))
    assert (last.code, last.reasons) == ("F3", (Reason.KEY_CIRCLE,))


def test_what_is_not_of_the_situation_is_not_found(analysis: Analysis) -> None:
    for situation, code in (("S", "F9"), ("S9", "F0")):
        with pytest.raises(NotFound):
            explain(analysis, situation, code)


def test_the_loops_run_without_the_compiler() -> None:
    cases = "tests/unit/queries/exemption/test_cases.py"
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", cases, "-k", "by_kernel"],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-3000:]
