"""What a change of sources, bindings, keys or licences does to the verdicts of a whole catalogue.

The whole catalogue is decided once; a change is then settled only where it leads, and can be taken back. Only plain
YES is followed: what fills itself, what is exempt by rules 2 to 6, which situations need no material.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from queries.exemption import kernel
from queries.exemption.analysis import Analysis
from queries.exemption.bindings import BIT
from queries.exemption.catalogue import Catalogue, position
from queries.exemption.columns import MISSING, UNRECORDED, table
from queries.exemption.kernel.greedy import find_gains
from queries.exemption.kernel.network import KEYED, PAIR, PAPER, PLACE, REQUIRED, ROW, STANDING, Network, spell_out
from queries.exemption.kernel.trial import (
    CHANGED,
    ENTRY,
    EXEMPT,
    FILLED,
    JOURNAL,
    KEYS_GAINED,
    LEVER,
    ZERO,
    Moves,
    Work,
    settle,
    take_back,
)
from schema.codes import Mode, Origin
from schema.verdict import EXEMPTING, Reason, Rule, Verdict

SCOPE = np.bitwise_or.reduce(
    [BIT[reason] for reason in (Reason.OUT_OF_AUDIENCE, Reason.OUT_OF_REGION)]
    + [BIT[reason] for reason in (Reason.AUDIENCE_UNKNOWN, Reason.REGION_UNKNOWN)]
)
YES = list(Verdict).index(Verdict.YES)
EXEMPTED = [list(Rule).index(rule) for rule in EXEMPTING]


@dataclass(frozen=True)
class Lever:
    """What is opened or closed together: numbers of bindings, of key fields and of materials (shared as licences)."""

    bindings: Sequence[int] = ()
    fields: Sequence[int] = ()
    materials: Sequence[int] = ()


@dataclass(frozen=True)
class Effect:
    """What a change does. gain: (fields, materials, situations) × (situations, cases a year), negative for a loss;
    pairs, papers, places: those that became YES, or are no more, as numbers of the layout."""

    gain: np.ndarray
    pairs: np.ndarray
    papers: np.ndarray
    places: np.ndarray


class Trial:
    """The verdicts of a whole catalogue in one context, to try changes on. Belongs to one thread at a time."""

    def __init__(self, analysis: Analysis):
        self.analysis = analysis
        self.layout = analysis.whole.layout
        self._network = _network(analysis)
        self._work = _work(self._network)

    def effect(self, lever: Lever, opens: bool) -> Effect:
        """What opening (or closing) does to the state; the state stays as it is."""
        gain = np.zeros((3, 2), np.int64)
        moves = self._moves([lever], opens)
        settle(self._network, self._work, moves, moves.levers[0], gain)
        journal = self._work.journal[: self._work.many[JOURNAL]].copy()
        take_back(self._network, self._work, 0)

        def touched(part: int) -> np.ndarray:
            return np.sort(journal["at"][journal["part"] == part])

        return Effect(gain, *(touched(part) for part in (FILLED, EXEMPT, ZERO)))

    def gains(self, levers: Sequence[Lever]) -> np.ndarray:
        """The exact gain of opening each: levers × (fields, materials, situations) × (situations, cases a year)."""
        gains = np.zeros((len(levers), 3, 2), np.int64)
        find_gains(self._network, self._work, self._moves(levers, True), gains)
        return gains

    def _moves(self, levers: Sequence[Lever], opens: bool) -> Moves:
        pairs, papers = self._places
        given = {
            "binding": [lever.bindings for lever in levers],
            "pair": [[pair for field in lever.fields for pair in pairs.of(field)] for lever in levers],
            "paper": [[paper for material in lever.materials for paper in papers.of(material)] for lever in levers],
        }
        columns, numbers = {}, []
        for name, each in given.items():
            last = np.cumsum([len(one) for one in each], dtype=np.int64)
            columns[f"first_{name}"], columns[f"last_{name}"] = np.append(0, last)[:-1], last
            numbers.append(np.fromiter((number for one in each for number in one), np.int64))
        return Moves(table(LEVER, len(levers), **columns), *numbers, opens)

    @cached_property
    def _places(self) -> tuple["_Links", "_Links"]:
        """Field → pairs, material → papers."""
        catalogue = self.analysis.catalogue
        return tuple(
            _Links.of_all(catalogue.count(kind), needs["of"], np.arange(len(needs)))
            for kind, needs in (("Field", self.layout.pairs), ("Material", self.layout.papers))
        )


@dataclass(frozen=True)
class _Links:
    """The links of number n are to[first[n]] … to[first[n + 1]], in ascending order."""

    first: np.ndarray
    to: np.ndarray

    @classmethod
    def of_all(cls, many: int, of: np.ndarray, to: np.ndarray) -> "_Links":
        order = np.lexsort((to, of))
        return cls(np.searchsorted(of[order], np.arange(many + 1)), to[order].astype(np.int32))

    def of(self, number: int) -> list[int]:
        return self.to[self.first[number] : self.first[number + 1]].tolist()


def _network(analysis: Analysis) -> Network:
    catalogue, decisions = analysis.catalogue, analysis.whole
    chain, layout = catalogue.chain, decisions.layout
    cases = catalogue.situation_cases[layout.situations]
    materials = layout.papers["of"]
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
            exempt=(decisions.materials["verdict"] == YES) & np.isin(decisions.materials["rule"], EXEMPTED),
            **{name: held[materials] for name, held in _beforehand(catalogue).items()},
        ),
        places=table(PLACE, len(layout.situations), zero=decisions.zero["verdict"] == YES, weight=weight),
        requires=np.zeros(np.count_nonzero(decisions.papers_of >= 0), REQUIRED),
        bindings=table(
            STANDING, len(chain.bindings), clear=analysis.standing["failed"] | analysis.standing["missing"] == 0
        ),
        groups=np.zeros(len(layout.groups), KEYED),
        links=np.zeros(0, np.int32),
    )
    keys, facts = spell_out(chain, layout.groups, layout.situations, *layout.tables[1:], decisions.rows, network)
    return network._replace(links=_linked(network, keys, facts))


def _linked(network: Network, keys: np.ndarray, facts: np.ndarray) -> np.ndarray:
    """All links in one array; the tables are told where theirs are."""
    rows, pairs, papers, places, requires, bindings, groups, _ = network
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
        (bindings, "row", rows["binding"], np.arange(len(rows))),
        (groups, "key", pairs["group"][key_pairs], key_pairs),
    ):
        start = sum(map(len, parts))
        links = _Links.of_all(len(table_), of, to)
        table_[f"first_{name}"], table_[f"last_{name}"] = links.first[:-1] + start, links.first[1:] + start
        parts.append(links.to)
    return np.concatenate(parts, dtype=np.int32)


def _beforehand(catalogue: Catalogue) -> dict[str, np.ndarray]:
    """What the rules ask of a material whatever its sources do; see `try_arrangements` and `try_data` of the kernel."""
    materials, bindings = catalogue.chain.materials, catalogue.chain.bindings
    mode = bindings["mode"][int(materials["first_binding"].min(initial=len(bindings))) :]
    of = _owners(materials, "binding")
    arranged, checked = (np.zeros(len(materials), bool) for _ in range(2))
    arranged[of[mode != UNRECORDED]] = True
    checked[of[mode == position(Mode.DATA_CHECK)]] = True
    has_facts = materials["first_fact"] != materials["last_fact"]
    own = np.isin(materials["origin"], [position(Origin.GOVERNMENT), position(Origin.APPLICANT)])
    composed = ~materials["is_form"] & own & (materials["equivalent"] == 1) & ~arranged
    return {
        "by_data": has_facts & (materials["is_form"] | composed),
        "sharable": (materials["origin"] == position(Origin.GOVERNMENT)) & (materials["surrendered"] == 0),
        "checked": checked & has_facts,
    }


def _owners(rows: np.ndarray, name: str) -> np.ndarray:
    """The number of the row that owns each row of the table `name`."""
    order = np.argsort(rows[f"first_{name}"], kind="stable")
    return np.repeat(order, (rows[f"last_{name}"] - rows[f"first_{name}"])[order])


def _work(network: Network) -> Work:
    rows, pairs, papers, places, _, bindings, groups, _ = network
    nodes = len(pairs) + len(papers) + len(places)
    facts = int((pairs["last_paper"] - pairs["first_paper"]).sum())
    most = len(rows) + 3 * len(pairs) + 2 * len(papers) + len(places) + len(bindings) + facts
    longest = max(nodes, len(groups))
    lists, marks = (np.zeros((CHANGED + 1, longest), kind) for kind in (np.int32, np.int64))
    return Work(np.zeros(2 * most, ENTRY), lists, marks, np.zeros(KEYS_GAINED + 1, np.int64))
