"""证照: the licence types whose aggregation would pay most (S1: 60 can be aggregated, 33 scenarios share them).

What a licence type would bring if it were aggregated and shared: the requirements of materials issued as it that
would become exempt (issued by government, the original not surrendered, not exempt already), and the situations that
would then need no material.
"""

from collections.abc import Iterator, Mapping

from oncegraph.queries.exemption.bindings import reasons_of
from oncegraph.queries.lists.blocking_materials import BlockingMaterials
from oncegraph.queries.lists.inventory import Inventory, Requirement, blocker
from oncegraph.queries.lists.reform_list import ReformList
from oncegraph.schema.codes import Aggregation, Origin
from oncegraph.schema.lists import Blocker, Entry, LicenceStatus, Obstacle
from oncegraph.schema.remedy import REMEDY, remedies
from oncegraph.schema.text import Text, listed
from oncegraph.schema.verdict import EXEMPTING, Reason, Rule

TRUE, FALSE, UNRECORDED = 1, 0, -1
YES, SHARED = 0, tuple(Rule).index(Rule.SHARED)
GOVERNMENT = tuple(Origin).index(Origin.GOVERNMENT)

#: S1's six steps of aggregating a licence.
SIX_STEPS = Text(
    "按六个步骤汇聚：确认可汇聚、制作电子印章、配置证照模板、汇聚历史数据、实时汇聚新增数据、联合发文",
    "aggregate it in six steps: confirm that it can be aggregated, create the electronic seal, set up the template, "
    "collect past data, collect new data in real time, issue a joint notice",
)
FINISH = Text("完成其余汇聚步骤", "finish the remaining steps of aggregation")
RECORD = Text("登记汇聚状态", "record how far it is aggregated")


#: Situation → its requirements for materials that are issued as one licence type.
LicenceRequirements = Mapping[int, list[Requirement]]


def entries(inventory: Inventory) -> Iterator[Entry]:
    """Every licence type; in a scope, those that its situations require."""
    requiring, materials = _requirements(inventory), BlockingMaterials(inventory, EXEMPTING)
    for code, licence in inventory.facts.licences.items():
        required = requiring.get(code, {})
        if inventory.is_scoped and not required:
            continue
        gained = {
            situation: kept
            for situation, rows in required.items()
            if (kept := [row for row in rows if _is_shareable(inventory, row) and not materials.passes(row)])
        }
        department = licence.issuer_code
        yield Entry.model_construct(
            kind="LicenceType",
            code=code,
            name=licence.name,
            status=LicenceStatus.of(licence.aggregation),
            department_code=department,
            department_name=inventory.facts.departments.get(department) if department else None,
            annual_cases=inventory.cases_of(gained),
            counts={
                "materials": len({row.material for rows in required.values() for row in rows}),
                "situations": len(required),
                "items": len({inventory.item_of[situation] for situation in required}),
                "cases_asked": inventory.cases_of(required),
                "requirements": sum(map(len, gained.values())),
                "zero": sum(_becomes_zero(inventory, materials, *each) for each in gained.items()),
                "scenarios": len(licence.scenarios),
            },
            remark=listed(licence.scenarios) if licence.scenarios else None,
            blockers=tuple(_blockers(inventory, materials, code, required)),
        )


def _requirements(inventory: Inventory) -> dict[str, dict[int, list[Requirement]]]:
    """Licence type → situation → its requirements in force for materials that are issued as this licence type."""
    licence_of = inventory.catalogue.material_licence
    by_licence: dict[str, dict[int, list[Requirement]]] = {}
    for situation in inventory.place:
        for row in inventory.requirements_of(situation):
            if (licence := licence_of[row.material]) and not row.removed:
                by_licence.setdefault(licence, {}).setdefault(situation, []).append(row)
    return by_licence


def _is_shareable(inventory: Inventory, row: Requirement) -> bool:
    material = inventory.catalogue.chain.materials[row.material]
    return bool(material["origin"] == GOVERNMENT and material["surrendered"] == FALSE)


def _becomes_zero(
    inventory: Inventory, materials: BlockingMaterials, situation: int, gained: list[Requirement]
) -> bool:
    """Whether the situation requires materials now and would require none if these requirements were exempt."""
    rows = inventory.requirements_of(situation)
    shared = [row._replace(verdict=YES, rule=SHARED) if row in gained else row for row in rows]
    now, then = (next(iter(materials.weighed_blockers(each)), None) for each in (rows, shared))
    return inventory.complete[situation] == TRUE and now is not None and then is None


def _blockers(
    inventory: Inventory, materials: BlockingMaterials, code: str, required: LicenceRequirements
) -> Iterator[Blocker]:
    licence = inventory.facts.licences[code]
    if licence.aggregation == Aggregation.NOT_STARTED:
        yield blocker(Obstacle.NOT_AGGREGATED, "LicenceType", code, licence.name, SIX_STEPS)
    elif licence.aggregation == Aggregation.IN_PROGRESS:
        yield blocker(Obstacle.AGGREGATING, "LicenceType", code, licence.name, FINISH)
    elif licence.aggregation != Aggregation.DONE:
        yield blocker(Obstacle.AGGREGATION_UNKNOWN, "LicenceType", code, licence.name, RECORD)
    remaining = {row.material: row for rows in required.values() for row in rows if not materials.passes(row)}
    for _, row in sorted(remaining.items()):
        yield from _of_material(inventory, row, licence.aggregation == Aggregation.DONE)


def _of_material(inventory: Inventory, row: Requirement, is_aggregated: bool) -> Iterator[Blocker]:
    """What prevents a material that is still required from being shared as a licence."""
    material = inventory.catalogue.chain.materials[row.material]
    conditions = [
        (material["origin"] == UNRECORDED, Obstacle.ORIGIN_UNKNOWN, REMEDY[Reason.ORIGIN_UNKNOWN]),
        (material["origin"] not in (UNRECORDED, GOVERNMENT), Obstacle.NOT_GOVERNMENT, REMEDY[Reason.NOT_GOVERNMENT]),
        (material["surrendered"] == UNRECORDED, Obstacle.ORIGINAL_UNKNOWN, REMEDY[Reason.ORIGINAL_UNKNOWN]),
        (material["surrendered"] == TRUE, Obstacle.ORIGINAL_SURRENDERED, REMEDY[Reason.ORIGINAL_SURRENDERED]),
        (is_aggregated and _is_shareable(inventory, row), Obstacle.NOT_SHARED_YET, remedies(reasons_of(row.reasons))),
    ]
    for holds, obstacle, unblock in conditions:
        if holds:
            yield inventory.blocker(obstacle, "Material", row.material, unblock)


LIST = ReformList(
    name="licences",
    title=Text("证照汇聚", "Licences to aggregate"),
    summary=Text(
        "各类证照汇聚并共享后，有多少项材料要求可以免交、多少个情形成为零材料；按可免交的年办件量排序。",
        "Every licence type: how many requirements would become exempt if it were aggregated and shared, and how many "
        "situations would then require no material; ordered by the cases a year that would benefit.",
    ),
    statuses=LicenceStatus,
    counts={
        "materials": Text("材料数", "Materials"),
        "situations": Text("涉及情形", "Situations"),
        "items": Text("涉及事项", "Items"),
        "cases_asked": Text("涉及年办件量", "Cases a year that require it"),
        "requirements": Text("可免交的材料要求", "Requirements gained"),
        "zero": Text("可成为零材料的情形", "Situations gained"),
        "scenarios": Text("共享应用场景", "Scenarios"),
    },
    entries=entries,
    weight=Text("可免交的年办件量", "Cases a year that benefit"),
)
