"""Which fields of the forms become one entry of the merged form, and in which notation the entry is written."""

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
    """A field of a form that stands for a standard field.

    about: the field of the form; place: its number on the form, from 1; nth: its number among the fields of the form
    that stand for the same standard field, from 1.
    """

    form: RequiredForm
    about: FormField
    place: int
    written: Notation
    nth: int


@dataclass(frozen=True)
class FieldEntry:
    """Uses of one standard field that become one entry, each with the steps that convert the value for its form.

    nth: see `Use`.
    """

    written: Notation
    nth: int
    uses: tuple[tuple[Use, tuple[ConversionStep, ...]], ...]


def uses_of(forms: Iterable[RequiredForm], fields: dict[str, Field]) -> dict[str, list[Use]]:
    """Code of a standard field → its uses, in the order in which the forms first ask for it."""
    uses: dict[str, list[Use]] = {}
    for form in forms:
        seen: dict[str, int] = {}
        for place, about in enumerate(form.fields, 1):
            nth = seen[about.field_code] = seen.get(about.field_code, 0) + 1
            uses.setdefault(about.field_code, []).append(
                Use(form, about, place, written(about, fields[about.field_code]), nth)
            )
    return uses


def written(about: FormField, field: Field) -> Notation:
    """The notation of a field on a form; what the form does not define is taken from the standard field."""
    return Notation(about.control or field.control, about.format or field.format, about.code_list or field.code_list)


def entries_of(field: Field, uses: Sequence[Use]) -> list[FieldEntry]:
    """The entries of a standard field: as few as possible without losing information.

    Two fields of one form that stand for the same standard field are separate entries, and so are notations that cannot
    be converted into each other. Among notations that serve equally many fields, the one of the standard field comes
    first, then the one that most fields use, then the first.
    """
    entries = []
    for nth in sorted({use.nth for use in uses}):
        left = [use for use in uses if use.nth == nth]
        while left:
            notations = dict.fromkeys([*(use.written for use in left), standard(field)])
            served = {notation: _served(notation, left) for notation in notations}
            best = min(served, key=lambda notation: _rank(notation, field, served[notation]))
            entries.append(FieldEntry(best, nth, tuple(served[best])))
            done = {use.about.form_field_code for use, _ in served[best]}
            left = [use for use in left if use.about.form_field_code not in done]
    return entries


def _served(notation: Notation, uses: Iterable[Use]) -> list[tuple[Use, tuple[ConversionStep, ...]]]:
    """The uses that values in a notation can be converted for, with the steps."""
    return [(use, steps) for use in uses if (steps := conversion(notation, use.written)) is not None]


def _rank(
    way: Notation, field: Field, served: Sequence[tuple[Use, tuple[ConversionStep, ...]]]
) -> tuple[int, bool, int]:
    unconverted = sum(use.written == way for use, _ in served)
    return -len(served), way != standard(field), -unconverted


def standard(field: Field) -> Notation:
    """The notation of the standard field."""
    return Notation(field.control, field.format, field.code_list)


def title_of(field: Field, entry: FieldEntry, entries: Sequence[FieldEntry]) -> Text:
    """The name of the standard field and, if it has several entries, what distinguishes this one from the others."""
    alike = [other for other in entries if other.nth == entry.nth]
    parts_zh, parts_en = [], []
    if len({other.nth for other in entries}) > 1:
        parts_zh.append(f"第{entry.nth}处")
        parts_en.append(f"no. {entry.nth}")
    if len(alike) > 1:
        shown = [title(name, value) for name, value in zip(Notation._fields, entry.written, strict=True)]
        differing = [each for place, each in enumerate(shown) if len({other.written[place] for other in alike}) > 1]
        parts_zh += [each.zh for each in differing]
        parts_en += [each.en for each in differing]
    if not parts_zh:
        return Text(field.name, field.name)
    return Text(f"{field.name}（{'，'.join(parts_zh)}）", f"{field.name} ({', '.join(parts_en)})")


@cache
def title(attribute: str, value: str | None) -> Text:
    """A control, format or code list as people read it."""
    if value is None:
        return Text("未登记", "not recorded")
    control = ControlType.lookup(value) if attribute == "control" else None
    return control.title if control else Text(value, value)
