"""What is known in each group: a least fixpoint over key fields, starting from the login identity."""

import numpy as np
from numba import njit

from oncegraph.queries.exemption.kernel.rules import fills, must_be_known
from oncegraph.queries.exemption.kernel.types import KNOWN, NEVER, OUTCOME, REASON, UNRECORDED


@njit(cache=True)
def find_known(chain, tests, groups, pairs, papers, rows, also_known):
    """What is known in every group: the least fixpoint, starting from the login identity and what the caller sends.

    Fills in `rows` (one outcome for each row) and returns what is known of every pair whose field is a key.
    """
    fields, materials = chain.fields, chain.materials
    known = np.zeros(len(pairs), KNOWN)
    slot = np.full(len(fields), -1, np.int64)
    keys = np.empty(len(fields), np.int64)
    unknown = np.zeros(len(fields), OUTCOME)
    for group in groups:
        many_keys = 0
        for pair in range(group.first_pair, group.last_pair):
            field = pairs[pair].of
            slot[field] = pair
            known[pair].surely = known[pair].possibly = NEVER
            if fields[field].is_key:
                keys[many_keys] = pair
                many_keys += 1
                by_login = group.login != UNRECORDED and fields[field].login == group.login
                if by_login or also_known[field]:
                    known[pair].surely = known[pair].possibly = 0
                unknown[field].failed = unknown[field].missing = 0
        of_keys = keys[:many_keys]
        test_rows(group, fields, pairs, of_keys, True, chain, tests, unknown, rows)
        spread(of_keys, chain, tests, pairs, rows, slot, known["surely"], True)
        spread(of_keys, chain, tests, pairs, rows, slot, known["possibly"], False)
        find_waiting(of_keys, chain, tests, pairs, rows, slot, known)
        for pair in of_keys:
            outcome = unknown[pairs[pair].of]
            if known[pair].surely != NEVER:
                continue
            if known[pair].possibly != NEVER:
                outcome.missing = REASON.key_undecided
            else:
                outcome.failed = REASON.key_circle if known[pair].waits else REASON.key_unknown
        of_group = range(group.first_pair, group.last_pair)
        test_rows(group, fields, pairs, of_group, True, chain, tests, unknown, rows)
        of_group = range(group.first_paper, group.last_paper)
        test_rows(group, materials, papers, of_group, False, chain, tests, unknown, rows)
    return known


@njit(cache=True)
def test_rows(group, owners, needs, places, are_fields, chain, tests, unknown, rows):
    """The outcome of every binding of some pairs (are_fields) or papers; unknown: the outcome for a binding whose key
    is a certain field."""
    bindings, keys, standing = chain.bindings, chain.keys, tests.standing
    audiences, regions = tests.audience[group.audiences], tests.region[group.regions]
    for place in places:
        of, row = needs[place].of, needs[place].row
        for number in range(owners[of].first_binding, owners[of].last_binding):
            binding = bindings[number]
            audience, region = audiences[binding.audience_scope], regions[binding.region_scope]
            failed = standing[number].failed | audience.failed | region.failed
            missing = standing[number].missing | audience.missing | region.missing
            for at in range(binding.first_key, binding.last_key):
                key = keys[at]
                if must_be_known(key, of if are_fields else UNRECORDED, binding.returns):
                    failed |= unknown[key].failed
                    missing |= unknown[key].missing
            rows[row].failed, rows[row].missing = failed, missing
            row += 1


@njit(cache=True)
def spread(keys, chain, tests, pairs, rows, slot, stamps, surely):
    """Runs rounds until nothing new becomes known; `stamps` get the round. A key counts only if it became known in an
    earlier round."""
    now, grew = 0, True
    while grew:
        now += 1
        grew = False
        for pair in keys:
            if stamps[pair] != NEVER:
                continue
            field, row = chain.fields[pairs[pair].of], pairs[pair].row
            for number in range(field.first_binding, field.last_binding):
                if gives(field, number, row, tests, rows, surely):
                    binding = chain.bindings[number]
                    ready = True
                    for key in chain.keys[binding.first_key : binding.last_key]:
                        stamp = stamps[slot[key]]
                        ready = ready and stamp != NEVER and stamp < now
                    if ready:
                        stamps[pair] = now
                        grew = True
                        break
                row += 1


@njit(cache=True)
def gives(field, binding, row, tests, rows, surely):
    """Whether a binding fills its field once its keys are known."""
    returns = tests.returns[binding]
    return fills(field.will, rows[row].failed | returns.failed, rows[row].missing | returns.missing, surely)


@njit(cache=True)
def find_waiting(keys, chain, tests, pairs, rows, slot, known):
    """Fields that wait, directly or through other keys, for a circle of fields: what is left after removing all
    others."""
    for pair in keys:
        known[pair].waits = known[pair].possibly == NEVER
    shrank = True
    while shrank:
        shrank = False
        for pair in keys:
            if not known[pair].waits:
                continue
            field, row = chain.fields[pairs[pair].of], pairs[pair].row
            still = False
            for number in range(field.first_binding, field.last_binding):
                if gives(field, number, row, tests, rows, False):
                    binding = chain.bindings[number]
                    for key in chain.keys[binding.first_key : binding.last_key]:
                        still = still or known[slot[key]].waits
                row += 1
            if not still:
                known[pair].waits = False
                shrank = True
