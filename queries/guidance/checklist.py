"""精准告知: exactly what an applicant has to provide for the situations entered."""

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

#: What no longer has to be done if another material of the same alternative group is available.
AVOIDABLE = (MaterialStand.TO_HAND_IN, MaterialStand.UNDECIDED, MaterialStand.LATER, MaterialStand.COMMITMENT)
NOTHING_ON_FILE = SubjectFile()
SEPARATOR = Text("；", "; ")


class HandedOn(NamedTuple):
    """A material that other items of the application produce. by: their codes; in_circle: they wait for it in turn."""

    by: tuple[str, ...]
    in_circle: bool


def checklist(records: Records, situations: Iterable[str], analysis: Analysis) -> Checklist:
    """What these situations, given by code, require when they are applied for together, in the context of `analysis`.

    Raises NotFound for a situation that `analysis` does not know.
    """
    codes = [*situations]
    handed = _handed_on(records, codes)
    rows = tuple(_situation(records, remaining(analysis, code, NOTHING_ON_FILE), handed) for code in codes)
    to_hand_in, later, undecided = (
        _count(rows, stand) for stand in (MaterialStand.TO_HAND_IN, MaterialStand.LATER, MaterialStand.UNDECIDED)
    )
    return Checklist(situations=rows, to_hand_in=to_hand_in, later=later, undecided=undecided)


def _handed_on(records: Records, situations: Sequence[str]) -> Mapping[tuple[str, str], HandedOn]:
    """(situation, material) → the items that hand it on, if they produce it before it is needed."""
    forced, free = orders(records, situations)
    graph: nx.DiGraph[str] = nx.DiGraph((order.before, order.after) for order in forced)
    graph.add_nodes_from(situations)
    producers: dict[tuple[str, str], list[tuple[str, bool]]] = defaultdict(list)
    for order in (*forced, *free):
        too_late = nx.has_path(graph, order.after, order.before)
        for cause in order.causes:
            if cause.material_code is not None and cause.freedom is not Freedom.OTHER_PRODUCER:
                in_circle = too_late and cause.freedom is None
                if in_circle or not too_late or cause.freedom is Freedom.DEFERRED:
                    item = records.node(Situation, order.before).item_code
                    producers[order.after, cause.material_code].append((item, in_circle))
    return {
        what: HandedOn(tuple(dict.fromkeys(item for item, _ in by)), all(circle for _, circle in by))
        for what, by in producers.items()
    }


def _situation(records: Records, answer: Remaining, handed: Mapping[tuple[str, str], HandedOn]) -> SituationChecklist:
    code = answer.situation_code
    required = {link.end: link.about for link in records.links_from(Requires, code)}
    materials = [
        _material(records, row, required.get(row.material_code), handed.get((code, row.material_code)))
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
    records: Records, row: RemainingMaterial, requirement: Requires | None, handed: HandedOn | None
) -> ChecklistMaterial:
    stand, text = row.stand, row.text
    by: tuple[Thing, ...] = ()
    if handed and stand is not MaterialStand.NOT_ASKED_FOR:
        names = listed(records.name(Item, item) for item in handed.by)
        if handed.in_circle:
            zh, en = (
                f"循环证明：“{names.zh}”也须等待本事项的结果",
                f"circle: {names.en} waits for the result of this item in turn",
            )
            text = listed((row.text, Text(zh, en)), SEPARATOR)
        else:
            stand = MaterialStand.HANDED_ON
            text = Text(f"由“{names.zh}”产出，不必另交", f"Handed on by {names.en}")
        by = tuple(Thing(code=item, name=records.name(Item, item)) for item in handed.by)
    return ChecklistMaterial(
        material_code=row.material_code,
        name=row.name,
        stand=stand,
        verdict=row.verdict,
        rule=row.rule,
        text=text,
        necessity=requirement.necessity if requirement else None,
        alternative_group=row.alternative_group,
        copies=requirement.copies if requirement else None,
        condition=requirement.condition if requirement else None,
        legal_basis=requirement.legal_basis if requirement else None,
        produced_by=by,
        in_circle=bool(handed and handed.in_circle),
    )


def _covered(row: ChecklistMaterial) -> ChecklistMaterial:
    """The row, covered if it would have to be provided: another material of its group is handed on."""
    if row.stand not in AVOIDABLE:
        return row
    stand = MaterialStand.COVERED
    return row.model_copy(update={"stand": stand, "text": stand.title})


def _forms(records: Records, answer: Remaining) -> Iterable[ChecklistForm]:
    """The application forms among the materials that are still required."""
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


def _count(rows: Iterable[SituationChecklist], stand: MaterialStand) -> int:
    """How many materials have this stand. Each counts once; an alternative group counts once, unless one of its
    materials is counted anyway."""
    alone: set[str] = set()
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        for material in row.materials:
            if material.stand is stand and material.alternative_group is None:
                alone.add(material.material_code)
            elif material.stand is stand and material.alternative_group is not None:
                groups[row.situation_code, material.alternative_group].add(material.material_code)
    return len(alone) + len({frozenset(codes) for codes in groups.values() if not codes & alone})
