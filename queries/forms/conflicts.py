"""What forms do not agree on: who says what, and what the merged form makes of it. Nothing is papered over."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from oncegraph.queries.forms.entries import FieldEntry, Use, title
from oncegraph.schema.field import Field
from oncegraph.schema.merged_form import Conflict, ConflictKind, Outcome, Variant
from oncegraph.schema.text import Text

REQUIRED = {
    True: Text("必填", "required"),
    False: Text("选填", "optional"),
    None: Text("未登记", "not recorded"),
}
WRITTEN = {
    "control": ConflictKind.CONTROL,
    "format": ConflictKind.FORMAT,
    "code_list": ConflictKind.CODE_LIST,
}


def conflicts_of(field: Field, uses: Sequence[Use], entries: Sequence[FieldEntry]) -> Iterable[Conflict]:
    """About one standard field."""
    about = {"fields": (field.field_code,), "name": field.name}
    for place, (attribute, kind) in enumerate(WRITTEN.items()):
        standard = getattr(field, attribute)
        told = {use.written[place] for use in uses} | ({standard} - {None})
        if len(told) > 1:
            chosen = {entry.written[place] for entry in entries}
            variants = [_variant(use, title(attribute, use.written[place])) for use in uses]
            if standard is not None:
                variants.append(Variant(label=field.name, value=title(attribute, standard)))
            yield Conflict(kind=kind, **about, variants=tuple(variants), **_outcome(chosen, partial(title, attribute)))
    if len({use.about.required for use in uses}) > 1:
        variants = tuple(_variant(use, REQUIRED[use.about.required]) for use in uses)
        chosen = {strictest(use for use, _ in entry.uses) for entry in entries}
        yield Conflict(kind=ConflictKind.REQUIRED, **about, variants=variants, **_outcome(chosen, REQUIRED.__getitem__))
    if len({use.about.label for use in uses}) > 1:
        variants = tuple(_variant(use, Text(use.about.label, use.about.label)) for use in uses)
        name = Text(field.name, field.name)
        yield Conflict(kind=ConflictKind.LABELS, **about, variants=variants, outcome=Outcome.CHOSEN, chosen=name)
    if any(use.nth > 1 for use in uses):
        twice = {use.form.form.form_code for use in uses if use.nth > 1}
        variants = tuple(
            _variant(use, Text(f"第{use.nth}处", f"no. {use.nth}")) for use in uses if use.form.form.form_code in twice
        )
        yield Conflict(kind=ConflictKind.REPEATED, **about, variants=variants, outcome=Outcome.APART)


def same_labels(fields: dict[str, Field], uses: dict[str, list[Use]]) -> Iterable[Conflict]:
    """Labels that stand for more than one standard field; forms are merged by field, and so nothing is mixed up."""
    by_label: dict[str, dict[str, list[Use]]] = {}
    for code, found in uses.items():
        for use in found:
            by_label.setdefault(use.about.label, {}).setdefault(code, []).append(use)
    for label, by_field in by_label.items():
        if len(by_field) > 1:
            variants = tuple(
                _variant(use, Text(fields[code].name, fields[code].name))
                for code, found in by_field.items()
                for use in found
            )
            kind = ConflictKind.SAME_LABEL
            yield Conflict(kind=kind, fields=tuple(by_field), name=label, variants=variants, outcome=Outcome.APART)


def strictest(uses: Iterable[Use]) -> bool | None:
    """Required if any form that every case needs requires it; None where none does and one did not record it."""
    said = [use.about.required if use.form.asked.obligatory or use.about.required is None else False for use in uses]
    return True if True in said else None if None in said else False


def _outcome(chosen: set[Any], told: Callable[[Any], Text]) -> dict:
    """chosen: what the entries of the field make of it; told: how that is told to a person."""
    if len(chosen) > 1:
        return {"outcome": Outcome.APART}
    return {"outcome": Outcome.CHOSEN, "chosen": told(next(iter(chosen)))}


def _variant(use: Use, value: Text) -> Variant:
    form = use.form.form
    return Variant(
        form_code=form.form_code,
        form_name=form.name,
        form_field_code=use.about.form_field_code,
        label=use.about.label,
        value=value,
    )
