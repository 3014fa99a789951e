"""What forms do not agree on: which form defines what, and how the merged form resolves it. No conflict is hidden."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from oncegraph.queries.forms.entries import FieldEntry, Use, title
from oncegraph.schema.field import Field
from oncegraph.schema.merged_form import Conflict, ConflictKind, Outcome, Variant
from oncegraph.schema.text import Text

T = TypeVar("T")

REQUIRED = {
    True: Text("必填", "required"),
    False: Text("选填", "optional"),
    None: Text("未登记", "not recorded"),
}
NOTATION = {
    "control": ConflictKind.CONTROL,
    "format": ConflictKind.FORMAT,
    "code_list": ConflictKind.CODE_LIST,
}


def conflicts_of(field: Field, uses: Sequence[Use], entries: Sequence[FieldEntry]) -> Iterable[Conflict]:
    """The conflicts about one standard field. uses: its uses on forms; entries: what they became on the merged form."""
    conflict = partial(Conflict, fields=(field.field_code,), name=field.name)
    for place, (attribute, kind) in enumerate(NOTATION.items()):
        standard = getattr(field, attribute)
        values = {use.written[place] for use in uses} | ({standard} - {None})
        if len(values) > 1:
            variants = [_variant(use, title(attribute, use.written[place])) for use in uses]
            if standard is not None:
                variants.append(Variant(label=field.name, value=title(attribute, standard)))
            outcome, chosen = _outcome(
                {entry.written[place]: title(attribute, entry.written[place]) for entry in entries}
            )
            yield conflict(kind=kind, variants=tuple(variants), outcome=outcome, chosen=chosen)
    if len({use.about.required for use in uses}) > 1:
        required = [strictest(use for use, _ in entry.uses) for entry in entries]
        outcome, chosen = _outcome({each: REQUIRED[each] for each in required})
        variants = [_variant(use, REQUIRED[use.about.required]) for use in uses]
        yield conflict(kind=ConflictKind.REQUIRED, variants=tuple(variants), outcome=outcome, chosen=chosen)
    if len({use.about.label for use in uses}) > 1:
        variants = [_variant(use, Text(use.about.label, use.about.label)) for use in uses]
        name = Text(field.name, field.name)
        yield conflict(kind=ConflictKind.LABELS, variants=tuple(variants), outcome=Outcome.CHOSEN, chosen=name)
    if any(use.nth > 1 for use in uses):
        twice = {use.form.form.form_code for use in uses if use.nth > 1}
        variants = [
            _variant(use, Text(f"第{use.nth}处", f"no. {use.nth}")) for use in uses if use.form.form.form_code in twice
        ]
        yield conflict(kind=ConflictKind.REPEATED, variants=tuple(variants), outcome=Outcome.APART)


def same_labels(fields: dict[str, Field], uses: dict[str, list[Use]]) -> Iterable[Conflict]:
    """Labels that stand for more than one standard field. Forms are merged by field, so these stay separate entries."""
    by_label: dict[str, dict[str, list[Use]]] = {}
    for code, of_field in uses.items():
        for use in of_field:
            by_label.setdefault(use.about.label, {}).setdefault(code, []).append(use)
    for label, by_field in by_label.items():
        if len(by_field) > 1:
            variants = tuple(
                _variant(use, Text(fields[code].name, fields[code].name))
                for code, of_field in by_field.items()
                for use in of_field
            )
            kind = ConflictKind.SAME_LABEL
            yield Conflict(kind=kind, fields=tuple(by_field), name=label, variants=variants, outcome=Outcome.APART)


def strictest(uses: Iterable[Use]) -> bool | None:
    """Required (True) if a form that every case needs requires it; None if no form requires it, but one does not
    record it."""
    required = [
        use.about.required if use.form.material.obligatory or use.about.required is None else False for use in uses
    ]
    return True if True in required else None if None in required else False


def _outcome(chosen: Mapping[T, Text]) -> tuple[Outcome, Text | None]:
    """The outcome, and the value that the merged form uses. chosen: the distinct values of the entries → in words."""
    return (Outcome.APART, None) if len(chosen) > 1 else (Outcome.CHOSEN, next(iter(chosen.values())))


def _variant(use: Use, value: Text) -> Variant:
    form = use.form.form
    return Variant(
        form_code=form.form_code,
        form_name=form.name,
        form_field_code=use.about.form_field_code,
        label=use.about.label,
        value=value,
    )
