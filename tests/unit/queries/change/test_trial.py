"""What a change does, settled only where it leads, is what deciding everything anew tells."""

import numpy as np
from hypothesis import event, given

from oncegraph.queries.change.next_best import gain_of
from oncegraph.queries.change.trial import Trial, TrialResult
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.totals import totals
from tests.support.examples.catalogues import catalogues, contexts
from tests.support.examples.cities import analysis_of, seeds, some_toggles
from tests.support.hypothesis_settings import bounded
from tests.support.moved_toggles import decide_with, differing_verdicts, gain_between
from tests.support.reference import Rows

small_cities = seeds.map(analysis_of)


def state_of(trial: Trial) -> list[bytes]:
    return [part.tobytes() for part in trial.network]


def touched(effect: TrialResult) -> dict[str, list[int]]:
    return {name: getattr(effect, name).tolist() for name in ("keys", "pairs", "papers", "places")}


def agrees(analysis: Analysis, seed: int) -> None:
    """Opening and closing some toggles does what deciding anew tells, and is taken back."""
    trial = Trial(analysis)
    before, now = state_of(trial), totals(analysis)
    to_open, to_close = (some_toggles(analysis, seed, 3, to_close=to_close) for to_close in (False, True))
    gains = trial.gains(to_open)
    for toggle, gain in zip(to_open, gains, strict=True):
        fresh, effect = decide_with(analysis, [toggle]), trial.result(toggle, opens=True)
        event("gains" if gain.any() else "gains nothing")
        assert gain_of(gain) == gain_between(now, totals(fresh))
        assert np.array_equal(effect.gain, gain)
        assert touched(effect) == differing_verdicts(analysis, fresh)
    for toggle in to_close:
        fresh, effect = decide_with(analysis, closed=[toggle]), trial.result(toggle, opens=False)
        event("loses" if effect.gain.any() else "loses nothing")
        assert gain_of(effect.gain) == gain_between(now, totals(fresh))
        assert touched(effect) == differing_verdicts(analysis, fresh)
    assert state_of(trial) == before


@bounded(300)
@given(small_cities, seeds)
def test_moving_a_toggle_gives_what_deciding_from_the_beginning_gives(analysis: Analysis, seed: int) -> None:
    agrees(analysis, seed)


@bounded(40)
@given(catalogues(), contexts, seeds)
def test_it_does_so_where_anything_may_be_recorded(rows: Rows, context: Context, seed: int) -> None:
    agrees(Analysis(Catalogue.from_rows(rows), context), seed)


@bounded(40)
@given(small_cities, seeds)
def test_meanwhile_the_network_is_that_of_the_changed_city(analysis: Analysis, seed: int) -> None:
    trial = Trial(analysis)
    for opens in (True, False):
        for toggle in some_toggles(analysis, seed, 2, to_close=not opens):
            fresh = Trial(decide_with(analysis, [toggle]) if opens else decide_with(analysis, closed=[toggle]))
            with trial.after(toggle, opens):
                for table, name in (("pairs", "known"), ("pairs", "filled"), ("papers", "remaining")):
                    ours, theirs = (getattr(each.network, table)[name] for each in (trial, fresh))
                    assert np.array_equal(ours, theirs), (table, name, opens)
