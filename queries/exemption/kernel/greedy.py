"""Which levers gain most: each by itself, and one after the other."""

import numpy as np
from numba import njit

from queries.exemption.kernel.trial import CHANGED, EPOCH, JOURNAL, KEYS_GAINED, READ, settle, take_back

#: A lever taken: its number, and whether it was taken together with the one before.
PICK = np.dtype((np.record, [("lever", np.int64), ("with_last", np.bool_)]))
NOBODY = -1


@njit(cache=True, nogil=True)
def find_gains(network, work, moves, gains):
    """The exact gain of every lever by itself; `gains`: levers × (FIELDS …) × weights, zero before."""
    for number in range(len(moves.levers)):
        settle(network, work, moves, moves.levers[number], gains[number])
        take_back(network, work, 0)


@njit(cache=True, nogil=True)
def pick_levers(network, work, moves, measure, costs, budget, most, in_pairs):
    """Levers one after the other, each time the one that gains most for its cost with those before it in place.

    measure: (FIELDS …, weight) by which to rank; of equals the first. in_pairs: a lever that makes keys known is also
    tried together with each lever that profits, and a pair is taken if it gains more for its cost than any single one.
    Gains are exact: after a pick, those that it may have changed are found anew. Ends with nothing left to gain or to
    spend. Returns the picks and the gain of each (FIELDS … × weights); the network is left as the picks make it.
    """
    many = len(moves.levers)
    gains, gives_keys = np.zeros((many, 3, 2), np.int64), np.zeros(many, np.bool_)
    stale, taken = np.ones(many, np.bool_), np.zeros(many, np.bool_)
    # Who read a node: the newest entry of each, and of every entry the lever and the entry before it.
    newest = np.full(work.lists.shape[1], NOBODY, np.int64)
    entries, many_entries = np.empty((4096, 2), np.int64), 0
    picks, found = np.zeros(most, PICK), np.zeros((most, 3, 2), np.int64)
    many_picks = 0
    while many_picks < most:
        for lever in range(many):
            if stale[lever] and not taken[lever]:
                gains[lever] = 0
                settle(network, work, moves, moves.levers[lever], gains[lever])
                gives_keys[lever] = work.many[KEYS_GAINED] == work.many[EPOCH]
                take_back(network, work, 0)
                entries, many_entries = remember(lever, work, newest, entries, many_entries)
                stale[lever] = False
        best, value = NOBODY, 0.0
        for lever in range(many):
            worth = gains[lever][measure] / costs[lever]
            if not taken[lever] and costs[lever] <= budget and worth > value:
                best, value = lever, worth
        second = NOBODY
        if in_pairs and many_picks + 1 < most:
            for lever in range(many):
                if gives_keys[lever] and not taken[lever] and costs[lever] < budget:
                    settle(network, work, moves, moves.levers[lever], np.zeros((3, 2), np.int64))
                    start = work.many[JOURNAL]
                    profiting = who_read(work, newest, entries)
                    for other in profiting:
                        cost = costs[lever] + costs[other]
                        if other == lever or taken[other] or cost > budget:
                            continue
                        gain = gains[lever].copy()
                        settle(network, work, moves, moves.levers[other], gain)
                        take_back(network, work, start)
                        if gain[measure] / cost > value:
                            best, second, value = lever, other, gain[measure] / cost
                    take_back(network, work, 0)
        if best == NOBODY:
            break
        for lever in (best, second):
            if lever != NOBODY:
                settle(network, work, moves, moves.levers[lever], found[many_picks])
                work.many[JOURNAL] = 0
                for other in who_read(work, newest, entries):
                    stale[other] = True
                picks[many_picks].lever, picks[many_picks].with_last = lever, lever == second
                taken[lever] = True
                budget -= costs[lever]
                many_picks += 1
    return picks[:many_picks], found[:many_picks]


@njit(cache=True)
def remember(lever, work, newest, entries, many):
    """Note that the last change, a lever's, read what it read."""
    for node in work.lists[READ, : work.many[READ]]:
        if many == len(entries):
            larger = np.empty((2 * many, 2), np.int64)
            larger[:many] = entries
            entries = larger
        entries[many, 0], entries[many, 1] = lever, newest[node]
        newest[node] = many
        many += 1
    return entries, many


@njit(cache=True)
def who_read(work, newest, entries):
    """The levers whose gain may differ after the last change, each once, in ascending order."""
    many = 0
    for node in work.lists[CHANGED, : work.many[CHANGED]]:
        entry = newest[node]
        while entry != NOBODY:
            many += 1
            entry = entries[entry, 1]
    levers = np.empty(many, np.int64)
    many = 0
    for node in work.lists[CHANGED, : work.many[CHANGED]]:
        entry = newest[node]
        while entry != NOBODY:
            levers[many] = entries[entry, 0]
            many += 1
            entry = entries[entry, 1]
    return np.unique(levers)
