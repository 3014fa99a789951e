"""自动分发: distributes the values of a merged form to the original forms, and gathers values from filled forms.

Values are never stored, and no error message repeats one.
"""

import re
from collections.abc import Iterable, Mapping
from operator import itemgetter
from sys import float_info
from typing import Any

from oncegraph.queries.forms.conversion import Misfit, Notation, apply, undo
from oncegraph.queries.forms.values import value_schema
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.form_mapping import (
    FilledField,
    FilledForm,
    FormMapping,
    Gathered,
    MappingEntry,
    MappingField,
    MappingForm,
    Unmergeable,
)
from oncegraph.schema.merged_form import MergedEntry, MergedForm, OriginalField
from oncegraph.schema.text import Text, listed

Values = Mapping[str, Any]

#: Values that do not count as an answer to a required field.
EMPTY: tuple[Any, ...] = (None, "", [])

LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class BadValues(RefusedInput):
    """Values that the merged form does not accept. The message names their entries, never the values."""

    code = "bad_values"


def mapping_of(form: MergedForm) -> FormMapping:
    """How the values of a merged form get into the original forms, as a self-contained document."""
    by_form: dict[str, list[tuple[int, MappingField]]] = {}
    for entry in form.entries:
        for origin in entry.origins:
            by_form.setdefault(origin.form_code, []).append((origin.place, _field(entry, origin)))
    return FormMapping(
        entries=tuple(_entry(entry) for entry in form.entries),
        forms=tuple(
            MappingForm(
                form_code=part.form_code,
                name=part.name,
                material_code=part.material_code,
                obligatory=part.obligatory,
                asked_by=part.asked_by,
                fields=tuple(field for _, field in sorted(by_form[part.form_code], key=itemgetter(0))),
            )
            for part in form.forms
        ),
    )


def _field(entry: MergedEntry, origin: OriginalField) -> MappingField:
    return MappingField(
        form_field_code=origin.form_field_code,
        label=origin.label,
        required=origin.required is True,
        control=origin.control,
        format=origin.format,
        code_list=origin.code_list,
        entry=entry.entry,
        steps=origin.steps,
    )


def _entry(entry: MergedEntry) -> MappingEntry:
    return MappingEntry(
        entry=entry.entry,
        field_code=entry.field_code,
        title=entry.title.zh,
        required=entry.required is True,
        value=value_schema(Notation(entry.control, entry.format, entry.code_list)),
    )


def split(mapping: FormMapping, values: Values) -> tuple[FilledForm, ...]:
    """Every original form with its fields filled, in its own labels, formats and codes.

    values: entry → value; None, or a missing entry, leaves the fields empty. Raises BadValues for an entry that the
    mapping does not contain, and for a value that does not match the schema of its entry.
    """
    present = {name: value for name, value in values.items() if value is not None}
    entries = {entry.entry: entry for entry in mapping.entries}
    _check_known(present, entries, Text("合并表单中没有以下填写项", "The merged form has no such entries"))
    wrong = [entries[name] for name, value in present.items() if not _fits(entries[name], value)]
    filled = []
    for form in mapping.forms:
        fields = []
        for field in form.fields:
            if field.entry in present:
                try:
                    value = apply(field.steps, present[field.entry])
                except Misfit:
                    wrong.append(entries[field.entry])
                    continue
                fields.append(FilledField(form_field_code=field.form_field_code, label=field.label, value=value))
        missing = tuple(field.label for field in form.fields if field.required and present.get(field.entry) in EMPTY)
        filled.append(
            FilledForm(
                form_code=form.form_code,
                name=form.name,
                asked_by=form.asked_by,
                fields=tuple(fields),
                missing=missing,
            )
        )
    if wrong:
        raise _misfits(wrong)
    return tuple(filled)


