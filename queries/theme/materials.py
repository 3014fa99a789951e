"""One set of materials for a theme: each material once, with who needs it and what the applicant has to do about it.

The result of an earlier task is handed on, so that the applicant need not hand it in. The exemption rules decide about
all other materials, situation by situation.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.guidance.checklist import checklist
from oncegraph.queries.records import Records
from oncegraph.schema.codes import Necessity
from oncegraph.schema.guide import ChecklistMaterial, SituationChecklist, Thing
from oncegraph.schema.material import Material
from oncegraph.schema.remaining import MaterialStand
from oncegraph.schema.text import Text, listed
from oncegraph.schema.theme import Theme
from oncegraph.schema.theme_materials import MaterialNeed, ThemeMaterial, ThemeMaterials

#: What has to be done about a material: the most demanding first.
BURDEN = (
    MaterialStand.TO_HAND_IN,
    MaterialStand.UNDECIDED,
    MaterialStand.LATER,
    MaterialStand.COMMITMENT,
    MaterialStand.OPTIONAL,
    MaterialStand.HANDED_ON,
    MaterialStand.REUSED,
    MaterialStand.EXEMPT,
    MaterialStand.COVERED,
)
#: Strictest first; a necessity that is not recorded (None) may be "required".
STRICTNESS = (Necessity.REQUIRED, None, Necessity.DEFERRED, Necessity.OPTIONAL)


def materials(
    records: Records, situations: Iterable[str], analysis: Analysis, *, theme: str | None = None
) -> ThemeMaterials:
    """The materials that situations, given by code, require when they are applied for as one thing.

    analysis: gives the verdicts, in its context; theme: code of the theme that the situations belong to, for its name.
    Requirements that a reform dropped are left out. Raises NotFound.
    """
    rows = checklist(records, situations, analysis).situations
    needs: dict[str, list[MaterialNeed]] = defaultdict(list)
    for row in rows:
        for material in row.materials:
            if material.stand is not MaterialStand.NOT_ASKED_FOR:
                needs[material.material_code].append(_need(row, material))
    needs = _covered_elsewhere(needs)
    materials = sorted((_material(records, code, each) for code, each in needs.items()), key=_burden)
    stands = [each.stand for each in materials]
    return ThemeMaterials(
        theme_code=theme,
        name=records.node(Theme, theme).name if theme else "、".join(dict.fromkeys(row.item.name for row in rows)),
        materials=tuple(materials),
        apart=sum(map(len, needs.values())),
        once=len(materials),
        exempt=stands.count(MaterialStand.EXEMPT) + stands.count(MaterialStand.REUSED),
        handed_on=stands.count(MaterialStand.HANDED_ON),
        to_hand_in=_count(materials, MaterialStand.TO_HAND_IN),
        later=_count(materials, MaterialStand.LATER),
        undecided=_count(materials, MaterialStand.UNDECIDED),
    )


def _need(row: SituationChecklist, material: ChecklistMaterial) -> MaterialNeed:
    return MaterialNeed(
        situation=Thing(code=row.situation_code, name=row.name),
        item=row.item,
        stand=material.stand,
        rule=material.rule,
        necessity=material.necessity,
        alternative_group=material.alternative_group,
        copies=material.copies,
        produced_by=material.produced_by,
        text=material.text,
    )


def _covered_elsewhere(needs: dict[str, list[MaterialNeed]]) -> dict[str, list[MaterialNeed]]:
    """The needs. If one material of an alternative group has to be handed in for another reason anyway, the other
    materials of the group are covered."""
    unavoidable = {
        code
        for code, each in needs.items()
        if any(need.alternative_group is None and need.stand is MaterialStand.TO_HAND_IN for need in each)
    }
    served = {_group(need): code for code, each in needs.items() for need in each if code in unavoidable}
    return {
        code: [
            _covered(need) if need.alternative_group and served.get(_group(need), code) != code else need
            for need in each
        ]
        for code, each in needs.items()
    }


def _group(need: MaterialNeed) -> tuple[str, str | None]:
    return need.situation.code, need.alternative_group


def _covered(need: MaterialNeed) -> MaterialNeed:
    if need.stand not in (MaterialStand.TO_HAND_IN, MaterialStand.UNDECIDED, MaterialStand.LATER):
        return need
    stand = MaterialStand.COVERED
    return need.model_copy(update={"stand": stand, "text": stand.title})


def _material(records: Records, code: str, needs: Sequence[MaterialNeed]) -> ThemeMaterial:
    material = records.node(Material, code)
    heaviest = min(needs, key=lambda need: BURDEN.index(need.stand))
    necessities = {need.necessity for need in needs}
    copies = [need.copies for need in needs if need.copies is not None]
    names = listed(dict.fromkeys(f"“{need.item.name}”" for need in needs))
    return ThemeMaterial(
        material_code=code,
        name=material.name,
        origin=material.origin,
        stand=heaviest.stand,
        necessity=next((each for each in STRICTNESS if each in necessities), None),
        copies=max(copies, default=None),
        copies_apart=sum(copies) if copies else None,
        needs=tuple(needs),
        text=Text(f"{heaviest.text.zh}；{names.zh}需要", f"{heaviest.text.en}; needed by {names.en}"),
    )


def _burden(material: ThemeMaterial) -> int:
    return BURDEN.index(material.stand)


def _count(materials: Iterable[ThemeMaterial], stand: MaterialStand) -> int:
    """How many materials have this stand; materials that only belong to the same alternative groups count once."""
    counted: set[tuple[tuple[str, str | None] | str, ...]] = set()
    for each in materials:
        if each.stand is stand:
            needs = [need for need in each.needs if need.stand is stand]
            alone = any(need.alternative_group is None for need in needs)
            counted.add((each.material_code,) if alone else tuple(_group(need) for need in needs))
    return len(counted)
