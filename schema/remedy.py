"""What would have to change to remove a reason; the same words are used wherever a blocker is named."""

from collections.abc import Iterable

from oncegraph.schema.text import Text, listed
from oncegraph.schema.verdict import Reason

REMEDY: dict[Reason, Text] = {
    Reason.BINDING_INACTIVE: Text("启用该绑定", "activate the binding"),
    Reason.SOURCE_SUSPENDED: Text("恢复该数源", "resume the source"),
    Reason.SOURCE_INACTIVE: Text("启用该数源", "bring the source into force"),
    Reason.SOURCE_DOWN: Text(
        "恢复系统运行，使探测在时限内成功", "have it run again, so that it is probed within its SLA"
    ),
    Reason.STALE: Text("更新数据，使其在时效之内", "update the data, so that they are recent enough"),
    Reason.NOT_SHARED: Text("由责任部门改为可共享", "have its owner share it"),
    Reason.NOT_APPROVED: Text("取得共享批准并登记", "obtain the approval to share it, and record it"),
    Reason.OUT_OF_AUDIENCE: Text("将适用对象扩大到该对象", "extend it to this audience"),
    Reason.OUT_OF_REGION: Text("将适用区划扩大到该地区", "extend it to this region"),
    Reason.KEY_UNKNOWN: Text("使查询所需字段成为已知", "make its key fields known"),
    Reason.KEY_CIRCLE: Text(
        "使循环中的一个字段能从其他途径得知", "make one field of the circle known from another source"
    ),
    Reason.MATCH_ONLY: Text(
        "由数源返回值，而不是只作核对", "let the source return the value instead of only checking it"
    ),
    Reason.DOCUMENT_ONLY: Text(
        "由数源返回值，而不是只返回文件", "let the source return the value instead of only a document"
    ),
    Reason.BINDING_STATUS_UNKNOWN: Text("登记绑定状态", "record the status of the binding"),
    Reason.SOURCE_STATUS_UNKNOWN: Text("登记数源状态", "record the status of the source"),
    Reason.PROBE_UNKNOWN: Text("探测该数源，并登记探测时间", "probe the source and record when"),
    Reason.FRESHNESS_UNKNOWN: Text(
        "登记数据更新日期和最长时效", "record when the data were updated and how old they may be"
    ),
    Reason.SHARING_UNKNOWN: Text("登记共享条件", "record the sharing condition"),
    Reason.AUDIENCE_UNKNOWN: Text("登记适用对象", "record the audience"),
    Reason.REGION_UNKNOWN: Text("登记适用区划", "record the region"),
    Reason.KEY_UNDECIDED: Text("查明查询所需字段能否获得", "find out whether its key fields can be known"),
    Reason.RETURNS_UNKNOWN: Text("登记返回内容", "record what the source returns"),
    Reason.NO_SOURCE: Text(
        "找到能够提供该值的数源，并登记绑定", "find a source that has the value, and record the binding"
    ),
    Reason.ACT_OF_WILL: Text("不能由数据代替，须本人填写", "nothing: only the applicant can decide it"),
    Reason.WILL_UNKNOWN: Text("登记是否为意思表示", "record whether it is an act of will"),
    Reason.NO_ARRANGEMENT: Text("登记一种获取方式", "record a way of obtaining it"),
    Reason.NOT_GOVERNMENT: Text("改用其他获取方式", "arrange another way of obtaining it"),
    Reason.ORIGIN_UNKNOWN: Text("登记材料来源", "record its origin"),
    Reason.ORIGINAL_SURRENDERED: Text("不再收缴原件", "stop requiring the original to be surrendered"),
    Reason.ORIGINAL_UNKNOWN: Text("登记是否收缴原件", "record whether the original has to be surrendered"),
    Reason.FACTS_UNKNOWN: Text("登记该材料所含字段", "record the fields it carries"),
    Reason.FIELDS_REMAIN: Text("为尚缺的字段落实数源", "find sources for the fields that remain"),
    Reason.FIELDS_UNDECIDED: Text("查明各字段能否由数源覆盖", "find out whether sources cover all its fields"),
    Reason.REQUIREDNESS_UNKNOWN: Text("登记字段是否必填", "record which of its fields are required"),
    Reason.NOT_EQUIVALENT: Text("依法确认数据可替代该材料", "obtain a legal basis for data to replace it"),
    Reason.EQUIVALENCE_UNKNOWN: Text(
        "确认数据可否替代该材料，并予登记", "decide and record whether data may replace it"
    ),
    Reason.THIRD_PARTY: Text("与出具机构约定数源", "agree on a source with whoever issues it"),
    Reason.FIRST_TIME: Text("提交一次并存档", "hand it in once, and keep it on file"),
    Reason.LIST_UNCONFIRMED: Text("确认材料清单完整", "confirm that the list of materials is complete"),
    Reason.MATERIALS_REMAIN: Text("使尚须提交的材料免交", "make the remaining materials exempt"),
    Reason.MATERIALS_UNDECIDED: Text(
        "查明尚不明确的材料能否免交", "find out whether the undecided materials are exempt"
    ),
    Reason.NECESSITY_UNKNOWN: Text("登记材料是否必要", "record which materials are necessary"),
    Reason.NO_SITUATION: Text("登记启用的情形", "record an active situation"),
    Reason.RESTS_ON_DEFAULT: Text("登记实际取值以代替默认值", "record the fact instead of the default"),
}


def remedies(reasons: Iterable[Reason]) -> Text:
    """What would have to change to remove all of these reasons; empty if there are none."""
    return listed((REMEDY[reason] for reason in reasons), Text("；", "; "))