def gather(mapping: FormMapping, forms: Mapping[str, Values]) -> Gathered:
    """The values of the merged form, gathered from filled forms.

    forms: form code → code of the form's field → value. Values that the merged form cannot represent, and values that
    forms disagree about, are left out and listed in `left`. Raises BadValues for a form or field that the mapping does
    not contain.
    """
    _check_known(
        forms, [form.form_code for form in mapping.forms], Text("合并表单不包含以下表单", "These forms were not merged")
    )
    entries = {entry.entry: entry for entry in mapping.entries}
    gathered: dict[str, list[tuple[MappingForm, MappingField, Any, Any]]] = {}
    left = []
    for form in mapping.forms:
        given = {name: value for name, value in forms.get(form.form_code, {}).items() if value is not None}
        codes = [field.form_field_code for field in form.fields]
        _check_known(given, codes, Text(f"{form.form_code} 上没有以下字段", f"{form.form_code} has no such fields"))
        for field in form.fields:
            if field.form_field_code in given:
                there = given[field.form_field_code]
                value = _merged_value(field, entries[field.entry], there)
                if value is None:
                    left.append(_left(form, field))
                else:
                    gathered.setdefault(field.entry, []).append((form, field, there, value))
    values = {}
    for entry, uses in gathered.items():
        disagreeing = [[other for _, other, there, _ in uses if not _gives(other, value, there)] for *_, value in uses]
        if [] in disagreeing:
            values[entry] = uses[disagreeing.index([])][-1]
        else:
            left += [_left(form, field, others) for (form, field, *_), others in zip(uses, disagreeing, strict=True)]
    return Gathered(values=values, left=tuple(left))


def _merged_value(field: MappingField, entry: MappingEntry, there: Any) -> Any:
    """The value of the entry from which the form gets exactly the value `there`; None if there is none."""
    try:
        value = undo(field.steps, there)
    except Misfit:
        return None
    return value if _fits(entry, value) and _gives(field, value, there) else None


def _gives(field: MappingField, value: Any, there: Any) -> bool:
    """Whether the form gets exactly the value `there` from `value`. (1 and 1.0 are equal, but not as texts.)"""
    try:
        return apply(field.steps, value) == there
    except Misfit:
        return False


def _left(form: MappingForm, field: MappingField, others: Iterable[MappingField] = ()) -> Unmergeable:
    return Unmergeable(
        form_code=form.form_code,
        form_field_code=field.form_field_code,
        label=field.label,
        entry=field.entry,
        disagrees_with=tuple(other.form_field_code for other in others),
    )


def _fits(entry: MappingEntry, value: Any) -> bool:
    from jsonschema import Draft202012Validator  # slow to import

    if "pattern" in entry.value and isinstance(value, str) and value.endswith("\n"):
        return False  # in Python, unlike elsewhere, `$` also matches before a final line break
    return Draft202012Validator(entry.value).is_valid(value) and _is_portable(value)


def _is_portable(value: Any) -> bool:
    """Whether every JSON parser can read it: numbers within the range of a float, and valid Unicode text."""
    match value:
        case str():
            return not LONE_SURROGATE.search(value)
        case int() | float():
            return abs(value) <= float_info.max
        case list():
            return all(map(_is_portable, value))
        case dict():
            return all(map(_is_portable, (*value, *value.values())))
        case _:
            return value is None


def _check_known(codes: Iterable[str], known: Iterable[str], what: Text) -> None:
    if unknown := sorted(set(codes) - set(known)):
        names = listed(unknown)
        raise BadValues(
            Text(f"{what.zh}：{names.zh}。", f"{what.en}: {names.en}."),
            Text("请使用映射文件中的编码。", "Use the codes that the mapping contains."),
        )


def _misfits(entries: Iterable[MappingEntry]) -> BadValues:
    named = listed(dict.fromkeys(f"{entry.title} {entry.entry}" for entry in entries))
    return BadValues(
        Text(
            f"以下填写项的值不符合要求：{named.zh}。",
            f"The values of these entries do not match their schemas: {named.en}.",
        ),
        Text("要求见映射文件 entries 中的 value。", "Each schema is the `value` of the entry in the mapping."),
    )
