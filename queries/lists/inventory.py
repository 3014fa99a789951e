"""The data that lists are computed from: decisions about the whole city and other facts, within a scope."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.columns import MISSING
from oncegraph.queries.exemption.spans import spread
from oncegraph.queries.lists.facts import Facts, ItemFacts
from oncegraph.schema.codes import Necessity, in_force
from oncegraph.schema.lists import AnyListStatus, Blocker, Entry, Obstacle
from oncegraph.schema.text import Text

OPTIONAL = tuple(Necessity).index(Necessity.OPTIONAL)


class ListScope(NamedTuple):
    """The items that a list covers: those of a department, and those of a region and the regions below it."""

    department: str | None = None
    region: str | None = None


EVERYTHING = ListScope()


class Requirement(NamedTuple):
    """A requirement of a situation, with the decision about it.

    material, group: numbers (group -1: none); necessity, verdict, rule: positions in their code lists (-1: not
    recorded); reasons: a bit mask; paper: row in `Decisions.materials`.
    """

    material: int
    group: int
    necessity: int
    removed: bool
    verdict: int
    rule: int
    reasons: int
    paper: int


class DependentTotals(NamedTuple):
    """For each thing: how many situations and items depend on it, their cases a year, and whether any are recorded."""

    situations: list[int]
    items: list[int]
    cases: list[int]
    counted: list[bool]

    def cases_of(self, thing: int) -> int | None:
        return self.cases[thing] if self.counted[thing] else None


class Inventory:
    """The active situations of the scope whose item is in force. Things are identified by their catalogue numbers."""

    def __init__(self, analysis: Analysis, facts: Facts, scope: ListScope):
        self.analysis = analysis
        self.catalogue = analysis.catalogue
        self.decisions = analysis.whole
        self.facts = facts
        self.scope = scope
        self._items = self._in_scope()

    def _in_scope(self) -> np.ndarray:
        """For each item, whether it is in force and in the scope. Raises NotFound."""
        department = None if self.scope.department is None else self.facts.department(self.scope.department)
        regions = None if self.scope.region is None else self.facts.regions_below(self.scope.region)

        def is_covered(item: ItemFacts) -> bool:
            here = regions is None or item.region_code in regions
            return in_force(item.status) and here and department in (None, item.department_code)

        return np.array(
            [code in self.facts.items and is_covered(self.facts.items[code]) for code in self.codes("Item")], bool
        )

    @property
    def is_scoped(self) -> bool:
        return self.scope != EVERYTHING

    def codes(self, kind: str) -> list[str]:
        return self.catalogue.codes[kind]

    def names(self, kind: str) -> list[str]:
        return self.catalogue.names[kind]

    # -------------------------------------------------------------------------------------- items and situations

    @cached_property
    def items(self) -> list[int]:
        return np.flatnonzero(self._items).tolist()

    @cached_property
    def place(self) -> dict[int, int]:
        """Situation → its index in the layout of the decisions."""
        situations = self.decisions.layout.situations
        owner = self.catalogue.chain.situations["item"][situations]
        inside = self._items[owner] & (owner >= 0) if len(self._items) else np.zeros(len(owner), bool)
        return dict(zip(situations[inside].tolist(), np.flatnonzero(inside).tolist(), strict=True))

    @cached_property
    def item_of(self) -> list[int]:
        return self.catalogue.chain.situations["item"].tolist()

    @cached_property
    def complete(self) -> list[int]:
        """For each situation, whether its list of materials is confirmed: 1 yes, 0 no, -1 not recorded."""
        return self.catalogue.chain.situations["complete"].tolist()

    def situations_of(self, item: int) -> list[int]:
        return [situation for situation in self.catalogue.item_situations[item] if situation in self.place]

    @cached_property
    def cases(self) -> list[int | None]:
        """Cases a year of each situation."""
        return [None if many == MISSING else many for many in self.catalogue.situation_cases.tolist()]

    def cases_of(self, situations: Iterable[int]) -> int | None:
        """The sum of their cases a year; None if none are recorded."""
        recorded = [cases for situation in situations if (cases := self.cases[situation]) is not None]
        return sum(recorded) if recorded else None

    @cached_property
    def _requirements(self) -> list[Requirement]:
        decisions, chain = self.decisions, self.catalogue.chain
        rows = chain.situations[decisions.layout.situations]
        numbers = spread(rows["first_require"], rows["last_require"])[1]
        columns = (
            *(chain.requires[numbers][name].tolist() for name in ("material", "group", "necessity", "removed")),
            *(decisions.requirements[name].tolist() for name in ("verdict", "rule", "reasons")),
            decisions.papers_of.tolist(),
        )
        return list(map(Requirement._make, zip(*columns, strict=True)))

    @cached_property
    def _first_requirement(self) -> list[int]:
        return self.decisions.layout.require_row.tolist()

    def requirements_of(self, situation: int) -> list[Requirement]:
        at = self.place[situation]
        return self._requirements[self._first_requirement[at] : self._first_requirement[at + 1]]

    @cached_property
    def surrendering(self) -> set[int]:
        """Items with a situation that requires an original, not optionally, which has to be surrendered."""
        surrendered = set((self.catalogue.chain.materials["surrendered"] == 1).nonzero()[0].tolist())
        return {
            self.item_of[situation]
            for situation in self.place
            for each in self.requirements_of(situation)
            if each.material in surrendered and not each.removed and each.necessity != OPTIONAL
        }

    # ---------------------------------------------------------------------------------------- fields and sources

    @cached_property
    def needed_materials(self) -> tuple[np.ndarray, np.ndarray]:
        """Distinct pairs (situation, material) of what the situations require."""
        chain = self.catalogue.chain
        situations = np.array(list(self.place), np.int64)
        rows = chain.situations[situations]
        owner, requires = spread(rows["first_require"], rows["last_require"])
        kept = ~chain.requires["removed"][requires]
        return distinct(situations[owner[kept]], chain.requires["material"][requires[kept]])

    def totals(self, things: np.ndarray, situations: np.ndarray, many: int) -> "DependentTotals":
        """What depends on each of `many` things, computed from pairs (thing, situation), which may repeat."""
        things, situations = distinct(things, situations)
        cases = self.catalogue.situation_cases[situations]
        counted = cases != MISSING
        of_items, _ = distinct(things, self.catalogue.chain.situations["item"][situations])
        return DependentTotals(
            np.bincount(things, minlength=many).tolist(),
            np.bincount(of_items, minlength=many).tolist(),
            np.bincount(things[counted], cases[counted], many).astype(np.int64).tolist(),
            np.bincount(things[counted], minlength=many).astype(bool).tolist(),
        )

    # ------------------------------------------------------------------------------------------------- entries

    def entry(
        self,
        kind: str,
        number: int,
        status: AnyListStatus,
        *,
        item: int = -1,
        annual_cases: int | None = None,
        counts: dict[str, int | None],
        blockers: Sequence[Blocker],
        remark: Text | None = None,
    ) -> Entry:
        """An entry about a thing of the catalogue. item: number of the item that it belongs to, -1 for none."""
        facts = self.facts.items[self.codes("Item")[item]] if item >= 0 else None
        department = facts.department_code if facts else None
        return Entry.model_construct(
            kind=kind,
            code=self.codes(kind)[number],
            name=self.names(kind)[number],
            status=status,
            item_code=facts.item_code if facts else None,
            item_name=self.names("Item")[item] if facts else None,
            department_code=department,
            department_name=self.facts.departments.get(department) if department else None,
            region_code=facts.region_code if facts else None,
            annual_cases=annual_cases,
            counts=counts,
            remark=remark,
            blockers=tuple(blockers),
        )

    def blocker(self, obstacle: Obstacle, kind: str, number: int, unblock: Text) -> Blocker:
        return blocker(obstacle, kind, self.codes(kind)[number], self.names(kind)[number], unblock)


def blocker(obstacle: Obstacle, kind: str, code: str, name: str, unblock: Text) -> Blocker:
    return Blocker.model_construct(obstacle=obstacle, kind=kind, code=code, name=name, unblock=unblock)


def distinct(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct pairs of two columns of numbers, sorted."""
    pairs = np.sort(left.astype(np.int64) << 32 | right.astype(np.int64))
    pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
    return pairs >> 32, pairs & 0xFFFFFFFF
