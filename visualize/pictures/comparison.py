"""Before and after as one diagram over both states, in which every thing is marked with how it changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from oncegraph.queries.records import Records
from oncegraph.queries.reform.questions import ComparedStates
from oncegraph.schema.codes import Status
from oncegraph.schema.comparison import ORDER, VERDICT, Comparison, Edit, Edited, OneThing
from oncegraph.schema.field import Field
from oncegraph.schema.figures import Count, Figures, Reduction
from oncegraph.schema.form import Form, FormField
from oncegraph.schema.item import Item, Step
from oncegraph.schema.material import Material, Proves
from oncegraph.schema.merged_form import MergedForm
from oncegraph.schema.model import DECLARATIONS, NODES
from oncegraph.schema.situation import Requires, Situation
from oncegraph.schema.source import DataSource, ObtainedVia, SuppliedBy
from oncegraph.schema.text import Text
from oncegraph.schema.theme import Theme
from oncegraph.visualize.diagram import Column, Diagram, Edge, Line, Node, Total, legend_of
from oncegraph.visualize.links import href

#: From left to right.
KINDS = (Item, Step, Situation, Material, Field, DataSource)

#: The maximum number of boxes in a column; of the others only the number is shown.
MOST = 60

#: The order of precedence of marks: a thing with several edits gets the first of these.
WEIGHT = (
    Edit.REMOVED,
    Edit.ADDED,
    Edit.EXEMPTED,
    Edit.FILLED,
    Edit.MERGED,
    Edit.PARALLEL,
    Edit.CHANGED,
    Edit.KEPT,
)

#: The figures shown beside the picture.
TOLD = ("items", "steps", "forms", "fields_to_type", "materials", "materials_to_hand_in", "visits", "promised_days")

UNKNOWN = Text("不明", "unknown")

Link = tuple[str, str]


def diagram_of(compared: ComparedStates) -> Diagram:
    """Before and after: everything that was named or, for whole catalogues, what differs."""
    before, after = compared.before, compared.after
    return before_and_after(
        after.name if after.effects else f"{before.name} → {after.name}",
        before.records,
        after.records,
        compared.found,
        touched_only=not compared.within,
    )


def before_and_after(
    title: str, before: Records, after: Records, found: Comparison, *, touched_only: bool = False
) -> Diagram:
    """The chain of what two states hold, from items down to sources. touched_only: draw only what differs,
    and what it belongs to; meant for whole catalogues, whereas a few items can be drawn in full."""
    marks, notes = _marks(found.edits)
    links, was = _links(after), _links(before)
    every = was | links
    names = _names(before) | _names(after)
    shown = set(marks)
    if touched_only:
        shown |= {start for start, end in every if end in shown and start.startswith(("Item/", "Situation/"))}
        shown |= {start for start, end in every if end in shown and start.startswith("Item/")}
        shown |= {node for link in was ^ links for node in link}
    else:
        shown |= {node for link in every for node in link}
    columns = tuple(_columns(shown, names, marks, notes))
    drawn = {node.id for column in columns for node in column.nodes}
    gone = {node for node, mark in marks.items() if mark is Edit.MERGED}
    edges = tuple(
        Edge(
            start,
            end,
            Line.USED if end.startswith("DataSource/") else Line.BELONGS,
            mark=_fate(start, end, was, links, gone),
        )
        for start, end in sorted(every)
        if start in drawn and end in drawn
    )
    return Diagram(
        title=title,
        summary=_summary(found.edits),
        columns=columns,
        edges=edges,
        legend=legend_of(columns, edges),
        totals=totals_of(_figures_of_different_items(found) if touched_only else found.totals),
        note=_left_out(columns),
    )


def _figures_of_different_items(found: Comparison) -> Reduction:
    """The figures of the items that differ."""
    before, after = (Figures.summed(getattr(each, when) for each in found.items) for when in ("before", "after"))
    return Reduction(before=before, after=after)


def one_thing(found: OneThing) -> Diagram:
    """A theme before and after: items, their forms and materials, and the one form and the one set these become."""
    marks, notes = _marks(found.edits)
    form = found.form
    items = {_id(Item, place.item_code): place.item_name for place in form.situations}
    papers = {_id(Form, part.form_code): part.name for part in form.forms}
    papers |= {_id(Material, each.material_code): each.name for each in form.attachments}
    one_form = Node("one form", str(Text("一张表单", "One form")), note=_entries(found.totals.after), mark=Edit.ADDED)
    one_set = Node(
        "one set", str(Text("一套材料", "One set of materials")), note=_set(found.totals.after), mark=Edit.ADDED
    )
    ends = {"one form": one_form, "one set": one_set}
    wanted = [*_form_and_material_links(form), *_becoming(form, marks)]
    used = {end for _, end in wanted}
    columns = (
        _column(Item.title, items, marks, notes),
        _column(Text("表单与材料", "Forms and materials"), papers, marks, notes),
        Column(Text("一件事", "One thing"), tuple(node for name, node in ends.items() if name in used)),
    )
    drawn = {node.id for column in columns for node in column.nodes}
    edges = tuple(
        Edge(start, end, mark=Edit.MERGED if end in ends and marks.get(start) is Edit.MERGED else None)
        for start, end in dict.fromkeys(wanted)
        if start in drawn and end in drawn
    )
    return Diagram(
        title=found.name,
        summary=_summary(found.edits),
        columns=columns,
        edges=edges,
        legend=legend_of(columns, edges),
        totals=totals_of(found.totals),
        note=_left_out(columns),
    )


def totals_of(reduction: Reduction) -> tuple[Total, ...]:
    """The most important figures, before and after."""
    return tuple(_total(name, reduction) for name in TOLD)


def _total(name: str, reduction: Reduction) -> Total:
    """A figure; its unknown part is shown separately if it is the same before and after."""
    declared, before, after = (
        Figures.attributes()[name],
        getattr(reduction.before, name),
        getattr(reduction.after, name),
    )
    if reduction.saving(name) is None:
        return Total(declared.title, _format_count(after), _format_count(before), declared.unit)
    unit = Text(f"另有 {after.unknown} 不明", f"{after.unknown} unknown") if after.unknown else declared.unit
    return Total(declared.title, str(after.value), str(before.value), unit)


def _format_count(count: Count) -> str:
    """A figure; with a question mark where some of it is not known."""
    if count.value is None:
        return str(UNKNOWN)
    return f"{count.value}+?" if count.unknown else str(count.value)


def _id(kind: type, code: str) -> str:
    return f"{kind.__name__}/{code}"


def _marks(edits: Iterable[Edited]) -> tuple[dict[str, Edit], dict[str, Text]]:
    """For each thing its mark, and how and why it changed."""
    of_thing: dict[str, list[Edited]] = defaultdict(list)
    for edit in edits:
        if edit.kind in NODES:
            of_thing[f"{edit.kind}/{edit.identity[0]}"].append(edit)
        elif edit.kind == Requires.__name__ and edit.attribute is not None:
            of_thing[_id(Material, edit.identity[1])].append(edit)
    marks, notes = {}, {}
    for node, found in of_thing.items():
        weightiest = min(found, key=lambda edit: WEIGHT.index(edit.edit))
        marks[node] = weightiest.edit
        if note := _note(weightiest, found):
            notes[node] = note
    return marks, notes


def _note(edit: Edited, all_of_thing: Sequence[Edited]) -> Text | None:
    if edit.into is not None:
        return Text(f"并入{edit.into}", f"merged into {edit.into}")
    if edit.attribute in (VERDICT, ORDER) or (edit.edit in (Edit.PARALLEL, Edit.REMOVED) and edit.attribute is None):
        return edit.reason
    changed = [each for each in all_of_thing if each.attribute not in (None, VERDICT, ORDER)]
    titles = [_change(each) for each in changed[:2]]
    return Text("；".join(each.zh for each in titles), "; ".join(each.en for each in titles)) if titles else None


def _change(edit: Edited) -> Text:
    attribute = DECLARATIONS[edit.kind].attributes()[edit.attribute or ""]
    codes = attribute.codes

    def value_in_words(value: object) -> Text:
        code = codes.lookup(str(value)) if codes and value is not None else None
        return code.title if code else UNKNOWN if value is None else Text(str(value), str(value))

    before, after = value_in_words(edit.before), value_in_words(edit.after)
    return Text(
        f"{attribute.title.zh}：{before.zh} → {after.zh}",
        f"{attribute.title.en}: {before.en} → {after.en}",
    )


def _names(records: Records) -> dict[str, str]:
    return {_id(kind, code): name for kind in KINDS for code, name in records.names(kind).items()}


def _links(records: Records) -> set[Link]:
    """The chain of a state: what belongs to what, by the ids of nodes."""
    found = {(_id(Item, step.item_code), _id(Step, code)) for code, step in records.nodes(Step).items()}
    found |= {(_id(Item, each.item_code), _id(Situation, code)) for code, each in records.nodes(Situation).items()}
    found |= {
        (_id(Situation, link.start), _id(Material, link.end))
        for link in records.links(Requires)
        if link.about.status != Status.REMOVED
    }
    forms = records.nodes(Form)
    found |= {
        (_id(Material, forms[entry.form_code].material_code), _id(Field, entry.field_code))
        for entry in records.nodes(FormField).values()
        if entry.form_code in forms
    }
    for kind in (Proves, SuppliedBy, ObtainedVia):
        found |= {(_id(kind.start, link.start), _id(kind.end, link.end)) for link in records.links(kind)}
    return found


def _fate(start: str, end: str, was: set[Link], now: set[Link], merged: Collection[str]) -> Edit | None:
    if (start, end) in was and (start, end) in now:
        return None
    if (start, end) in now:
        return Edit.ADDED
    return Edit.MERGED if {start, end} & set(merged) else Edit.REMOVED


def _columns(
    shown: Iterable[str], names: Mapping[str, str], marks: Mapping[str, Edit], notes: Mapping[str, Text]
) -> Iterable[Column]:
    by_kind: dict[str, dict[str, str]] = defaultdict(dict)
    for node in sorted(shown):
        if node in names:
            by_kind[node.partition("/")[0]][node] = names[node]
    for kind in KINDS:
        if by_kind[kind.__name__]:
            yield _column(kind.title, by_kind[kind.__name__], marks, notes)


def _column(title: Text, names: Mapping[str, str], marks: Mapping[str, Edit], notes: Mapping[str, Text]) -> Column:
    """A column; if not everything fits, things that differ take precedence over unchanged ones."""
    order = list(names)
    if len(order) > MOST:
        order = sorted(order, key=lambda node: WEIGHT.index(marks.get(node, Edit.KEPT)))[:MOST]
    nodes = tuple(
        Node(
            node,
            names[node],
            note=notes.get(node),
            mark=marks.get(node, Edit.KEPT),
            href=href(*node.split("/", 1)),
        )
        for node in order
    )
    return Column(title, nodes, len(names) if len(names) > len(nodes) else None)


def _form_and_material_links(form: MergedForm) -> Iterable[Link]:
    for part in form.forms:
        yield from ((_id(Item, place.item_code), _id(Form, part.form_code)) for place in part.asked_by)
    for each in form.attachments:
        yield from ((_id(Item, need.item.code), _id(Material, each.material_code)) for need in each.needs)


def _becoming(form: MergedForm, marks: Mapping[str, Edit]) -> Iterable[Link]:
    """Links from forms to the one form, and from materials that nothing removes to the one set."""
    yield from ((_id(Form, part.form_code), "one form") for part in form.forms)
    for each in form.attachments:
        if marks.get(_id(Material, each.material_code)) is not Edit.REMOVED:
            yield _id(Material, each.material_code), "one set"


def _entries(after: Figures) -> Text:
    fields, to_type = _format_count(after.fields), _counted(after.fields_to_type)
    return Text(f"{fields} 个字段，须填 {to_type.zh}", f"{fields} fields, to type: {to_type.en}")


def _set(after: Figures) -> Text:
    materials, to_hand_in = _format_count(after.materials), _counted(after.materials_to_hand_in)
    return Text(
        f"连同表单 {materials} 份，须交 {to_hand_in.zh}", f"{materials} with the form, to hand in: {to_hand_in.en}"
    )


def _counted(count: Count) -> Text:
    if count.value is None:
        return UNKNOWN
    zh, en = (f"，{count.unknown} 不明", f", {count.unknown} unknown") if count.unknown else ("", "")
    return Text(f"{count.value}{zh}", f"{count.value}{en}")


def _summary(edits: Iterable[Edited]) -> Text:
    """The number of things by edit."""
    things: dict[Edit, set[tuple[str, tuple[str, ...], str | None]]] = defaultdict(set)
    for edit in edits:
        if edit.kind in {kind.__name__ for kind in (*KINDS, Form, Theme)}:
            things[edit.edit].add((edit.kind, edit.identity, edit.situation_code if edit.attribute else None))
    found = [(edit.title, len(things[edit])) for edit in WEIGHT if things[edit]]
    if not found:
        return Text("没有变化", "there are no differences")
    zh = "，".join(f"{title.zh} {many}" for title, many in found)
    return Text(zh, ", ".join(f"{title.en.lower()} {many}" for title, many in found))


def _left_out(columns: Iterable[Column]) -> Text | None:
    cut = [(column.title, f"{len(column.nodes)}/{column.many}") for column in columns if column.title and column.many]
    if not cut:
        return None
    zh, en = "，".join(f"{title.zh} {share}" for title, share in cut), ", ".join(f"{t.en} {share}" for t, share in cut)
    return Text(f"仅画出一部分：{zh}", f"Not all is drawn: {en}")
