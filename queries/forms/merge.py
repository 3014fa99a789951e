"""Merges the application forms of situations into one form, by standard field and never by label (S0 module 7)."""

from collections.abc import Container, Iterable, Sequence
from itertools import count

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.forms.conflicts import conflicts_of, same_labels, strictest
from oncegraph.queries.forms.conversion import conversion
from oncegraph.queries.forms.demands import FormDemands, RequiredForm, combine_verdicts
from oncegraph.queries.forms.entries import FieldEntry, Use, entries_of, standard, title_of, uses_of
from oncegraph.queries.forms.entry_groups import group_of
from oncegraph.queries.records import Records
from oncegraph.queries.theme.materials import materials
from oncegraph.schema.field import Field
from oncegraph.schema.form_mapping import ConversionStep, RequiringSituation
from oncegraph.schema.merged_form import (
    Conflict,
    EntryGroup,
    FormPart,
    MergedEntry,
    MergedForm,
    MergeTally,
    OriginalField,
)
from oncegraph.schema.verdict import Verdict

GROUPS = tuple(EntryGroup)


def merge(records: Records, situations: Iterable[str], analysis: Analysis) -> MergedForm:
    """The merged form of some situations, given by code. Raises NotFound, OutOfStep.

    analysis: of the same records, or of a catalogue that contains them; its context applies. The entries are sorted by
    group, then by category, and otherwise in the order in which the forms ask for them.
    """
    demands = FormDemands(records, situations, analysis)
    fields = {
        about.field_code: records.node(Field, about.field_code) for form in demands.forms for about in form.fields
    }
    uses = uses_of(demands.forms, fields)
    entries: list[MergedEntry] = []
    conflicts: list[Conflict] = []
    taken = set(uses)
    for code, uses_of_field in uses.items():
        field = fields[code]
        of_field = entries_of(field, uses_of_field)
        for name, entry in zip(_names(code, taken), of_field, strict=False):
            taken.add(name)
            entries.append(_entry(name, field, entry, of_field, demands))
        conflicts += conflicts_of(field, uses_of_field, of_field)
    ordered = _ordered(entries)
    with_form = {form.material.material.material_code for form in demands.forms}
    parts = tuple(_part(form, uses, demands) for form in demands.forms)
    return MergedForm(
        situations=demands.places,
        tally=_tally(parts, ordered),
        entries=ordered,
        attachments=tuple(
            each
            for each in materials(records, [place.situation_code for place in demands.places], analysis).materials
            if each.material_code not in with_form
        ),
        conflicts=(*conflicts, *same_labels(fields, uses)),
        forms=parts,
    )


def _names(code: str, taken: Container[str]) -> Iterable[str]:
    """Names for the entries of a field: its code, then its code with a number, without names already taken."""
    yield code
    yield from (name for number in count(2) if (name := f"{code}.{number}") not in taken)


def _entry(
    name: str, field: Field, entry: FieldEntry, of_field: Sequence[FieldEntry], demands: FormDemands
) -> MergedEntry:
    places: dict[str, RequiringSituation] = {
        place.situation_code: place for use, _ in entry.uses for place in use.form.material.places
    }
    fills = demands.fills(field.field_code, tuple(places.values()))
    return MergedEntry(
        entry=name,
        field_code=field.field_code,
        name=field.name,
        title=title_of(field, entry, of_field),
        group=group_of(field),
        section=field.category,
        **entry.written._asdict(),
        required=strictest(use for use, _ in entry.uses),
        verdict=combine_verdicts([fill.verdict for fill in fills]),
        as_standard=conversion(standard(field), entry.written) is not None,
        act_of_will=field.act_of_will,
        fills=fills,
        origins=tuple(_origin(use, steps) for use, steps in entry.uses),
    )


def _origin(use: Use, steps: tuple[ConversionStep, ...]) -> OriginalField:
    return OriginalField(
        form_code=use.form.form.form_code,
        form_field_code=use.about.form_field_code,
        place=use.place,
        label=use.about.label,
        required=use.about.required,
        **use.written._asdict(),
        steps=steps,
    )


def _ordered(entries: Sequence[MergedEntry]) -> tuple[MergedEntry, ...]:
    sections = {section: place for place, section in enumerate(dict.fromkeys(entry.section for entry in entries))}
    return tuple(sorted(entries, key=lambda entry: (GROUPS.index(entry.group), sections[entry.section])))


def _part(form: RequiredForm, uses: dict[str, list[Use]], demands: FormDemands) -> FormPart:
    """Summary of one original form; a field counts as filled if it is filled in every situation that asks for it."""
    code, places = form.form.form_code, form.material.places
    filled = {
        about.field_code: combine_verdicts([fill.verdict for fill in demands.fills(about.field_code, places)])
        for about in form.fields
    }
    return FormPart(
        form_code=code,
        name=form.form.name,
        material_code=form.material.material.material_code,
        obligatory=form.material.obligatory,
        alternative_groups=form.material.alternative_groups,
        asked_by=places,
        fields=len(form.fields),
        shared=sum(any(use.form.form.form_code != code for use in uses[about.field_code]) for about in form.fields),
        filled=sum(filled[about.field_code] is Verdict.YES for about in form.fields),
    )


def _tally(forms: Sequence[FormPart], entries: Sequence[MergedEntry]) -> MergeTally:
    verdicts = [entry.verdict for entry in entries]
    return MergeTally(
        forms=len(forms),
        fields_before=sum(form.fields for form in forms),
        filled_before=sum(form.filled for form in forms),
        fields=len({entry.field_code for entry in entries}),
        entries=len(entries),
        filled=verdicts.count(Verdict.YES),
        filled_in_part=verdicts.count(Verdict.CONDITIONAL),
        unknown=verdicts.count(Verdict.UNKNOWN),
        acts_of_will=sum(bool(entry.act_of_will) for entry in entries),
    )
