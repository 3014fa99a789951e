"""Effects of changes, computed only for what depends on them, against deciding the whole city again."""

import random
from collections.abc import Iterator
from itertools import cycle

import numpy as np

from oncegraph.graph.client import Client
from oncegraph.queries.change.candidates import Candidate, find_candidates
from oncegraph.queries.change.trial import Toggle, Trial
from oncegraph.queries.exemption.analysis import Analysis, Decisions
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.columns import MISSING
from oncegraph.queries.exemption.kernel.greedy import find_gains
from oncegraph.queries.exemption.kernel.trial import JOURNAL, settle
from oncegraph.queries.exemption.tally import BY_EXEMPTION, YES
from oncegraph.schema.next_best import CandidateKind
from tests.bench.analysis import CONTEXT
from tests.bench.city import Rows
from tests.bench.measure import Figure, faster, in_turn

PICKS, SAMPLE = 20, 40
FIELDS_FILLED = (0, 0)


def run(_: Client, rows: Rows) -> Iterator[Figure]:
    catalogue = Catalogue.from_rows(rows)
    trial = Trial(Analysis(catalogue, CONTEXT))
    choice = find_candidates(trial, [CandidateKind.SOURCE])
    toggles = [each.toggle for each in choice]
    chance = random.Random(1)
    yield from _suspending(trial, chance)
    yield from _gains(trial, choice, chance)
    yield from _greedy(trial, toggles)


def _suspending(trial: Trial, chance: random.Random) -> Iterator[Figure]:
    clear, source = np.flatnonzero(_clear(trial)), trial.chain.bindings["source"]
    suspended = [
        Toggle(bindings=np.flatnonzero(source == number).tolist())
        for number in chance.sample(np.unique(source[clear]).tolist(), SAMPLE)
    ]
    before = _score(trial.analysis, trial.analysis.whole)
    for toggle in suspended:
        assert (trial.result(toggle, opens=False).gain == _anew(trial, toggle, opens=False) - before).all()
    each = cycle(suspended)
    ours, whole = in_turn(
        lambda: trial.result(next(each), opens=False), lambda: _anew(trial, suspended[0], opens=False), runs=9
    )
    yield faster("change.suspend_one_source", ours, "deciding the whole city anew (mean of 40 sources)", whole, 20)


def _gains(trial: Trial, choice: list[Candidate], chance: random.Random) -> Iterator[Figure]:
    toggles = [each.toggle for each in choice]
    gains, before = trial.gains(toggles), _score(trial.analysis, trial.analysis.whole)
    best = np.argsort(-gains[:, 0, 0])[:SAMPLE].tolist()
    for number in {*best, *chance.sample(range(len(toggles)), SAMPLE)}:
        assert (gains[number] == _anew(trial, toggles[number], opens=True) - before).all(), "gain and whole run differ"
    moves = trial.moves(toggles, True)

    def all_at_once() -> None:
        find_gains(trial.network, trial.work, moves, np.zeros((len(toggles), 3, 2), np.int64))

    ours, whole = in_turn(all_at_once, lambda: _anew(trial, toggles[0], opens=True), runs=9)
    peer = f"one by one: {len(toggles):,} runs of the whole city (one timed)"
    yield faster("change.gain_of_every_closed_source", ours, peer, whole * len(toggles), 800)


def _greedy(trial: Trial, toggles: list[Toggle]) -> Iterator[Figure]:
    costs = np.ones(len(toggles))

    def ours() -> list[int]:
        return trial.pick(toggles, FIELDS_FILLED, costs, None, PICKS, in_pairs=False)[0]["toggle"].tolist()

    assert ours() == _ranked_anew(trial, toggles)
    taken, peer = in_turn(ours, lambda: _ranked_anew(trial, toggles), runs=5)
    yield faster(f"change.greedy_{PICKS}", taken, "finding every gain anew in each round", peer, 4)


def _ranked_anew(trial: Trial, toggles: list[Toggle]) -> list[int]:
    """The same picks, with the gain of every toggle computed again in each round."""
    network = type(trial.network)(*(part.copy() for part in trial.network))
    moves, picks = trial.moves(toggles, True), []
    for _ in range(PICKS):
        gains = np.zeros((len(toggles), 3, 2), np.int64)
        find_gains(network, trial.work, moves, gains)
        best = int(np.argmax(gains[:, 0, 0]))
        if not gains[best, 0, 0]:
            break
        picks.append(best)
        for unit in moves.units[moves.toggles[best]["first_unit"] : moves.toggles[best]["last_unit"]]:
            settle(network, trial.work, moves, unit, np.zeros((3, 2), np.int64))
        trial.work.many[JOURNAL] = 0
    return picks


def _clear(trial: Trial) -> np.ndarray:
    return (trial.analysis.standing["failed"] | trial.analysis.standing["missing"]) == 0


def _anew(trial: Trial, toggle: Toggle, opens: bool) -> np.ndarray:
    """The totals of a whole run with the bindings of a toggle opened or closed."""
    analysis = Analysis(trial.analysis.catalogue, CONTEXT)
    rows = list(toggle.bindings)
    analysis.standing["failed"][rows], analysis.standing["missing"][rows] = int(not opens), 0
    return _score(analysis, analysis.whole)


def _score(analysis: Analysis, whole: Decisions) -> np.ndarray:
    """(fields filled, requirements exempt, situations without materials) × (situations, cases a year)."""
    cases = analysis.catalogue.situation_cases[whole.layout.situations]
    weight = np.column_stack([np.ones(len(cases), np.int64), np.where(cases == MISSING, 0, cases)])
    exempt = BY_EXEMPTION[whole.requirements["rule"]] & (whole.requirements["verdict"] == YES)
    place = np.repeat(np.arange(len(cases)), np.diff(whole.layout.require_row))
    zero = whole.zero["verdict"] == YES
    return np.array([whole.counts["filled"] @ weight, weight[place[exempt]].sum(axis=0), weight[zero].sum(axis=0)])
