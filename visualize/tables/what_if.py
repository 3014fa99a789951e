"""The effect of changes: totals, transitions and verdicts, as tables."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console

from oncegraph.schema.text import Text
from oncegraph.schema.totals import Totals
from oncegraph.schema.verdict import Verdict
from oncegraph.schema.what_if import FieldChange, MaterialChange, SituationChange, WhatIf
from oncegraph.visualize.palette import MATERIAL_WORDS
from oncegraph.visualize.tables.table import Sheet, VerdictCell, print_sheet
from oncegraph.visualize.tables.wording import field_cell, format_reasons, material_cell, zero_material_cell

#: Kind of thing → its title if the verdict changes, and if only the source or rule changes.
THINGS = {
    "situations": (Text("情形", "Situations"), Text("情形", "Situations")),
    "materials": (Text("材料", "Materials"), Text("材料（换依据）", "Materials (another rule)")),
    "fields": (Text("字段", "Fields"), Text("字段（换数源）", "Fields (another source)")),
}
#: The lists of a WhatIf, the largest things first.
CHANGED = {
    "situations": Text("有变化的情形", "Situations that change"),
    "materials": Text("有变化的材料", "Materials that change"),
    "fields": Text("有变化的字段", "Fields that change"),
}
TITLE, TRANSITIONS = Text("合计", "Totals"), Text("变化", "Transitions")
WHAT, BEFORE, AFTER = Text("指标", "What"), Text("变更前", "Before"), Text("变更后", "After")
DIFFERENCE, MANY = Text("差值", "Difference"), Text("数量", "Count")
NOTHING = Text("没有任何结论因此改变。", "No verdict changes.")


def differences(answer: WhatIf) -> dict[str, int]:
    """Each number of the totals → after minus before."""
    return {name: getattr(answer.after, name) - getattr(answer.before, name) for name in Totals.model_fields}


def transitions(rows: Sequence[SituationChange | MaterialChange | FieldChange]) -> dict[tuple[Verdict, Verdict], int]:
    """The number of verdicts that changed from one value to another, the most frequent transition first."""
    return dict(Counter((row.before, row.after) for row in rows).most_common())


def sheets(answer: WhatIf, every: bool = True) -> list[Sheet]:
    """Totals (only those that differ, unless `every`), transitions, and each list."""
    return [
        _totals(answer, every),
        _transitions(answer),
        _situations(answer.situations),
        _materials(answer.materials),
        _fields(answer.fields),
    ]


def show(console: Console, answer: WhatIf, every: bool = False) -> None:
    """For a reader: the tables that are not empty, long ones shortened."""
    changed = any(getattr(answer, name) for name in CHANGED)
    for sheet in sheets(answer, every):
        if sheet.rows:
            print_sheet(console, sheet if sheet.title == str(TITLE) else sheet.shortened())
    if not changed:
        console.print(str(NOTHING), style="bold")


def _totals(answer: WhatIf, every: bool) -> Sheet:
    rows = [
        (str(Totals.attributes()[name].title), getattr(answer.before, name), getattr(answer.after, name), many)
        for name, many in differences(answer).items()
        if every or many
    ]
    return Sheet.of(TITLE, (WHAT, BEFORE, AFTER, DIFFERENCE), rows)


def _transitions(answer: WhatIf) -> Sheet:
    cells = {"situations": zero_material_cell, "materials": _material_cell, "fields": field_cell}
    rows = [
        (str(THINGS[name][before is after]), cells[name](before), cells[name](after), many)
        for name in CHANGED
        for (before, after), many in transitions(getattr(answer, name)).items()
    ]
    return Sheet.of(TRANSITIONS, (WHAT, BEFORE, AFTER, MANY), rows)


def _material_cell(verdict: Verdict) -> VerdictCell:
    return VerdictCell(verdict, MATERIAL_WORDS[verdict])


def _situations(changes: Sequence[SituationChange]) -> Sheet:
    titles = SituationChange.attributes()
    rows = [
        (row.situation_code, row.name, zero_material_cell(row.before), zero_material_cell(row.after), row.cases)
        for row in changes
    ]
    return Sheet.of(CHANGED["situations"], (each.title for each in titles.values()), rows)


def _materials(changes: Sequence[MaterialChange]) -> Sheet:
    titles = MaterialChange.attributes()
    rows = [
        (
            row.situation_code,
            row.situation_name,
            row.material_code,
            row.name,
            material_cell(row.before, row.rule_before),
            material_cell(row.after, row.rule_after),
            str(row.rule_before.title),
            str(row.rule_after.title),
            format_reasons(row.reasons),
        )
        for row in changes
    ]
    return Sheet.of(CHANGED["materials"], (each.title for each in titles.values()), rows)


def _fields(changes: Sequence[FieldChange]) -> Sheet:
    titles = FieldChange.attributes()
    rows = [
        (
            row.situation_code,
            row.situation_name,
            row.field_code,
            row.name,
            field_cell(row.before),
            field_cell(row.after),
            row.source_before,
            row.source_after,
            format_reasons(row.reasons),
        )
        for row in changes
    ]
    return Sheet.of(CHANGED["fields"], (each.title for each in titles.values()), rows)
