"""国垂/省垂/自建 systems: how far each is interlinked, and what depends on it (S1: 117, 109 and 30 systems).

S1 interlinks a self-built system in five steps. It is done when the system is in use, migrated to the provincial system
or linked from the provincial portal. Sources of other classes, or without a recorded class, are not listed.
"""

from collections.abc import Iterator

import numpy as np

from oncegraph.queries.exemption.bindings import BIT, reasons_of
from oncegraph.queries.exemption.columns import UNRECORDED
from oncegraph.queries.exemption.spans import spread
from oncegraph.queries.lists.inventory import Inventory, distinct
from oncegraph.queries.lists.reform_list import ReformList
from oncegraph.schema.codes import Interlinking, Level, Status, SystemClass
from oncegraph.schema.lists import Blocker, Entry, Obstacle, SystemStatus
from oncegraph.schema.remedy import REMEDY
from oncegraph.schema.text import Text, listed
from oncegraph.schema.verdict import EXEMPTING, Reason, Rule, Verdict

SYSTEMS = (SystemClass.NATIONAL_VERTICAL, SystemClass.PROVINCIAL_VERTICAL, SystemClass.SELF_BUILT)
#: S1's five steps, in their order.
STEPS = tuple(Interlinking)[1:6]
DONE = (Interlinking.IN_USE, Interlinking.MIGRATED, Interlinking.LINKED)
REMOVED = tuple(Status).index(Status.REMOVED)
CLASSES, LEVELS = ({code.value: code.title for code in codes} for codes in (SystemClass, Level))
INTERLINKINGS = {code.value: code for code in Interlinking}
EXEMPT_BY = [tuple(Rule).index(rule) for rule in EXEMPTING]
YES, TRUE = tuple(Verdict).index(Verdict.YES), 1

#: Reasons why a binding cannot be used that are caused by its source.
CLOSED = (
    Reason.SOURCE_SUSPENDED,
    Reason.SOURCE_INACTIVE,
    Reason.SOURCE_DOWN,
    Reason.STALE,
    Reason.NOT_SHARED,
    Reason.NOT_APPROVED,
)
UNDECIDED = (Reason.SOURCE_STATUS_UNKNOWN, Reason.PROBE_UNKNOWN, Reason.FRESHNESS_UNKNOWN, Reason.SHARING_UNKNOWN)

START = Text(
    "启动融通：初步技术对接、表单创建、接口联调、综合测试、上线应用，或迁移至省级系统",
    "begin: technical integration, forms, interfaces, tests, use; or migrate it to the provincial system",
)
RECORD = Text("登记融通状态", "record how far it is interlinked")
BIND = Text("登记该系统能提供的字段和材料", "record the fields and materials that it can supply")


class Dependents:
    """What depends on each source, by its number.

    fields, materials: how many that situations require are bound to it; waiting: how many of these are not filled or
    not exempt in some situation (acts of will do not count); totals: situations, items and cases.
    """

    def __init__(self, inventory: Inventory):
        chain = inventory.catalogue.chain
        many = len(chain.sources)
        situation, material = inventory.needed_materials
        needed = np.unique(material)
        facts_of, facts = spread(chain.materials["first_fact"][needed], chain.materials["last_fact"][needed])
        field = chain.facts["field"][facts]
        which, source_of_field = _sources(chain.fields[field], chain.bindings)
        own, source_of_material = _sources(chain.materials[needed], chain.bindings)

        source, fields = distinct(source_of_field, field[which])
        self.fields = np.bincount(source, minlength=many).tolist()
        waiting = np.bincount(source[_unfilled(inventory)[fields]], minlength=many)
        source, materials = distinct(source_of_material, needed[own])
        self.materials = np.bincount(source, minlength=many).tolist()
        self.waiting = (waiting + np.bincount(source[_not_exempt(inventory)[materials]], minlength=many)).tolist()

        owner, source = distinct(np.append(facts_of[which], own), np.append(source_of_field, source_of_material))
        bounds = np.searchsorted(owner, np.arange(len(needed) + 1))
        at = np.searchsorted(needed, material)
        row, place = spread(bounds[at], bounds[at + 1])
        self.totals = inventory.totals(source[place], situation[row], many)


