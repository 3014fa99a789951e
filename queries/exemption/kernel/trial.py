"""A change and all its consequences; what it does not affect is not decided again.

It applies the rules of rules.py to what is usable and filled after the change, and tracks only YES: fields that are
filled automatically, materials exempt by rules 2 to 6, situations without materials. A change opens or closes
bindings, makes key fields known or unknown, or counts materials as shared. Every step is written to a journal and can
be undone.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from oncegraph.queries.exemption.kernel.rules import decide_zero, forget, is_exempt, is_for, share, try_rules
from oncegraph.queries.exemption.kernel.types import NO, RULE_OF_MODE, UNRECORDED, VERIFIED, YES

#: Rows of a gain: what is counted, once by situations and once by cases a year.
FIELDS, MATERIALS, SITUATIONS = range(3)

# Parts of the network that change, as the journal names them.
CLEAR, USABLE, KNOWN, FILLED, REMAINING, EXEMPT, ZERO, SHARED, AT_HAND = range(9)
ENTRY = np.dtype((np.record, [("part", np.int8), ("at", np.int32), ("before", np.int32)]))

#: A toggle changes its units first … last. A unit is what it changes in one group: rows, pairs of key fields and
#: papers, by their positions in `Moves`. Groups are independent of each other, and therefore also the units of a
#: toggle.
TOGGLE = np.dtype((np.record, [("first_unit", np.int64), ("last_unit", np.int64)]))
UNIT = np.dtype(
    (
        np.record,
        [
            ("toggle", np.int64),
            ("group", np.int32),
            ("first_row", np.int64),
            ("last_row", np.int64),
            ("first_pair", np.int64),
            ("last_pair", np.int64),
            ("first_paper", np.int64),
            ("last_paper", np.int64),
        ],
    )
)


class Moves(NamedTuple):
    """Toggles, and what they change: rows to open or close, pairs to become known or unknown, papers to count as
    shared."""

    toggles: np.ndarray
    units: np.ndarray
    rows: np.ndarray
    pairs: np.ndarray
    papers: np.ndarray
    opens: bool


class Work(NamedTuple):
    """Working memory. journal: ENTRY; lists: the numbers that a change has touched, and marks: the change that listed
    them last, by the positions below; falls: by how much the remaining facts of every paper listed fell; many: how long
    each list is, and the number of the change; tried, cover, contributions: the outcomes of the rules for the present
    paper or situation (TRIED, COVER)."""

    journal: np.ndarray
    falls: np.ndarray
    lists: np.ndarray
    marks: np.ndarray
    many: np.ndarray
    tried: np.ndarray
    cover: np.ndarray
    contributions: np.ndarray


# Lists: pairs of keys that become known; pairs, papers, places to look at; nodes (pairs, then papers, then places)
# that the change read, and changed.
KEYS, PAIRS, PAPERS, PLACES, READ, CHANGED = range(6)
JOURNAL, EPOCH, KEYS_GAINED = range(6, 9)


@njit(cache=True)
def settle(network, work, moves, unit, gain):
    """Makes a change in one group with all its consequences; adds what it gains (negative: loses) to `gain` (FIELDS … ×
    weights)."""
    rows, pairs, papers, places, requires, groups, links = network
    journal, falls, lists, marks, many, tried, cover, contributions = work
    _, _, moved_rows, moved_pairs, moved_papers, opens = moves
    for at in range(many[PAPERS]):
        falls[lists[PAPERS, at]] = 0
    many[EPOCH] += 1
    many[:JOURNAL] = 0
    keys_lost = False
    for at in range(unit.first_row, unit.last_row):
        number = moved_rows[at]
        row = rows[number]
        if row.clear != opens:
            note(journal, many, CLEAR, number, row.clear)
            row.clear = opens
            listed(CHANGED, row.owner, lists, marks, many)
            refresh(number, rows, pairs, links, journal, lists, marks, many)
            keys_lost = keys_lost or (not opens and row.fills and pairs[row.owner].known)
    for at in range(unit.first_pair, unit.last_pair):
        pair = moved_pairs[at]
        note(journal, many, AT_HAND, pair, pairs[pair].at_hand)
        pairs[pair].at_hand = 1 if opens else -1
        listed(READ, pair, lists, marks, many)
        listed(CHANGED, pair, lists, marks, many)
        if opens and not pairs[pair].known:
            listed(KEYS, pair, lists, marks, many)
        keys_lost = keys_lost or (not opens and pairs[pair].known)
    for at in range(unit.first_paper, unit.last_paper):
        paper = moved_papers[at]
        note(journal, many, SHARED, paper, papers[paper].shared)
        papers[paper].shared = opens
        listed(PAPERS, paper, lists, marks, many)
        listed(CHANGED, len(pairs) + paper, lists, marks, many)
    if keys_lost:
        spread_again(groups[unit.group], rows, pairs, links, journal, lists, marks, many)
    done = 0
    while done < many[KEYS]:
        become_known(lists[KEYS, done], rows, pairs, links, journal, lists, marks, many)
        done += 1
    for at in range(many[PAIRS]):
        settle_pair(lists[PAIRS, at], rows, pairs, papers, links, journal, falls, lists, marks, many, gain)
    for at in range(many[PAPERS]):
        settle_paper(lists[PAPERS, at], rows, pairs, papers, links, journal, lists, marks, many, tried, cover[0], gain)
    for at in range(many[PLACES]):
        number = lists[PLACES, at]
        place = places[number]
        listed(READ, len(pairs) + len(papers) + number, lists, marks, many)
        listed(CHANGED, len(pairs) + len(papers) + number, lists, marks, many)
        zero = is_without_materials(place, requires, papers, contributions)
        if zero != place.zero:
            note(journal, many, ZERO, number, place.zero)
            place.zero = zero
            weigh(gain, SITUATIONS, 1 if zero else -1, place.weight)


@njit(cache=True)
def take_back(network, work, start):
    """Undoes the journal from entry `start` on, the last entry first."""
    rows, pairs, papers, places, _, _, _ = network
    journal, many = work.journal, work.many
    for number in range(many[JOURNAL] - 1, start - 1, -1):
        entry = journal[number]
        if entry.part == USABLE:
            rows[entry.at].usable = entry.before
        elif entry.part == REMAINING:
            papers[entry.at].remaining = entry.before
        elif entry.part == FILLED:
            pairs[entry.at].filled = entry.before
        elif entry.part == EXEMPT:
            papers[entry.at].exempt = entry.before
        elif entry.part == CLEAR:
            rows[entry.at].clear = entry.before
        elif entry.part == ZERO:
            places[entry.at].zero = entry.before
        elif entry.part == KNOWN:
            pairs[entry.at].known = entry.before
        elif entry.part == SHARED:
            papers[entry.at].shared = entry.before
        else:
            pairs[entry.at].at_hand = entry.before
    many[JOURNAL] = start


@njit(cache=True)
def note(journal, many, part, at, before):
    entry = journal[many[JOURNAL]]
    entry.part, entry.at, entry.before = part, at, before
    many[JOURNAL] += 1


@njit(cache=True)
def listed(which, number, lists, marks, many):
    """Appends a number to a list, unless this change has appended it already."""
    if marks[which, number] != many[EPOCH]:
        marks[which, number] = many[EPOCH]
        lists[which, many[which]] = number
        many[which] += 1


@njit(cache=True)
def weigh(gain, what, sign, weight):
    gain[what, 0] += sign * weight[0]
    gain[what, 1] += sign * weight[1]


@njit(cache=True)
def refresh(number, rows, pairs, links, journal, lists, marks, many):
    """Updates the state of a row; if it has changed, lists its owner, also as a key that becomes known if it is one."""
    row = rows[number]
    listed(READ, row.owner, lists, marks, many)
    usable = row.clear and row.scoped
    for at in range(row.first_key, row.last_key):
        key = links[at]
        if not pairs[key].known:
            usable = False
            listed(READ, key, lists, marks, many)
    if usable != row.usable:
        note(journal, many, USABLE, number, row.usable)
        row.usable = usable
        if row.owner < len(pairs):
            listed(PAIRS, row.owner, lists, marks, many)
            pair = pairs[row.owner]
            if usable and row.fills and pair.is_key and not pair.known and pair.at_hand != -1:
                listed(KEYS, row.owner, lists, marks, many)
        else:
            listed(PAPERS, row.owner - len(pairs), lists, marks, many)


@njit(cache=True)
def become_known(key, rows, pairs, links, journal, lists, marks, many):
    note(journal, many, KNOWN, key, pairs[key].known)
    pairs[key].known = True
    many[KEYS_GAINED] = many[EPOCH]
    listed(CHANGED, key, lists, marks, many)
    for at in range(pairs[key].first_asking, pairs[key].last_asking):
        if rows[links[at]].scoped:
            refresh(links[at], rows, pairs, links, journal, lists, marks, many)


@njit(cache=True)
def spread_again(group, rows, pairs, links, journal, lists, marks, many):
    """Recomputes the least fixpoint of a group's keys after something was closed: which are no longer known, and the
    effect on the rows that use them as keys."""
    keys = links[group.first_key : group.last_key]
    before = np.empty(len(keys), np.bool_)
    for number in range(len(keys)):
        pair = pairs[keys[number]]
        before[number] = pair.known
        pair.known = pair.at_hand == 1 or (pair.at_hand == 0 and pair.given)
    grew = True
    while grew:
        grew = False
        for key in keys:
            if pairs[key].known or pairs[key].at_hand == -1:
                continue
            for row in rows[pairs[key].first_row : pairs[key].last_row]:
                if row.fills and row.scoped and row.clear:
                    ready = True
                    for asked in links[row.first_key : row.last_key]:
                        ready = ready and pairs[asked].known
                    if ready:
                        pairs[key].known = grew = True
                        break
    for number in range(len(keys)):
        pair = pairs[keys[number]]
        if pair.known != before[number]:
            note(journal, many, KNOWN, keys[number], before[number])
            for row in links[pair.first_asking : pair.last_asking]:
                if rows[row].scoped:
                    refresh(row, rows, pairs, links, journal, lists, marks, many)


@njit(cache=True)
def settle_pair(number, rows, pairs, papers, links, journal, falls, lists, marks, many, gain):
    pair = pairs[number]
    filled = False
    for row in range(pair.first_row, pair.last_row):
        filled = filled or (rows[row].usable and rows[row].fills)
    if filled == pair.filled:
        if pair.checked:
            for at in range(pair.first_paper, pair.last_paper):
                if papers[links[at]].checked:
                    listed(PAPERS, links[at], lists, marks, many)
        return
    step = 1 if filled else -1
    note(journal, many, FILLED, number, pair.filled)
    pair.filled = filled
    listed(CHANGED, number, lists, marks, many)
    weigh(gain, FIELDS, step, pair.weight)
    for at in range(pair.first_paper, pair.last_paper):
        paper = links[at]
        note(journal, many, REMAINING, paper, papers[paper].remaining)
        papers[paper].remaining -= step
        listed(CHANGED, len(pairs) + paper, lists, marks, many)
        listed(PAPERS, paper, lists, marks, many)
        falls[paper] += step


@njit(cache=True)
def settle_paper(number, rows, pairs, papers, links, journal, lists, marks, many, tried, cover, gain):
    paper = papers[number]
    listed(READ, len(pairs) + number, lists, marks, many)
    if paper.checked:
        listed(CHANGED, len(pairs) + number, lists, marks, many)
    exempt = is_exempt_now(paper, rows, pairs, links, tried, cover)
    if exempt != paper.exempt:
        note(journal, many, EXEMPT, number, paper.exempt)
        paper.exempt = exempt
        listed(CHANGED, len(pairs) + number, lists, marks, many)
        weigh(gain, MATERIALS, 1 if exempt else -1, paper.weight)
        for at in range(paper.first_place, paper.last_place):
            listed(PLACES, links[at], lists, marks, many)


@njit(cache=True)
def is_exempt_now(paper, rows, pairs, links, tried, cover):
    """Whether a paper is exempt by rules 2 to 6, with what is usable and filled now."""
    forget(tried)
    for at in range(paper.first_row, paper.last_row):
        if rows[at].mode != UNRECORDED:
            attempt = tried[RULE_OF_MODE[rows[at].mode]]
            attempt.failed = not rows[at].usable and (attempt.failed or not attempt.applies)
            attempt.applies = True
    cover.recorded, cover.facts = paper.recorded, paper.last_fact - paper.first_fact
    cover.filled = cover.facts - paper.remaining
    cover.checked = 0
    if paper.checked and tried[VERIFIED].applies and not tried[VERIFIED].failed:
        for at in range(paper.first_fact, paper.last_fact):
            if not is_checked_now(pairs[links[at]], paper, rows):
                break
            cover.checked += 1
    cover.perhaps_checked = cover.checked
    try_rules(paper, cover, tried)
    if is_exempt(tried):
        return True
    failed, missing = share(paper)
    return paper.shared and failed | missing == 0


@njit(cache=True)
def is_checked_now(pair, paper, rows):
    """Whether a source that is arranged for data checks of a paper checks or gives a field."""
    for number in range(pair.first_row, pair.last_row):
        row = rows[number]
        if row.usable and row.checks:
            for at in range(paper.first_row, paper.last_row):
                if rows[at].usable and is_for(rows[at], row.source):
                    return True
    return False


@njit(cache=True)
def is_without_materials(place, requires, papers, contributions):
    """Whether a situation needs no material (零材料), with the papers that are exempt now."""
    first, last = place.first_require, place.last_require
    for number in range(first, last):
        contributions[number - first] = YES if papers[requires[number].paper].exempt else NO
    verdict, _ = decide_zero(requires[first:last], contributions, place.complete)
    return verdict == YES
