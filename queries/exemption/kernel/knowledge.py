"""What is known in each group: a least fixpoint over key fields, forwards from the login identity."""

import numpy as np
from numba import njit

from queries.exemption.kernel.types import FALSE, KNOWN, MATCH, NEVER, NO_FIELD, TRUE, UNRECORDED


@njit(cache=True)
def find_known(chain, tests, bits, groups, pairs, papers, rows, also_known):
    """What is known in every group: the least fixpoint, forwards from the login identity and what the caller sends.

    Fills in `rows` (one outcome for each row) and returns what is known of every pair whose field is a key.
    """
    known = np.zeros(len(pairs), KNOWN)
    slot = np.full(len(chain.fields), -1, np.int64)
    keys = np.empty(len(chain.fields), np.int64)
    for number in range(len(groups)):
        group = groups[number]
        first, last = group.first_pair, group.last_pair
        many_keys = 0
        for pair in range(first, last):
            field = pairs[pair].of
            slot[field] = pair
            known[pair].surely = known[pair].possibly = NEVER
            if chain.fields[field].is_key:
                keys[many_keys] = pair
                many_keys += 1
                by_login = group.login != UNRECORDED and chain.fields[field].login == group.login
                if by_login or also_known[field]:
                    known[pair].surely = known[pair].possibly = 0
                apply_tests(group, chain.fields[field], pairs[pair].row, chain, tests, rows)
        spread(keys[:many_keys], chain, tests, pairs, rows, slot, known["surely"], True)
        spread(keys[:many_keys], chain, tests, pairs, rows, slot, known["possibly"], False)
        find_waiting(keys[:many_keys], chain, tests, pairs, rows, slot, known)
        for pair in pairs[first:last]:
            if not chain.fields[pair.of].is_key:
                apply_tests(group, chain.fields[pair.of], pair.row, chain, tests, rows)
            test_keys(chain.fields[pair.of], pair.of, pair.row, chain, bits, slot, known, rows)
        for paper in papers[group.first_paper : group.last_paper]:
            apply_tests(group, chain.materials[paper.of], paper.row, chain, tests, rows)
            test_keys(chain.materials[paper.of], NO_FIELD, paper.row, chain, bits, slot, known, rows)
    return known


@njit(cache=True)
def apply_tests(group, owner, row, chain, tests, rows):
    for number in range(owner.first_binding, owner.last_binding):
        binding = chain.bindings[number]
        audience = tests.audience[group.audiences, binding.audience_scope]
        region = tests.region[group.regions, binding.region_scope]
        rows[row].failed = tests.standing[number].failed | audience.failed | region.failed
        rows[row].missing = tests.standing[number].missing | audience.missing | region.missing
        row += 1


@njit(cache=True)
def spread(keys, chain, tests, pairs, rows, slot, stamps, surely):
    """Rounds until nothing new becomes known; `stamps` tell the round. A key counts only if given in an earlier one."""
    now, grew = 0, True
    while grew:
        now += 1
        grew = False
        for pair in keys:
            if stamps[pair] != NEVER:
                continue
            field, row = chain.fields[pairs[pair].of], pairs[pair].row
            for number in range(field.first_binding, field.last_binding):
                if fills(field, number, row, tests, rows, surely):
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
def fills(field, binding, row, tests, rows, surely):
    """Whether a binding fills its field once its keys are known; else, if what nobody recorded turns out well."""
    failed, missing = (
        rows[row].failed | tests.returns[binding].failed,
        rows[row].missing | tests.returns[binding].missing,
    )
    if surely:
        return field.will == FALSE and failed | missing == 0
    return field.will != TRUE and failed == 0


@njit(cache=True)
def find_waiting(keys, chain, tests, pairs, rows, slot, known):
    """Fields that wait, key after key, for a circle of fields: what is left when all others were taken away."""
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
                if fills(field, number, row, tests, rows, False):
                    binding = chain.bindings[number]
                    for key in chain.keys[binding.first_key : binding.last_key]:
                        still = still or known[slot[key]].waits
                row += 1
            if not still:
                known[pair].waits = False
                shrank = True


@njit(cache=True)
def test_keys(owner, field, row, chain, bits, slot, known, rows):
    for binding in chain.bindings[owner.first_binding : owner.last_binding]:
        for key in chain.keys[binding.first_key : binding.last_key]:
            status = known[slot[key]]
            # What the applicant types is at hand where it is only checked.
            if status.surely != NEVER or (binding.returns == MATCH and key == field):
                continue
            if status.possibly != NEVER:
                rows[row].missing |= bits.key_undecided
            elif status.waits:
                rows[row].failed |= bits.key_circle
            else:
                rows[row].failed |= bits.key_unknown
        row += 1
