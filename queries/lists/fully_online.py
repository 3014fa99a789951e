"""全程网办 in S1's three lists (achieved, could be achieved, not possible for now), and items for which it is unknown.

S1 (Guiyang) defines it like this: the applicant applies online; acceptance, review, decision and delivery are online;
nobody has to come to a service hall. Documents and results may be sent by post. Applicants may only be asked to come if
a law requires it, and even then the item counts as online if (1) signatures are given online, (2) originals are handed
in or exchanged by post, (3) the result of an inspection, expert review, examination or hearing on site is given online.

For cases that S1 does not settle: an offline step for which a law requires presence is not possible for now, unless it
is one of these three; delivery in person could always be replaced by post (2); each step on site, by law or as a
special procedure, accounts for one visit, and so does an original that may be sent by post.
"""

from collections.abc import Iterator, Sequence

from oncegraph.queries.lists.facts import ItemFacts, StepFacts
from oncegraph.queries.lists.inventory import Inventory, blocker
from oncegraph.queries.lists.reform_list import ReformList
from oncegraph.queries.lists.weighing import WeighedBlocker, blockers, outcome
from oncegraph.schema.codes import HandlingForm, StepKind
from oncegraph.schema.lists import Blocker, Entry, FullyOnlineStatus, Obstacle
from oncegraph.schema.text import Text

STAGES = (StepKind.ACCEPTANCE, StepKind.REVIEW, StepKind.DECISION, StepKind.DELIVERY)
STATUSES = (FullyOnlineStatus.ACHIEVED, FullyOnlineStatus.BREAKABLE, FullyOnlineStatus.NOT_FOR_NOW)

MOVE_ONLINE = Text("将该环节改为网上办理", "handle this step online")
BY_POST = Text("改为网上送达，或提供邮寄送达", "deliver online, or by post")
POST_ORIGINALS = Text("提供邮寄提交或更换原件", "allow originals to be handed in or exchanged by post")
BY_LAW = Text(
    "面签可改为实名认证后在线签署；其他情形须待法律法规修订",
    "signatures may be given online after real-name authentication; anything else needs a change of the law",
)
OFFER_ONLINE = Text("开通网上办理，并予登记", "offer it online and record this")
FEWER_VISITS = Text(
    "法律未要求到场的，改为网上或邮寄办理", "where no law requires presence, handle it online or by post"
)
RECORD_PRESENCE = Text("登记法律是否要求到场", "record whether a law requires presence")
RECORD_ONLINE = Text("登记该环节是否网上办理", "record whether the step is done online")
RECORD_STAGE = Text("登记该阶段的环节", "record the steps of this stage")
RECORD_FORMS = Text("登记办理形式", "record the handling forms")
RECORD_VISITS = Text("登记跑动次数", "record the number of visits")


def judge(item: ItemFacts, name: str, steps: Sequence[StepFacts], surrenders: bool) -> Iterator[WeighedBlocker]:
    """What blocks an item. name: its name; surrenders: it requires an original that has to be surrendered."""
    posted = HandlingForm.POST in item.handling_forms
    for step in steps:
        yield from _step(step, posted)
    for stage in STAGES:
        if all(step.kind != stage for step in steps):
            unknown = blocker(Obstacle.STAGE_UNKNOWN, "Item", item.item_code, str(stage.title.zh), RECORD_STAGE)
            yield WeighedBlocker(unknown, least=0, most=2)
    yield from _offered(item, name)
    if surrenders and not posted:
        yield _about(item, name, Obstacle.ORIGINAL_IN_PERSON, POST_ORIGINALS)
    yield from _visits(item, name, steps, surrenders and posted)


def _step(step: StepFacts, posted: bool) -> Iterator[WeighedBlocker]:
    special = step.special_procedure is not None or step.kind == StepKind.SPECIAL
    by_post = posted and step.kind in (StepKind.ACCEPTANCE, StepKind.DELIVERY)
    if step.online or special or by_post:
        return
    delivery = step.kind == StepKind.DELIVERY
    if step.online is None:
        most = 1 if delivery or step.presence_required is False else 2
        yield WeighedBlocker(_of(step, Obstacle.STEP_UNKNOWN, RECORD_ONLINE), least=0, most=most)
    elif delivery:
        yield WeighedBlocker(_of(step, Obstacle.DELIVERY_IN_PERSON, BY_POST))
    elif step.presence_required:
        yield WeighedBlocker(_of(step, Obstacle.PRESENCE_BY_LAW, BY_LAW), least=2, most=2)
    elif step.presence_required is None:
        yield WeighedBlocker(_of(step, Obstacle.PRESENCE_UNKNOWN, RECORD_PRESENCE), least=1, most=2)
    else:
        yield WeighedBlocker(_of(step, Obstacle.STEP_OFFLINE, MOVE_ONLINE))


