"""Every case of tests/cases/subject_file, and what must hold of any file."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.remaining import NotOnFileYet, remaining
from oncegraph.schema.errors import NotFound
from oncegraph.schema.remaining import FieldStand, FileReason, MaterialStand, Remaining, SubjectFile
from oncegraph.schema.verdict import EXEMPTING, Verdict
from tests.support.examples.catalogues import MOMENT, catalogues, contexts
from tests.support.hypothesis_settings import bounded
from tests.support.reference import Rows
from tests.support.yaml_cases import Case, only_expected_parts, parametrize, read_cases, words_of_all, written_out

CASES = read_cases("subject_file", "change when file", base="exemption")


def describe(answer: Remaining) -> dict[str, Any]:
    """All that a case may expect something of, in the words of a case."""

    def is_(row: Any) -> str:
        return " ".join([row.stand, *([row.file_reason] if row.file_reason else []), *row.reasons])

    return {
        "fields": {row.field_code: {"is": is_(row)} for row in answer.fields},
        "materials": {
            row.material_code: {"is": is_(row), "until": row.valid_until, "remaining": list(row.remaining)}
            for row in answer.materials
        },
        "to_type": answer.to_type,
        "to_hand_in": answer.to_hand_in,
        "zero_material": " ".join([answer.zero_material, *answer.reasons]),
        "not_recognised": list(answer.not_recognised),
    }


@parametrize(CASES)
def test_case(case: Case) -> None:
    analysis = Analysis(Catalogue.from_rows(case.rows), case.context)
    answer, expected = remaining(analysis, "情形", SubjectFile(**case.get("file", {}))), written_out(case.then)
    assert only_expected_parts(describe(answer), expected) == expected


def test_every_stand_and_every_reason_about_the_file_occurs_in_a_case() -> None:
    expected = words_of_all(CASES)
    here = [stand for stand in MaterialStand if stand is not MaterialStand.HANDED_ON]  # takes several items
    assert [code for code in [*FieldStand, *here, *FileReason] if code.value not in expected] == []


files = st.builds(
    SubjectFile,
    fields=st.dictionaries(st.sampled_from(["F0", "F1", "F2", "F?"]), st.just(date(2026, 1, 1)), max_size=3),
    documents=st.dictionaries(
        st.sampled_from(["M0", "M1", "M2", "M?"]), st.sampled_from([date(2026, 6, 1), date(2020, 1, 1)]), max_size=3
    ),
    fill=st.booleans(),
)


@bounded(80)
@given(catalogues(), contexts, files, st.sampled_from([None, 100, 10**9]))
def test_a_file_never_adds_work(rows: Rows, context: Context, file: SubjectFile, validity: int | None) -> None:
    for material in rows["Material"]:
        material["validity_days"] = validity
    context = context.model_copy(update={"moment": max(context.moment, MOMENT)})
    analysis = Analysis(Catalogue.from_rows(rows), context)
    for situation in rows["Situation"]:
        code = situation["situation_code"]
        with_file, without = (remaining(analysis, code, each) for each in (file, SubjectFile()))
        assert with_file.to_type <= without.to_type
        assert with_file.to_hand_in <= without.to_hand_in
        assert not (without.zero_material is Verdict.YES and with_file.zero_material is not Verdict.YES)
        for row in with_file.materials:
            reused = row.stand is MaterialStand.REUSED and row.material_code not in context.on_file
            assert not reused or row.valid_until >= context.moment.date()
        assert {row.stand for row in with_file.fields if row.field_code not in file.fields} <= set(FieldStand) - {
            FieldStand.FROM_FILE
        }


@bounded(80)
@given(catalogues(), contexts)
def test_an_empty_file_changes_no_verdict(rows: Rows, context: Context) -> None:
    analysis = Analysis(Catalogue.from_rows(rows), context)
    for situation in rows["Situation"]:
        verdict = analysis.situation(situation["situation_code"])
        answer = remaining(analysis, verdict.situation_code, SubjectFile())
        assert answer.without_file is verdict.zero_material
        for row, material in zip(answer.materials, verdict.materials, strict=True):
            assert (row.verdict, row.rule, row.remaining) == (material.verdict, material.rule, material.remaining)
            exempt = material.verdict is Verdict.YES and material.rule in EXEMPTING
            assert (row.stand is MaterialStand.EXEMPT) == exempt
        for row, field in zip(answer.fields, verdict.fields, strict=True):
            assert (row.stand is FieldStand.BY_SOURCE) == (field.verdict is Verdict.YES)


@pytest.mark.parametrize("what", ["fields", "documents"])
def test_nothing_is_on_file_since_tomorrow(what: str) -> None:
    case = CASES[0]
    analysis = Analysis(Catalogue.from_rows(case.rows), case.context)
    day = case.context.moment.date()
    remaining(analysis, "情形", SubjectFile(**{what: {"合同": day}}))
    with pytest.raises(NotOnFileYet, match=str(day + timedelta(1))):
        remaining(analysis, "情形", SubjectFile(**{what: {"合同": day + timedelta(1)}}))


def test_a_situation_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        remaining(Analysis(Catalogue.from_rows(CASES[0].rows), CASES[0].context), "没有", SubjectFile())
