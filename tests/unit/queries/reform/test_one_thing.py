"""A theme as one thing: the sample city's, and what holds of every theme."""

import pytest
from hypothesis import given

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.records import Records
from oncegraph.queries.reform.one_thing import one_thing
from oncegraph.queries.theme.theme_flow import theme_flow
from oncegraph.schema.comparison import Edit, OneThing
from tests.support.examples.sample_city import sample_records
from tests.support.examples.themes import large_theme, small_themes
from tests.support.hypothesis_settings import bounded
from tests.support.yaml_cases import BASE, FOLDER, change_tables, read_yaml, rows_of

CONTEXT = Context()


def one_thing_of(records: Records, theme: str = "T", answers: dict | None = None) -> OneThing:
    analysis = Analysis(Catalogue.from_rows(records.rows), CONTEXT)
    return one_thing(records, theme_flow(records, theme, answers), analysis)


@pytest.fixture(scope="module")
def city() -> Records:
    return sample_records()


def compared(found: OneThing, *names: str) -> dict[str, tuple[int | None, int | None]]:
    return {
        name: tuple(getattr(state, name).value for state in (found.totals.before, found.totals.after)) for name in names
    }


def of(found: OneThing, edit: Edit, kind: str) -> list[str]:
    return [each.name for each in found.edits if each.edit is edit and each.kind == kind]


def test_ten_items_for_people_with_disabilities_become_one_thing(city: Records):
    found = one_thing_of(city, "ZT0001")
    assert compared(found, "items", "forms", "fields", "steps", "visits", "promised_days", "legal_days") == {
        "items": (10, 10),
        "forms": (10, 1),
        "fields": (92, 35),
        "steps": (44, 35),
        "visits": (3, 1),
        "promised_days": (99, 55),
        "legal_days": (250, 105),
    }
    assert of(found, Edit.REMOVED, "Material") == ["残疾人证", "困难残疾人生活补贴资格审核结果"]
    assert len(of(found, Edit.MERGED, "Form")) == len(of(found, Edit.MERGED, "Step")) == 10
    assert "残疾人家庭无障碍改造" not in of(found, Edit.PARALLEL, "Item")
    assert found.circles == 0


def test_results_within_a_circle_are_not_handed_on(city: Records):
    found = one_thing_of(city, "ZT0003")
    assert found.circles == 1
    assert of(found, Edit.REMOVED, "Material") == []


def test_answers_choose_what_counts(city: Records):
    answers = {
        "PD0019": "个体工商户",
        "PD0020": "自有",
        "PD0021": "不需要",
        "PD0022": "告知承诺",
        "PD0023": "不设置招牌",
    }
    found = one_thing_of(city, "ZT0002", answers | {"PD0024": "PD002401"})
    assert compared(found, "items", "forms")["items"] == (4, 4)
    assert of(found, Edit.REMOVED, "Material") == ["营业执照"]


@bounded(40)
@given(small_themes())
def test_one_thing_is_never_more_than_its_items(records: Records):
    found = one_thing_of(records)
    for name in ("materials", "materials_to_hand_in", "visits", "promised_days", "legal_days"):
        before, after = getattr(found.totals.before, name), getattr(found.totals.after, name)
        if before.value is None or after.value is None:
            continue
        assert after.value <= before.value + before.unknown, name
    assert len({(each.edit, each.kind, each.identity) for each in found.edits}) == len(found.edits)


def test_items_not_in_force_are_no_part_of_it():
    base = read_yaml(FOLDER / "reform" / BASE)
    change = {"Includes": {"安居 → 认定情形": {"position": 2}}, "Item": {"认定": {"status": "draft"}}}
    found = one_thing_of(Records(rows_of(change_tables(base["given"], change), base["every"])), "安居")
    assert compared(found, "items", "legal_days", "promised_days", "steps", "visits") == {
        "items": (1, 1),
        "legal_days": (20, 20),
        "promised_days": (9, 9),
        "steps": (4, 4),
        "visits": (1, 1),
    }
    assert found.situations == ("补贴情形",)
    assert of(found, Edit.REMOVED, "Material") == of(found, Edit.MERGED, "Step") == []


def test_sixty_items_are_compared_at_once():
    found = one_thing_of(large_theme())
    before, after = found.totals.before, found.totals.after
    assert before.items.value == 60 and after.promised_days.value < before.promised_days.value / 3
    assert after.steps == before.steps and after.steps.value is None
