"""Merges the application forms of situations into one, by standard field and never by label (S0 module 7)."""

from collections.abc import Container, Iterable, Sequence
from itertools import count

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.forms.conflicts import conflicts_of, same_labels, strictest
from oncegraph.queries.forms.conversion import conversion
from oncegraph.queries.forms.demands import FormDemands, RequiredForm, over
from oncegraph.queries.forms.entries import FieldEntry, Use, merged, standard, title_of, uses_of
from oncegraph.queries.forms.entry_groups import group_of
from oncegraph.queries.records import Records
from oncegraph.queries.theme.materials import materials
from oncegraph.schema.field import Field
from oncegraph.schema.form_mapping import RequiringSituation
from oncegraph.schema.merged_form import EntryGroup, FormPart, MergedEntry, MergedForm, MergeTally, OriginalField
from oncegraph.schema.verdict import Verdict

GROUPS = tuple(EntryGroup)


def merge(records: Records, situations: Iterable[str], analysis: Analysis) -> MergedForm:
    """The merged form of some situations, given by code. Raises NotFound, OutOfStep.

    analysis: of the same records, or of a catalogue that holds them, in the context of the question.

    Entries stand by group, in a group by category, and otherwise in the order in which the forms ask for them.
    """
    asked = FormDemands(records, situations, analysis)
    fields = {about.field_code: records.node(Field, about.field_code) for form in asked.forms for about in form.fields}
    uses = uses_of(asked.forms, fields)
    entries: list[MergedEntry] = []
    conflicts = []
    taken = set(uses)
    for code, found in uses.items():
        field = fields[code]
        of_field = merged(field, found)
        for name, entry in zip(_names(code, taken), of_field, strict=False):
            taken.add(name)
            entries.append(_entry(name, field, entry, of_field, asked))
        conflicts += conflicts_of(field, found, of_field)
    ordered = _ordered(entries)
    with_form = {form.asked.material.material_code for form in asked.forms}
    parts = tuple(_part(form, uses, asked) for form in asked.forms)
    return MergedForm(
        situations=asked.places,
        tally=_tally(parts, ordered),
        entries=ordered,
        attachments=tuple(
            each
            for each in materials(records, [place.situation_code for place in asked.places], analysis).materials
            if each.material_code not in with_form
        ),
        conflicts=(*conflicts, *same_labels(fields, uses)),
        forms=parts,
    )


def _names(code: str, taken: Container[str]) -> Iterable[str]:
    """Of the entries of a field, one after the other: its code, and then numbered, but for names already taken."""
    yield code
    yield from (name for number in count(2) if (name := f"{code}.{number}") not in taken)


def _entry(
    name: str, field: Field, entry: FieldEntry, of_field: Sequence[FieldEntry], asked: FormDemands
) -> MergedEntry:
    places: dict[str, RequiringSituation] = {
        place.situation_code: place for use, _ in entry.uses for place in use.form.asked.places
    }
    fills = asked.fills(field.field_code, tuple(places.values()))
    return MergedEntry(
        entry=name,
        field_code=field.field_code,
        name=field.name,
        title=title_of(field, entry, of_field),
        group=group_of(field),
        section=field.category,
        **entry.written._asdict(),
        required=strictest(use for use, _ in entry.uses),
        verdict=over([fill.verdict for fill in fills]),
        as_standard=conversion(standard(field), entry.written) is not None,
        act_of_will=field.act_of_will,
        fills=fills,
        origins=tuple(_origin(use, steps) for use, steps in entry.uses),
    )


def _origin(use: Use, steps: tuple) -> OriginalField:
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


def _part(form: RequiredForm, uses: dict[str, list[Use]], asked: FormDemands) -> FormPart:
    """Of the form by itself: filled is what is filled in every situation that asks for it."""
    code, places = form.form.form_code, form.asked.places
    filled = {
        about.field_code: over([fill.verdict for fill in asked.fills(about.field_code, places)])
        for about in form.fields
    }
    return FormPart(
        form_code=code,
        name=form.form.name,
        material_code=form.asked.material.material_code,
        obligatory=form.asked.obligatory,
        alternative_groups=form.asked.alternative_groups,
        asked_by=places,
        fields=len(form.fields),
        shared=sum(any(use.form.form.form_code != code for use in uses[about.field_code]) for about in form.fields),
        filled=sum(filled[about.field_code] is Verdict.YES for about in form.fields),
    )


def _tally(forms: Sequence[FormPart], entries: Sequence[MergedEntry]) -> MergeTally:
    said = [entry.verdict for entry in entries]
    return MergeTally(
        forms=len(forms),
        fields_before=sum(form.fields for form in forms),
        filled_before=sum(form.filled for form in forms),
        fields=len({entry.field_code for entry in entries}),
        entries=len(entries),
        filled=said.count(Verdict.YES),
        filled_in_part=said.count(Verdict.CONDITIONAL),
        unknown=said.count(Verdict.UNKNOWN),
        acts_of_will=sum(bool(entry.act_of_will) for entry in entries),
    )
