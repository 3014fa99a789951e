"""The three themes of the sample city, exactly."""

import pytest

from oncegraph.queries.records import Records
from oncegraph.queries.theme.theme_flow import situations_of, theme_flow
from oncegraph.schema.flow import Basis, Check, Flow, SectionKind
from tests.support.examples.sample_city import sample_records

RESTAURANT = {
    "PD0019": "有限责任公司",
    "PD0020": "租赁",
    "PD0021": "室内装修",
    "PD0022": "一般方式",
    "PD0023": "新设招牌",
    "PD0024": "一般餐饮污水",
}


@pytest.fixture(scope="module")
def records() -> Records:
    return sample_records()


def items(flow: Flow) -> list[set[str]]:
    return [{flow.by_code[code].item_name for code in stage.situation_codes} for stage in flow.stages]


def test_a_restaurant_as_it_was_answered(records: Records):
    flow = theme_flow(records, "ZT0002", RESTAURANT)
    assert items(flow) == [
        {"企业设立登记"},
        {"食品经营许可新办", "建设工程消防验收", "户外招牌设施备案", "城镇污水排入排水管网许可"},
        {"公众聚集场所投入使用、营业前消防安全检查"},
    ]
    promised, legal = (flow.schedule(basis) for basis in Basis)
    assert (promised.days, promised.in_turn, legal.days, legal.in_turn) == (18, 36, 28, 78)
    assert [flow.by_code[code].item_name for code in promised.critical_path] == [
        "企业设立登记",
        "建设工程消防验收",
        "公众聚集场所投入使用、营业前消防安全检查",
    ]
    assert flow.outline.zh == (
        "先办“企业设立登记”，然后（同时办“食品经营许可新办”、（先办“建设工程消防验收”，然后"
        "“公众聚集场所投入使用、营业前消防安全检查”）、“户外招牌设施备案”、“城镇污水排入排水管网许可”）"
    )
    law = [cause for order in flow.orders for cause in order.causes if cause.by_law]
    assert [cause.legal_basis for cause in law] == ["《中华人民共和国消防法》第十三条、第十五条"]
    assert not flow.circles and not flow.decisions
    assert {step.name for step in flow.tasks[0].steps} > {"受理", "决定"}


def test_a_restaurant_with_its_questions_open(records: Records):
    flow = theme_flow(records, "ZT0002")
    assert len(flow.tasks) == 12 and len(flow.decisions) == 6
    assert (flow.schedule(Basis.PROMISED).days, flow.schedule(Basis.PROMISED).in_turn) == (18, 36)
    assert flow.section.kind is SectionKind.SERIAL and flow.section.parts[0].kind is SectionKind.CHOICE
    assert "“企业设立登记”（按回答：有限责任公司设立或个体工商户开业）" in flow.outline.zh


def test_disabled_people_before_any_answer(records: Records):
    flow = theme_flow(records, "ZT0001")
    assert [len(stage.situation_codes) for stage in flow.stages] == [3, 12, 2]
    assert len({task.item_code for task in flow.tasks}) == 10
    assert len({task.department_code for task in flow.tasks}) == 5
    promised = flow.schedule(Basis.PROMISED)
    assert (promised.days, promised.in_turn) == (55, 99)
    assert [flow.by_code[code].item_name for code in promised.critical_path] == [
        "残疾人证新办",
        "困难残疾人生活补贴",
        "残疾人家庭无障碍改造",
    ]
    elsewhere = {each.name: each.codes for each in flow.findings if each.check is Check.PRODUCED_ELSEWHERE}
    assert set(elsewhere) == {"最低生活保障证", "城乡居民基本养老保险参保凭证"}
    assert {each.name for each in flow.findings if each.check is Check.RESULT_NOT_NEEDED} == {"残疾人机动轮椅车行驶证"}
    assert not [each for each in flow.findings if each.check in (Check.NOT_REACHED, Check.NOT_IN_FORCE)]


def test_who_has_the_card_already_does_not_wait_for_it(records: Records):
    answers = {"PD0007": "已有", "PD0009": "低保边缘家庭", "PD0010": "四级", "PD0012": "其他年龄", "PD0015": "PD001503"}
    flow = theme_flow(records, "ZT0001", answers)
    assert items(flow) == [{"困难残疾人生活补贴", "残疾人机动轮椅车登记"}]
    assert situations_of(records, "ZT0001", answers) == tuple(task.situation_code for task in flow.tasks)
    elsewhere = {each.name: each.text.zh for each in flow.findings if each.check is Check.PRODUCED_ELSEWHERE}
    assert "残疾人证新办" in elsewhere["残疾人证"]


@pytest.mark.parametrize(("answers", "stages"), [(None, 1), ({"PD0025": "申请入住人才公寓"}, 0)])
def test_the_circle_of_talents(records: Records, answers: dict[str, str] | None, stages: int):
    flow = theme_flow(records, "ZT0003", answers)
    assert len(flow.stages) == stages and not flow.blocked
    (circle,) = flow.circles
    assert {flow.by_code[code].item_name for code in circle.situation_codes} == {"人才引进落户", "人才公寓入住申请"}
    assert {cause.material_name for order in circle.shortest for cause in order.causes} == {
        "本市户口登记证明",
        "人才公寓入住证明",
    }
    assert "循环证明" in circle.text.zh and "《本市户口登记证明》" in circle.text.zh


def test_there_is_no_circle_for_who_owns_a_home(records: Records):
    flow = theme_flow(records, "ZT0003", {"PD0025": "自有住房"})
    assert items(flow) == [{"人才引进落户"}] and not flow.circles