def _sources(owners: np.ndarray, bindings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (index of an owner, source) for the bindings of the owners, without removed ones."""
    place, binding = spread(owners["first_binding"], owners["last_binding"])
    kept = (bindings["status"][binding] != REMOVED) & (bindings["source"][binding] != UNRECORDED)
    return place[kept], bindings["source"][binding[kept]]


def _unfilled(inventory: Inventory) -> np.ndarray:
    """For each field, whether it is not filled in some situation, although it is not an act of will."""
    fields, decisions = inventory.catalogue.chain.fields, inventory.decisions
    unfilled = np.zeros(len(fields), bool)
    unfilled[decisions.layout.pairs["of"][decisions.fields["verdict"] != YES]] = True
    return unfilled & (fields["will"] != TRUE)


def _not_exempt(inventory: Inventory) -> np.ndarray:
    """For each material, whether it is not exempt by rules 2 to 6 in some situation."""
    decisions = inventory.decisions
    exempt = (decisions.materials["verdict"] == YES) & np.isin(decisions.materials["rule"], EXEMPT_BY)
    not_exempt = np.zeros(len(inventory.catalogue.chain.materials), bool)
    not_exempt[decisions.layout.papers["of"][~exempt]] = True
    return not_exempt


def entries(inventory: Inventory) -> Iterator[Entry]:
    """Every system; in a scope, those that its situations depend on."""
    dependents = Dependents(inventory)
    reasons = _reasons_by_source(inventory)
    departments = inventory.facts.departments
    for number, code in enumerate(inventory.codes("DataSource")):
        facts = inventory.facts.sources[code]
        totals = dependents.totals
        if facts.system_class not in SYSTEMS or (inventory.is_scoped and not totals.situations[number]):
            continue
        yield Entry.model_construct(
            kind="DataSource",
            code=code,
            name=inventory.names("DataSource")[number],
            status=SystemStatus.of(facts.interlinking),
            department_code=facts.owner_code,
            department_name=departments.get(facts.owner_code) if facts.owner_code else None,
            annual_cases=totals.cases_of(number),
            counts={
                "fields": dependents.fields[number],
                "materials": dependents.materials[number],
                "situations": totals.situations[number],
                "items": totals.items[number],
                "waiting": dependents.waiting[number],
            },
            remark=_class(facts.system_class, facts.level),
            blockers=tuple(_blockers(inventory, number, reasons)),
        )


def _class(system_class: str, level: str | None) -> Text:
    titles = [CLASSES[system_class], *([LEVELS[level]] if level in LEVELS else [])]
    return listed(titles, Text(" · ", " · "))


def _reasons_by_source(inventory: Inventory) -> dict[int, int]:
    """Source → why its bindings cannot be used, as a bit mask of reasons; sources without bindings are left out."""
    bindings, standing = inventory.catalogue.chain.bindings, inventory.analysis.standing
    by_source: dict[int, int] = {}
    masks = np.bitwise_or(standing["failed"], standing["missing"])
    for source, status, bits in zip(
        bindings["source"].tolist(), bindings["status"].tolist(), masks.tolist(), strict=True
    ):
        if status != REMOVED and source != UNRECORDED:
            by_source[source] = by_source.get(source, 0) | bits
    return by_source


def _blockers(inventory: Inventory, number: int, reasons_by_source: dict[int, int]) -> Iterator[Blocker]:
    def about(obstacle: Obstacle, unblock: Text) -> Blocker:
        return inventory.blocker(obstacle, "DataSource", number, unblock)

    recorded = inventory.facts.sources[inventory.codes("DataSource")[number]].interlinking
    interlinking = INTERLINKINGS.get(recorded or "")
    if interlinking is None:
        yield about(Obstacle.INTERLINKING_UNKNOWN, RECORD)
    elif interlinking is Interlinking.NOT_STARTED:
        yield about(Obstacle.INTERLINKING_UNSTARTED, START)
    elif interlinking not in DONE:
        left = listed((step.title for step in STEPS[STEPS.index(interlinking) :]), Text("、", ", "))
        yield about(Obstacle.INTERLINKING_UNFINISHED, Text(f"完成：{left.zh}", f"finish: {left.en}"))
    if number not in reasons_by_source:
        yield about(Obstacle.FEEDS_NOTHING, BIND)
        return
    for reasons, obstacle in ((CLOSED, Obstacle.SOURCE_CLOSED), (UNDECIDED, Obstacle.SOURCE_UNDECIDED)):
        for reason in reasons_of(reasons_by_source[number] & sum(int(BIT[each]) for each in reasons)):
            yield about(obstacle, REMEDY[reason])


LIST = ReformList(
    name="systems",
    title=Text("系统融通", "Systems to interlink"),
    summary=Text(
        "各国垂、省垂、自建系统的融通进度，依赖该系统的字段、材料和情形，融通后最多还可使多少个字段免填、多少份材料免交。",
        "National, provincial and self-built systems: how far each is interlinked, which fields, materials and "
        "situations depend on it, and how many fields and materials at most could become automatic or exempt.",
    ),
    statuses=SystemStatus,
    counts={
        "fields": Text("字段", "Fields"),
        "materials": Text("材料", "Materials"),
        "situations": Text("情形", "Situations"),
        "items": Text("事项", "Items"),
        "waiting": Text("待解决的字段与材料", "Fields and materials waiting"),
    },
    entries=entries,
)
