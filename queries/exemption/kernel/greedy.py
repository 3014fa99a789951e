"""Which toggles gain the most: each alone, and in sequence."""

from typing import NamedTuple

import numpy as np
from numba import njit

from oncegraph.queries.exemption.kernel.trial import CHANGED, EPOCH, JOURNAL, KEYS_GAINED, READ, settle, take_back

#: A toggle taken, and whether it was taken together with the one before.
PICK = np.dtype((np.record, [("toggle", np.int64), ("with_last", np.bool_)]))
NOBODY = -1

#: Records that a unit read a node, in which evaluation; for a paper, by how many its remaining facts fell; and the
#: previous entry of the node.
READING = np.dtype(
    (np.record, [("unit", np.int64), ("evaluation", np.int64), ("fall", np.int32), ("before", np.int64)])
)
ALWAYS = np.iinfo(np.int32).max


class Readers(NamedTuple):
    """The readers of nodes: the newest entry of each node, and the newest evaluation of each unit (many: number of
    entries)."""

    newest: np.ndarray
    latest: np.ndarray
    many: np.ndarray


@njit(cache=True, nogil=True)
def find_gains(network, work, moves, gains):
    """Computes the exact gain of every toggle alone; `gains`: toggles × (FIELDS …) × weights, zero before."""
    for unit in moves.units:
        settle(network, work, moves, unit, gains[unit.toggle])
        take_back(network, work, 0)


@njit(cache=True, nogil=True)
def pick_toggles(network, work, moves, measure, costs, budget, most, in_pairs):
    """Picks toggles in sequence, each time the one that gains most for its cost after those picked before.

    measure: (FIELDS …, weight) by which to rank; among equals the first wins. in_pairs: a toggle that makes keys known
    is also tried together with each toggle that profits, and a pair is taken if it gains more for its cost than any
    single one. Gains are exact: after a pick, those that it may have changed are recomputed. Ends when nothing is left
    to gain or to spend. Returns the picks and the gain of each (FIELDS … × weights); the network is left as the picks
    make it.
    """
    many = len(moves.toggles)
    total, each = np.zeros((many, 3, 2), np.int64), np.zeros((len(moves.units), 3, 2), np.int64)
    gives_keys, taken = np.zeros(len(moves.units), np.bool_), np.zeros(many, np.bool_)
    readers = Readers(
        np.full(work.lists.shape[1], NOBODY, np.int64), np.zeros(len(moves.units), np.int64), np.zeros(1, np.int64)
    )
    entries = np.empty(4096, READING)
    picks, found = np.zeros(most, PICK), np.zeros((most, 3, 2), np.int64)
    many_picks, stale = 0, np.arange(len(moves.units))
    while True:
        for number in stale:
            unit = moves.units[number]
            if not taken[unit.toggle]:
                total[unit.toggle] -= each[number]
                each[number] = 0
                settle(network, work, moves, unit, each[number])
                gives_keys[number] = work.many[KEYS_GAINED] == work.many[EPOCH]
                total[unit.toggle] += each[number]
                entries = remember(number, network, work, readers, entries)
                take_back(network, work, 0)
        if many_picks == most:
            return picks, found
        first, second, value = NOBODY, NOBODY, 0.0
        for toggle in range(many):
            worth = total[toggle][measure] / costs[toggle]
            if not taken[toggle] and costs[toggle] <= budget and worth > value:
                first, value = toggle, worth
        if in_pairs and many_picks + 1 < most:
            for toggle in range(many):
                units = range(moves.toggles[toggle].first_unit, moves.toggles[toggle].last_unit)
                if taken[toggle] or costs[toggle] >= budget or not gives_keys[units.start : units.stop].any():
                    continue
                other, worth = best_with(
                    toggle, network, work, moves, measure, costs, budget, total, each, taken, readers, entries
                )
                if worth > value:
                    first, second, value = toggle, other, worth
        if first == NOBODY:
            return picks[:many_picks], found[:many_picks]
        touched = [np.empty(0, np.int64)]
        for toggle in (first, second):
            if toggle != NOBODY:
                for unit in moves.units[moves.toggles[toggle].first_unit : moves.toggles[toggle].last_unit]:
                    settle(network, work, moves, unit, found[many_picks])
                    work.many[JOURNAL] = 0
                    touched.append(who_read(network, work, readers, entries))
                picks[many_picks].toggle, picks[many_picks].with_last = toggle, toggle == second
                taken[toggle] = True
                budget -= costs[toggle]
                many_picks += 1
        stale = unite(touched)


