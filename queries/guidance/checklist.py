"""精准告知: what an applicant needs for the situations entered, and nothing besides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import networkx as nx

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.remaining import remaining
from oncegraph.queries.records import Records
from oncegraph.queries.theme.orders import orders
from oncegraph.schema.flow import Freedom
from oncegraph.schema.form import Form, FormField
from oncegraph.schema.guide import Checklist, ChecklistForm, ChecklistMaterial, SituationChecklist, Thing
from oncegraph.schema.item import Item
from oncegraph.schema.remaining import FieldStand, MaterialStand, Remaining, RemainingMaterial, SubjectFile
from oncegraph.schema.situation import Requires, Situation
from oncegraph.schema.text import Text, listed

#: What need not be done any more once another of the same alternative group is at hand.
LEFT = (MaterialStand.TO_HAND_IN, MaterialStand.UNDECIDED, MaterialStand.LATER, MaterialStand.COMMITMENT)
NOTHING_ON_FILE = SubjectFile()
BESIDES = Text("；", "; ")


class Handed(NamedTuple):
    """What other situations of the same application produce. by: item codes; in_circle: these wait for it in turn."""

    by: tuple[str, ...]
    in_circle: bool


def checklist(records: Records, situations: Iterable[str], analysis: Analysis) -> Checklist:
    """What these situations, given by code, ask for when they are applied for together, in the context of `analysis`.

    Raises NotFound for one that `analysis` does not know.
    """
    codes = [*situations]
    handed = _handed_on(records, codes)
    rows = tuple(_situation(records, remaining(analysis, code, NOTHING_ON_FILE), handed) for code in codes)
    to_hand_in, later, undecided = (
        _once(rows, stand) for stand in (MaterialStand.TO_HAND_IN, MaterialStand.LATER, MaterialStand.UNDECIDED)
    )
    return Checklist(situations=rows, to_hand_in=to_hand_in, later=later, undecided=undecided)


def _handed_on(records: Records, situations: Sequence[str]) -> Mapping[tuple[str, str], Handed]:
    """(situation, material) → who hands it on, of what is produced before it has to be there."""
    forced, free = orders(records, situations)
    graph = nx.DiGraph((order.before, order.after) for order in forced)
    graph.add_nodes_from(situations)
    found: dict[tuple[str, str], list[tuple[str, bool]]] = defaultdict(list)
    for order in (*forced, *free):
        too_late = nx.has_path(graph, order.after, order.before)
        for cause in order.causes:
            if cause.material_code is not None and cause.freedom is not Freedom.OTHER_PRODUCER:
                in_circle = too_late and cause.freedom is None
                if in_circle or not too_late or cause.freedom is Freedom.DEFERRED:
                    item = records.node(Situation, order.before).item_code
                    found[order.after, cause.material_code].append((item, in_circle))
    return {
        what: Handed(tuple(dict.fromkeys(item for item, _ in by)), all(circle for _, circle in by))
        for what, by in found.items()
    }


def _situation(records: Records, answer: Remaining, handed: Mapping[tuple[str, str], Handed]) -> SituationChecklist:
    code = answer.situation_code
    asked = {link.end: link.about for link in records.links_from(Requires, code)}
    materials = [
        _material(records, row, asked.get(row.material_code), handed.get((code, row.material_code)))
        for row in answer.materials
    ]
    served = {row.alternative_group for row in materials if row.stand is MaterialStand.HANDED_ON} - {None}
    situation = records.node(Situation, code)
    return SituationChecklist(
        situation_code=code,
        name=situation.name,
        item=Thing(code=situation.item_code, name=records.name(Item, situation.item_code)),
        condition=situation.condition,
        materials=tuple(_covered(row) if row.alternative_group in served else row for row in materials),
        forms=tuple(_forms(records, answer)),
        zero_material=answer.zero_material,
    )


def _material(
    records: Records, row: RemainingMaterial, asked: Requires | None, handed: Handed | None
) -> ChecklistMaterial:
    stand, told, by = row.stand, row.text, None
    if handed and stand is not MaterialStand.NOT_ASKED_FOR:
        names = listed(records.name(Item, item) for item in handed.by)
        if handed.in_circle:
            zh, en = f"循环证明：“{names.zh}”也要等本事项的结果", f"a circle: {names.en} waits for this item in turn"
            told = listed((row.text, Text(zh, en)), BESIDES)
        else:
            stand = MaterialStand.HANDED_ON
            told = Text(f"由“{names.zh}”产出，不必另交", f"Handed on by {names.en}")
        by = tuple(Thing(code=item, name=records.name(Item, item)) for item in handed.by)
    return ChecklistMaterial(
        material_code=row.material_code,
        name=row.name,
        stand=stand,
        verdict=row.verdict,
        rule=row.rule,
        text=told,
        necessity=asked.necessity if asked else None,
        alternative_group=row.alternative_group,
        copies=asked.copies if asked else None,
        condition=asked.condition if asked else None,
        legal_basis=asked.legal_basis if asked else None,
        produced_by=by or (),
        in_circle=bool(handed and handed.in_circle),
    )


def _covered(row: ChecklistMaterial) -> ChecklistMaterial:
    """One of a group of which another is handed on."""
    if row.stand not in LEFT:
        return row
    stand = MaterialStand.COVERED
    return row.model_copy(update={"stand": stand, "text": stand.title})


def _forms(records: Records, answer: Remaining) -> Iterable[ChecklistForm]:
    """The application forms among the materials that are still asked for."""
    stands = {field.field_code: field.stand for field in answer.fields}
    for row in answer.materials:
        for form in records.referring(Form, "material_code", row.material_code):
            fields = {each.field_code for each in records.referring(FormField, "form_code", form.form_code)}
            if row.stand is not MaterialStand.NOT_ASKED_FOR and fields:
                yield ChecklistForm(
                    form_code=form.form_code,
                    name=form.name,
                    material_code=row.material_code,
                    fields=len(fields),
                    to_type=sum(stands.get(code) is not FieldStand.BY_SOURCE for code in fields),
                )


def _once(rows: Iterable[SituationChecklist], stand: MaterialStand) -> int:
    """How many materials stand so, each counted once, and an alternative group once unless one of it is counted."""
    alone: set[str] = set()
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        for material in row.materials:
            if material.stand is stand and material.alternative_group is None:
                alone.add(material.material_code)
            elif material.stand is stand:
                groups[row.situation_code, material.alternative_group].add(material.material_code)
    return len(alone) + len({frozenset(codes) for codes in groups.values() if not codes & alone})
