"""秒批秒办: situations that could be approved automatically.

S1's standard: 网上收件、网上受理、数据共享、自动比对、智能审批. The conditions: handled online; every material exempt
by rules 2 to 5, or by rule 8 if it is on file; a comparison rule for each condition; the result issued by the system;
no special procedure and no discretion.
"""

from collections.abc import Iterator, Sequence

from oncegraph.queries.lists import fully_online
from oncegraph.queries.lists.blocking_materials import BlockingMaterials
from oncegraph.queries.lists.facts import ItemFacts, StepFacts
from oncegraph.queries.lists.inventory import Inventory, blocker
from oncegraph.queries.lists.reform_list import ReformList
from oncegraph.queries.lists.weighing import WeighedBlocker, blockers, outcome
from oncegraph.queries.lists.zero_material import weighed_blockers as material_blockers
from oncegraph.schema.codes import StepKind
from oncegraph.schema.lists import Entry, InstantApprovalStatus, Obstacle
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import EXEMPTING, Rule

#: Rules 2 to 5, and 8, which the kernel only decides with YES if the material is on file.
AT_ONCE = (EXEMPTING - {Rule.COLLABORATED}) | {Rule.REUSED}
STATUSES = (InstantApprovalStatus.CANDIDATE, InstantApprovalStatus.BLOCKED, InstantApprovalStatus.BLOCKED)

COMPARE = Text("为每项审批条件制定由数据自动判定的比对规则", "define for each condition a rule by which data decide it")
RECORD_COMPARISON = Text("登记审批条件能否由数据判定", "record whether data decide the conditions")
ISSUE = Text(
    "由系统签发结果（电子证照、电子印章）", "let the system issue the result, with electronic licence and seal"
)
RECORD_ISSUING = Text("登记结果是否由系统签发", "record whether the system issues the result")
DO_WITHOUT = Text("以数据核验或事后核查代替该程序", "replace it by a data check, or by an inspection afterwards")
FIX_CRITERIA = Text("细化裁量基准，使数据足以作出决定", "specify the criteria, so that data determine the decision")
RECORD_DISCRETION = Text("登记该环节有无自由裁量", "record whether the step involves discretion")


def judge(item: ItemFacts, name: str, steps: Sequence[StepFacts]) -> Iterator[WeighedBlocker]:
    """What blocks an item, apart from whether it is online and from its materials."""
    for value, refused, unknown, change, record in (
        (item.comparison_rules, Obstacle.NO_COMPARISON_RULES, Obstacle.COMPARISON_UNKNOWN, COMPARE, RECORD_COMPARISON),
        (item.result_issued_by_system, Obstacle.ISSUED_BY_HAND, Obstacle.ISSUING_UNKNOWN, ISSUE, RECORD_ISSUING),
    ):
        if value is None:
            yield WeighedBlocker(blocker(unknown, "Item", item.item_code, name, record), least=0)
        elif not value:
            yield WeighedBlocker(blocker(refused, "Item", item.item_code, name, change))
    for step in steps:
        if step.special_procedure is not None or step.kind == StepKind.SPECIAL:
            yield WeighedBlocker(blocker(Obstacle.SPECIAL_PROCEDURE, "Step", step.step_code, step.name, DO_WITHOUT))
        elif step.discretion:
            yield WeighedBlocker(blocker(Obstacle.DISCRETION, "Step", step.step_code, step.name, FIX_CRITERIA))
        elif step.discretion is None:
            open_question = blocker(Obstacle.DISCRETION_UNKNOWN, "Step", step.step_code, step.name, RECORD_DISCRETION)
            yield WeighedBlocker(open_question, least=0)


def entries(inventory: Inventory) -> Iterator[Entry]:
    """Every active situation."""
    materials = BlockingMaterials(inventory, AT_ONCE)
    of_items: dict[int, list[WeighedBlocker]] = {}
    for situation in inventory.place:
        item = inventory.item_of[situation]
        if item not in of_items:
            code, name = inventory.codes("Item")[item], inventory.names("Item")[item]
            steps = inventory.facts.steps.get(code, ())
            own = judge(inventory.facts.items[code], name, steps)
            of_items[item] = [*fully_online.weighed_blockers(inventory, item), *own]
        weighed = [*of_items[item], *material_blockers(inventory, materials, situation)]
        weight = outcome(WeighedBlocker(f.blocker, min(f.least, 1), min(f.most, 1)) for f in weighed)
        requirements = [each for each in inventory.requirements_of(situation) if not each.removed]
        yield inventory.entry(
            "Situation",
            situation,
            InstantApprovalStatus.UNKNOWN if weight is None else STATUSES[weight],
            item=item,
            annual_cases=inventory.cases[situation],
            counts={"materials": len(requirements), "at_once": sum(map(materials.passes, requirements))},
            blockers=blockers(weighed),
        )


LIST = ReformList(
    name="instant_approval",
    title=Text("秒批秒办候选", "Candidates for instant approval"),
    summary=Text(
        "各启用情形是否网上收件受理、材料即时可得、条件自动比对、结果系统签发，尚差哪几项；只差一项的排在前面。",
        "Every active situation: whether it is online, its materials are available at once, data decide its conditions "
        "and the system issues the result; what is missing. Situations that lack one thing come first.",
    ),
    statuses=InstantApprovalStatus,
    counts={"materials": Text("材料数", "Materials"), "at_once": Text("即时可得", "Available at once")},
    entries=entries,
)
