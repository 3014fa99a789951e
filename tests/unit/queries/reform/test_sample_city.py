"""The sample city before and after S2's reform of public rental housing, also after writing and reading it back."""

from datetime import date
from pathlib import Path

import pytest

from oncegraph import loaders
from oncegraph.loaders.exchange import write_catalogue
from oncegraph.loaders.sample import CITY, HOUSING_REFORM
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context, moment_of
from oncegraph.queries.records import Records
from oncegraph.queries.reform.actions import apply_reform
from oncegraph.queries.reform.compare import compare
from oncegraph.queries.reform.metrics import figures
from oncegraph.queries.reform.reading import read_reform
from oncegraph.schema.comparison import Comparison, Edit
from oncegraph.schema.figures import Figures
from oncegraph.schema.form import FormField
from oncegraph.schema.item import Item, Step
from oncegraph.schema.reform import Reformed
from oncegraph.schema.rows import Rows
from oncegraph.schema.situation import Produces, Requires, Situation

TODAY = date(2026, 11, 20)
CONTEXT = Context(moment=moment_of(TODAY))
CONFIRMATION, SUBSIDY = "11990100MB0000100L3990070003000", "11990100MB0000100L3990050004000"


@pytest.fixture(scope="module")
def rows() -> Rows:
    return loaders.rows_of([CITY])


@pytest.fixture(scope="module")
def result(rows: Rows) -> Reformed:
    return apply_reform(rows, read_reform(HOUSING_REFORM), TODAY)


@pytest.fixture(scope="module")
def comparison(rows: Rows, result: Reformed) -> Comparison:
    return compare(Records(rows), Records(result.rows), CONTEXT, result.causes)


def test_the_two_items_are_one_and_the_subsidy_is_a_step_of_it(result: Reformed):
    after = Records(result.rows)
    assert SUBSIDY not in after.nodes(Item)
    assert after.node(Item, CONFIRMATION).name == "公租房申请"
    steps = after.referring(Step, "item_code", CONFIRMATION)
    assert [step.name for step in steps] == ["受理", "审查", "入户核查", "决定", "送达", "补贴发放"]
    assert (steps[-1].days, steps[-1].kind, steps[-1].presence_required) == (8, "decision", False)


def test_what_the_subsidy_still_needs_is_asked_for_once(result: Reformed):
    after = Records(result.rows)
    for situation in after.referring(Situation, "item_code", CONFIRMATION):
        required = {link.end for link in after.links_from(Requires, situation.situation_code)}
        assert {"CL050009", "CL050001", "CL010003"} <= required
        assert not {"CL030003", "CL010004"} & required  # its own result, and the other form
    assert [link.end for link in after.links_from(Produces, CONFIRMATION)] == ["CL030003"]
    labels = [entry.label for entry in after.referring(FormField, "form_code", "BD000003")]
    assert labels[10:] == ["申请人签名", "房屋租赁合同备案编号", "开户银行", "收款银行账号"]


def test_what_it_saves(comparison: Comparison):
    saved = {name: each and each.by for name, each in comparison.totals.saved.items()}
    assert saved == {
        "items": 1,
        "situations": 1,
        "steps": 3,
        "forms": 1,
        "fields": 5,
        "fields_to_type": 1,
        "materials": 3,
        "materials_to_hand_in": 1,
        "materials_exempt": 2,
        "materials_only_once": 2,
        "visits": 1,
        "legal_days": 0,
        "promised_days": 2,
    }
    assert [(each.code, each.name) for each in comparison.items] == [
        (SUBSIDY, "公租房实物配租补贴发放"),
        (CONFIRMATION, "公租房申请"),
    ]
    assert [each.code for each in comparison.departments] == ["11990100MB0000100L"]


def test_every_edit_says_why(comparison: Comparison):
    merged = [edit for edit in comparison.edits if edit.edit is Edit.MERGED and edit.kind == "Step"]
    assert {(edit.name, edit.into) for edit in merged} == {
        (name, "补贴发放") for name in ("受理", "审查", "决定", "送达")
    }
    assert all("依据：《公共租赁住房管理办法》" in edit.reason.zh for edit in comparison.edits)


@pytest.mark.parametrize("name", ["after.xlsx", "after.json", "after"])
def test_the_reformed_catalogue_comes_back_as_it_was_written(tmp_path: Path, result: Reformed, name: str):
    marked = {
        **result.rows,
        "Material": [{**row, "defaulted": ("origin",)} for row in result.rows["Material"]],
    }
    write_catalogue(tmp_path / name, marked)
    back = loaders.rows_of([tmp_path / name])
    assert compare(Records(result.rows), Records(back), CONTEXT).edits == ()
    assert not any("defaulted" in row for row in back["Material"])
    totals = [
        Figures.summed(figures(Records(each), Analysis(Catalogue.from_rows(each), CONTEXT)).values())
        for each in (result.rows, back)
    ]
    assert totals[0] == totals[1]
