"""What a change of sources, bindings, keys or licences does to the verdicts of a whole catalogue.

The whole catalogue is decided once. A change then updates only what depends on it, and can be undone. Only plain
YES is tracked: fields that are filled automatically, materials exempt by rules 2 to 6, situations without materials.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from oncegraph.queries.exemption import kernel
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.bindings import BIT
from oncegraph.queries.exemption.columns import MISSING, table
from oncegraph.queries.exemption.kernel.greedy import find_gains, pick_toggles
from oncegraph.queries.exemption.kernel.network import KEYED, PAIR, PAPER, PLACE, REQUIRED, ROW, Network, spell_out
from oncegraph.queries.exemption.kernel.trial import (
    CHANGED,
    ENTRY,
    EXEMPT,
    FILLED,
    JOURNAL,
    KEYS_GAINED,
    KNOWN,
    TOGGLE,
    UNIT,
    USABLE,
    ZERO,
    Moves,
    Work,
    settle,
    take_back,
)
from oncegraph.queries.exemption.kernel.types import COVER, SUBMIT, TRIED
from oncegraph.queries.exemption.spans import spread
from oncegraph.queries.exemption.tally import BY_EXEMPTION, YES
from oncegraph.schema.verdict import Reason

SCOPE = np.bitwise_or.reduce(
    [BIT[reason] for reason in (Reason.OUT_OF_AUDIENCE, Reason.OUT_OF_REGION)]
    + [BIT[reason] for reason in (Reason.AUDIENCE_UNKNOWN, Reason.REGION_UNKNOWN)]
)


@dataclass(frozen=True)
class Toggle:
    """What a change opens or closes at once: numbers of bindings, of key fields and of materials (shared as
    licences)."""

    bindings: Sequence[int] = ()
    fields: Sequence[int] = ()
    materials: Sequence[int] = ()


@dataclass(frozen=True)
class TrialResult:
    """The effect of a change. gain: (fields, materials, situations) × (situations, cases a year), negative for a loss;
    pairs, papers, places: those that became YES or ceased to be, as numbers of the layout; keys: pairs that became
    known or ceased to be; served: pairs that are filled by a binding that was opened or closed."""

    gain: np.ndarray
    pairs: np.ndarray
    papers: np.ndarray
    places: np.ndarray
    keys: np.ndarray
    served: np.ndarray


class Trial:
    """The verdicts of a whole catalogue in one context, on which changes can be tried. Not thread-safe."""

    def __init__(self, analysis: Analysis):
        self.analysis = analysis
        self.chain = analysis.catalogue.chain
        self.layout = analysis.whole.layout
        self.network = _network(analysis)
        self.work = _work(self.network)

    def result(self, toggle: Toggle, opens: bool) -> TrialResult:
        """The effect of opening (or closing); the state is restored afterwards."""
        with self.after(toggle, opens) as result:
            return result

    @contextmanager
    def after(self, toggle: Toggle, opens: bool) -> Iterator[TrialResult]:
        """The effect of opening (or closing); the change stays in force until the end of the `with` block."""
        gain = np.zeros((3, 2), np.int64)
        moves = self.moves([toggle], opens)
        for unit in moves.units:
            settle(self.network, self.work, moves, unit, gain)
        journal = self.work.journal[: self.work.many[JOURNAL]].copy()

        def touched(part: int) -> np.ndarray:
            return np.sort(journal["at"][journal["part"] == part])

        rows = self.network.rows
        served = touched(USABLE)
        served = np.unique(rows["owner"][served[rows["fills"][served]]])
        try:
            yield TrialResult(gain, touched(FILLED), touched(EXEMPT), touched(ZERO), touched(KNOWN), served)
        finally:
            take_back(self.network, self.work, 0)

    def pick(
        self,
        toggles: Sequence[Toggle],
        measure: tuple[int, int],
        costs: np.ndarray,
        budget: float | None,
        most: int,
        in_pairs: bool,
    ) -> tuple[np.ndarray, np.ndarray]:
        """What to open in sequence (kernel/greedy.py), and the gain of each step; the network is restored
        afterwards."""
        network = Network(*(part.copy() for part in self.network))
        spend = np.inf if budget is None else float(budget)  # compiled for one type
        return pick_toggles(network, self.work, self.moves(toggles, True), measure, costs, spend, most, in_pairs)

    def reached(self, toggle: Toggle) -> tuple[np.ndarray, np.ndarray]:
        """The pairs and papers that a toggle affects, directly or through sources that are queried with affected key
        fields."""
        network, seen = self.network, np.zeros(len(self.network.rows), bool)
        moves = self.moves([toggle], True)
        rows, pairs = moves.rows, moves.pairs
        while len(rows) or len(pairs):
            seen[rows] = True
            owner = network.rows["owner"][rows]
            keys = np.unique(np.append(owner[owner < len(network.pairs)], pairs))
            _, asking = spread(network.pairs["first_asking"][keys], network.pairs["last_asking"][keys])
            rows, pairs = network.links[asking], np.empty(0, np.int64)
            rows = np.unique(rows[~seen[rows] & network.rows["scoped"][rows]])
        owner = np.unique(network.rows["owner"][seen])
        first_paper = len(network.pairs)
        pairs = np.union1d(owner[owner < first_paper], moves.pairs)
        return pairs, np.union1d(owner[owner >= first_paper] - first_paper, moves.papers)

    def owner(self, binding: int) -> tuple[str, int]:
        """Kind and number of the field or material that a binding belongs to."""
        if binding < self.chain.fields["last_binding"].max(initial=0):
            return "Field", int(np.searchsorted(self.chain.fields["last_binding"], binding, side="right"))
        return "Material", int(np.searchsorted(self.chain.materials["last_binding"], binding, side="right"))

    def gains(self, toggles: Sequence[Toggle]) -> np.ndarray:
        """The exact gain of opening each: toggles × (fields, materials, situations) × (situations, cases a year)."""
        gains = np.zeros((len(toggles), 3, 2), np.int64)
        find_gains(self.network, self.work, self.moves(toggles, True), gains)
        return gains

    def moves(self, toggles: Sequence[Toggle], opens: bool) -> Moves:
        """Toggles in the form that the kernel takes: what they change, group by group."""
        kinds = {
            "row": (self._reach["binding"], [toggle.bindings for toggle in toggles], self._groups["row"]),
            "pair": (self._reach["field"], [toggle.fields for toggle in toggles], self._groups["pair"]),
            "paper": (self._reach["material"], [toggle.materials for toggle in toggles], self._groups["paper"]),
        }
        many = len(self.layout.groups)
        each = {name: _reached(reach, numbers, groups, many) for name, (reach, numbers, groups) in kinds.items()}
        units = np.unique(np.concatenate([of for of, _ in each.values()]))
        columns = {"toggle": units // many, "group": units % many}
        for name, (of, _) in each.items():
            columns[f"first_{name}"] = np.searchsorted(of, units)
            columns[f"last_{name}"] = np.searchsorted(of, units, side="right")
        bounds = np.searchsorted(columns["toggle"], np.arange(len(toggles) + 1))
        return Moves(
            table(TOGGLE, len(toggles), first_unit=bounds[:-1], last_unit=bounds[1:]),
            table(UNIT, len(units), **columns),
            rows=each["row"][1],
            pairs=each["pair"][1],
            papers=each["paper"][1],
            opens=opens,
        )

    @cached_property
    def _groups(self) -> dict[str, np.ndarray]:
        """The group of every row, pair and paper."""
        pair = self.network.pairs["group"]
        paper = _owners(self.layout.groups, "paper")
        return {"row": np.append(pair, paper)[self.network.rows["owner"]], "pair": pair, "paper": paper}

    @cached_property
    def _reach(self) -> dict[str, "_Links"]:
        """Binding → rows in scope, key field → pairs, material → papers."""
        catalogue, layout, rows = self.analysis.catalogue, self.layout, self.network.rows
        scoped = np.flatnonzero(rows["scoped"])
        return {
            "binding": _Links.of_all(len(catalogue.chain.bindings), rows["binding"][scoped], scoped),
            "field": _Links.of_all(catalogue.count("Field"), layout.pairs["of"], np.arange(len(layout.pairs))),
            "material": _Links.of_all(catalogue.count("Material"), layout.papers["of"], np.arange(len(layout.papers))),
        }


def _reached(
    reach: "_Links", numbers: Sequence[Sequence[int]], group_of: np.ndarray, groups: int
) -> tuple[np.ndarray, np.ndarray]:
    """What the numbers of each toggle affect, in the order of units; and the unit of each, as toggle × groups +
    group."""
    toggle = np.repeat(np.arange(len(numbers)), [len(each) for each in numbers])
    flat = np.fromiter((number for each in numbers for number in each), np.int64, len(toggle))
    many = reach.first[flat + 1] - reach.first[flat]
    start = np.repeat(reach.first[flat] - np.append(0, np.cumsum(many))[:-1], many)
    to = reach.to[start + np.arange(len(start))]
    unit = np.repeat(toggle, many) * groups + group_of[to]
    order = np.lexsort((to, unit))
    return unit[order], to[order].astype(np.int64)


@dataclass(frozen=True)
class _Links:
    """The links of number n are to[first[n]] … to[first[n + 1]], in ascending order."""

    first: np.ndarray
    to: np.ndarray

    @classmethod
    def of_all(cls, many: int, of: np.ndarray, to: np.ndarray) -> "_Links":
        order = np.lexsort((to, of))
        return cls(np.searchsorted(of[order], np.arange(many + 1)), to[order].astype(np.int32))


def _network(analysis: Analysis) -> Network:
    catalogue, decisions = analysis.catalogue, analysis.whole
    chain, layout = catalogue.chain, decisions.layout
    cases = catalogue.situation_cases[layout.situations]
    weight = np.column_stack([np.ones(len(cases), np.int64), np.where(cases == MISSING, 0, cases)])
    network = Network(
        rows=table(ROW, layout.many_rows, scoped=(decisions.rows["failed"] | decisions.rows["missing"]) & SCOPE == 0),
        pairs=table(
            PAIR,
            len(layout.pairs),
            given=decisions.known["surely"] == 0,
            known=decisions.known["surely"] != kernel.NEVER,
            filled=decisions.fields["verdict"] == YES,
        ),
        papers=table(
            PAPER,
            len(layout.papers),
            exempt=(decisions.materials["verdict"] == YES) & BY_EXEMPTION[decisions.materials["rule"]],
        ),
        places=table(PLACE, len(layout.situations), zero=decisions.zero["verdict"] == YES, weight=weight),
        requires=np.zeros(np.count_nonzero(decisions.papers_of >= 0), REQUIRED),
        groups=np.zeros(len(layout.groups), KEYED),
        links=np.zeros(0, np.int32),
    )
    clear = analysis.standing["failed"] | analysis.standing["missing"] == 0
    groups, pairs, papers = layout.tables
    keys, facts = spell_out(
        chain, groups, layout.situations, pairs, papers, decisions.rows, analysis.returns, clear, network
    )
    return network._replace(links=_linked(network, keys, facts))


def _linked(network: Network, keys: np.ndarray, facts: np.ndarray) -> np.ndarray:
    """All links in one array; the tables get the positions of their own links."""
    rows, pairs, papers, places, requires, groups, _ = network
    key_pairs = np.flatnonzero(pairs["is_key"])
    by_paper = _owners(papers, "fact")
    checked = papers["checked"][by_paper]
    pairs["checked"][facts[checked]] = True
    parts, start = [keys], len(keys)
    papers["first_fact"] += start
    papers["last_fact"] += start
    parts.append(facts)
    for table_, name, of, to in (
        (pairs, "asking", keys, _owners(rows, "key")),
        (pairs, "paper", facts, by_paper),
        (papers, "place", requires["paper"], _owners(places, "require")),
        (groups, "key", pairs["group"][key_pairs], key_pairs),
    ):
        start = sum(map(len, parts))
        links = _Links.of_all(len(table_), of, to)
        table_[f"first_{name}"], table_[f"last_{name}"] = links.first[:-1] + start, links.first[1:] + start
        parts.append(links.to)
    return np.concatenate(parts, dtype=np.int32)


def _owners(rows: np.ndarray, name: str) -> np.ndarray:
    """The number of the row that owns each row of the table `name`."""
    order = np.argsort(rows[f"first_{name}"], kind="stable")
    return np.repeat(order, (rows[f"last_{name}"] - rows[f"first_{name}"])[order])


def _work(network: Network) -> Work:
    rows, pairs, papers, places, *_ = network
    nodes = len(pairs) + len(papers) + len(places)
    facts = int((pairs["last_paper"] - pairs["first_paper"]).sum())
    most = 2 * len(rows) + 3 * len(pairs) + 2 * len(papers) + len(places) + facts
    longest = int((places["last_require"] - places["first_require"]).max(initial=0))
    lists, marks = (np.zeros((CHANGED + 1, nodes), kind) for kind in (np.int32, np.int64))
    return Work(
        np.zeros(2 * most, ENTRY),
        np.zeros(len(papers), np.int32),
        lists,
        marks,
        np.zeros(KEYS_GAINED + 1, np.int64),
        np.zeros(SUBMIT + 1, TRIED),
        np.zeros(1, COVER),
        np.zeros(longest, np.int8),
    )
