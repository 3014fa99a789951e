"""Before and after, as tables and as documents: of two states, of a reform, and of a theme as one thing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, Field
from rich.console import Console

from oncegraph.schema.comparison import ORDER, VERDICT, Comparison, Edit, Edited, OneThing
from oncegraph.schema.figures import Count, Figures, Reduction, Saved
from oncegraph.schema.flow import SectionKind
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.reform import Effect
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.tables.part import Part, part, shortened
from oncegraph.visualize.tables.table import Sheet, in_words, print_sheet

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


class EditCount(BaseModel):
    """How many things of a kind became what."""

    edit: Edit
    kind: str
    count: int


class ComparisonAnswer(BaseModel):
    """Two states compared; of what is the same, only how many by kind."""

    before: str
    after: str
    totals: Reduction
    themes: Part[Reduction]
    items: Part[Reduction]
    departments: Part[Reduction]
    counts: list[EditCount]
    edits: Part[Edited]
    kept: dict[str, int]


class ReformAnswer(ComparisonAnswer):
    """A reform tried: what each action did, and the catalogue before and after."""

    title: str
    effects: list[Effect]


class OneThingAnswer(BaseModel):
    """A theme before, each item applied for by itself, and after, as one thing."""

    code: str | None
    name: str
    situations: list[str]
    outline: str
    circles: int = Field(description="循环证明的个数，其时限未计入 · Circles of items; their days are not counted.")
    totals: Reduction
    counts: list[EditCount]
    edits: Part[Edited]


def document(found: Comparison, before: str, after: str, limit: int | None = None) -> dict[str, Any]:
    """As ComparisonAnswer describes; lists of at most `limit`."""
    return {
        "before": before,
        "after": after,
        "totals": found.totals,
        **{name: part(getattr(found, name), limit) for name in ("themes", "items", "departments")},
        "counts": counts(found.edits),
        "edits": part(found.edits, limit),
        "kept": found.kept,
    }


def document_of_reform(
    found: Comparison, before: str, title: str, effects: Sequence[Effect], limit: int | None = None
) -> dict[str, Any]:
    """As ReformAnswer describes; lists of at most `limit`."""
    return {"title": title, "effects": list(effects)} | document(found, before, title, limit)


def document_of_theme(found: OneThing, limit: int | None = None) -> dict[str, Any]:
    """As OneThingAnswer describes; edits at most `limit`."""
    told = {name: getattr(found, name) for name in ("code", "name", "situations", "circles", "totals")}
    return told | {
        "outline": str(found.outline),
        "counts": counts(found.edits),
        "edits": part(found.edits, limit),
    }


def counts(edits: Iterable[Edited]) -> list[EditCount]:
    """How many things of each kind became what, in their order."""
    things = {(edit.edit, edit.kind, edit.identity, edit.situation_code if edit.attribute else None) for edit in edits}
    found = Counter((edit, kind) for edit, kind, *_ in things)
    kinds = list(DECLARATIONS)
    order = sorted(found, key=lambda each: (list(Edit).index(each[0]), kinds.index(each[1])))
    return [EditCount(edit=edit, kind=kind, count=found[edit, kind]) for edit, kind in order]


def sheets(found: Comparison) -> list[Sheet]:
    """Totals, groups that differ, how many edits there are, and the edits."""
    return [_totals(found.totals), _groups(found), _counts(found.edits), _edits(found.edits)]


def sheets_of_theme(found: OneThing) -> list[Sheet]:
    return [_totals(found.totals), _counts(found.edits), _edits(found.edits)]


def effects_sheet(effects: Sequence[Effect]) -> Sheet:
    """What each action did."""
    columns = (Text("序号", "No."), Text("动作", "Action"), Text("效果", "Effect"), Text("须留意", "To look at"))
    rows = [
        (each.number, str(each.text), _effect(each), [str(note) for note in each.notes] or None) for each in effects
    ]
    return Sheet(str(ACTIONS), [str(column) for column in columns], rows)


def show(console: Console, found: Comparison | OneThing, effects: Sequence[Effect] = ()) -> None:
    """For a terminal: what was done, the totals, and the first of everything else."""
    if effects:
        print_sheet(console, effects_sheet(effects))
    print_sheet(console, _totals(found.totals))
    if not found.edits:
        console.print(str(NOTHING), style="bold")
        return
    if isinstance(found, Comparison) and (groups := _groups(found)).rows:
        print_sheet(console, shortened(groups))
    print_sheet(console, _counts(found.edits))
    print_sheet(console, shortened(_edits(found.edits)))


def _effect(effect: Effect) -> str:
    told = [
        f"{edit.title} " + str(Text("、", ", ")).join(f"{DECLARATIONS[kind].title} {many}" for kind, many in by.items())
        for edit, by in effect.edits.items()
    ]
    return str(Text("；", "; ")).join(told) or str(Text("没有改变什么", "Nothing was changed"))


def _totals(reduction: Reduction) -> Sheet:
    rows = [(_title(name), *_compared(reduction, name)) for name in Figures.attributes()]
    return Sheet(str(TOTALS), _columns(WHAT, BEFORE, AFTER, SAVED, PERCENT), rows)


def _title(name: str) -> str:
    attribute = Figures.attributes()[name]
    unit = f"（{attribute.unit.zh}）" if attribute.unit else ""
    return str(Text(f"{attribute.zh}{unit}", f"{attribute.en}{f' ({attribute.unit.en})' if attribute.unit else ''}"))


def _compared(reduction: Reduction, name: str) -> tuple[Any, ...]:
    saved: Saved | None = reduction.saving(name)
    values = _value(getattr(reduction.before, name)), _value(getattr(reduction.after, name))
    return (*values, str(UNKNOWN), None) if saved is None else (*values, saved.by, saved.percent)


def _value(count: Count) -> int | str:
    """A number; with what is unknown of it told."""
    if count.value is None:
        return str(UNKNOWN)
    if not count.unknown:
        return count.value
    return str(Text(f"{count.value}（另 {count.unknown} 不明）", f"{count.value} ({count.unknown} unknown)"))


def _groups(found: Comparison) -> Sheet:
    """Of each theme, item and department that differs: before → after of the first figures."""
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
    return Sheet(str(GROUPS), _columns(*columns, *(declared[name].title for name in GROUP_FIGURES)), rows)


def _counts(edits: Iterable[Edited]) -> Sheet:
    rows = [(str(each.edit.title), str(DECLARATIONS[each.kind].title), each.count) for each in counts(edits)]
    return Sheet(str(COUNTS), _columns(EDITS, Text("类别", "Kind"), Text("数量", "Count")), rows)


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
    return Sheet(str(EDITS), _columns(*(titles[name] for name in columns), titles["reason"]), rows)


def _attribute(edit: Edited) -> str | None:
    if edit.attribute in (None, VERDICT, ORDER):
        return None
    return str(DECLARATIONS[edit.kind].attributes()[edit.attribute].title)


def _values(edit: Edited) -> tuple[str | None, str | None]:
    """Values in words; of a thing that came or went they are not told."""
    if edit.attribute is None:
        return None, None
    if edit.attribute == VERDICT:
        return tuple(str(Verdict(each).title) if each else None for each in (edit.before, edit.after))  # type: ignore[return-value]
    order = edit.attribute == ORDER
    codes = SectionKind if order else DECLARATIONS[edit.kind].attributes()[edit.attribute].codes

    def said(value: Any) -> str | None:
        members = value if isinstance(value, tuple | list) else [value]
        titles = [code.title if codes and (code := codes.lookup(str(each))) else each for each in members]
        return None if value is None else in_words([str(each) if isinstance(each, Text) else each for each in titles])

    return said(edit.before), said(edit.after)


def _reason(edit: Edited) -> str:
    into = str(Text(f"并入{edit.into}", f"merged into {edit.into}")) if edit.into else ""
    return str(Text("；", "; ")).join(part for part in (into, str(edit.reason or "")) if part)


def _columns(*titles: Text) -> list[str]:
    return [str(title) for title in titles]
