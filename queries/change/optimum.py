"""The best set of candidates, found by a mixed integer programme; also how far the sequence of steps is from it.

The model: each candidate is a binary variable. Everything else can only grow as more is opened, and the objective is
to make it grow; so upper bounds are enough. A variable that needs all of several others is at most each of them; one
that needs any of several is at most their sum. So a binding is at most its candidate and each of its keys; a field at
most the sum of the bindings that fill it; a paper at most the sum of the rules that exempt it (kernel/rules.py); a
situation without materials at most the sum of each alternative group. With binary candidates these bounds are 0 or 1
by themselves. The objective weighs fields, papers or situations by situations or cases a year.

A circle of keys must not support itself. Where keys depend on one another in a circle, each has a level, one binding is
chosen (binary) as the one that gives the key, and that binding may be queried only with keys of a lower level.

What holds with nothing opened, or does not hold with everything opened, is a constant and not a variable. Equal terms
are one variable, whichever group of situations they come from. What the objective does not depend on is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import networkx
import numpy as np

from oncegraph.queries.change.candidates import Candidate
from oncegraph.queries.change.next_best import PLACE, candidate_row, gain_of, price
from oncegraph.queries.change.trial import Toggle, Trial
from oncegraph.queries.exemption.columns import UNRECORDED, table
from oncegraph.queries.exemption.kernel import rules
from oncegraph.queries.exemption.kernel.trial import FIELDS, MATERIALS
from oncegraph.queries.exemption.kernel.types import COVER, EXEMPTING, NO, RULE_OF_MODE, SUBMIT, TRIED, VERIFIED
from oncegraph.schema.errors import RefusedInput, optional_extra
from oncegraph.schema.gain import Measure
from oncegraph.schema.next_best import Optimum
from oncegraph.schema.text import Text

with optional_extra("exact"):
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

#: More variables than this are not solved while somebody waits: 7,200 took 3 s (10,400 candidates, 8,500 situations).
MOST_VARIABLES = 10_000
#: All costs together weigh half as much as the smallest gain, so that they only decide between sets of equal gain.
HALF = 0.5
#: Tolerance of the solver.
NEARLY = 1e-6
#: The constant terms: always true, never true.
ONE, ZERO = -1, -2


class TooLarge(RefusedInput):
    """The choice is too large to find its best set in reasonable time."""

    code = "too_large"


def optimum(
    trial: Trial,
    choice: Sequence[Candidate],
    by: Measure,
    most: int | None = None,
    costs: Mapping[str, float] | None = None,
    budget: float | None = None,
    seconds: float = 10.0,
) -> Optimum:
    """The set of at most `most` candidates that gains most within the budget; after so many seconds the best one found.

    costs: code → cost, 1 for those left out. Raises BadCosts, TooLarge, MissingExtra.
    """
    choice = list(choice)
    prices = price(trial, choice, costs or {}, budget)
    toggles = [each.toggle for each in choice]
    limit = len(toggles) if most is None else most
    chosen, bound = _Model.of(trial, toggles, PLACE[by]).solve(prices, limit, budget, seconds)
    picks, gains = trial.pick(toggles, PLACE[by], prices, budget, limit, True)
    stepwise = int(gains[:, *PLACE[by]].sum())
    best = int(_gain(trial, toggles, chosen)[PLACE[by]])
    if best < stepwise:
        chosen, best = picks["toggle"].tolist(), stepwise
    chosen = _needed(trial, toggles, chosen, prices, PLACE[by], best)
    alone = trial.gains([toggles[number] for number in chosen])
    return Optimum(
        measure=by,
        tried=len(choice),
        most=most,
        budget=budget,
        candidates=tuple(candidate_row(choice[n], prices[n], gain) for n, gain in zip(chosen, alone, strict=True)),
        gain=gain_of(_gain(trial, toggles, chosen)),
        spent=float(prices[chosen].sum()),
        bound=max(best, bound),
        proven=bound <= best,
        stepwise=stepwise,
    )


def _together(toggles: Iterable[Toggle]) -> Toggle:
    toggles = list(toggles)
    parts = ("bindings", "fields", "materials")
    return Toggle(*(sorted({n for toggle in toggles for n in getattr(toggle, part)}) for part in parts))


def _gain(trial: Trial, toggles: Sequence[Toggle], chosen: Iterable[int]) -> np.ndarray:
    return trial.result(_together(toggles[number] for number in chosen), opens=True).gain


def _needed(
    trial: Trial, toggles: Sequence[Toggle], chosen: list[int], prices: np.ndarray, place: tuple[int, int], best: int
) -> list[int]:
    """The chosen candidates in their order, without those that add nothing; the most expensive are tried first."""
    for number in sorted(chosen, key=lambda number: (-prices[number], -number)):
        others = [other for other in chosen if other != number]
        if _gain(trial, toggles, others)[place] == best:
            chosen = others
    return sorted(chosen)


@dataclass
class _Terms:
    """Variables between 0 and 1, each with its upper bounds: rows of (variable, coefficient) whose weighted sum it must
    not exceed. Candidates are the first variables."""

    candidates: int
    ceilings: list[list[tuple[dict[int, float], float]]] = field(default_factory=list)
    binary: set[int] = field(default_factory=set)
    upper: list[float] = field(default_factory=list)
    _known: dict[tuple[str, frozenset[int]], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.binary.update(self.new() for _ in range(self.candidates))

    def new(self, upper: float = 1.0) -> int:
        self.ceilings.append([])
        self.upper.append(upper)
        return len(self.upper) - 1

    def cap(self, variable: int, row: dict[int, float], at_most: float = 0.0) -> None:
        """Require that the sum of a row, which includes the variable, is at most this value."""
        self.ceilings[variable].append((row, at_most))

    def any_of(self, terms: Iterable[int]) -> int:
        """A term that holds if any of the given terms does."""
        some = frozenset(terms) - {ZERO}
        if ONE in some or len(some) < 2:
            return ONE if ONE in some else next(iter(some), ZERO)
        if ("any", some) not in self._known:
            self._known["any", some] = made = self.new()
            self.cap(made, {made: 1.0} | dict.fromkeys(some, -1.0))
        return self._known["any", some]

    def all_of(self, terms: Iterable[int]) -> int:
        """A term that holds if all of the given terms do."""
        some = frozenset(terms) - {ONE}
        if ZERO in some or len(some) < 2:
            return ZERO if ZERO in some else next(iter(some), ONE)
        if ("all", some) not in self._known:
            self._known["all", some] = made = self.new()
            for term in some:
                self.cap(made, {made: 1.0, term: -1.0})
        return self._known["all", some]

    def under(self, variables: Iterable[int]) -> list[int]:
        """The variables and all variables that their upper bounds depend on, in ascending order."""
        seen, left = set(variables), list(variables)
        while left:
            for row, _ in self.ceilings[left.pop()]:
                new = row.keys() - seen
                seen |= new
                left += new
        return sorted(seen)


class _Model:
    """The programme of some toggles: its terms, and the weight of each in the objective."""

    def __init__(self, trial: Trial, toggles: Sequence[Toggle]):
        self._network = trial.network
        self.terms = _Terms(len(toggles))
        self.weights: dict[int, int] = defaultdict(int)
        self._openers = _openers(trial, toggles)
        with trial.after(_together(toggles), opens=True) as result:
            self._result = result
            self._may_be_usable = trial.network.rows["usable"].copy()
        self._rows: dict[int, int] = {}
        self._pairs: dict[int, int] = {}
        self._papers: dict[int, int] = {}
        self._keys = dict.fromkeys(np.flatnonzero(self._network.pairs["known"]).tolist(), ONE)
        self._lay_keys(result.keys.tolist())

    @classmethod
    def of(cls, trial: Trial, toggles: Sequence[Toggle], place: tuple[int, int]) -> "_Model":
        model = cls(trial, toggles)
        what, unit = place
        result, network = model._result, trial.network
        numbers, table, term = {
            FIELDS: (result.pairs, network.pairs, model._pair),
            MATERIALS: (result.papers, network.papers, model._paper),
        }.get(what, (result.places, network.places, model._place))
        for number in numbers.tolist():
            if weight := int(table["weight"][number, unit]):
                model.weights[term(number)] += weight
        return model

    def solve(self, prices: np.ndarray, most: int, budget: float | None, seconds: float) -> tuple[list[int], int]:
        """The candidates of the best set found, and what no set can exceed. Raises TooLarge."""
        if not self.weights:
            return [], 0
        used = self.terms.under(self.weights)
        if len(used) > MOST_VARIABLES:
            raise TooLarge(
                Text(
                    f"求最优组合须求解 {len(used)} 个变量，超过 {MOST_VARIABLES} 个的上限。",
                    f"The best set needs {len(used)} variables; at most {MOST_VARIABLES} can be solved.",
                ),
                Text(
                    "请减少类别或缩小范围，或改用依次开通的结果。", "Choose fewer kinds, or use the sequence of steps."
                ),
            )
        column = {variable: number for number, variable in enumerate(used)}
        candidates = [variable for variable in used if variable < self.terms.candidates]
        rows = [ceiling for variable in used for ceiling in self.terms.ceilings[variable]]
        rows.append((dict.fromkeys(candidates, 1.0), most))
        if budget is not None:
            rows.append(({variable: float(prices[variable]) for variable in candidates}, budget))
        unit = int(np.gcd.reduce(list(self.weights.values())))
        goal = np.zeros(len(used))
        for variable, weight in self.weights.items():
            goal[column[variable]] = -(weight // unit)
        most_gain = int(-goal.sum())
        dearest = prices[candidates].sum()
        goal[: len(candidates)] += HALF * prices[candidates] / dearest  # among sets of equal gain, the cheapest
        found = milp(
            goal,
            integrality=[variable in self.terms.binary for variable in used],
            bounds=Bounds(0, [self.terms.upper[variable] for variable in used]),
            constraints=LinearConstraint(_matrix(rows, column), -np.inf, [at_most for _, at_most in rows]),
            options={"time_limit": seconds, "mip_rel_gap": 0},
        )
        chosen = [] if found.x is None else [each for each in candidates if found.x[column[each]] > 0.5]
        bound = most_gain if found.mip_dual_bound is None else -found.mip_dual_bound + HALF
        return chosen, unit * int(min(np.floor(bound + NEARLY), most_gain))

    def _lay_keys(self, keys: list[int]) -> None:
        """The variables of all keys that can become known, circle after circle; those that others depend on come
        first."""
        giving = {key: self._giving(key) for key in keys}
        graph: networkx.DiGraph[int] = networkx.DiGraph()
        graph.add_nodes_from(keys)
        graph.add_edges_from(
            (asked, key)
            for key, rows in giving.items()
            for row in rows
            for asked in self._key_pairs(row)
            if asked in giving
        )
        whole = networkx.condensation(graph)
        for number in networkx.topological_sort(whole):
            circle = sorted(whole.nodes[number]["members"])
            if len(circle) == 1:
                key = circle[0]
                self._keys[key] = self.terms.any_of([*self._openers["pair"][key], *map(self._row, giving[key])])
            else:
                self._lay_circle(circle, giving)

    def _lay_circle(self, circle: list[int], giving: dict[int, list[int]]) -> None:
        terms, levels = self.terms, {}
        for key in circle:
            self._keys[key], levels[key] = terms.new(), terms.new(len(circle) - 1)
        for key in circle:
            ways = list(self._openers["pair"][key])
            for row in giving[key]:
                within = [asked for asked in self._key_pairs(row) if asked in levels]
                way = self._row(row)
                if within:
                    given, way = way, terms.new()
                    terms.binary.add(way)
                    terms.cap(way, {way: 1.0, given: -1.0})
                for asked in within:  # level(key) ≥ level(asked) + 1 if this way is chosen
                    row_of_levels = {levels[asked]: 1.0, levels[key]: -1.0, way: float(len(circle))}
                    terms.cap(way, row_of_levels, len(circle) - 1)
                ways.append(way)
            known = self._keys[key]
            terms.cap(known, {known: 1.0} | dict.fromkeys(ways, -1.0))

    def _giving(self, key: int) -> list[int]:
        """The rows that may provide a key: those that fill it and are not queried with it."""
        return [row for row in self._of("pairs", key, "fills") if key not in self._key_pairs(row)]

    def _key_pairs(self, row: int) -> list[int]:
        of = self._network.rows[row]
        return self._network.links[of["first_key"] : of["last_key"]].tolist()

    def _of(self, table: str, number: int, what: str | None = None) -> list[int]:
        """The rows of a pair or paper that can be usable; what: only those with this attribute set."""
        of = getattr(self._network, table)[number]
        rows = np.arange(of["first_row"], of["last_row"])
        kept = self._may_be_usable[rows]
        return rows[kept & self._network.rows[what][rows] if what else kept].tolist()

    def _row(self, row: int) -> int:
        if row not in self._rows:
            of = self._network.rows[row]
            clear = ONE if of["clear"] else self.terms.any_of(self._openers["row"][row])
            self._rows[row] = self.terms.all_of([clear, *(self._keys.get(key, ZERO) for key in self._key_pairs(row))])
        return self._rows[row]

    def _pair(self, pair: int) -> int:
        if pair not in self._pairs:
            self._pairs[pair] = self.terms.any_of(map(self._row, self._of("pairs", pair, "fills")))
        return self._pairs[pair]

    def _paper(self, number: int) -> int:
        if number not in self._papers:
            paper = self._network.papers[number]
            self._papers[number] = ONE if paper["exempt"] else self.terms.any_of(self._ways(number, paper))
        return self._papers[number]

    def _ways(self, number: int, paper: np.record) -> Iterable[int]:
        """The rules by which a paper can become exempt: those that hold if everything is filled and checked."""
        facts = self._network.links[paper["first_fact"] : paper["last_fact"]].tolist()
        arranged: dict[int, list[int]] = defaultdict(list)  # number of a rule → rows
        for row in self._of("papers", number):
            if self._network.rows["mode"][row] != UNRECORDED:
                arranged[RULE_OF_MODE[self._network.rows["mode"][row]]].append(row)
        tried = table(TRIED, SUBMIT + 1)
        for mode in np.unique(self._network.rows["mode"][paper["first_row"] : paper["last_row"]]).tolist():
            if mode != UNRECORDED:
                tried["applies"][RULE_OF_MODE[mode]] = True
        many = len(facts)
        cover = table(COVER, 1, recorded=paper["recorded"], facts=many, filled=many, checked=many, perhaps_checked=many)
        rules.try_rules(paper, cover[0], tried)
        if not any(rules.share(paper)):
            yield from self._openers["paper"][number]
        holds = tried["applies"] & ((tried["failed"] | tried["missing"]) == 0) & EXEMPTING
        for rule in np.flatnonzero(holds).tolist():
            if rule in RULE_OF_MODE:
                ready = self.terms.any_of(map(self._row, arranged[rule]))
                checked = [self._checked(pair, arranged[rule]) for pair in facts] if rule == VERIFIED else []
                yield self.terms.all_of([ready, *checked])
            else:
                yield self.terms.all_of(map(self._pair, facts))

    def _checked(self, pair: int, checking: list[int]) -> int:
        """A term: a source that is arranged to check a paper checks or gives a field."""
        rows = self._network.rows
        return self.terms.any_of(
            self.terms.all_of([self._row(row), self._row(arranged)])
            for row in self._of("pairs", pair, "checks")
            for arranged in checking
            if rules.is_for(rows[arranged], rows["source"][row])
        )

    def _place(self, number: int) -> int:
        """A term: the situation needs no material."""
        place = self._network.places[number]
        requires = self._network.requires[place["first_require"] : place["last_require"]]
        every, nothing = range(len(requires)), np.full(len(requires), NO, np.int8)
        groups = [
            [other for other in every if rules.is_together(leader, other, requires)]
            for leader in every
            if rules.leads_group(leader, requires) and rules.weigh_group(leader, requires, nothing)[1]
        ]
        return self.terms.all_of(
            self.terms.any_of(self._paper(int(requires[member]["paper"])) for member in group) for group in groups
        )


def _openers(trial: Trial, toggles: Sequence[Toggle]) -> dict[str, dict[int, list[int]]]:
    """For each row, pair and paper: the toggles that change it."""
    moves = trial.moves(toggles, True)
    openers: dict[str, dict[int, list[int]]] = {name: defaultdict(list) for name in ("row", "pair", "paper")}
    for name, moved in (("row", moves.rows), ("pair", moves.pairs), ("paper", moves.papers)):
        many = moves.units[f"last_{name}"] - moves.units[f"first_{name}"]
        for number, toggle in zip(moved.tolist(), np.repeat(moves.units["toggle"], many).tolist(), strict=True):
            openers[name][number].append(toggle)
    return openers


def _matrix(rows: list[tuple[dict[int, float], float]], column: dict[int, int]) -> "csr_array":
    values = [coefficient for row, _ in rows for coefficient in row.values()]
    columns = [column[variable] for row, _ in rows for variable in row]
    starts = np.append(0, np.cumsum([len(row) for row, _ in rows]))
    return csr_array((values, columns, starts), shape=(len(rows), len(column)))
