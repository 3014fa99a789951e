"""自动分发: values of the merged form go back into every item's own form; and the reverse, from forms already filled.

Nothing of the values is kept, and no error repeats one.
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

#: What is no answer to a question that must be answered.
EMPTY = (None, "", [])

HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class BadValues(RefusedInput):
    """Values that the merged form does not take. The message names their entries, never the values."""

    code = "bad_values"


def mapping_of(form: MergedForm) -> FormMapping:
    """The way of values back into the forms, as a document that stands alone."""
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
    """Every original form with its own fields filled, in its own labels, formats and codes.

    values: by entry; one that is None or left out stays empty on every form. Raises BadValues for an entry that the
    mapping does not know, and for a value that is not written as its entry says.
    """
    given = {name: value for name, value in values.items() if value is not None}
    entries = {entry.entry: entry for entry in mapping.entries}
    _known(given, entries, Text("合并表单中没有的填写项", "no entries of the merged form"))
    wrong = [entries[name] for name, value in given.items() if not _fits(entries[name], value)]
    filled = []
    for form in mapping.forms:
        fields = []
        for field in form.fields:
            if field.entry in given:
                try:
                    value = apply(field.steps, given[field.entry])
                except Misfit:
                    wrong.append(entries[field.entry])
                    continue
                fields.append(FilledField(form_field_code=field.form_field_code, label=field.label, value=value))
        missing = tuple(field.label for field in form.fields if field.required and given.get(field.entry) in EMPTY)
        about = {"form_code": form.form_code, "name": form.name, "asked_by": form.asked_by}
        filled.append(FilledForm(**about, fields=tuple(fields), missing=missing))
    if wrong:
        raise _misfits(wrong)
    return tuple(filled)


def gather(mapping: FormMapping, forms: Mapping[str, Values]) -> Gathered:
    """The values of the merged form from forms already filled: code of a form → code of its field → value.

    What the merged form cannot take as it is, and what forms disagree about, is left where it is and said. Raises
    BadValues for a form or field that the mapping does not know.
    """
    _known(forms, [form.form_code for form in mapping.forms], Text("未合并的表单", "no forms that were merged"))
    entries = {entry.entry: entry for entry in mapping.entries}
    found: dict[str, list[tuple[MappingForm, MappingField, Any, Any]]] = {}
    left = []
    for form in mapping.forms:
        given = {name: value for name, value in forms.get(form.form_code, {}).items() if value is not None}
        codes = [field.form_field_code for field in form.fields]
        _known(given, codes, Text(f"{form.form_code} 上没有的字段", f"no fields of {form.form_code}"))
        for field in form.fields:
            if field.form_field_code in given:
                there = given[field.form_field_code]
                value = _merged_value(field, entries[field.entry], there)
                if value is None:
                    left.append(_left(form, field))
                else:
                    found.setdefault(field.entry, []).append((form, field, there, value))
    values = {}
    for entry, said in found.items():
        unlike = [[other for _, other, there, _ in said if not _gives(other, value, there)] for *_, value in said]
        if [] in unlike:
            values[entry] = said[unlike.index([])][-1]
        else:
            left += [_left(form, field, others) for (form, field, *_), others in zip(said, unlike, strict=True)]
    return Gathered(values=values, left=tuple(left))


def _merged_value(field: MappingField, entry: MappingEntry, there: Any) -> Any:
    """The value of the entry that gives the form exactly what is there; None if there is none."""
    try:
        found = undo(field.steps, there)
    except Misfit:
        return None
    return found if _fits(entry, found) and _gives(field, found, there) else None


def _gives(field: MappingField, value: Any, there: Any) -> bool:
    """Does the form get exactly what is there? Of 1 and 1.0, which are the same number, texts are not the same."""
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
    from jsonschema import Draft202012Validator  # takes its time to import

    if "pattern" in entry.value and isinstance(value, str) and value.endswith("\n"):
        return False  # which `$` lets pass in Python only
    return Draft202012Validator(entry.value).is_valid(value) and _can_be_said(value)


def _can_be_said(value: Any) -> bool:
    """Can JSON say it to everybody: numbers that a float holds, and text of whole characters?"""
    match value:
        case str():
            return not HALF_CHARACTER.search(value)
        case int() | float():
            return abs(value) <= float_info.max
        case list():
            return all(map(_can_be_said, value))
        case dict():
            return all(map(_can_be_said, (*value, *value.values())))
        case _:
            return value is None


def _known(given: Iterable[str], known: Iterable[str], what: Text) -> None:
    if unknown := sorted(set(given) - set(known)):
        shown = listed(unknown)
        raise BadValues(
            Text(f"{what.zh}：{shown.zh}。", f"There are {what.en}: {shown.en}."),
            Text("编码以映射文件为准。", "The mapping names the codes."),
        )


def _misfits(entries: Iterable[MappingEntry]) -> BadValues:
    named = listed(dict.fromkeys(f"{entry.title} {entry.entry}" for entry in entries))
    return BadValues(
        Text(f"这些填写项的值不合要求：{named.zh}。", f"The values of these entries are not as asked for: {named.en}."),
        Text("要求见映射文件 entries 中的 value。", "See `value` of each entry in the mapping."),
    )