@njit(cache=True)
def best_with(first, network, work, moves, measure, costs, budget, total, each, taken, readers, entries):
    """The toggle that gains most for its cost together with `first`, among those that `first` affects."""
    touched = [np.empty(0, np.int64)]
    for unit in moves.units[moves.toggles[first].first_unit : moves.toggles[first].last_unit]:
        settle(network, work, moves, unit, np.zeros((3, 2), np.int64))
        touched.append(who_read(network, work, readers, entries))
    start = work.many[JOURNAL]
    best, value, together = NOBODY, 0.0, np.zeros((3, 2), np.int64)
    numbers = unite(touched)  # the units of a toggle are adjacent
    for place in range(len(numbers)):
        number = numbers[place]
        unit = moves.units[number]
        cost = costs[first] + costs[unit.toggle]
        if unit.toggle == first or taken[unit.toggle] or cost > budget:
            continue
        if place == 0 or moves.units[numbers[place - 1]].toggle != unit.toggle:
            together[:] = total[first] + total[unit.toggle]
        together -= each[number]
        settle(network, work, moves, unit, together)
        take_back(network, work, start)
        is_last = place + 1 == len(numbers) or moves.units[numbers[place + 1]].toggle != unit.toggle
        if is_last and together[measure] / cost > value:
            best, value = unit.toggle, together[measure] / cost
    take_back(network, work, 0)
    return best, value


@njit(cache=True)
def unite(parts):
    """The numbers of all parts, each once, in ascending order."""
    many = 0
    for part in parts:
        many += len(part)
    whole = np.empty(many, np.int64)
    many = 0
    for part in parts:
        whole[many : many + len(part)] = part
        many += len(part)
    return np.unique(whole)


@njit(cache=True)
def remember(unit, network, work, readers, entries):
    """Records the nodes that the last change, made by a unit, has read; returns the entries, enlarged if necessary."""
    readers.latest[unit] = work.many[EPOCH]
    first_paper, first_place = len(network.pairs), len(network.pairs) + len(network.papers)
    for node in work.lists[READ, : work.many[READ]]:
        if readers.many[0] == len(entries):
            larger = np.empty(2 * len(entries), READING)
            larger[: len(entries)] = entries
            entries = larger
        entry = entries[readers.many[0]]
        entry.unit, entry.evaluation, entry.before = unit, work.many[EPOCH], readers.newest[node]
        entry.fall = work.falls[node - first_paper] if first_paper <= node < first_place else ALWAYS
        readers.newest[node] = readers.many[0]
        readers.many[0] += 1
    return entries


@njit(cache=True)
def who_read(network, work, readers, entries):
    """The units whose gain may differ after the last change, each once, in ascending order.

    Fewer facts of a paper that remain make a difference only to a unit that would have them all filled, or if the
    paper has become exempt.
    """
    units, many = np.empty(64, np.int64), 0
    first_paper, first_place = len(network.pairs), len(network.pairs) + len(network.papers)
    for node in work.lists[CHANGED, : work.many[CHANGED]]:
        least = ALWAYS
        if first_paper <= node < first_place:
            paper = network.papers[node - first_paper]
            settled = work.falls[node - first_paper] == 0 or paper.exempt or paper.checked
            least = 0 if settled else paper.remaining
        number, newer = readers.newest[node], NOBODY
        while number != NOBODY:
            entry = entries[number]
            if readers.latest[entry.unit] != entry.evaluation:  # evaluated again since then, with newer entries
                if newer == NOBODY:
                    readers.newest[node] = entry.before
                else:
                    entries[newer].before = entry.before
            else:
                if entry.fall >= least:
                    if many == len(units):
                        larger = np.empty(2 * many, np.int64)
                        larger[:many] = units
                        units = larger
                    units[many] = entry.unit
                    many += 1
                newer = number
            number = entry.before
    return np.unique(units[:many])
