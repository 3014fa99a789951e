"""逐级引导 as tables and texts: the progress of an applicant, and what is needed."""

from collections.abc import Iterable

from rich.console import Console

from oncegraph.schema.guide import Checklist, Guidance, GuideStep, NextQuestion, Prospect
from oncegraph.schema.text import Text, listed
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.tables.table import Sheet, VerdictCell, print_sheet
from oncegraph.visualize.tables.wording import stand_cell, zero_material_cell

MARKS = {
    Prospect.ENTERED: Verdict.YES,
    Prospect.POSSIBLE: Verdict.CONDITIONAL,
    Prospect.UNASKED: Verdict.UNKNOWN,
    Prospect.EXCLUDED: Verdict.NO,
}
CODE, ITEM, SITUATION, MATERIAL = (
    Text("编码", "Code"),
    Text("事项", "Item"),
    Text("情形", "Situation"),
    Text("材料", "Material"),
)
BECAUSE, WHY = Text("因为回答了", "Because of the answers"), Text("说明", "Why")


def sheets(found: Guidance) -> list[Sheet]:
    """The progress of an applicant, as tables."""
    tables = [_answers(found)] if found.answers else []
    if found.next:
        return [*tables, _options(found.next), _situations(found), _materials(found)]
    return [*tables, _situations(found), *(_needed(found.checklist) if found.checklist else [])]


def show(console: Console, found: Guidance) -> None:
    """The same for a reader: the next question, or the checklist."""
    console.print(f"{found.name}  {found.code}", style="bold cyan")
    if found.answers:
        print_sheet(console, _answers(found))
    if found.next:
        ask(console, found)
        print_sheet(console, _situations(found))
    for text in remarks(found):
        console.print(str(text), style="yellow")
    if found.checklist:
        for sheet in _needed(found.checklist):
            if sheet.rows:
                print_sheet(console, sheet)
        console.print(str(totals(found.checklist)), style="bold")


def ask(console: Console, found: Guidance) -> None:
    """The next question, why it is asked, and what may be answered."""
    asked = found.next
    if asked is None:
        return
    kind = listed([asked.answer_kind.title, *([] if asked.mandatory else [Text("可跳过", "may be skipped")])])
    unit = f"（{asked.unit}）" if asked.unit else ""
    console.print(f"{asked.name}{unit}  [{kind}]", style="bold")
    console.print(str(asked.text), style="dim")
    print_sheet(console, _options(asked))
    more = found.more - 1
    if more:
        console.print(str(Text(f"此后最多还有 {more} 个问题。", f"At most {more} more questions follow.")), style="dim")


def remarks(found: Guidance) -> list[Text]:
    """Further remarks for the applicant."""
    told = []
    if found.outside:
        names = listed(f"{each.item.name}（{each.name}）" for each in found.outside)
        told.append(
            Text(
                f"所作回答还导向主题以外的情形，须另行办理：{names.zh}",
                f"The answers also lead to situations outside the theme, which are applied for separately: {names.en}",
            )
        )
    if found.conflicting:
        names = listed(item.name for item in found.conflicting)
        told.append(
            Text(
                f"所作回答导向同一事项的多个情形，请咨询工作人员：{names.zh}",
                f"The answers lead to several situations of one item; please ask for advice on: {names.en}",
            )
        )
    unasked = [each for each in found.situations if each.prospect is Prospect.UNASKED]
    if unasked:
        names = listed(f"{each.item.name}（{each.name}）" for each in unasked)
        told.append(
            Text(
                f"以下情形没有判断项导向，请自行选择：{names.zh}",
                f"No question leads to these; please choose yourself: {names.en}",
            )
        )
    return told


def totals(needed: Checklist) -> Text:
    """The checklist in one sentence."""
    zh = f"共 {len(needed.situations)} 个情形，须提交 {needed.to_hand_in} 份材料"
    en = f"{len(needed.situations)} situations, {needed.to_hand_in} materials to hand in"
    if needed.later:
        zh, en = f"{zh}，{needed.later} 份可容缺后补", f"{en}, {needed.later} that may be handed in later"
    if needed.undecided:
        zh, en = f"{zh}，{needed.undecided} 份不明", f"{en}, {needed.undecided} unknown"
    return Text(f"{zh}。", f"{en}.")


def _answers(found: Guidance) -> Sheet:
    rows = [(each.question.code, each.question.name, str(each.text)) for each in found.answers]
    return Sheet.of(Text("已答", "Answered"), (CODE, Text("问题", "Question"), Text("回答", "Answer")), rows)


def _options(asked: NextQuestion) -> Sheet:
    rows = [(each.option_code, each.name, each.limits and str(each.limits)) for each in asked.options]
    return Sheet.of(
        Text(f"下一个问题：{asked.name}", f"Next: {asked.name}"),
        (CODE, Text("选项", "Option"), Text("范围", "Range")),
        rows,
    )


def _situations(found: Guidance) -> Sheet:
    columns = (CODE, SITUATION, ITEM, Text("状态", "Prospect"), BECAUSE)
    rows = [
        (
            each.situation_code,
            each.name,
            each.item.name,
            VerdictCell(MARKS[each.prospect], each.prospect.title),
            path_in_words(each.because),
        )
        for each in found.situations
    ]
    return Sheet.of(Text("情形", "Situations"), columns, rows)


def _materials(found: Guidance) -> Sheet:
    columns = (CODE, MATERIAL, Text("状态", "Prospect"), Text("情形数", "Situations"))
    rows = [
        (each.material_code, each.name, VerdictCell(MARKS[each.prospect], each.prospect.title), len(each.situations))
        for each in found.materials
    ]
    return Sheet.of(Text("材料", "Materials"), columns, rows)


def _needed(needed: Checklist) -> list[Sheet]:
    columns = (
        ITEM,
        SITUATION,
        CODE,
        MATERIAL,
        Text("状态", "Stand"),
        WHY,
        Text("任选组", "Any one of"),
        Text("份数", "Copies"),
        Text("提交条件", "Condition"),
        Text("依据", "Legal basis"),
    )
    materials = [
        (
            each.item.name,
            each.name,
            row.material_code,
            row.name,
            stand_cell(row.stand),
            str(row.text),
            row.alternative_group,
            row.copies,
            row.condition,
            row.legal_basis,
        )
        for each in needed.situations
        for row in each.materials
    ]
    forms = [
        (each.item.name, each.name, row.form_code, row.name, row.fields, row.to_type)
        for each in needed.situations
        for row in each.forms
    ]
    situations = [
        (each.situation_code, each.name, each.item.name, each.condition, zero_material_cell(each.zero_material))
        for each in needed.situations
    ]
    return [
        Sheet.of(
            Text("办理情形", "Applied for"),
            (CODE, SITUATION, ITEM, Text("适用条件", "Condition"), Text("零材料", "No materials")),
            situations,
        ),
        Sheet.of(Text("材料清单", "Checklist"), columns, materials),
        Sheet.of(
            Text("表单", "Forms"),
            (ITEM, SITUATION, CODE, Text("表单名称", "Form"), Text("字段数", "Fields"), Text("须填写", "To type")),
            forms,
        ),
    ]


def path_in_words(path: Iterable[GuideStep]) -> list[str]:
    """The questions of a path, each with what was answered."""
    return [f"{step.question.name} {step.option.name}" for step in path]
