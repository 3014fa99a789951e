"""A merged form as tables: entries, their origins, conflicts, figures before and after, attachments."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console

from oncegraph.schema.codes import ControlType
from oncegraph.schema.form_mapping import ConversionKind, ConversionStep, FilledForm, Gathered
from oncegraph.schema.merged_form import Conflict, ConflictKind, MergedEntry, MergedForm, Outcome
from oncegraph.schema.text import Text, listed
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.forms.layout import ATTACHMENTS, CLAUSE, note, summary
from oncegraph.visualize.tables.table import Sheet, VerdictCell, print_sheet
from oncegraph.visualize.tables.wording import code_title, field_cell, format_reasons, stand_cell

ENTRIES, ORIGINS = Text("填写项", "Entries"), Text("来源", "Origins")
CONFLICTS, FORMS = Text("冲突", "Conflicts"), Text("合并前后", "Before and after")
FORM, LABEL = Text("表单", "Form"), Text("标签", "Label")
CODE, VERDICT = Text("编码", "Code"), Text("结论", "Verdict")
CONTROL, FORMAT, CODE_LIST = Text("控件", "Control"), Text("格式", "Format"), Text("代码表", "Code list")
MANDATORY, GROUP = Text("必填", "Required"), Text("分组", "Group")
OUTCOMES = {Outcome.CHOSEN: Verdict.YES, Outcome.APART: Verdict.CONDITIONAL}


def sheets(form: MergedForm) -> list[Sheet]:
    """Everything."""
    return [entries(form), origins(form), conflicts(form), before_and_after(form), attachments(form)]


def show(console: Console, form: MergedForm, title: str) -> None:
    """For a reader: the entries, the conflicts other than of labels, the attachments, the totals."""
    console.print(title, style="bold cyan")
    brief = _sheet(
        ENTRIES,
        (GROUP, CODE, ENTRIES, MANDATORY, VERDICT, Text("填写方式", "How"), Text("来自表单", "On forms")),
        [
            (
                str(entry.group.title),
                entry.entry,
                str(entry.title),
                entry.required,
                field_cell(entry.verdict),
                _how(form, entry),
                len(entry.origins),
            )
            for entry in form.entries
        ],
    )
    grave = [conflict for conflict in form.conflicts if conflict.kind is not ConflictKind.LABELS]
    print_sheet(console, brief)
    if grave:
        print_sheet(console, _conflicts(grave))
    print_sheet(console, attachments(form))
    if labels := len(form.conflicts) - len(grave):
        told = Text(
            f"另有 {labels} 个字段在各表上的标签不同，已采用标准名称。",
            f"{labels} fields have different labels on different forms; the standard names are used.",
        )
        console.print(str(told))
    console.print(str(summary(form)), style="bold")


def entries(form: MergedForm) -> Sheet:
    columns = (
        GROUP,
        Text("分类", "Category"),
        CODE,
        ENTRIES,
        MANDATORY,
        VERDICT,
        Text("填写方式", "How"),
        CONTROL,
        FORMAT,
        CODE_LIST,
        Text("来自表单", "On forms"),
    )
    rows = [
        (
            str(entry.group.title),
            entry.section,
            entry.entry,
            str(entry.title),
            entry.required,
            field_cell(entry.verdict),
            _how(form, entry),
            code_title(ControlType, entry.control),
            entry.format,
            entry.code_list,
            len(entry.origins),
        )
        for entry in form.entries
    ]
    return _sheet(ENTRIES, columns, rows, summary(form))


def origins(form: MergedForm) -> Sheet:
    """Each field of each original form, and how it gets its value from the merged form."""
    names = {part.form_code: part.name for part in form.forms}
    columns = (CODE, ENTRIES, FORM, LABEL, MANDATORY, CONTROL, FORMAT, CODE_LIST, Text("换算", "Conversion"))
    rows = [
        (
            entry.entry,
            str(entry.title),
            names[origin.form_code],
            origin.label,
            origin.required,
            code_title(ControlType, origin.control),
            origin.format,
            origin.code_list,
            str(listed((format_conversion(step) for step in origin.steps), CLAUSE)),
        )
        for entry in form.entries
        for origin in entry.origins
    ]
    about = Text(
        "各表单字段由哪个填写项填写，如何换算。", "The entry that fills each field of a form, and the conversion."
    )
    return _sheet(ORIGINS, columns, rows, about)


def conflicts(form: MergedForm) -> Sheet:
    return _conflicts(form.conflicts)


def before_and_after(form: MergedForm) -> Sheet:
    """A row for each form, and one for the merged form."""
    columns = (
        FORM,
        Text("事项", "Items"),
        Text("项数", "Fields"),
        Text("与其他表重复", "Also on another form"),
        Text("自动填写", "Automatic"),
        Text("须填写", "To type"),
    )
    rows: list[tuple] = [
        (part.name, _items(part), part.fields, part.shared, part.filled, part.to_type) for part in form.forms
    ]
    tally = form.tally
    before = Text("合并前共计", "Before, all forms"), Text("合并后", "After, one form")
    to_type = tally.fields_before - tally.filled_before
    rows.append((str(before[0]), None, tally.fields_before, None, tally.filled_before, to_type))
    rows.append((str(before[1]), None, tally.entries, 0, tally.filled, tally.to_type))
    return _sheet(FORMS, columns, rows, summary(form))


def attachments(form: MergedForm) -> Sheet:
    columns = (CODE, ATTACHMENTS, Text("处理方式", "Stand"), Text("说明", "About"))
    rows = [(each.material_code, each.name, stand_cell(each.stand), str(each.text)) for each in form.attachments]
    return _sheet(ATTACHMENTS, columns, rows)


def filled(forms: Iterable[FilledForm]) -> list[Sheet]:
    """The values that were distributed to each form."""
    return [
        _sheet(
            Text(form.name, form.name),
            (LABEL, Text("值", "Value"), CODE),
            [
                *((field.label, _value_cells(field.value), field.form_field_code) for field in form.fields),
                *((label, str(Text("（必填，未填）", "(required, empty)")), None) for label in form.missing),
            ],
        )
        for form in forms
    ]


def gathered(form: MergedForm, found: Gathered) -> list[Sheet]:
    """The values of the merged form, and the values that could not be merged."""
    titles = {entry.entry: str(entry.title) for entry in form.entries}
    names = {part.form_code: part.name for part in form.forms}
    values = [(entry, titles[entry], _value_cells(value)) for entry, value in found.values.items()]
    why = (
        Text("合并表单不能填写该值", "the merged form does not accept this value"),
        Text("各表填写不一致", "the forms disagree"),
    )
    left = [
        (names[each.form_code], each.label, titles[each.entry], str(why[bool(each.disagrees_with)]))
        for each in found.left
    ]
    return [
        _sheet(ENTRIES, (CODE, ENTRIES, Text("值", "Value")), values),
        _sheet(Text("未合并", "Left"), (FORM, LABEL, ENTRIES, Text("原因", "Why")), left),
    ]


def _value_cells(value: Any) -> Any:
    """The parts of a value that has several, such as type and number of an identity document."""
    return [*value.values()] if isinstance(value, dict) else value


def format_conversion(step: ConversionStep) -> Text:
    """A conversion in words."""
    match step.kind:
        case ConversionKind.DATE:
            return Text(f"{step.read} → {step.write}", f"{step.read} → {step.write}")
        case ConversionKind.LOOKUP:
            return listed((f"{code} → {found}" for code, found in (step.table or {}).items()), Text("，", ", "))
        case _:
            return step.kind.title


def _conflicts(found: Sequence[Conflict]) -> Sheet:
    columns = (
        Text("种类", "Kind"),
        Text("字段或标签", "Field or label"),
        Text("各表内容", "Values by form"),
        Text("处理", "Outcome"),
        Text("采用内容", "Chosen"),
    )
    rows = [
        (
            str(conflict.kind.title),
            conflict.name,
            _statements(conflict),
            VerdictCell(OUTCOMES[conflict.outcome], conflict.outcome.title),
            conflict.chosen and str(conflict.chosen),
        )
        for conflict in found
    ]
    return _sheet(CONFLICTS, columns, rows)


def _statements(conflict: Conflict) -> list[str]:
    """Each value, with the forms that give it."""
    who: dict[str, list[str]] = {}
    for variant in conflict.variants:
        form = variant.form_name or str(Text("标准字段", "the standard field"))
        alike = str(variant.value) == variant.label or variant.form_name is None
        who.setdefault(str(variant.value), []).append(form if alike else f"{form}「{variant.label}」")
    return [f"{value}{Text('：', ': ')}{listed(forms)}" for value, forms in who.items()]


def _how(form: MergedForm, entry: MergedEntry) -> str:
    places = {place.situation_code: place for place in form.situations}
    told = str(note(entry, places)) if entry.verdict in (Verdict.YES, Verdict.CONDITIONAL) else ""
    reasons = tuple(dict.fromkeys(reason for fill in entry.fills for reason in fill.reasons))
    return str(CLAUSE).join(part for part in (told, format_reasons(reasons)) if part)


def _items(of) -> list[str]:
    return [*dict.fromkeys(place.item_name for place in of.asked_by)]


def _sheet(title: Text, columns: Iterable[Text], rows: Sequence, about: Text | None = None) -> Sheet:
    return Sheet(str(title), [str(column) for column in columns], rows, about=str(about or ""))
