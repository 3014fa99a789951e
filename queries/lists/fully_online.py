"""全程网办 in S1's three lists: achieved, can be broken through, not possible for now; and what cannot be told.

S1 (Guiyang) defines it: the applicant applies online; acceptance, review, decision and delivery are online; nobody has
to come to a hall. Papers and results may go by post. Nobody may be asked to come unless a law says so, and even then it
counts if (1) a signature is given online, (2) originals are handed in or exchanged by post, (3) the result of an
inspection, expert review, examination or hearing on site is told online.

Where that is silent: an offline step that a law ties to presence is not possible for now, unless it is one of these
three; delivery in person can always be broken through, by post (2); and each step on site, by law or as a special
procedure, explains one visit, as does an original that may be posted.
"""

from collections.abc import Iterator, Sequence

from oncegraph.queries.lists.facts import ItemFacts, StepFacts
from oncegraph.queries.lists.inventory import Inventory, blocker
from oncegraph.queries.lists.reform_list import ReformList
from oncegraph.queries.lists.weighing import WeighedBlocker, blockers, outcome
from oncegraph.schema.codes import HandlingForm, StepKind
from oncegraph.schema.lists import Entry, FullyOnlineStatus, Obstacle
from oncegraph.schema.text import Text

STAGES = (StepKind.ACCEPTANCE, StepKind.REVIEW, StepKind.DECISION, StepKind.DELIVERY)
STANDINGS = (FullyOnlineStatus.ACHIEVED, FullyOnlineStatus.BREAKABLE, FullyOnlineStatus.NOT_FOR_NOW)

MOVE_ONLINE = Text("将该环节改为网上办理", "do this step online")
BY_POST = Text("改为网上送达，或提供邮寄送达", "deliver online, or by post")
POST_ORIGINALS = Text("提供邮寄提交或更换原件", "let originals be handed in or exchanged by post")
BY_LAW = Text(
    "面签可改为实名认证后在线签署；其余待法律法规修订",
    "a signature may be given online after real-name login; anything else needs a change of law",
)
OFFER_ONLINE = Text("开通网上办理并登记", "offer it online, and record it")
FEWER_VISITS = Text(
    "法律未要求到场的，改为网上或邮寄办理", "where no law requires presence, let it be done online or by post"
)
RECORD_PRESENCE = Text("登记法律是否要求到场", "record whether a law requires presence")
RECORD_ONLINE = Text("登记该环节是否网上办理", "record whether the step is done online")
RECORD_STAGE = Text("登记该阶段的环节", "record the steps of this stage")
RECORD_FORMS = Text("登记办理形式", "record the handling forms")
RECORD_VISITS = Text("登记跑动次数", "record the number of visits")


def judge(item: ItemFacts, name: str, steps: Sequence[StepFacts], surrenders: bool) -> Iterator[WeighedBlocker]:
    """What is in the way of an item; surrenders: it takes in an original."""
    posted = HandlingForm.POST in item.handling_forms
    for step in steps:
        yield from _step(step, posted)
    for stage in STAGES:
        if all(step.kind != stage for step in steps):
            found = blocker(Obstacle.STAGE_UNKNOWN, "Item", item.item_code, str(stage.title.zh), RECORD_STAGE)
            yield WeighedBlocker(found, least=0, most=2)
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
    """Visits that no step on site explains; one that may be on site, by law, explains one perhaps."""
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


def _of(step: StepFacts, obstacle: Obstacle, unblock: Text):
    return blocker(obstacle, "Step", step.step_code, step.name, unblock)


def _about(item: ItemFacts, name: str, obstacle: Obstacle, unblock: Text, least: int = 1) -> WeighedBlocker:
    return WeighedBlocker(blocker(obstacle, "Item", item.item_code, name, unblock), least=least)


def findings_of(inventory: Inventory, item: int) -> list[WeighedBlocker]:
    """What is in the way of an item of the catalogue."""
    code, name = inventory.codes("Item")[item], inventory.names("Item")[item]
    facts = inventory.facts
    return list(judge(facts.items[code], name, facts.steps.get(code, ()), item in inventory.surrendering))


def entries(inventory: Inventory) -> Iterator[Entry]:
    """Every item in force."""
    for item in inventory.items:
        found = findings_of(inventory, item)
        facts = inventory.facts.items[inventory.codes("Item")[item]]
        steps = inventory.facts.steps.get(facts.item_code, ())
        settled = outcome(found)
        cases = inventory.cases_of(inventory.situations_of(item))
        yield inventory.entry(
            "Item",
            item,
            FullyOnlineStatus.UNKNOWN if settled is None else STANDINGS[settled],
            item=item,
            annual_cases=facts.annual_cases if cases is None else cases,
            counts={
                "steps": len(steps),
                "online": sum(step.online is True for step in steps),
                "visits": facts.visits,
            },
            blockers=blockers(found),
        )


LIST = ReformList(
    name="fully_online",
    title=Text("全程网办", "Handled online from end to end"),
    summary=Text(
        "每个事项：已实现、可突破还是暂不能实现全程网办；哪些环节不在网上，法律是否要求到场。邮寄、线上告知现场程序的结果均可。",
        "Every item: handled online from acceptance to delivery, or what could change that, or a law that forbids it. "
        "Post counts, and so does telling online what came of an inspection on site.",
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
