"""Before and after, as tables: of two states, of a reform, and of a theme as one thing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console

from oncegraph.schema.comparison import ORDER, VERDICT, Comparison, Edit, Edited, OneThing
from oncegraph.schema.figures import Count, Figures, Reduction, Saved
from oncegraph.schema.flow import SectionKind
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.reform import Effect
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.tables.table import Sheet, format_cell, print_sheet
from oncegraph.visualize.tables.wording import code_title

TOTALS, GROUPS, COUNTS, EDITS = (
    Text("合计", "Totals"),
    Text("分组", "By theme, item and department"),
    Text("变化汇总", "Edits by kind"),
    Text("变化", "Edits"),
)
ACTIONS = Text("动作及效果", "Actions and effects")
WHAT, BEFORE, AFTER = Text("指标", "Figure"), Text("原先", "Before"), Text("现在", "After")
SAVED, PERCENT = Text("减少", "Less"), Text("减少%", "Less, %")
UNKNOWN = Text("不明", "unknown")
NOTHING = Text("两个状态相同。", "The two states are the same.")
GROUP_FIGURES = ("items", "steps", "fields_to_type", "materials_to_hand_in", "visits", "promised_days")


def count_edits(edits: Iterable[Edited]) -> dict[tuple[Edit, str], int]:
    """The number of edits of each sort and kind, in that order."""
    things = {(edit.edit, edit.kind, edit.identity, edit.situation_code if edit.attribute else None) for edit in edits}
    found = Counter((edit, kind) for edit, kind, *_ in things)
    kinds = list(DECLARATIONS)
    order = sorted(found, key=lambda each: (list(Edit).index(each[0]), kinds.index(each[1])))
    return {each: found[each] for each in order}


def sheets(found: Comparison | OneThing, effects: Sequence[Effect] | None = None) -> list[Sheet]:
    """Totals, groups that differ, numbers of edits, and the edits; for a reform, first the effect of each action."""
    return [
        *([_effects(effects)] if effects is not None else []),
        _totals(found.totals),
        *([_groups(found)] if isinstance(found, Comparison) else []),
        _counts(found.edits),
        _edits(found.edits),
    ]


def show(console: Console, found: Comparison | OneThing, effects: Sequence[Effect] | None = None) -> None:
    """For a terminal: the effect of actions, the totals, and the first rows of everything else."""
    if effects:
        print_sheet(console, _effects(effects))
    print_sheet(console, _totals(found.totals))
    if not found.edits:
        console.print(str(NOTHING), style="bold")
        return
    if isinstance(found, Comparison) and (groups := _groups(found)).rows:
        print_sheet(console, groups.shortened())
    print_sheet(console, _counts(found.edits))
    print_sheet(console, _edits(found.edits).shortened())


def _effects(effects: Sequence[Effect]) -> Sheet:
    """What each action did."""
    columns = (Text("序号", "No."), Text("动作", "Action"), Text("效果", "Effect"), Text("须注意", "To be checked"))
    rows = [
        (each.number, str(each.text), _effect(each), [str(note) for note in each.notes] or None) for each in effects
    ]
    return Sheet.of(ACTIONS, columns, rows)


def _effect(effect: Effect) -> str:
    told = [
        f"{edit.title} " + str(Text("、", ", ")).join(f"{DECLARATIONS[kind].title} {many}" for kind, many in by.items())
        for edit, by in effect.edits.items()
    ]
    return str(Text("；", "; ")).join(told) or str(Text("没有任何变化", "No changes"))


def _totals(reduction: Reduction) -> Sheet:
    rows = [(_title(name), *_compared(reduction, name)) for name in Figures.attributes()]
    return Sheet.of(TOTALS, (WHAT, BEFORE, AFTER, SAVED, PERCENT), rows)


def _title(name: str) -> str:
    attribute = Figures.attributes()[name]
    unit = f"（{attribute.unit.zh}）" if attribute.unit else ""
    return str(Text(f"{attribute.zh}{unit}", f"{attribute.en}{f' ({attribute.unit.en})' if attribute.unit else ''}"))


def _compared(reduction: Reduction, name: str) -> tuple[Any, ...]:
    saved: Saved | None = reduction.saving(name)
    values = _value(getattr(reduction.before, name)), _value(getattr(reduction.after, name))
    return (*values, str(UNKNOWN), None) if saved is None else (*values, saved.by, saved.percent)


def _value(count: Count) -> int | str:
    """A number, and how many more are unknown."""
    if count.value is None:
        return str(UNKNOWN)
    if not count.unknown:
        return count.value
    return str(Text(f"{count.value}（另有 {count.unknown} 不明）", f"{count.value} ({count.unknown} unknown)"))


def _groups(found: Comparison) -> Sheet:
    """For each theme, item and department that differs: before → after of the most important figures."""
    declared = Figures.attributes()
    columns = (Text("类别", "Kind"), Text("编码", "Code"), Text("名称", "Name"))
    rows = [
        (
            str(DECLARATIONS[each.kind or ""].title),
            each.code,
            each.name,
            *(f"{_value(getattr(each.before, name))} → {_value(getattr(each.after, name))}" for name in GROUP_FIGURES),
        )
        for each in (*found.themes, *found.items, *found.departments)
    ]
    return Sheet.of(GROUPS, (*columns, *(declared[name].title for name in GROUP_FIGURES)), rows)


def _counts(edits: Iterable[Edited]) -> Sheet:
    rows = [(str(edit.title), str(DECLARATIONS[kind].title), many) for (edit, kind), many in count_edits(edits).items()]
    return Sheet.of(COUNTS, (EDITS, Text("类别", "Kind"), Text("数量", "Count")), rows)


def _edits(edits: Iterable[Edited]) -> Sheet:
    titles = {name: attribute.title for name, attribute in Edited.attributes().items()}
    columns = ("edit", "kind", "identity", "name", "item_name", "situation_name", "attribute", "before", "after")
    rows = [
        (
            str(edit.edit.title),
            str(DECLARATIONS[edit.kind].title),
            " → ".join(edit.identity),
            edit.name,
            edit.item_name,
            edit.situation_name,
            _attribute(edit),
            *_values(edit),
            _reason(edit),
        )
        for edit in edits
    ]
    return Sheet.of(EDITS, (*(titles[name] for name in columns), titles["reason"]), rows)


def _attribute(edit: Edited) -> str | None:
    if edit.attribute in (None, VERDICT, ORDER):
        return None
    return str(DECLARATIONS[edit.kind].attributes()[edit.attribute].title)


def _values(edit: Edited) -> tuple[str | None, str | None]:
    """The values before and after in words; none for a thing that was added or removed."""
    if edit.attribute is None:
        return None, None
    if edit.attribute == VERDICT:
        return code_title(Verdict, edit.before), code_title(Verdict, edit.after)
    order = edit.attribute == ORDER
    codes = SectionKind if order else DECLARATIONS[edit.kind].attributes()[edit.attribute].codes

    def format_value(value: Any) -> str | None:
        if value is None:
            return None
        members = value if isinstance(value, tuple | list) else [value]
        return format_cell([code_title(codes, str(each)) if codes else each for each in members])

    return format_value(edit.before), format_value(edit.after)


def _reason(edit: Edited) -> str:
    into = str(Text(f"并入{edit.into}", f"merged into {edit.into}")) if edit.into else ""
    return str(Text("；", "; ")).join(part for part in (into, str(edit.reason or "")) if part)
