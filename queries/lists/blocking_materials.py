"""Which materials block a situation: those that are not exempt by the rules that a list accepts."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from oncegraph.queries.exemption import kernel
from oncegraph.queries.exemption.bindings import BIT, reasons_of
from oncegraph.queries.exemption.spans import spread
from oncegraph.queries.lists.inventory import Inventory, Requirement
from oncegraph.queries.lists.weighing import WeighedBlocker
from oncegraph.schema.codes import Necessity
from oncegraph.schema.lists import Obstacle
from oncegraph.schema.remedy import REMEDY, remedies
from oncegraph.schema.text import Text, listed
from oncegraph.schema.verdict import Reason, Rule, Verdict

RULES, VERDICTS = tuple(Rule), tuple(Verdict)
YES, CONDITIONAL, UNKNOWN, NO = range(4)
OPTIONAL, UNRECORDED = tuple(Necessity).index(Necessity.OPTIONAL), -1
FIELDS_SHOWN = 3
FIELDS_REMAIN = int(BIT[Reason.FIELDS_REMAIN])

OBSTACLES = {
    Rule.COMMITTED: Obstacle.MATERIAL_COMMITTED,
    Rule.REUSED: Obstacle.MATERIAL_ON_FILE,
    Rule.DEFERRED: Obstacle.MATERIAL_DEFERRED,
    Rule.PARTIAL: Obstacle.MATERIAL_IN_PART,
    Rule.COLLABORATED: Obstacle.MATERIAL_COLLABORATED,
}
INSTEAD = Text(
    "改用证照共享、数据核验或数据替代，使其免交",
    "make it exempt by a shared licence, a data check or equivalent data",
)
ON_FILE = Text("存档后即可复用，无须其他措施", "nothing else is needed once it is on file")


class BlockingMaterials:
    """Finds the materials that block a situation. accepted: the rules by which a material does not block it."""

    def __init__(self, inventory: Inventory, accepted: Iterable[Rule]):
        self._inventory = inventory
        self._accepted = {RULES.index(rule) for rule in accepted}
        self._findings: dict[tuple[object, ...], WeighedBlocker] = {}
        self._blockers: dict[tuple[object, ...], WeighedBlocker] = {}
        self._remedies: dict[int, Text] = {}
        self._names: dict[tuple[int, ...], Text] = {}
        self._left, self._bounds = self._find_left()
        self._checked = self._find_checked()

    def passes(self, requirement: Requirement) -> bool:
        return requirement.verdict == YES and requirement.rule in self._accepted

    def weighed_blockers(self, requirements: Sequence[Requirement]) -> Iterator[WeighedBlocker]:
        """A blocker for each material, or alternative group, that does not pass."""
        for unit in units(requirements):
            if any(map(self.passes, unit)):
                continue
            necessities = {requirement.necessity for requirement in unit}
            if necessities == {OPTIONAL}:
                continue
            nearest = min(unit, key=self._state) if len(unit) > 1 else unit[0]
            doubtful = necessities <= {OPTIONAL, UNRECORDED}
            paper = nearest.paper if nearest.reasons & FIELDS_REMAIN else None
            material, _, _, _, verdict, rule, reasons, _ = nearest
            key = (doubtful, material, verdict, rule, reasons, paper, tuple(unit) if len(unit) > 1 else None)
            if key not in self._findings:
                self._findings[key] = self._finding(nearest, unit, doubtful)
            yield self._findings[key]

    def _state(self, requirement: Requirement) -> int:
        """The verdict as this list sees it: UNKNOWN may still pass, anything else does not."""
        return UNKNOWN if requirement.verdict == UNKNOWN else NO

    def _finding(self, requirement: Requirement, unit: Sequence[Requirement], doubtful: bool) -> WeighedBlocker:
        rule, unknown = RULES[requirement.rule], requirement.verdict == UNKNOWN
        if unknown:
            obstacle = Obstacle.MATERIAL_UNDECIDED
        elif doubtful:
            obstacle = Obstacle.NECESSITY_UNKNOWN
        else:
            obstacle = OBSTACLES.get(rule, Obstacle.MATERIAL_REMAINS)
        unblock = (
            REMEDY[Reason.NECESSITY_UNKNOWN] if obstacle is Obstacle.NECESSITY_UNKNOWN else self._remedy(requirement)
        )
        key = requirement.material, obstacle, unblock, len(unit) > 1 and tuple(each.material for each in unit)
        if key in self._blockers:
            return self._blockers[key]
        if len(unit) > 1:
            names = listed(self._inventory.names("Material")[each.material] for each in unit)
            unblock = Text(
                f"任选组（{names.zh}）中有一份免交即可：{unblock.zh}",
                f"it is enough if any one of the group ({names.en}) is exempt: {unblock.en}",
            )
        blocker = self._inventory.blocker(obstacle, "Material", requirement.material, unblock)
        return self._blockers.setdefault(key, WeighedBlocker(blocker, least=0 if unknown or doubtful else 1))

    def _remedy(self, requirement: Requirement) -> Text:
        """What has to change for the material to become exempt."""
        rule = RULES[requirement.rule]
        if rule is Rule.REUSED and requirement.rule in self._accepted:
            return ON_FILE
        if rule in (Rule.REUSED, Rule.COMMITTED, Rule.COLLABORATED, Rule.DEFERRED):
            return INSTEAD
        if requirement.reasons not in self._remedies:
            self._remedies[requirement.reasons] = remedies(reasons_of(requirement.reasons))
        remedy = self._remedies[requirement.reasons]
        if requirement.reasons & FIELDS_REMAIN:
            names = self._remaining(requirement)
            remedy = Text(f"{remedy.zh}（{names.zh}）", f"{remedy.en} ({names.en})")
        return remedy

    def _remaining(self, requirement: Requirement) -> Text:
        """The names of the first few fields of a material that no source fills or checks."""
        first, last = self._bounds[requirement.paper], self._bounds[requirement.paper + 1]
        left = tuple(self._left[first:last])
        if requirement.paper in self._checked:
            left = tuple(field for field in left if not self._is_checked(requirement, field))
        if left not in self._names:
            names = listed(self._inventory.names("Field")[field] for field in left[:FIELDS_SHOWN])
            if (more := len(left) - FIELDS_SHOWN) > 0:
                names = Text(f"{names.zh} 等 {len(left)} 个", f"{names.en} and {more} more")
            self._names[left] = names
        return self._names[left]

    def _is_checked(self, requirement: Requirement, field: int) -> bool:
        """Whether a data check that works covers a field of the material."""
        layout = self._inventory.decisions.layout
        group = layout.groups[layout.groups["last_paper"].searchsorted(requirement.paper, side="right")]
        own = layout.pairs["of"][group["first_pair"] : group["last_pair"]]
        pair = int(group["first_pair"] + (own == field).argmax())
        analysis, decisions = self._inventory.analysis, self._inventory.decisions
        return bool(analysis.checking_bindings(decisions, requirement.paper, requirement.material, pair, field))

    def _find_left(self) -> tuple[list[int], list[int]]:
        """The required fields of all materials that are not filled automatically, in one list, and the bounds of those
        of each material in it."""
        chain, layout = self._inventory.catalogue.chain, self._inventory.decisions.layout
        groups = np.arange(len(layout.groups))
        group_of_pair, _ = spread(layout.groups["first_pair"], layout.groups["last_pair"])
        group_of_paper = np.repeat(groups, layout.groups["last_paper"] - layout.groups["first_paper"])
        many = len(chain.fields)
        own = chain.materials[layout.papers["of"]]
        paper, facts = spread(own["first_fact"], own["last_fact"])
        key = group_of_pair * many + layout.pairs["of"]
        order = np.argsort(key)
        wanted = group_of_paper[paper] * many + chain.facts["field"][facts]
        pair = order[np.searchsorted(key, wanted, sorter=order)] if len(key) else wanted
        left = (self._inventory.decisions.fields["verdict"][pair] != YES) & (chain.facts["required"][facts] != 0)
        bounds = np.searchsorted(paper[left], np.arange(len(layout.papers) + 1))
        return chain.facts["field"][facts[left]].tolist(), bounds.tolist()

    def _find_checked(self) -> set[int]:
        """The materials (as rows in `Decisions.materials`) that have a working data check."""
        chain, decisions = self._inventory.catalogue.chain, self._inventory.decisions
        papers = decisions.layout.papers
        own = chain.materials[papers["of"]]
        paper, binding = spread(own["first_binding"], own["last_binding"])
        row = binding - own["first_binding"][paper] + papers["row"][paper]
        works = (decisions.rows["failed"][row] | decisions.rows["missing"][row]) == 0
        return set(paper[works & (chain.bindings["mode"][binding] == kernel.DATA_CHECK)].tolist())


def units(requirements: Sequence[Requirement]) -> Iterable[list[Requirement]]:
    """What has to pass: each requirement in force by itself, or any one of an alternative group."""
    grouped: dict[object, list[Requirement]] = {}
    for number, requirement in enumerate(requirements):
        if not requirement.removed:
            key = number if requirement.group < 0 else ("group", requirement.group)
            grouped.setdefault(key, []).append(requirement)
    return grouped.values()
