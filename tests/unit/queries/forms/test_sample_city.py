"""The themes of the sample city: what is merged, what is counted, and every conflict that was set up on purpose."""

import pytest

from oncegraph.schema.merged_form import Conflict, ConflictKind, EntryGroup, MergedForm, Outcome
from oncegraph.schema.remaining import MaterialStand
from oncegraph.schema.verdict import Verdict
from tests.support.examples.forms import theme_form
from tests.support.examples.sample_city import sample_records

DISABLED, RESTAURANT = "ZT0001", "ZT0002"


@pytest.fixture(scope="module")
def forms() -> dict[str, MergedForm]:
    """Code of a theme → the merged form of all its situations."""
    records = sample_records()
    return {code: theme_form(records, code) for code in (DISABLED, RESTAURANT)}


def describe(conflict: Conflict) -> tuple:
    chosen = None if conflict.outcome is Outcome.APART else conflict.chosen.zh
    return conflict.kind, conflict.name, chosen


def test_the_ten_forms_of_the_disabled_become_one(forms: dict[str, MergedForm]) -> None:
    tally = forms[DISABLED].tally
    assert (tally.forms, tally.fields_before, tally.filled_before) == (10, 92, 70)
    assert (tally.fields, tally.entries, tally.removed) == (34, 35, 57)
    assert (tally.filled, tally.filled_in_part, tally.unknown, tally.to_type) == (20, 0, 4, 15)
    assert sum(form.fields for form in forms[DISABLED].forms) == 92


def test_the_conflicts_of_opening_a_restaurant_are_all_listed(forms: dict[str, MergedForm]) -> None:
    found = [describe(conflict) for conflict in forms[RESTAURANT].conflicts]
    assert sorted(found, key=str) == sorted(
        [
            (ConflictKind.CONTROL, "法定代表人身份证号码", "身份证号码"),
            (ConflictKind.CONTROL, "经营场所面积", "文本"),
            (ConflictKind.CONTROL, "建筑面积", "数字"),
            (ConflictKind.FORMAT, "成立日期", "YYYY-MM-DD"),
            (ConflictKind.FORMAT, "经营场所面积", "约数"),
            (ConflictKind.FORMAT, "建筑面积", None),
            (ConflictKind.SAME_LABEL, "地址", None),
            *(
                (ConflictKind.LABELS, name, name)
                for name in (
                    "企业名称",
                    "统一社会信用代码",
                    "法定代表人姓名",
                    "经营场所地址",
                    "建筑面积",
                    "单位承诺签章",
                )
            ),
        ],
        key=str,
    )


def test_every_variant_of_a_conflict_names_its_form(forms: dict[str, MergedForm]) -> None:
    (area,) = [
        each for each in forms[RESTAURANT].conflicts if describe(each) == (ConflictKind.FORMAT, "建筑面积", None)
    ]
    assert [(variant.form_name, variant.label, variant.value.zh) for variant in area.variants] == [
        ("建设工程消防验收申请表", "建筑面积", "平方米，整数"),
        ("公众聚集场所消防安全检查申报表", "场所建筑面积", "平方米，两位小数"),
        (None, "建筑面积", "平方米，两位小数"),
    ]
    (address,) = [each for each in forms[RESTAURANT].conflicts if each.kind is ConflictKind.SAME_LABEL]
    assert {variant.value.zh for variant in address.variants} == {"经营场所地址", "户籍地址", "项目地址"}


def test_what_cannot_be_converted_is_asked_separately(forms: dict[str, MergedForm]) -> None:
    area = {each.entry: str(each.title) for each in forms[RESTAURANT].entries if each.name == "建筑面积"}
    assert area == {"ZD000037": "建筑面积（平方米，两位小数）", "ZD000037.2": "建筑面积（平方米，整数）"}
    unlike = {each.name for form in forms.values() for each in form.entries if not each.as_standard}
    assert unlike == {"建筑面积", "经营场所面积", "身份证号码"}


def test_what_is_filled_in_some_situations_only_says_in_which(forms: dict[str, MergedForm]) -> None:
    (address,) = [each for each in forms[RESTAURANT].entries if each.name == "经营场所地址"]
    assert address.verdict is Verdict.CONDITIONAL
    names = {place.situation_code: place.item_name for place in forms[RESTAURANT].situations}
    found = {fill.verdict: {names[code] for code in fill.situations} for fill in address.fills}
    assert found[Verdict.NO] == {"企业设立登记"}
    assert "食品经营许可（新办）" not in found[Verdict.NO] and len(found[Verdict.YES]) == 4


def test_groups_stand_in_order_and_hold_what_belongs_there(forms: dict[str, MergedForm]) -> None:
    for form in forms.values():
        groups = [list(EntryGroup).index(entry.group) for entry in form.entries]
        assert groups == sorted(groups)
    by_name = {entry.name: entry.group for entry in forms[DISABLED].entries}
    assert by_name["姓名"] is by_name["联系电话"] is EntryGroup.APPLICANT
    assert by_name["监护人姓名"] is EntryGroup.AGENT
    assert by_name["残疾等级"] is by_name["就业意向"] is EntryGroup.SUBJECT
    assert by_name["签名"] is EntryGroup.DECLARATION


def test_the_other_materials_are_the_attachments(forms: dict[str, MergedForm]) -> None:
    attached = {each.name: each for each in forms[RESTAURANT].attachments}
    assert len(attached) == 21
    assert (attached["营业执照"].stand, attached["公司章程"].stand, attached["股东出资协议"].stand) == (
        MaterialStand.HANDED_ON,
        MaterialStand.TO_HAND_IN,
        MaterialStand.OPTIONAL,
    )
    assert not [name for name in attached if "申请书" in name or "申请表" in name]
    assert "家庭困难情况证明" not in {each.name for each in forms[DISABLED].attachments}  # dropped by a reform
