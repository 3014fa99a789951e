"""The impact of losing a source, field or licence type: in words and as tables."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console

from oncegraph.schema.gain import Gain
from oncegraph.schema.impact import Affected, Impact
from oncegraph.schema.model import NODES
from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Sheet, print_sheet

#: The meaning of "lost", by kind.
LOST = {
    "DataSource": Text(
        "失去该数源，是指其暂停、停止运行、数据过期或不再共享：与其绑定的字段和材料均无法获取；其他数源以仅由其提供的字段为查询条件的，也无法查询。",
        "A source is lost if it is suspended, down, stale or no longer shared: none of its bindings can be used, "
        "and other sources cannot be queried with a field that it alone provides.",
    ),
    "Field": Text(
        "失去该字段，是指登录身份、调用方和各数源均不再提供该字段：须由申请人填写；以该字段为查询条件的数源也无法查询。",
        "A field is lost if neither the login nor the caller nor any source provides it: applicants type it, "
        "and no source can be queried with it.",
    ),
    "LicenceType": Text(
        "失去该证照，是指其不能再共享：凭该证照共享免交的材料，须改用其他方式，或由申请人提交。",
        "A licence is lost if it can no longer be shared: materials that are exempt by sharing it have to be "
        "replaced in another way, or handed in.",
    ),
}
#: What depends on it.
DEPENDENTS = {
    "bindings": Text("绑定", "Bindings"),
    "dependent_fields": Text("字段", "Fields"),
    "dependent_materials": Text("材料", "Materials"),
    "dependent_situations": Text("情形", "Situations"),
    "dependent_items": Text("事项", "Items"),
    "dependent_cases": Text("年办件量", "Cases a year"),
}
#: The lists of what is lost.
BROKEN = {
    "keys": Text("不再可知的字段", "Fields no longer known"),
    "fields": Text("不再免填的字段", "Fields no longer fill-free"),
    "materials": Text("不再免交的材料", "Materials no longer exempt"),
    "situations": Text("不再零材料的情形", "Situations that need materials again"),
}
DEPENDS, BREAKS = Text("依赖对象", "What depends on it"), Text("失去后减少", "What is lost without it")
WHAT, MANY = Text("指标", "What"), Text("数量", "Count")


def in_words(impact: Impact) -> Text:
    """How much of what would be lost other sources cover, in words."""
    margin, many = impact.margin, len(impact.margin.others)
    of_materials = impact.kind == "LicenceType"
    if not margin.relying:
        if of_materials:
            return Text("目前没有材料凭该证照共享免交。", "At present no material is exempt by sharing it.")
        return Text("目前没有字段由其填写。", "At present no field is filled by it.")
    if of_materials:
        zh = f"凭该证照共享免交的材料 {margin.relying} 份（按情形分别计数）"
        en = f"Of the {margin.relying} materials that are exempt by sharing it (each counted in every situation)"
    else:
        zh = f"由其填写的字段 {margin.relying} 个（按情形分别计数，含以其为查询条件查得的）"
        en = f"Of the {margin.relying} fields that it fills or helps to query (each counted in every situation)"
    if not margin.covered:
        return Text(f"{zh}，没有其他数源可接替。", f"{en}, no other source can replace any.")
    share = f"{_percent(margin.covered, margin.relying)} %"
    if not many:  # exempt by what sources give of its fields
        return Text(f"{zh}，其中 {share} 可通过其他途径免交。", f"{en}, {share} are also exempt in another way.")
    sources = "one other source covers" if many == 1 else f"{many} other sources cover"
    return Text(f"{zh}，另有 {many} 个数源可接替其中 {share}。", f"{en}, {sources} {share}.")


def sheets(impact: Impact) -> list[Sheet]:
    """Everything: the numbers, the sources that take over, and each list."""
    return [_numbers(impact), _others(impact), *(_affected(impact, name) for name in BROKEN)]


def show(console: Console, impact: Impact) -> None:
    """For a reader: numbers, the margin, the first rows of each list that is not empty."""
    console.print(f"{impact.name}  {impact.code}  {NODES[impact.kind].title}", style="bold cyan")
    console.print(str(LOST[impact.kind]))
    for title, words in ((DEPENDS, _dependents(impact)), (BREAKS, _loss(impact))):
        numbers = str(Text("，", ", ")).join(f"{name} {many}" for name, many in words)
        console.print(f"{title}{Text('：', ': ')}{numbers}", style="bold")
    console.print(str(in_words(impact)), style="bold")
    for sheet in sheets(impact)[1:]:
        if sheet.rows:
            print_sheet(console, sheet.shortened())


def _dependents(impact: Impact) -> list[tuple[str, int]]:
    return [(str(title), getattr(impact, name)) for name, title in DEPENDENTS.items()]


def _loss(impact: Impact) -> list[tuple[str, int]]:
    return [(str(each.title), getattr(impact.loss, name)) for name, each in Gain.attributes().items()]


def _numbers(impact: Impact) -> Sheet:
    rows: list[Sequence[Any]] = [
        *((f"{DEPENDS}{Text('：', ': ')}{name}", many) for name, many in _dependents(impact)),
        *((f"{BREAKS}{Text('：', ': ')}{name}", many) for name, many in _loss(impact)),
    ]
    about = f"{LOST[impact.kind]}{Text('', ' ')}{in_words(impact)}"
    return Sheet.of(f"{impact.name} {impact.code}", (WHAT, MANY), rows, about=about)


def _others(impact: Impact) -> Sheet:
    margin = impact.margin
    columns = [
        Text("数源编码", "Source code"),
        Text("数源", "Source"),
        Text("可接替", "Takes over"),
        Text("占比", "Share"),
    ]
    rows = [
        (each.source_code, each.name, each.pairs, f"{_percent(each.pairs, margin.relying)} %") for each in margin.others
    ]
    return Sheet.of(Text("可接替的数源", "Sources that take over"), columns, rows)


def _affected(impact: Impact, name: str) -> Sheet:
    titles = {name: each.title for name, each in Affected.attributes().items()}
    if name == "situations":  # each covers itself
        del titles["situations"]
    rows = [tuple(getattr(row, column) for column in titles) for row in getattr(impact, name)]
    return Sheet.of(BROKEN[name], titles.values(), rows)


def _percent(part: int, whole: int) -> int:
    """A rounded percentage that is 100 only for all and 0 only for none."""
    rounded = round(100 * part / whole)
    return rounded if part in (0, whole) else min(max(rounded, 1), 99)
