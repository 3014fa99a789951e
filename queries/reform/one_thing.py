"""A theme 一件事 before and after: every item applied for separately, or all of them as one thing."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.forms.merge import merge
from oncegraph.queries.records import Records
from oncegraph.queries.reform.metrics import figures, required_together
from oncegraph.queries.theme.flow import flow
from oncegraph.schema.codes import StepKind, in_force
from oncegraph.schema.comparison import VERDICT, Edit, Edited, OneThing
from oncegraph.schema.field import Field
from oncegraph.schema.figures import Count, Figures, Reduction
from oncegraph.schema.flow import Basis, Flow, Task
from oncegraph.schema.form import Form
from oncegraph.schema.guide import Thing
from oncegraph.schema.item import Item, Step
from oncegraph.schema.material import Material
from oncegraph.schema.merged_form import MergedEntry, MergedForm
from oncegraph.schema.remaining import MaterialStand
from oncegraph.schema.situation import Situation
from oncegraph.schema.text import COMMA, Text, listed
from oncegraph.schema.theme import Theme
from oncegraph.schema.theme_materials import ThemeMaterial
from oncegraph.schema.verdict import EXEMPTING, Verdict

#: How many names a text lists before "and others".
NAMES_LISTED = 3

NO_ITEMS: Mapping[str, str] = {}
ONE_FORM = Text("一张表单", "one form")
ONE_SET = Text("一套材料", "one set of materials")
ONE_ACCEPTANCE = Text("一次受理", "one acceptance")


def one_thing(records: Records, whole: Flow, analysis: Analysis) -> OneThing:
    """The situations of a flow as one thing, without situations and items that are not in force. Raises NotFound.

    records: the records of the flow; analysis: of these records, or of a catalogue that contains them.
    """
    situations = [task.situation_code for task in whole.tasks if _is_in_force(records, task)]
    if len(situations) < len(whole.tasks):
        whole = flow(records, situations, theme=whole.theme_code, decisions=whole.decisions)
    form = merge(records, situations, analysis)
    inside = _inside(form, whole)
    before = Figures.summed(figures(records, analysis, situations).values())
    return OneThing(
        code=whole.theme_code,
        name=whole.name,
        situations=tuple(situations),
        totals=Reduction(
            kind=Theme.__name__ if whole.theme_code else None,
            code=whole.theme_code,
            name=whole.name,
            before=before.model_copy(update=_in_turn(whole)),
            after=_after(records, analysis, before, form, whole, inside),
        ),
        edits=tuple(_edits(records, form, whole, inside)),
        outline=whole.outline,
        circles=len(whole.circles),
        form=form,
    )


def _is_in_force(records: Records, task: Task) -> bool:
    situation, item = records.node(Situation, task.situation_code), records.node(Item, task.item_code)
    return in_force(situation.status) and in_force(item.status)


def _in_turn(whole: Flow) -> dict[str, Count]:
    """The days of all items handled one after the other."""
    return {name: _days(whole, basis, at_once=False) for basis, name in DAYS.items()}


DAYS = {Basis.LEGAL: "legal_days", Basis.PROMISED: "promised_days"}


def _days(whole: Flow, basis: Basis, at_once: bool) -> Count:
    schedule = whole.schedule(basis)
    items = {whole.by_code[code].item_code for code in schedule.unknown}
    nothing_known = len(schedule.unknown) == len(schedule.timings) > 0
    return Count(value=None if nothing_known else schedule.days if at_once else schedule.in_turn, unknown=len(items))


def _after(
    records: Records, analysis: Analysis, before: Figures, form: MergedForm, whole: Flow, inside: Collection[str]
) -> Figures:
    """The figures with one form, one set of materials and one acceptance.

    Visits are combined, so that their number is that of the item with the most; days are those of the critical path.
    """
    items = list(dict.fromkeys(place.item_code for place in form.situations))
    situations = [place.situation_code for place in form.situations]
    visits = [records.node(Item, item).visits for item in items]
    known = [each for each in visits if each is not None]
    saved_steps = max(len(_acceptances(records, items)) - 1, 0)
    return before.model_copy(
        update=required_together(analysis, situations, inside)
        | {
            "fields": Count(value=form.tally.entries),
            "fields_to_type": Count(value=form.tally.to_type - form.tally.unknown, unknown=form.tally.unknown),
            "steps": before.steps
            if before.steps.value is None
            else Count(value=before.steps.value - saved_steps, unknown=before.steps.unknown),
            "visits": Count(value=max(known) if known else None, unknown=len(visits) - len(known)),
            **{name: _days(whole, basis, at_once=True) for basis, name in DAYS.items()},
        }
    )


def _inside(form: MergedForm, whole: Flow) -> dict[str, tuple[Thing, ...]]:
    """Codes of materials that items of the theme hand on to every situation that needs them → these items. Materials
    of a circle are not included."""
    circles = (order for circle in whole.circles for order in circle.shortest)
    waited_for = {cause.material_code for order in circles for cause in order.causes}
    return {
        each.material_code: tuple(dict.fromkeys(item for need in each.needs for item in need.produced_by))
        for each in form.attachments
        if each.material_code not in waited_for and all(need.stand is MaterialStand.HANDED_ON for need in each.needs)
    }


def _acceptances(records: Records, items: Iterable[str]) -> list[Step]:
    steps = (step for item in items for step in records.referring(Step, "item_code", item))
    return [step for step in steps if step.kind == StepKind.ACCEPTANCE]


def _edits(records: Records, form: MergedForm, whole: Flow, inside: Mapping[str, Sequence[Thing]]) -> Iterator[Edited]:
    yield from _parallel(whole)
    yield from _steps(records, form)
    if len(form.forms) > 1:
        for part in form.forms:
            items = {place.item_code: place.item_name for place in part.asked_by}
            yield _edited(Edit.MERGED, Form.__name__, part.form_code, part.name, items, into=str(ONE_FORM))
    yield from _fields(form)
    for each in form.attachments:
        yield from _attachment(each, inside.get(each.material_code, ()))


def _edited(edit: Edit, kind: str, code: str, name: str, items: Mapping[str, str] = NO_ITEMS, **more: Any) -> Edited:
    """An edit of a thing. items: code → name of the items it belongs to; it is shown under an item only if there is
    exactly one."""
    belongs: dict[str, Any] = {}
    if len(items) == 1:
        belongs["item_code"], belongs["item_name"] = next(iter(items.items()))
    return Edited.model_construct(edit=edit, kind=kind, identity=(code,), name=name, **belongs, **more)


def _parallel(whole: Flow) -> Iterator[Edited]:
    """Edits for items of one stage, which are handled at the same time."""
    beside: dict[str, dict[str, str]] = {}
    for stage in whole.stages:
        names = {task.item_code: task.item_name for task in map(whole.by_code.__getitem__, stage.situation_codes)}
        for code in names:
            beside.setdefault(code, {}).update(names)
    for code, names in beside.items():
        others = [name for each, name in names.items() if each != code]
        if others:
            named = _several(others)
            reason = Text(f"与{named.zh}同时办理", f"handled at the same time as {named.en}")
            yield _edited(Edit.PARALLEL, Item.__name__, code, names[code], reason=reason)


def _steps(records: Records, form: MergedForm) -> Iterator[Edited]:
    items = {place.item_code: place.item_name for place in form.situations}
    accepted = _acceptances(records, items)
    if len(accepted) > 1:
        for step in accepted:
            into = str(ONE_ACCEPTANCE)
            yield _edited(
                Edit.MERGED,
                Step.__name__,
                step.step_code,
                step.name,
                {step.item_code: items[step.item_code]},
                into=into,
            )


def _fields(form: MergedForm) -> Iterator[Edited]:
    """Edits for fields that several forms ask for, which are then asked once, and for fields that are filled."""
    names = {part.form_code: part.name for part in form.forms}
    by_field: dict[str, list[MergedEntry]] = {}
    for entry in form.entries:
        by_field.setdefault(entry.field_code, []).append(entry)
    for code, entries in by_field.items():
        forms = {origin.form_code: names[origin.form_code] for entry in entries for origin in entry.origins}
        if len(forms) > len(entries):
            named = _several(list(forms.values()))
            reason = Text(f"{len(forms)} 张表单都要填写：{named.zh}", f"asked for by {len(forms)} forms: {named.en}")
            yield _edited(Edit.MERGED, Field.__name__, code, entries[0].name, into=str(ONE_FORM), reason=reason)
        if all(entry.verdict is Verdict.YES for entry in entries):
            fills = [fill for entry in entries for fill in entry.fills if fill.source_code]
            yield _edited(
                Edit.FILLED,
                Field.__name__,
                code,
                entries[0].name,
                attribute=VERDICT,
                after=Verdict.YES,
                sources=tuple(dict.fromkeys(fill.source_code for fill in fills)),
                reason=listed(dict.fromkeys(fill.source_name or "" for fill in fills), COMMA),
            )


def _several(names: Sequence[str]) -> Text:
    """The first of several names, followed by "and others" if there are more."""
    first = listed(names[:NAMES_LISTED], COMMA)
    return Text(f"{first.zh}等", f"{first.en} and others") if len(names) > NAMES_LISTED else first


def _attachment(each: ThemeMaterial, handed_on_by: Sequence[Thing]) -> Iterator[Edited]:
    """Edits for a material: removed if one item hands it on to another, merged if several items require it."""
    about = Material.__name__, each.material_code, each.name
    items = {need.item.code: need.item.name for need in each.needs}
    if handed_on_by:
        by = listed((item.name for item in handed_on_by), COMMA)
        reason = Text(f"由“{by.zh}”的办理结果流转，不必提交", f"handed on as the result of {by.en}")
        yield _edited(Edit.REMOVED, *about, items, reason=reason)
        return
    if len(names := list(dict.fromkeys(items.values()))) > 1:
        named = _several(names)
        reason = Text(f"{len(names)} 个事项都需要：{named.zh}", f"required by {len(names)} items: {named.en}")
        yield _edited(Edit.MERGED, *about, into=str(ONE_SET), reason=reason)
    rules = tuple(dict.fromkeys(need.rule for need in each.needs))
    if set(rules) <= EXEMPTING:
        why = listed((rule.title for rule in rules), COMMA)
        yield _edited(Edit.EXEMPTED, *about, items, attribute=VERDICT, after=Verdict.YES, rule=rules[0], reason=why)
