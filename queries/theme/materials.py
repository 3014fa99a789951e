"""One set of materials for a theme: each material once, with who needs it and what is to be done about it.

What an earlier task results in is handed on and vanishes from the applicant's list; the rules of exemption decide about
the rest, situation by situation.
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

#: What is to be done about a material: most first.
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
#: Strictest first; what nobody recorded may be required.
STRICTNESS = (Necessity.REQUIRED, None, Necessity.DEFERRED, Necessity.OPTIONAL)


def materials(
    records: Records, situations: Iterable[str], analysis: Analysis, *, theme: str | None = None
) -> ThemeMaterials:
    """The materials that situations, given by code, ask for when they are applied for as one thing.

    analysis: for the verdicts, in its context; theme: the code of the one that they are of, for its name. What a reform
    dropped is left out. Raises NotFound.
    """
    rows = checklist(records, situations, analysis).situations
    needs: dict[str, list[MaterialNeed]] = defaultdict(list)
    for row in rows:
        for material in row.materials:
            if material.stand is not MaterialStand.NOT_ASKED_FOR:
                needs[material.material_code].append(_need(row, material))
    needs = _covered_elsewhere(needs)
    made = sorted((_material(records, code, asked) for code, asked in needs.items()), key=_burden)
    stands = [each.stand for each in made]
    return ThemeMaterials(
        theme_code=theme,
        name=records.node(Theme, theme).name if theme else "、".join(dict.fromkeys(row.item.name for row in rows)),
        materials=tuple(made),
        apart=sum(map(len, needs.values())),
        once=len(made),
        exempt=stands.count(MaterialStand.EXEMPT) + stands.count(MaterialStand.REUSED),
        handed_on=stands.count(MaterialStand.HANDED_ON),
        to_hand_in=_counted(made, MaterialStand.TO_HAND_IN),
        later=_counted(made, MaterialStand.LATER),
        undecided=_counted(made, MaterialStand.UNDECIDED),
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
    """The needs; of a group of which one is to be handed in anyhow, for another situation, the others are covered."""
    anyhow = {
        code
        for code, asked in needs.items()
        if any(need.alternative_group is None and need.stand is MaterialStand.TO_HAND_IN for need in asked)
    }
    served = {_group(need): code for code, asked in needs.items() for need in asked if code in anyhow}
    return {
        code: [
            _covered(need) if need.alternative_group and served.get(_group(need), code) != code else need
            for need in asked
        ]
        for code, asked in needs.items()
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


def _counted(made: Iterable[ThemeMaterial], stand: MaterialStand) -> int:
    """How many materials stand so, those that are of the same groups only, and of no other need, once."""
    found: set[tuple[tuple[str, str | None] | str, ...]] = set()
    for each in made:
        if each.stand is stand:
            asked = [need for need in each.needs if need.stand is stand]
            alone = any(need.alternative_group is None for need in asked)
            found.add((each.material_code,) if alone else tuple(_group(need) for need in asked))
    return len(found)
