"""The sentences of an explanation, in Chinese and English."""

from collections.abc import Iterable, Sequence

from oncegraph.schema.codes import Necessity, Returns
from oncegraph.schema.remedy import REMEDY, remedies
from oncegraph.schema.text import Text, listed
from oncegraph.schema.verdict import Explanation, Reason, Verdict

#: The maximum number of things that a sentence names; it says how many more there are.
NAMED = 6
AND_THEN = Text("；", "; ")

FILLED = {
    Verdict.YES: Text("自动填写", "Filled automatically"),
    Verdict.UNKNOWN: Text("能否自动填写不明", "Unknown whether it can be filled"),
    Verdict.NO: Text("须填写", "To be typed"),
}
USABLE = {
    Verdict.YES: Text("数源可用", "The source is usable"),
    Verdict.UNKNOWN: Text("数源是否可用不明", "Unknown whether the source is usable"),
    Verdict.NO: Text("数源不可用", "The source is not usable"),
}
ZERO = {
    Verdict.YES: Text("零材料", "No material is needed"),
    Verdict.UNKNOWN: Text("是否零材料不明", "Unknown whether any material is needed"),
    Verdict.NO: Text("不是零材料", "Materials are needed"),
}
CHECKED = Text("由约定的数源核验", "Verified by an agreed source")
LOGIN = Text("登录即知", "Known from the login identity")
GIVEN = Text("由调用方提供", "Given by the caller")
KNOWN = Text("由其他数源得知", "Known through another source")
CIRCLE = Text("又回到该字段：查询字段互为前提", "A circle: the key fields wait for each other")
LEARNT = {
    Verdict.UNKNOWN: Text("能否得知不明", "Unknown whether it can be known"),
    Verdict.NO: Text("无法得知", "Cannot be known"),
}

# How a step is linked to the one above.
ASKED_WITH = Text("查询所需", "queried with")
ON_THE_FORM = Text("表单字段", "field of the form")
PROVED = Text("所载字段", "field it proves")
A_SITUATION = Text("情形", "situation")
OTHER_MODE = Text("代码表以外的获取方式", "a mode outside the list")
SUPPLIED = {
    Returns.VALUE: Text("数源提供", "supplied by"),
    Returns.MATCH: Text("数源核对", "checked by"),
    Returns.DOCUMENT: Text("数源提供文件", "document from"),
    None: Text("数源", "source"),
}

# What has to be done about several things.
TO_FREE = Text("使其余情形成为零材料", "make the other situations need no material")
TO_EXEMPT = Text("使其免交", "make these exempt")
TO_DECIDE = Text("查明能否免交", "find out whether these are exempt")
TO_RECORD = Text("登记是否必要", "record whether these are necessary")


def to_do(what: Text, names: Sequence[str]) -> Text | None:
    """What to do about the things named; None if there are none."""
    return listed((what, named(names)), Text("：", ": ")) if names else None


def any_one_of(group: str) -> Text:
    """The alternative group that a requirement belongs to."""
    return Text(f"任选组 {group}", f"any one of group {group}")


def named(names: Sequence[str]) -> Text:
    """Names in a list; of many, the first few and how many in all."""
    shown = listed(names[:NAMED])
    if len(names) <= NAMED:
        return shown
    return Text(f"{shown.zh} 等 {len(names)} 个", f"{shown.en} and {len(names) - NAMED} more")


def all_of(*parts: Text | None) -> Text | None:
    """Several things to do, in order; None if there are none."""
    return listed(given, AND_THEN) if (given := [part for part in parts if part]) else None


def by(source: str, way: Text | None, what: Text) -> Text:
    """What has to change about a source, and the mode of the arrangement with it."""
    zh, en = (f"（{way.zh}）", f" ({way.en})") if way else ("", "")
    return Text(f"{source}{zh}：{what.zh}", f"{source}{en}: {what.en}")


def blockers(reasons: Iterable[Reason]) -> Text | None:
    """What would have to change for these reasons to go away. A verdict that rests on a default needs no change."""
    return remedies(left) if (left := [each for each in reasons if each is not Reason.RESTS_ON_DEFAULT]) else None


def about_facts(reasons: Sequence[Reason], facts: Iterable[Explanation]) -> Text | None:
    """The remedies, with the fields that they concern; there is none for an act of will."""
    if not {Reason.FIELDS_REMAIN, Reason.FIELDS_UNDECIDED} & set(reasons):
        return blockers(reasons)
    open_facts = [fact for fact in facts if fact.kind == "Field" and fact.verdict is not Verdict.YES]
    willed = [fact.name for fact in open_facts if Reason.ACT_OF_WILL in fact.reasons]
    left = [fact.name for fact in open_facts if Reason.ACT_OF_WILL not in fact.reasons]
    others = [reason for reason in reasons if left or not willed or reason is not Reason.FIELDS_REMAIN]
    remedy = blockers(others)
    if remedy and left:
        remedy = Text(f"{remedy.zh}（{named(left).zh}）", f"{remedy.en} ({named(left).en})")
    return all_of(remedy, to_do(REMEDY[Reason.ACT_OF_WILL], willed))


def necessity(code: int) -> Text:
    """Position in Necessity, or a negative number where none was recorded."""
    return tuple(Necessity)[code].title if code >= 0 else Text("未登记是否必要", "necessity not recorded")


def counted(items: int, of: int) -> Text:
    """零材料 of an item: the number of its situations that need no material."""
    return Text(f"{of} 个情形中 {items} 个零材料", f"{items} of {of} situations need no material")
