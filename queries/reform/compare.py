"""Compares two states of a catalogue, or of a part of one: what changed, and how much it saves.

Things are matched by code, and relationships by both ends, so that a new name is a change. Recorded facts are compared
row by row; verdicts (免填, 免交) come from applying the rules to both states in the same context.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from oncegraph.queries.change.what_if import field_changes, material_changes
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.records import Records
from oncegraph.queries.reform.changed_waits import changed_waits
from oncegraph.queries.reform.draft import Identity, by_identity
from oncegraph.queries.reform.metrics import figures
from oncegraph.queries.reform.naming import Naming
from oncegraph.schema.codes import Status
from oncegraph.schema.comparison import ORDER, VERDICT, Cause, Comparison, Edit, Edited
from oncegraph.schema.declaration import Node
from oncegraph.schema.figures import Figures, Reduction
from oncegraph.schema.flow import SectionKind
from oncegraph.schema.item import Item, Precedes
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.place import Department
from oncegraph.schema.rows import Row, Rows
from oncegraph.schema.situation import Produces, Requires, Situation
from oncegraph.schema.text import COMMA, Text, listed
from oncegraph.schema.theme import Includes, Theme
from oncegraph.schema.verdict import Rule, Verdict
from oncegraph.schema.what_if import FieldChange, MaterialChange

Causes = Mapping[tuple[str, Identity], Cause]

STATUS = "status"
#: The kinds of rows that determine which item waits for which.
ORDERING = {kind.__name__ for kind in (Item, Situation, Requires, Produces, Precedes)}


def compare(
    before: Records,
    after: Records,
    context: Context,
    causes: Causes | None = None,
    items: Collection[str] | None = None,
) -> Comparison:
    """The differences between two states, and what they save.

    causes: why things differ, if a reform was applied (see `queries.reform.actions`); items: codes of the items whose
    figures count, if the records also contain other items that these depend on.
    """
    causes = causes or {}
    kept: Counter[str] = Counter()
    naming = Naming(before, after)
    edits = [*_recorded(before.rows, after.rows, naming, causes, kept)]
    states = [(each, Analysis(Catalogue.from_rows(dict(each.rows)), context)) for each in (before, after)]
    edits += _decided(states[0][1], states[1][1], naming)
    if any(edit.kind in ORDERING for edit in edits):
        edits += _ordered(before, after, naming)
    edits.sort(key=_place)
    return Comparison(
        **_reductions(states[0], states[1], items),
        edits=tuple(edits),
        kept={kind: kept[kind] for kind in DECLARATIONS if kept[kind]},
    )


def apply_edits(rows: Rows, edits: Iterable[Edited]) -> dict[str, list[Row]]:
    """The rows after the edits: the edits of `compare(a, b)` turn the rows of `a` into those of `b`.

    Edits of verdicts and of waiting are ignored, because both follow from the rows.
    """
    tables = {name: by_identity(DECLARATIONS[name], rows.get(name, ())) for name in DECLARATIONS}
    for edit in edits:
        if edit.attribute in (VERDICT, ORDER):
            continue
        table, declaration = tables[edit.kind], DECLARATIONS[edit.kind]
        if edit.attribute is not None:
            old = table[edit.identity]
            changed = {**old, edit.attribute: edit.after}
            table[edit.identity] = {name: value for name, value in changed.items() if value is not None}
        elif edit.after is None:
            del table[edit.identity]
        else:
            table[edit.identity] = dict(zip(declaration.identity_columns(), edit.identity, strict=True)) | edit.after
    return {name: [*table.values()] for name, table in tables.items()}


def _recorded(before: Rows, after: Rows, naming: Naming, causes: Causes, kept: Counter[str]) -> Iterator[Edited]:
    """Edits of recorded facts. kept: counts the unchanged rows by kind."""
    for kind, declaration in DECLARATIONS.items():
        was, now = (by_identity(declaration, rows.get(kind, ())) for rows in (before, after))
        names = [name for name in declaration.attributes() if name not in declaration.keys()]
        for identity in was.keys() | now.keys():
            old, new = was.get(identity), now.get(identity)
            differing: list[str] = []
            if old is not None and new is not None:
                if old != new:
                    differing = [name for name in names if _plain(old.get(name)) != _plain(new.get(name))]
                if not differing:
                    kept[kind] += 1
                    continue
            about = naming.about(declaration, identity, _either(new, old))
            cause = causes.get((kind, identity))
            if cause:
                about |= {"reason": cause.text}
            if old is not None and new is not None:
                for name in differing:
                    before_edit, after_edit = _plain(old.get(name)), _plain(new.get(name))
                    edit = _of_status(before_edit, after_edit) if name == STATUS else Edit.CHANGED
                    yield _edited(edit, about, attribute=name, before=before_edit, after=after_edit)
                continue
            rows = {"before": _attributes(old, names), "after": _attributes(new, names)}
            if new is None and cause and cause.into:
                yield _edited(Edit.MERGED, about, into=cause.into, **rows)
            else:
                yield _edited(Edit.REMOVED if new is None else Edit.ADDED, about, **rows)


def _either(new: Row | None, old: Row | None) -> Row:
    """The new row, or the old one if there is no new one."""
    return new if new is not None else old or {}


def _of_status(before: Any, after: Any) -> Edit:
    if after == Status.REMOVED:
        return Edit.REMOVED
    return Edit.ADDED if before == Status.REMOVED else Edit.CHANGED


def _plain(value: Any) -> Any:
    """A value in the form in which it is compared: empty lists count as not recorded (None)."""
    if isinstance(value, list | tuple):
        return tuple(value) or None
    return value


def _attributes(row: Row | None, names: Iterable[str]) -> Row | None:
    """All recorded attributes of a row, without its identity."""
    if row is None:
        return None
    return {name: value for name in names if (value := _plain(row.get(name))) is not None}


def _edited(edit: Edit, about: dict[str, Any], **more: Any) -> Edited:
    return Edited.model_construct(edit=edit, **about, **more)


def _decided(before: Analysis, after: Analysis, naming: Naming) -> Iterator[Edited]:
    """Edits of verdicts on fields and materials that both states ask for."""
    for change in field_changes(before, after):
        if change.before is not change.after:
            yield _field(change, naming)
    materials = [change for change in material_changes(before, after) if Rule.CANCELLED not in _rules(change)]
    exempted = [change for change in materials if _is_exempted(change)]
    verdicts = {
        (situation.situation_code, material.material_code): material.source_codes
        for situation in after.situations(dict.fromkeys(change.situation_code for change in exempted))
        for material in situation.materials
    }
    for each in materials:
        sources = verdicts[each.situation_code, each.material_code] if _is_exempted(each) else ()
        yield _material(each, sources, naming)


def _rules(change: MaterialChange) -> tuple[Rule, Rule]:
    """Both rules. If one is CANCELLED, the requirement was dropped or restored, which its status already shows."""
    return change.rule_before, change.rule_after


def _is_exempted(change: MaterialChange) -> bool:
    return change.after is Verdict.YES


def _field(change: FieldChange, naming: Naming) -> Edited:
    filled = change.after is Verdict.YES
    source = (change.source_after,) if filled and change.source_after else ()
    reason = naming.sources(source) if filled else listed(each.title for each in change.reasons)
    return _edited(
        Edit.FILLED if filled else Edit.CHANGED,
        naming.within(change.situation_code) | {"kind": "Field", "identity": (change.field_code,), "name": change.name},
        attribute=VERDICT,
        before=change.before,
        after=change.after,
        sources=source,
        reason=reason,
    )


def _material(change: MaterialChange, sources: tuple[str, ...], naming: Naming) -> Edited:
    exempted, rule = _is_exempted(change), change.rule_after.title
    reason = listed(each.title for each in change.reasons)
    if exempted:
        named = naming.sources(sources)
        reason = Text(f"{rule.zh}：{named.zh}", f"{rule.en}: {named.en}") if sources else rule
    return _edited(
        Edit.EXEMPTED if exempted and change.before is not Verdict.YES else Edit.CHANGED,
        naming.within(change.situation_code)
        | {"kind": "Material", "identity": (change.material_code,), "name": change.name},
        attribute=VERDICT,
        before=change.before,
        after=change.after,
        rule=change.rule_after,
        sources=sources,
        reason=reason,
    )


def _ordered(before: Records, after: Records, naming: Naming) -> Iterator[Edited]:
    """Edits for items that no longer have to wait for others, or now have to."""
    for wait in changed_waits(before, after):
        others = listed((naming.of(Item.__name__, code) for code in wait.others), COMMA)
        if wait.now:
            states, reason = (
                (SectionKind.PARALLEL, SectionKind.SERIAL),
                Text(f"须等待{others.zh}", f"waits for {others.en}"),
            )
        else:
            states = (SectionKind.SERIAL, SectionKind.PARALLEL)
            reason = Text(f"不必再等待{others.zh}", f"no longer has to wait for {others.en}")
        about = naming.about(Item, (wait.item,), {"item_code": wait.item})
        edit = Edit.CHANGED if wait.now else Edit.PARALLEL
        yield _edited(edit, about, attribute=ORDER, before=states[0], after=states[1], reason=reason)


def _place(edit: Edited) -> tuple[Any, ...]:
    """Sort key: edits of the same sort side by side, and among these, edits of the same item."""
    sort, kind = list(Edit).index(edit.edit), list(DECLARATIONS).index(edit.kind)
    where = edit.item_code or "", edit.situation_code or ""
    return sort, kind, *where, edit.identity, edit.attribute or ""


AnalysedState = tuple[Records, Analysis]


def _reductions(before: AnalysedState, after: AnalysedState, counted: Collection[str] | None) -> dict[str, Any]:
    items = [
        {code: each for code, each in figures(*state).items() if counted is None or code in counted}
        for state in (before, after)
    ]
    totals = Reduction(before=Figures.summed(items[0].values()), after=Figures.summed(items[1].values()))
    return {
        "totals": totals,
        "items": _differing(Item, [state[0] for state in (before, after)], *items),
        "departments": _differing(
            Department,
            [state[0] for state in (before, after)],
            *(_by_department(state[0], each) for state, each in zip((before, after), items, strict=True)),
        ),
        "themes": _differing(Theme, [state[0] for state in (before, after)], *map(_by_theme, (before, after))),
    }


def _differing(
    kind: type[Node], records: Iterable[Records], before: Mapping[Any, Figures], after: Mapping[Any, Figures]
) -> tuple[Reduction, ...]:
    """The reductions of those whose figures differ, sorted by code."""
    nothing = Figures.summed(())
    names: dict[str | None, str | None] = {}
    for each in records:
        names |= {code: each.name(kind, code) for code in each.nodes(kind)}
    return tuple(
        Reduction(
            kind=kind.__name__,
            code=code,
            name=names.get(code),
            before=before.get(code, nothing),
            after=after.get(code, nothing),
        )
        for code in sorted(before.keys() | after.keys(), key=lambda code: (code is None, code))
        if before.get(code) != after.get(code)
    )


def _by_department(records: Records, of_items: Mapping[str, Figures]) -> dict[str | None, Figures]:
    by_department: dict[str | None, list[Figures]] = {}
    items = records.nodes(Item)
    for code, each in of_items.items():
        by_department.setdefault(items[code].department_code, []).append(each)
    return {code: Figures.summed(each) for code, each in by_department.items()}


def _by_theme(state: AnalysedState) -> dict[str, Figures]:
    records, analysis = state
    by_theme = {}
    for theme in records.nodes(Theme):
        situations = {link.end for link in records.links_from(Includes, theme)}
        by_theme[theme] = Figures.summed(figures(records, analysis, situations).values())
    return by_theme
