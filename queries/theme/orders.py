"""What comes before what: an item's result that another situation requires, and what the law says.

- A material is required as often as situations ask for it; a requirement that a reform removed asks for nothing.
- Of an alternative group any member will do: it forces an order only if chosen tasks produce every member.
- Optional materials, and those that may be handed in later, force no order. Where nobody recorded whether a material
  is necessary, it is taken to be.
- A task does not wait for itself: what an item both asks for and results in (换证) the applicant holds already.
- If several chosen tasks produce what is required, it waits for all of them, since nobody recorded which of them the
  applicant's paper will come from; but not for one that itself waits for it, or never begins, if another does not.
- What one set of answers never chooses together does not wait for each other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import networkx as nx

from oncegraph.queries.records import Records
from oncegraph.schema.codes import Necessity, Status
from oncegraph.schema.flow import Freedom, Order, OrderCause
from oncegraph.schema.item import Precedes
from oncegraph.schema.material import Material
from oncegraph.schema.situation import Produces, Requires, Situation

#: What holds of two situations, by code, such as that one set of answers can choose them.
Together = Callable[[str, str], bool]


@dataclass(frozen=True)
class Need:
    """What a situation requires: any one of some materials. freedom: why it need not be there at the beginning."""

    situation: str
    materials: tuple[str, ...]
    freedom: Freedom | None
    assumed: bool


@dataclass(frozen=True)
class TaskDependency:
    """One reason for which a task waits for another. need: number of the need that it serves, None by law."""

    before: str
    after: str
    cause: OrderCause
    need: int | None = None


def needs_of(records: Records, situation: str) -> list[Need]:
    """What a situation requires, each alternative group as one need."""
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
    """Codes of the items that result in a material."""
    return [link.start for link in records.links_to(Produces, material)]


def orders(
    records: Records, situations: Sequence[str], together: Together | None = None, surely: Together | None = None
) -> tuple[list[Order], list[Order]]:
    """The orders among situations, and those that nothing forces; both in the order of the situations.

    together: which of them can be chosen at once, where branches are open, and surely: whether the first is chosen
    whenever the second is; None: all of them are chosen.
    """
    waits = [*_by_results(records, situations, together or _always), *_by_law(records, situations, together or _always)]
    return _gathered(situations, _with_ways_out(waits, surely or _always))


def _always(one: str, other: str) -> bool:
    return True


def _by_results(records: Records, situations: Sequence[str], together: Together) -> Iterator[TaskDependency]:
    of_item = _by_item(records, situations)
    needs = [need for situation in situations for need in needs_of(records, situation)]
    for number, need in enumerate(needs):
        own = records.node(Situation, need.situation).item_code
        found = {
            material: [
                situation
                for item in producers_of(records, material)
                if item != own
                for situation in of_item.get(item, ())
                if together(situation, need.situation)
            ]
            for material in need.materials
        }
        freedom = need.freedom or (None if all(found.values()) else Freedom.ALTERNATIVE)
        for material, situations_before in found.items():
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
    found: dict[str, list[str]] = defaultdict(list)
    for situation in situations:
        found[records.node(Situation, situation).item_code].append(situation)
    return found


def _with_ways_out(waits: list[TaskDependency], surely: Together) -> list[TaskDependency]:
    """The waits; none for what never begins, and none in a circle, where another producer of the same, surely chosen,
    will do.

    What is still in a circle then has no way out: everything in it has a need that only others in it serve.
    """
    never = _never_begun(waits)
    waits = _freed(waits, lambda wait: wait.before in never, surely)
    while True:
        forced = [wait for wait in waits if wait.cause.freedom is None]
        knot = {code: number for number, codes in enumerate(_knots(forced)) for code in codes}
        fewer = _freed(waits, lambda wait, knot=knot: knot[wait.before] == knot[wait.after], surely)
        if fewer == waits:
            return waits
        waits = fewer


def _never_begun(waits: Iterable[TaskDependency]) -> set[str]:
    """What cannot be handled even if all that can be has been, any one producer being enough."""
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


def _freed(
    waits: Iterable[TaskDependency], hopeless: Callable[[TaskDependency], bool], surely: Together
) -> list[TaskDependency]:
    """The waits, those that are hopeless no longer forced where another of the same need is surely there and is not."""
    forced = [wait for wait in waits if wait.cause.freedom is None]
    hopeful = {wait.need for wait in forced if not hopeless(wait) and surely(wait.before, wait.after)} - {None}
    needless = {wait for wait in forced if wait.need in hopeful and hopeless(wait)}
    return [
        replace(wait, cause=wait.cause.model_copy(update={"freedom": Freedom.OTHER_PRODUCER}))
        if wait in needless
        else wait
        for wait in waits
    ]


def _knots(waits: Iterable[TaskDependency]) -> Iterator[set[str]]:
    return nx.strongly_connected_components(nx.DiGraph((wait.before, wait.after) for wait in waits))


def _gathered(situations: Sequence[str], waits: Iterable[TaskDependency]) -> tuple[list[Order], list[Order]]:
    """Forced orders and free ones; each pair once, with all its causes."""
    causes: dict[tuple[str, str], list[OrderCause]] = defaultdict(list)
    for wait in waits:
        causes[wait.before, wait.after].append(wait.cause)
    place = {code: number for number, code in enumerate(situations)}
    found = [
        Order(before=before, after=after, causes=tuple(causes[before, after]))
        for before, after in sorted(causes, key=lambda pair: (place[pair[0]], place[pair[1]]))
    ]
    forced = [order for order in found if any(cause.freedom is None for cause in order.causes)]
    return forced, [order for order in found if all(cause.freedom for cause in order.causes)]
