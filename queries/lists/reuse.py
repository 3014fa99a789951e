"""材料复用: which materials are required repeatedly, and whether they are reused (S2: 只提交一次).

Application forms are not listed, because they are filled in anew each time. A material is reused if an arrangement to
reuse it works, and exempt if all its requirements are exempt by rules 2 to 6. Otherwise it could be reused, unless the
original has to be surrendered; if that is not recorded, it is unknown.
"""

from collections.abc import Iterator

from oncegraph.queries.exemption.bindings import BIT, reasons_of
from oncegraph.queries.lists.inventory import Inventory, Requirement
from oncegraph.queries.lists.reform_list import ReformList
from oncegraph.schema.codes import Mode, Origin
from oncegraph.schema.lists import Blocker, Entry, Obstacle, ReuseStatus
from oncegraph.schema.remedy import REMEDY, remedies
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import EXEMPTING, Reason, Rule, Verdict

YES, TRUE, UNRECORDED = tuple(Verdict).index(Verdict.YES), 1, -1
REUSED = tuple(Rule).index(Rule.REUSED)
EXEMPT_BY = {tuple(Rule).index(rule) for rule in EXEMPTING}
REUSE = tuple(Mode).index(Mode.REUSE)

ARRANGE = Text(
    "归集到历史材料库或一人（企）一档，并登记材料复用",
    "keep it in the archive of materials or in the file of the person or enterprise, and record the reuse",
)
RECORD_VALIDITY = Text("登记有效期", "record how long it stays valid")


def entries(inventory: Inventory) -> Iterator[Entry]:
    """Every material that a situation requires, except application forms."""
    chain = inventory.catalogue.chain
    requiring: dict[int, dict[int, Requirement]] = {}
    for situation in inventory.place:
        for row in inventory.requirements_of(situation):
            if not row.removed and not chain.materials["is_form"][row.material]:
                requiring.setdefault(row.material, {})[situation] = row
    for material, rows in requiring.items():
        items = {inventory.item_of[situation] for situation in rows}
        facts = [inventory.facts.items[inventory.codes("Item")[item]] for item in items]
        standing, blockers = _judge(inventory, material, rows)
        origin = chain.materials["origin"][material]
        yield inventory.entry(
            "Material",
            material,
            standing,
            annual_cases=inventory.cases_of(rows),
            counts={
                "situations": len(rows),
                "items": len(items),
                "departments": len({each.department_code for each in facts if each.department_code}),
                "validity_days": inventory.catalogue.material_validity[material],
            },
            blockers=blockers,
            remark=tuple(Origin)[origin].title if origin != UNRECORDED else None,
        )


def _judge(inventory: Inventory, material: int, rows: dict[int, Requirement]) -> tuple[ReuseStatus, list[Blocker]]:
    def about(obstacle: Obstacle, unblock: Text) -> Blocker:
        return inventory.blocker(obstacle, "Material", material, unblock)

    valid = inventory.catalogue.material_validity[material] is not None
    validity = [] if valid else [about(Obstacle.VALIDITY_UNKNOWN, RECORD_VALIDITY)]
    if any(row.rule == REUSED for row in rows.values()):
        return ReuseStatus.REUSED, validity
    if all(row.verdict == YES and row.rule in EXEMPT_BY for row in rows.values()):
        return ReuseStatus.EXEMPT, []
    surrendered = inventory.catalogue.chain.materials["surrendered"][material]
    if surrendered == TRUE:
        unblock = REMEDY[Reason.ORIGINAL_SURRENDERED]
        return ReuseStatus.NOT_REUSABLE, [about(Obstacle.ORIGINAL_SURRENDERED, unblock)]
    blockers = [_arrangement(inventory, material, rows), *validity]
    if surrendered == UNRECORDED:
        return ReuseStatus.UNKNOWN, [about(Obstacle.ORIGINAL_UNKNOWN, REMEDY[Reason.ORIGINAL_UNKNOWN]), *blockers]
    if blockers[0].obstacle is Obstacle.REUSE_UNDECIDED:
        return ReuseStatus.UNKNOWN, blockers
    return ReuseStatus.REUSABLE, blockers


def _arrangement(inventory: Inventory, material: int, rows: dict[int, Requirement]) -> Blocker:
    """The blocker: reuse is not arranged, or what is wrong with the arrangement."""
    chain, decisions = inventory.catalogue.chain, inventory.decisions
    owner = chain.materials[material]
    failed = missing = 0
    arranged = False
    for paper in {row.paper for row in rows.values()}:
        first = int(decisions.layout.papers["row"][paper])
        for row, binding in enumerate(range(owner["first_binding"], owner["last_binding"]), start=first):
            if chain.bindings["mode"][binding] == REUSE:
                arranged = True
                failed |= int(decisions.rows["failed"][row])
                missing |= int(decisions.rows["missing"][row])
    if not arranged:
        return inventory.blocker(Obstacle.NO_REUSE, "Material", material, ARRANGE)
    obstacle = Obstacle.REUSE_CLOSED if failed else Obstacle.REUSE_UNDECIDED
    unblock = remedies(reasons_of(failed or missing & ~int(BIT[Reason.RESTS_ON_DEFAULT])))
    return inventory.blocker(obstacle, "Material", material, unblock)


LIST = ReformList(
    name="reuse",
    title=Text("材料复用", "Materials to reuse"),
    summary=Text(
        "各份材料被多少个情形、事项、部门要求，是否已复用，有效期多长。",
        "Every material: how many situations, items and departments require it, whether it is reused, and how long it "
        "is valid.",
    ),
    statuses=ReuseStatus,
    counts={
        "situations": Text("要求的情形", "Situations"),
        "items": Text("要求的事项", "Items"),
        "departments": Text("要求的部门", "Departments"),
        "validity_days": Text("有效期（天）", "Validity (days)"),
    },
    entries=entries,
)