def _offered(item: ItemFacts, name: str) -> Iterator[WeighedBlocker]:
    if not item.handling_forms:
        yield _about(item, name, Obstacle.FORMS_UNKNOWN, RECORD_FORMS, least=0)
    elif HandlingForm.ONLINE not in item.handling_forms:
        yield _about(item, name, Obstacle.NO_ONLINE_FORM, OFFER_ONLINE)


def _visits(item: ItemFacts, name: str, steps: Sequence[StepFacts], posts_original: bool) -> Iterator[WeighedBlocker]:
    """Visits that steps on site do not account for. A step that may require presence by law may account for one."""
    if item.visits is None:
        yield _about(item, name, Obstacle.VISITS_UNKNOWN, RECORD_VISITS, least=0)
        return
    surely, perhaps = int(posts_original), 0
    for step in steps:
        on_site = step.special_procedure is not None or step.kind == StepKind.SPECIAL or step.presence_required
        surely += bool(on_site)
        perhaps += not on_site and step.presence_required is None
    if item.visits > surely:
        reason = f"（{item.visits_reason}）" if item.visits_reason else ""
        unblock = Text(f"{FEWER_VISITS.zh}{reason}", f"{FEWER_VISITS.en}{reason}")
        yield _about(item, name, Obstacle.VISITS, unblock, least=1 if item.visits > surely + perhaps else 0)


def _of(step: StepFacts, obstacle: Obstacle, unblock: Text) -> Blocker:
    return blocker(obstacle, "Step", step.step_code, step.name, unblock)


def _about(item: ItemFacts, name: str, obstacle: Obstacle, unblock: Text, least: int = 1) -> WeighedBlocker:
    return WeighedBlocker(blocker(obstacle, "Item", item.item_code, name, unblock), least=least)


def weighed_blockers(inventory: Inventory, item: int) -> list[WeighedBlocker]:
    """What blocks an item, given by its number in the catalogue."""
    code, name = inventory.codes("Item")[item], inventory.names("Item")[item]
    facts = inventory.facts
    return list(judge(facts.items[code], name, facts.steps.get(code, ()), item in inventory.surrendering))


def entries(inventory: Inventory) -> Iterator[Entry]:
    """Every item in force."""
    for item in inventory.items:
        weighed = weighed_blockers(inventory, item)
        facts = inventory.facts.items[inventory.codes("Item")[item]]
        steps = inventory.facts.steps.get(facts.item_code, ())
        weight = outcome(weighed)
        cases = inventory.cases_of(inventory.situations_of(item))
        yield inventory.entry(
            "Item",
            item,
            FullyOnlineStatus.UNKNOWN if weight is None else STATUSES[weight],
            item=item,
            annual_cases=facts.annual_cases if cases is None else cases,
            counts={
                "steps": len(steps),
                "online": sum(step.online is True for step in steps),
                "visits": facts.visits,
            },
            blockers=blockers(weighed),
        )


LIST = ReformList(
    name="fully_online",
    title=Text("全程网办", "Handled entirely online"),
    summary=Text(
        "各事项已实现、可突破还是暂不能实现全程网办，哪些环节未实现网上办理，法律是否要求到场。邮寄送达、现场程序结果在线告知的，视同网上办理。",
        "Every item: whether it is handled online from acceptance to delivery, could be, or cannot be for now; which "
        "steps are not online, and whether a law requires presence. Delivery by post counts as online, and so does "
        "giving the result of a procedure on site online.",
    ),
    statuses=FullyOnlineStatus,
    counts={
        "steps": Text("环节数", "Steps"),
        "online": Text("网上环节", "Online"),
        "visits": Text("跑动次数", "Visits"),
    },
    entries=entries,
    apart=True,
)
