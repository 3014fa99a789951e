"""零材料: which situations and which items require no material, and what blocks the others (S2)."""

from collections.abc import Iterator

from oncegraph.queries.exemption.analysis import VERDICTS
from oncegraph.queries.lists.blocking_materials import BlockingMaterials
from oncegraph.queries.lists.inventory import Inventory, blocker
from oncegraph.queries.lists.reform_list import ReformList
from oncegraph.queries.lists.weighing import WeighedBlocker, blockers
from oncegraph.schema.lists import Blocker, Entry, Obstacle, ZeroMaterialStatus
from oncegraph.schema.remedy import REMEDY
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import EXEMPTING, Reason, Verdict

TRUE = 1
STATUSES = {
    Verdict.YES: ZeroMaterialStatus.ACHIEVED,
    Verdict.CONDITIONAL: ZeroMaterialStatus.IN_PART,
    Verdict.NO: ZeroMaterialStatus.NOT_YET,
    Verdict.UNKNOWN: ZeroMaterialStatus.UNKNOWN,
}


def situations(inventory: Inventory) -> Iterator[Entry]:
    """Every active situation."""
    materials = BlockingMaterials(inventory, EXEMPTING)
    zero = inventory.decisions.zero["verdict"].tolist()
    for situation, at in inventory.place.items():
        requirements = [each for each in inventory.requirements_of(situation) if not each.removed]
        yield inventory.entry(
            "Situation",
            situation,
            STATUSES[VERDICTS[zero[at]]],
            item=inventory.item_of[situation],
            annual_cases=inventory.cases[situation],
            counts={"materials": len(requirements), "exempt": sum(map(materials.passes, requirements))},
            blockers=blockers(weighed_blockers(inventory, materials, situation)),
        )


def weighed_blockers(inventory: Inventory, materials: BlockingMaterials, situation: int) -> Iterator[WeighedBlocker]:
    """What blocks a situation: its materials, and a list of materials that is not confirmed."""
    yield from materials.weighed_blockers(inventory.requirements_of(situation))
    if inventory.complete[situation] != TRUE:
        unconfirmed = REMEDY[Reason.LIST_UNCONFIRMED]
        yield WeighedBlocker(inventory.blocker(Obstacle.LIST_UNCONFIRMED, "Situation", situation, unconfirmed), least=0)


def items(inventory: Inventory) -> Iterator[Entry]:
    """Every item, over its active situations."""
    materials = BlockingMaterials(inventory, EXEMPTING)
    zero = inventory.decisions.zero["verdict"].tolist()
    for item in inventory.items:
        own = inventory.situations_of(item)
        verdicts = [VERDICTS[zero[inventory.place[situation]]] for situation in own]
        distinct: dict[tuple[str, str], Blocker] = {}
        for situation in own:
            for each in weighed_blockers(inventory, materials, situation):
                distinct.setdefault((each.blocker.obstacle, each.blocker.code), each.blocker)
        if not own:
            code, name = inventory.codes("Item")[item], inventory.names("Item")[item]
            distinct["", code] = blocker(Obstacle.NO_SITUATION, "Item", code, name, REMEDY[Reason.NO_SITUATION])
        yield inventory.entry(
            "Item",
            item,
            STATUSES[of_item(verdicts)],
            item=item,
            annual_cases=inventory.cases_of(own),
            counts={"situations": len(own), "zero": verdicts.count(Verdict.YES)},
            blockers=tuple(distinct.values()),
        )


def of_item(verdicts: list[Verdict]) -> Verdict:
    """The verdict of an item: YES if all its active situations are, CONDITIONAL if some are."""
    if not verdicts:
        return Verdict.UNKNOWN
    if len(set(verdicts)) == 1:
        return verdicts[0]
    return Verdict.CONDITIONAL if Verdict.YES in verdicts else Verdict.UNKNOWN


SITUATIONS = ReformList(
    name="zero_material",
    title=Text("零材料情形", "Situations without materials"),
    summary=Text(
        "各启用情形的必要材料是否均已免交，哪些材料尚须提交，如何才能免交。",
        "Every active situation: whether all its required materials are exempt, which are not, and how they could be.",
    ),
    statuses=ZeroMaterialStatus,
    counts={"materials": Text("材料数", "Materials"), "exempt": Text("免交", "Exempt")},
    entries=situations,
)
ITEMS = ReformList(
    name="zero_material_items",
    title=Text("零材料事项", "Items without materials"),
    summary=Text(
        "各事项的启用情形是全部零材料，还是 n 个中的 k 个；各情形的障碍合并列出。",
        "Every item: whether all its active situations require no material, or k of n; with the blockers of them all.",
    ),
    statuses=ZeroMaterialStatus,
    counts={"situations": Text("情形数", "Situations"), "zero": Text("零材料情形", "Without materials")},
    entries=items,
)
