"""One field as forms ask for it: which of their fields become one entry, and how that entry is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from oncegraph.queries.forms.conversion import Notation, conversion
from oncegraph.queries.forms.demands import RequiredForm
from oncegraph.schema.codes import ControlType
from oncegraph.schema.field import Field
from oncegraph.schema.form import FormField
from oncegraph.schema.form_mapping import ConversionStep
from oncegraph.schema.text import Text


@dataclass(frozen=True)
class Use:
    """A field of a form, the place-th, that stands for a standard field; nth: which of those on the form that stand for
    the same, from 1."""

    form: RequiredForm
    about: FormField
    place: int
    written: Notation
    nth: int


@dataclass(frozen=True)
class FieldEntry:
    """Uses of one field that are one entry, each with the steps by which its form gets the value."""

    written: Notation
    nth: int
    uses: tuple[tuple[Use, tuple[ConversionStep, ...]], ...]


def uses_of(forms: Iterable[RequiredForm], fields: dict[str, Field]) -> dict[str, list[Use]]:
    """Code of a standard field → its uses, in the order in which the forms first ask for it."""
    found: dict[str, list[Use]] = {}
    for form in forms:
        seen: dict[str, int] = {}
        for place, about in enumerate(form.fields, 1):
            nth = seen[about.field_code] = seen.get(about.field_code, 0) + 1
            found.setdefault(about.field_code, []).append(
                Use(form, about, place, written(about, fields[about.field_code]), nth)
            )
    return found


def written(about: FormField, field: Field) -> Notation:
    """As the form says; what it leaves out is its standard field's."""
    return Notation(about.control or field.control, about.format or field.format, about.code_list or field.code_list)


def merged(field: Field, uses: Sequence[Use]) -> list[FieldEntry]:
    """As few entries as lose nothing. The second field of a form that stands for the same standard field is another
    entry than the first; so are ways of writing of which neither can be had from the other. Of several ways that
    serve equally many forms the standard field's is taken, else the one that most of them use, else the first."""
    entries = []
    for nth in sorted({use.nth for use in uses}):
        left = [use for use in uses if use.nth == nth]
        while left:
            ways = dict.fromkeys([*(use.written for use in left), standard(field)])
            served = {way: [(use, conversion(way, use.written)) for use in left] for way in ways}
            served = {way: [(use, steps) for use, steps in found if steps is not None] for way, found in served.items()}
            best = min(served, key=lambda way: _rank(way, field, served[way]))
            entries.append(FieldEntry(best, nth, tuple(served[best])))
            done = {use.about.form_field_code for use, _ in served[best]}
            left = [use for use in left if use.about.form_field_code not in done]
    return entries


def _rank(
    way: Notation, field: Field, served: Sequence[tuple[Use, tuple[ConversionStep, ...]]]
) -> tuple[int, bool, int]:
    as_it_is = sum(use.written == way for use, _ in served)
    return -len(served), way != standard(field), -as_it_is


def standard(field: Field) -> Notation:
    """As the standard field is written."""
    return Notation(field.control, field.format, field.code_list)


def title_of(field: Field, entry: FieldEntry, entries: Sequence[FieldEntry]) -> Text:
    """The standard name, and where the field is several entries what tells this one from the others."""
    alike = [other for other in entries if other.nth == entry.nth]
    parts_zh, parts_en = [], []
    if len({other.nth for other in entries}) > 1:
        parts_zh.append(f"第{entry.nth}处")
        parts_en.append(f"no. {entry.nth}")
    if len(alike) > 1:
        shown = [title(name, value) for name, value in zip(Notation._fields, entry.written, strict=True)]
        told = [each for place, each in enumerate(shown) if len({other.written[place] for other in alike}) > 1]
        parts_zh += [each.zh for each in told]
        parts_en += [each.en for each in told]
    if not parts_zh:
        return Text(field.name, field.name)
    return Text(f"{field.name}（{'，'.join(parts_zh)}）", f"{field.name} ({', '.join(parts_en)})")


@cache
def title(attribute: str, value: str | None) -> Text:
    """How a control, format or code list is told to a person."""
    if value is None:
        return Text("未登记", "not recorded")
    found = ControlType.lookup(value) if attribute == "control" else None
    return found.title if found else Text(value, value)
