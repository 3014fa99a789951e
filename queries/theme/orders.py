"""Which situation has to be handled before which: by a result that another one requires, and by law.

- Every requirement of a situation counts, except those that a reform removed.
- Any member of an alternative group is enough: the group forces an order only if tasks of the flow produce all of its
  members.
- Optional materials, and those that may be handed in later, do not force an order. Where it is not recorded whether a
  material is necessary, it is assumed to be.
- A task does not wait for itself: what an item both requires and produces (换证), the applicant already holds.
- If several tasks produce what is required, the situation waits for all of them, because it is not recorded which one
  the applicant's document will come from. It does not wait for a task that waits for it in turn or that can never
  begin, if another producer is free of this.
- Situations that no set of answers chooses together do not wait for each other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import networkx as nx

from oncegraph.queries.records import Records
from oncegraph.schema.codes import Necessity, Status
from oncegraph.schema.flow import Freedom, Order, OrderCause
from oncegraph.schema.item import Precedes
from oncegraph.schema.material import Material
from oncegraph.schema.situation import Produces, Requires, Situation

#: A relation between two situations, given by code, such as "one set of answers can choose both".
Together = Callable[[str, str], bool]


@dataclass(frozen=True)
class Need:
    """What a situation requires: any one of `materials`. freedom: why the material is not needed at the start, None if
    it is; assumed: its necessity is not recorded."""

    situation: str
    materials: tuple[str, ...]
    freedom: Freedom | None
    assumed: bool


@dataclass(frozen=True)
class TaskDependency:
    """One reason why the task `after` waits for the task `before`. need: number of the need that `before` serves, None
    if the law says so."""

    before: str
    after: str
    cause: OrderCause
    need: int | None = None


def needs_of(records: Records, situation: str) -> list[Need]:
    """What a situation requires; each alternative group is one need."""
    grouped: dict[tuple[str, bool], list[tuple[str, str | None]]] = defaultdict(list)
    for link in records.links_from(Requires, situation):
        if link.about.status != Status.REMOVED:
            group = link.about.alternative_group
            grouped[(group or link.end, group is not None)].append((link.end, link.about.necessity))
    return [_need(situation, members) for members in grouped.values()]


def _need(situation: str, members: Sequence[tuple[str, str | None]]) -> Need:
    necessities = {necessity for _, necessity in members}
    freedom = None
    if necessities == {Necessity.OPTIONAL}:
        freedom = Freedom.OPTIONAL
    elif Necessity.DEFERRED in necessities:
        freedom = Freedom.DEFERRED
    assumed = freedom is None and necessities <= {Necessity.OPTIONAL, None}
    return Need(situation, tuple(material for material, _ in members), freedom, assumed)


def producers_of(records: Records, material: str) -> list[str]:
    """Codes of the items that produce a material."""
    return [link.start for link in records.links_to(Produces, material)]


def orders(
    records: Records, situations: Sequence[str], together: Together | None = None, surely: Together | None = None
) -> tuple[list[Order], list[Order]]:
    """The forced orders among situations, and the possible ones that nothing forces; both sorted by `situations`.

    together: whether one set of answers can choose two situations; surely: whether the first is chosen whenever the
    second is. None: all situations are chosen.
    """
    waits = [*_by_results(records, situations, together or _always), *_by_law(records, situations, together or _always)]
    return _grouped(situations, _without_avoidable(waits, surely or _always))


def _always(one: str, other: str) -> bool:
    return True


def _by_results(records: Records, situations: Sequence[str], together: Together) -> Iterator[TaskDependency]:
    of_item = _by_item(records, situations)
    needs = [need for situation in situations for need in needs_of(records, situation)]
    for number, need in enumerate(needs):
        own = records.node(Situation, need.situation).item_code
        producing = {
            material: [
                situation
                for item in producers_of(records, material)
                if item != own
                for situation in of_item.get(item, ())
                if together(situation, need.situation)
            ]
            for material in need.materials
        }
        freedom = need.freedom or (None if all(producing.values()) else Freedom.ALTERNATIVE)
        for material, situations_before in producing.items():
            cause = OrderCause(
                material_code=material,
                material_name=records.name(Material, material),
                freedom=freedom,
                assumed=need.assumed,
            )
            yield from (TaskDependency(before, need.situation, cause, number) for before in situations_before)


def _by_law(records: Records, situations: Sequence[str], together: Together) -> Iterator[TaskDependency]:
    of_item = _by_item(records, situations)
    for item, first in of_item.items():
        for link in records.links_from(Precedes, item):
            if link.end == item:
                continue
            for before in first:
                for after in of_item.get(link.end, ()):
                    if together(before, after):
                        yield TaskDependency(before, after, OrderCause(legal_basis=link.about.legal_basis))


def _by_item(records: Records, situations: Iterable[str]) -> dict[str, list[str]]:
    by_item: dict[str, list[str]] = defaultdict(list)
    for situation in situations:
        by_item[records.node(Situation, situation).item_code].append(situation)
    return by_item


def _without_avoidable(waits: list[TaskDependency], surely: Together) -> list[TaskDependency]:
    """The dependencies. Those on tasks that never begin, and those within a circle, are no longer forced if another
    producer that is certainly chosen serves the same need.

    A circle that remains cannot be resolved: every task in it has a need that only tasks of the circle serve.
    """
    never = _never_begun(waits)
    waits = _released(waits, lambda wait: wait.before in never, surely)
    while True:
        forced = [wait for wait in waits if wait.cause.freedom is None]
        component = {code: number for number, codes in enumerate(_components(forced)) for code in codes}
        fewer = _released(waits, partial(_in_one_component, component), surely)
        if fewer == waits:
            return waits
        waits = fewer


def _never_begun(waits: Iterable[TaskDependency]) -> set[str]:
    """Situations that cannot be handled even after all others have been, where one producer is enough for each need."""
    serving: dict[tuple[str, int | str], set[str]] = defaultdict(set)
    for wait in waits:
        if wait.cause.freedom is None:
            serving[wait.after, wait.before if wait.need is None else wait.need].add(wait.before)
    waiting = {after for after, _ in serving}
    while True:
        still = {after for (after, _), before in serving.items() if after in waiting and before <= waiting}
        if still == waiting:
            return waiting
        waiting = still


def _in_one_component(component: Mapping[str, int], wait: TaskDependency) -> bool:
    return component[wait.before] == component[wait.after]


def _released(
    waits: Iterable[TaskDependency], hopeless: Callable[[TaskDependency], bool], surely: Together
) -> list[TaskDependency]:
    """The dependencies. A dependency on a task that can never begin is no longer forced if another dependency of the
    same need can be met and its producer is certainly chosen."""
    forced = [wait for wait in waits if wait.cause.freedom is None]
    hopeful = {wait.need for wait in forced if not hopeless(wait) and surely(wait.before, wait.after)} - {None}
    needless = {wait for wait in forced if wait.need in hopeful and hopeless(wait)}
    return [
        replace(wait, cause=wait.cause.model_copy(update={"freedom": Freedom.OTHER_PRODUCER}))
        if wait in needless
        else wait
        for wait in waits
    ]


def _components(waits: Iterable[TaskDependency]) -> Iterator[set[str]]:
    return nx.strongly_connected_components(nx.DiGraph((wait.before, wait.after) for wait in waits))


def _grouped(situations: Sequence[str], waits: Iterable[TaskDependency]) -> tuple[list[Order], list[Order]]:
    """The forced orders and the others; each pair of situations once, with all its causes."""
    causes: dict[tuple[str, str], list[OrderCause]] = defaultdict(list)
    for wait in waits:
        causes[wait.before, wait.after].append(wait.cause)
    place = {code: number for number, code in enumerate(situations)}
    grouped = [
        Order(before=before, after=after, causes=tuple(causes[before, after]))
        for before, after in sorted(causes, key=lambda pair: (place[pair[0]], place[pair[1]]))
    ]
    forced = [order for order in grouped if any(cause.freedom is None for cause in order.causes)]
    return forced, [order for order in grouped if all(cause.freedom for cause in order.causes)]
