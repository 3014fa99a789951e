"""The rules themselves, as loops over columns; compiled by numba, and plain Python when NUMBA_DISABLE_JIT=1.

A verdict about a field or a material depends on the addressees (audiences, regions) and not on the situation, so the
loops go over groups of situations with the same addressees: first the fields and materials that a group needs, then
what is known in it, then its verdicts. `pair` numbers a (group, field), `paper` a (group, material).

Reasons are bits (see `bindings.BIT`); the loops get those that they set themselves as a `Bits`.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

#: Round in which a field became known; one that never did.
NEVER = -1

# States of a binding, and verdicts; the numbers are positions in schema.verdict.Verdict.
YES, CONDITIONAL, UNKNOWN, NO = 0, 1, 2, 3

# Positions in schema.verdict.Rule.
CANCELLED, SHARED, VERIFIED, GENERATED, COMPOSED, CANDIDATE, COLLABORATED, COMMITTED, REUSED, DEFERRED = range(10)
PARTIAL, SUBMIT = 10, 11

# Positions in schema.codes: Mode, Origin, Necessity, Returns; tri-states.
LICENCE_SHARING, DATA_CHECK, REUSE, COLLABORATION, COMMITMENT = range(5)
GOVERNMENT, APPLICANT, THIRD_PARTY = range(3)
REQUIRED, OPTIONAL, DEFERRABLE = range(3)
VALUE, DOCUMENT, MATCH = range(3)
UNRECORDED, FALSE, TRUE = -1, 0, 1


class Bits(NamedTuple):
    """The bit of each Reason that the loops set."""

    key_unknown: int
    key_circle: int
    key_undecided: int
    no_source: int
    act_of_will: int
    will_unknown: int
    no_arrangement: int
    not_government: int
    origin_unknown: int
    original_surrendered: int
    original_unknown: int
    facts_unknown: int
    fields_remain: int
    fields_undecided: int
    requiredness_unknown: int
    not_equivalent: int
    equivalence_unknown: int
    third_party: int
    first_time: int
    list_unconfirmed: int
    materials_remain: int
    materials_undecided: int
    necessity_unknown: int
    rests_on_default: int


class Chain(NamedTuple):
    """The columns of a Catalogue that the loops read."""

    require_start: np.ndarray
    require_material: np.ndarray
    require_necessity: np.ndarray
    require_removed: np.ndarray
    require_group: np.ndarray
    situation_complete: np.ndarray
    material_is_form: np.ndarray
    material_origin: np.ndarray
    material_equivalent: np.ndarray
    material_surrendered: np.ndarray
    material_defaulted: np.ndarray
    fact_start: np.ndarray
    fact_field: np.ndarray
    fact_required: np.ndarray
    field_will: np.ndarray
    field_login: np.ndarray
    field_defaulted: np.ndarray
    supply_start: np.ndarray
    arrangement_start: np.ndarray
    binding_source: np.ndarray
    binding_returns: np.ndarray
    binding_mode: np.ndarray
    binding_audience_scope: np.ndarray
    binding_region_scope: np.ndarray
    binding_defaulted: np.ndarray
    source_defaulted: np.ndarray
    key_start: np.ndarray
    key_field: np.ndarray


class Tests(NamedTuple):
    """Outcomes decided before: of every binding, of what it returns, and of every (group, distinct scope)."""

    failed: np.ndarray
    missing: np.ndarray
    returns_failed: np.ndarray
    returns_missing: np.ndarray
    audience_failed: np.ndarray
    audience_missing: np.ndarray
    region_failed: np.ndarray
    region_missing: np.ndarray


class Needs(NamedTuple):
    """What the groups need: pairs and papers by group, and the first row of each; a row is a binding in a group."""

    pair_start: np.ndarray
    pair_field: np.ndarray
    paper_start: np.ndarray
    paper_material: np.ndarray
    pair_row: np.ndarray
    paper_row: np.ndarray


class Knowledge(NamedTuple):
    """Rows: tests failed and missing, keys included. Pairs: round in which it became known, surely and possibly."""

    failed: np.ndarray
    missing: np.ndarray
    surely: np.ndarray
    possibly: np.ndarray


class FieldDecisions(NamedTuple):
    """Of every pair: verdict, the binding reported (-1: none), reasons."""

    verdict: np.ndarray
    binding: np.ndarray
    reasons: np.ndarray


class MaterialDecisions(NamedTuple):
    """Of every paper: verdict, rule, the arrangement that decided (-1: none), reasons."""

    verdict: np.ndarray
    rule: np.ndarray
    binding: np.ndarray
    reasons: np.ndarray


@njit(cache=True)
def grown(array, size):
    if size <= len(array):
        return array
    larger = np.empty(2 * size, array.dtype)
    larger[: len(array)] = array
    return larger


@njit(cache=True)
def find_needs(chain, group_start, group_situation):
    """The fields and materials that each group of situations needs, keys of keys included."""
    groups = len(group_start) - 1
    field_seen = np.full(len(chain.field_will), -1, np.int64)
    material_seen = np.full(len(chain.material_is_form), -1, np.int64)
    pair_start, paper_start = np.zeros(groups + 1, np.int64), np.zeros(groups + 1, np.int64)
    pair_field, paper_material = np.empty(1024, np.int64), np.empty(1024, np.int64)
    pairs, papers = 0, 0
    for group in range(groups):
        for at in range(group_start[group], group_start[group + 1]):
            situation = group_situation[at]
            for require in range(chain.require_start[situation], chain.require_start[situation + 1]):
                material = chain.require_material[require]
                if not chain.require_removed[require] and material_seen[material] != group:
                    material_seen[material] = group
                    paper_material = grown(paper_material, papers + 1)
                    paper_material[papers] = material
                    papers += 1
        paper_start[group + 1] = papers
        pair_start[group + 1] = pairs
        for paper in range(paper_start[group], papers):
            material = paper_material[paper]
            for fact in range(chain.fact_start[material], chain.fact_start[material + 1]):
                pair_field, pairs = need_field(chain.fact_field[fact], group, field_seen, pair_field, pairs)
            for binding in range(chain.arrangement_start[material], chain.arrangement_start[material + 1]):
                for key in range(chain.key_start[binding], chain.key_start[binding + 1]):
                    pair_field, pairs = need_field(chain.key_field[key], group, field_seen, pair_field, pairs)
        pair = pair_start[group + 1]
        while pair < pairs:
            field = pair_field[pair]
            for binding in range(chain.supply_start[field], chain.supply_start[field + 1]):
                for key in range(chain.key_start[binding], chain.key_start[binding + 1]):
                    pair_field, pairs = need_field(chain.key_field[key], group, field_seen, pair_field, pairs)
            pair += 1
        pair_start[group + 1] = pairs
    pair_row, paper_row = np.zeros(pairs + 1, np.int64), np.zeros(papers + 1, np.int64)
    for pair in range(pairs):
        field = pair_field[pair]
        pair_row[pair + 1] = pair_row[pair] + chain.supply_start[field + 1] - chain.supply_start[field]
    paper_row[0] = pair_row[pairs]
    for paper in range(papers):
        material = paper_material[paper]
        many = chain.arrangement_start[material + 1] - chain.arrangement_start[material]
        paper_row[paper + 1] = paper_row[paper] + many
    return Needs(
        pair_start, pair_field[:pairs].copy(), paper_start, paper_material[:papers].copy(), pair_row, paper_row
    )


@njit(cache=True)
def need_field(field, group, field_seen, pair_field, pairs):
    if field_seen[field] == group:
        return pair_field, pairs
    field_seen[field] = group
    pair_field = grown(pair_field, pairs + 1)
    pair_field[pairs] = field
    return pair_field, pairs + 1


@njit(cache=True)
def find_known(chain, tests, needs, bits, group_login, also_known):
    """What is known in every group: the least fixpoint forwards from the login identity and what the caller sends."""
    rows = needs.paper_row[-1]
    failed, missing = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
    surely = np.full(len(needs.pair_field), NEVER, np.int64)
    possibly = np.full(len(needs.pair_field), NEVER, np.int64)
    slot = np.full(len(chain.field_will), -1, np.int64)
    waits = np.zeros(len(needs.pair_field), np.bool_)
    for group in range(len(needs.pair_start) - 1):
        low, high = needs.pair_start[group], needs.pair_start[group + 1]
        for pair in range(low, high):
            field = needs.pair_field[pair]
            slot[field] = pair
            if also_known[field] or (group_login[group] != -1 and chain.field_login[field] == group_login[group]):
                surely[pair] = possibly[pair] = 0
            apply_tests(group, needs.pair_row[pair], chain.supply_start, field, chain, tests, failed, missing)
        for paper in range(needs.paper_start[group], needs.paper_start[group + 1]):
            material = needs.paper_material[paper]
            apply_tests(group, needs.paper_row[paper], chain.arrangement_start, material, chain, tests, failed, missing)
        spread(low, high, chain, tests, needs, slot, failed, missing, surely, True)
        spread(low, high, chain, tests, needs, slot, failed, missing, possibly, False)
        find_waiting(low, high, chain, tests, needs, slot, failed, possibly, waits)
        for pair in range(low, high):
            field = needs.pair_field[pair]
            test_keys(
                needs.pair_row[pair],
                chain.supply_start,
                field,
                chain,
                bits,
                slot,
                surely,
                possibly,
                waits,
                failed,
                missing,
            )
        for paper in range(needs.paper_start[group], needs.paper_start[group + 1]):
            material = needs.paper_material[paper]
            test_keys(
                needs.paper_row[paper], chain.arrangement_start, material,
                chain, bits, slot, surely, possibly, waits, failed, missing,
            )  # fmt: skip
    return Knowledge(failed, missing, surely, possibly)


@njit(cache=True)
def apply_tests(group, row, starts, owner, chain, tests, failed, missing):
    for binding in range(starts[owner], starts[owner + 1]):
        audience, region = chain.binding_audience_scope[binding], chain.binding_region_scope[binding]
        failed[row] = (
            tests.failed[binding] | tests.audience_failed[group, audience] | tests.region_failed[group, region]
        )
        missing[row] = (
            tests.missing[binding] | tests.audience_missing[group, audience] | tests.region_missing[group, region]
        )
        row += 1


@njit(cache=True)
def fills(binding, row, field, chain, tests, failed, missing, surely):
    """Whether a binding would fill its field once its keys are known; possibly: whether it might."""
    if surely:
        return (
            (failed[row] | missing[row]) == 0
            and chain.binding_returns[binding] == VALUE
            and chain.field_will[field] == FALSE
        )
    return failed[row] == 0 and tests.returns_failed[binding] == 0 and chain.field_will[field] != TRUE


@njit(cache=True)
def spread(low, high, chain, tests, needs, slot, failed, missing, known, surely):
    """Rounds until nothing new becomes known; a key counts only if an earlier round gave it."""
    now, grew = 0, True
    while grew:
        now += 1
        grew = False
        for pair in range(low, high):
            if known[pair] != NEVER:
                continue
            field, row = needs.pair_field[pair], needs.pair_row[pair]
            for binding in range(chain.supply_start[field], chain.supply_start[field + 1]):
                if fills(binding, row, field, chain, tests, failed, missing, surely):
                    ready = True
                    for key in range(chain.key_start[binding], chain.key_start[binding + 1]):
                        stamp = known[slot[chain.key_field[key]]]
                        ready = ready and stamp != NEVER and stamp < now
                    if ready:
                        known[pair] = now
                        grew = True
                        break
                row += 1


@njit(cache=True)
def find_waiting(low, high, chain, tests, needs, slot, failed, possibly, waits):
    """Fields that wait, key after key, for a circle of fields: what is left when all others were taken away."""
    for pair in range(low, high):
        waits[pair] = possibly[pair] == NEVER
    shrank = True
    while shrank:
        shrank = False
        for pair in range(low, high):
            if not waits[pair]:
                continue
            field, row = needs.pair_field[pair], needs.pair_row[pair]
            still = False
            for binding in range(chain.supply_start[field], chain.supply_start[field + 1]):
                if fills(binding, row, field, chain, tests, failed, failed, False):
                    for key in range(chain.key_start[binding], chain.key_start[binding + 1]):
                        still = still or waits[slot[chain.key_field[key]]]
                row += 1
            if not still:
                waits[pair] = False
                shrank = True


@njit(cache=True)
def test_keys(row, starts, owner, chain, bits, slot, surely, possibly, waits, failed, missing):
    for binding in range(starts[owner], starts[owner + 1]):
        for key in range(chain.key_start[binding], chain.key_start[binding + 1]):
            pair = slot[chain.key_field[key]]
            if surely[pair] != NEVER:
                continue
            if possibly[pair] != NEVER:
                missing[row] |= bits.key_undecided
            elif waits[pair]:
                failed[row] |= bits.key_circle
            else:
                failed[row] |= bits.key_unknown
        row += 1


@njit(cache=True)
def count_bits(bits):
    many = 0
    while bits:
        bits &= bits - 1
        many += 1
    return many


@njit(cache=True)
def state_of(failed, missing):
    if failed:
        return NO
    return UNKNOWN if missing else YES


@njit(cache=True)
def decide_fields(chain, tests, needs, known, bits):
    """免填: YES if some usable binding returns a value and the field is no act of will."""
    pairs = len(needs.pair_field)
    verdict, chosen = np.full(pairs, NO, np.int8), np.full(pairs, -1, np.int32)
    reasons = np.zeros(pairs, np.int64)
    for pair in range(pairs):
        field, row = needs.pair_field[pair], needs.pair_row[pair]
        if chain.field_will[field] == TRUE:
            reasons[pair] = bits.act_of_will
        elif chain.supply_start[field] == chain.supply_start[field + 1]:
            reasons[pair] = bits.no_source
        else:
            fewest = 64
            for binding in range(chain.supply_start[field], chain.supply_start[field + 1]):
                failed = known.failed[row] | tests.returns_failed[binding]
                missing = known.missing[row] | tests.returns_missing[binding]
                state = state_of(failed, missing)
                why = failed if state == NO else missing
                if chosen[pair] == -1 or state < verdict[pair] or (state == verdict[pair] and count_bits(why) < fewest):
                    verdict[pair], chosen[pair], reasons[pair] = state, binding, why
                    fewest = count_bits(why)
                row += 1
            if chain.field_will[field] == UNRECORDED and verdict[pair] != NO:
                verdict[pair] = UNKNOWN
                reasons[pair] |= bits.will_unknown
            if rests_on_default(chosen[pair], chain):
                reasons[pair] |= bits.rests_on_default
        if chain.field_defaulted[field]:
            reasons[pair] |= bits.rests_on_default
    return FieldDecisions(verdict, chosen, reasons)


@njit(cache=True)
def rests_on_default(binding, chain):
    return chain.binding_defaulted[binding] or chain.source_defaulted[chain.binding_source[binding]]


@njit(cache=True)
def best_of(mode, material, row, chain, known):
    """The best arrangement of a mode: usable, else fewest doubts, else nearest miss. Binding -1: there is none."""
    best, best_state, best_failed, best_missing = -1, NO, np.int64(0), np.int64(0)
    for binding in range(chain.arrangement_start[material], chain.arrangement_start[material + 1]):
        if chain.binding_mode[binding] == mode:
            failed, missing = known.failed[row], known.missing[row]
            state = state_of(failed, missing)
            nearer = count_bits(failed if state == NO else missing) < count_bits(
                best_failed if state == NO else best_missing
            )
            if best == -1 or state < best_state or (state == best_state and nearer):
                best, best_state, best_failed, best_missing = binding, state, failed, missing
        row += 1
    return best, best_failed, best_missing


@njit(cache=True)
def is_checked(field, pair, material, paper_row, chain, tests, needs, known, surely):
    """Whether a source arranged for data checks checks or gives this field."""
    row = needs.pair_row[pair]
    for binding in range(chain.supply_start[field], chain.supply_start[field + 1]):
        kind = chain.binding_returns[binding]
        able = kind in (VALUE, MATCH) or (kind == UNRECORDED and not surely)
        if able and known.failed[row] == 0 and (known.missing[row] == 0 or not surely):
            arranged_row = paper_row
            for arranged in range(chain.arrangement_start[material], chain.arrangement_start[material + 1]):
                if (
                    chain.binding_mode[arranged] == DATA_CHECK
                    and chain.binding_source[arranged] == chain.binding_source[binding]
                    and known.failed[arranged_row] == 0
                    and (known.missing[arranged_row] == 0 or not surely)
                ):
                    return True
                arranged_row += 1
        row += 1
    return False


@njit(cache=True)
def decide_materials(chain, tests, needs, known, fields, bits, on_file):
    """免交: the first rule that holds; rules 1 and 9 depend on the requirement (see `decide_requirements`)."""
    papers = len(needs.paper_material)
    verdict, rule = np.full(papers, NO, np.int8), np.full(papers, SUBMIT, np.int8)
    chosen, reasons = np.full(papers, -1, np.int32), np.zeros(papers, np.int64)
    slot = np.full(len(chain.field_will), -1, np.int64)
    rule_failed, rule_missing = np.zeros(12, np.int64), np.zeros(12, np.int64)
    rule_binding, tried = np.zeros(12, np.int64), np.zeros(12, np.bool_)
    for group in range(len(needs.pair_start) - 1):
        for pair in range(needs.pair_start[group], needs.pair_start[group + 1]):
            slot[needs.pair_field[pair]] = pair
        for paper in range(needs.paper_start[group], needs.paper_start[group + 1]):
            material, row = needs.paper_material[paper], needs.paper_row[paper]
            is_form = chain.material_is_form[material]
            origin = chain.material_origin[material]
            arranged = chain.arrangement_start[material + 1] - chain.arrangement_start[material]

            # What the sources say of its facts.
            facts, filled, refused, doubtful_demand, covered = 0, 0, 0, 0, 0
            checked, perhaps_checked, defaulted = 0, 0, False
            for fact in range(chain.fact_start[material], chain.fact_start[material + 1]):
                if chain.fact_required[fact] == FALSE:
                    continue
                field = chain.fact_field[fact]
                pair = slot[field]
                facts += 1
                yes = fields.verdict[pair] == YES
                filled += yes
                if chain.fact_required[fact] == UNRECORDED:
                    doubtful_demand += not yes
                else:
                    refused += fields.verdict[pair] == NO
                sure = is_checked(field, pair, material, row, chain, tests, needs, known, True)
                checked += sure
                perhaps_checked += is_checked(field, pair, material, row, chain, tests, needs, known, False)
                covered += sure or (yes and origin != THIRD_PARTY)
                defaulted = defaulted or (fields.reasons[pair] & bits.rests_on_default) != 0
            has_facts = chain.fact_start[material] != chain.fact_start[material + 1]

            # Every rule that applies: what failed, what is missing.
            tried[:] = False
            for mode, by in (
                (LICENCE_SHARING, SHARED),
                (DATA_CHECK, VERIFIED),
                (COLLABORATION, COLLABORATED),
                (COMMITMENT, COMMITTED),
                (REUSE, REUSED),
            ):
                binding, failed, missing = best_of(mode, material, row, chain, known)
                rule_binding[by], rule_failed[by], rule_missing[by] = binding, failed, missing
                tried[by] = binding != -1
            if tried[SHARED]:
                if origin == UNRECORDED:
                    rule_missing[SHARED] |= bits.origin_unknown
                elif origin != GOVERNMENT:
                    rule_failed[SHARED] |= bits.not_government
                if chain.material_surrendered[material] == TRUE:
                    rule_failed[SHARED] |= bits.original_surrendered
                elif chain.material_surrendered[material] == UNRECORDED:
                    rule_missing[SHARED] |= bits.original_unknown
            if tried[VERIFIED] and rule_failed[VERIFIED] == 0:
                if not has_facts:
                    rule_missing[VERIFIED] |= bits.facts_unknown
                elif perhaps_checked < facts:
                    rule_failed[VERIFIED] |= bits.fields_remain
                elif checked < facts:
                    rule_missing[VERIFIED] |= bits.fields_undecided
            rule_failed[GENERATED] = rule_missing[GENERATED] = rule_failed[COMPOSED] = rule_missing[COMPOSED] = 0
            if is_form:
                tried[GENERATED] = True
                rule_binding[GENERATED] = -1
                if not has_facts:
                    rule_missing[GENERATED] = bits.facts_unknown
                elif refused:
                    rule_failed[GENERATED] = bits.fields_remain
                else:
                    if doubtful_demand:
                        rule_missing[GENERATED] |= bits.requiredness_unknown
                    if filled + doubtful_demand < facts:
                        rule_missing[GENERATED] |= bits.fields_undecided
            elif arranged == 0 and origin != THIRD_PARTY:
                tried[COMPOSED] = True
                rule_binding[COMPOSED] = -1
                equivalent = chain.material_equivalent[material]
                if equivalent == FALSE:
                    rule_failed[COMPOSED] |= bits.not_equivalent
                if not has_facts:
                    rule_missing[COMPOSED] |= bits.facts_unknown
                elif refused:
                    rule_failed[COMPOSED] |= bits.fields_remain
                elif filled < facts:
                    rule_missing[COMPOSED] |= bits.fields_undecided
                if origin == UNRECORDED:
                    rule_missing[COMPOSED] |= bits.origin_unknown
                if equivalent == UNRECORDED and (rule_failed[COMPOSED] | rule_missing[COMPOSED]) == 0:
                    tried[CANDIDATE] = True
                    rule_binding[CANDIDATE], rule_failed[CANDIDATE], rule_missing[CANDIDATE] = -1, 0, 0
                if equivalent == UNRECORDED:
                    rule_missing[COMPOSED] |= bits.equivalence_unknown

            # The first that holds.
            decided = -1
            for by in range(SHARED, REUSED + 1):
                if decided == -1 and tried[by] and (rule_failed[by] | rule_missing[by]) == 0:
                    decided = by
            if decided != -1:
                rule[paper], chosen[paper] = decided, rule_binding[decided]
                verdict[paper] = YES
                if decided == CANDIDATE:
                    verdict[paper], reasons[paper] = UNKNOWN, bits.equivalence_unknown
                elif decided == REUSED and not on_file[material]:
                    verdict[paper], reasons[paper] = NO, bits.first_time
            elif 0 < covered < facts:
                verdict[paper], rule[paper], reasons[paper] = CONDITIONAL, PARTIAL, bits.fields_remain
            else:
                # Undecided, or the nearest miss.
                fewest = 64
                for by in range(SHARED, REUSED + 1):
                    if not tried[by]:
                        continue
                    if rule_failed[by] == 0:
                        if verdict[paper] != UNKNOWN:
                            verdict[paper], reasons[paper], chosen[paper] = UNKNOWN, rule_missing[by], rule_binding[by]
                    elif verdict[paper] != UNKNOWN and count_bits(rule_failed[by]) < fewest:
                        fewest = count_bits(rule_failed[by])
                        reasons[paper], chosen[paper] = rule_failed[by], rule_binding[by]
                if reasons[paper] == 0:
                    reasons[paper] = bits.third_party if origin == THIRD_PARTY else bits.no_arrangement
            by_facts = rule[paper] in (VERIFIED, GENERATED, COMPOSED, CANDIDATE, PARTIAL)
            if (
                chain.material_defaulted[material]
                or (by_facts and defaulted)
                or (chosen[paper] != -1 and rests_on_default(chosen[paper], chain))
            ):
                reasons[paper] |= bits.rests_on_default
    return MaterialDecisions(verdict, rule, chosen, reasons)


@njit(cache=True)
def decide_requirements(chain, group_start, group_situation, needs, materials, bits):
    """Of every requirement: its paper (-1: cancelled), verdict, rule, reasons; of every situation: 零材料, reasons.

    Requirements are numbered on through the situations in the order of `group_situation`.
    """
    many = 0
    for situation in group_situation:
        many += chain.require_start[situation + 1] - chain.require_start[situation]
    paper_of = np.full(many, -1, np.int64)
    verdict, rule = np.full(many, NO, np.int8), np.full(many, CANCELLED, np.int8)
    reasons = np.zeros(many, np.int64)
    zero, why = np.full(len(group_situation), NO, np.int8), np.zeros(len(group_situation), np.int64)
    slot = np.full(len(chain.material_is_form), -1, np.int64)
    row = 0
    for group in range(len(group_start) - 1):
        for paper in range(needs.paper_start[group], needs.paper_start[group + 1]):
            slot[needs.paper_material[paper]] = paper
        for at in range(group_start[group], group_start[group + 1]):
            situation = group_situation[at]
            first, last = chain.require_start[situation], chain.require_start[situation + 1]
            start = row
            for require in range(first, last):
                if not chain.require_removed[require]:
                    paper = slot[chain.require_material[require]]
                    paper_of[row] = paper
                    verdict[row], rule[row] = materials.verdict[paper], materials.rule[paper]
                    reasons[row] = materials.reasons[paper]
                    if chain.require_necessity[require] == DEFERRABLE and rule[row] >= PARTIAL:
                        verdict[row], rule[row], reasons[row] = NO, DEFERRED, 0
                row += 1
            zero[at], why[at] = decide_zero(first, last, start, chain, verdict, rule, bits)
            if zero[at] == YES and chain.situation_complete[situation] != TRUE:
                zero[at], why[at] = UNKNOWN, bits.list_unconfirmed
    return paper_of, verdict, rule, reasons, zero, why


@njit(cache=True)
def decide_zero(first, last, start, chain, verdict, rule, bits):
    """零材料, the confirmation of the list aside: every requirement passes; a group by any of its members."""
    worst, why = YES, np.int64(0)
    for require in range(first, last):
        if chain.require_removed[require] or not leads_group(require, first, chain):
            continue
        best, demanded, doubtful = NO, False, True
        for other in range(require, last):
            if other != require and (
                chain.require_group[other] != chain.require_group[require] or chain.require_group[require] == -1
            ):
                continue
            if chain.require_removed[other]:
                continue
            necessity, row = chain.require_necessity[other], start + other - first
            demanded = demanded or necessity != OPTIONAL
            doubtful = doubtful and necessity in (OPTIONAL, UNRECORDED)
            exempt = verdict[row] == YES and SHARED <= rule[row] <= COLLABORATED
            best = min(best, YES if exempt else (UNKNOWN if verdict[row] == UNKNOWN else NO))
        if not demanded:
            continue
        if best == NO and doubtful:
            worst, why = max(worst, UNKNOWN), why | bits.necessity_unknown
        elif best == NO:
            worst, why = NO, why | bits.materials_remain
        elif best == UNKNOWN:
            worst, why = max(worst, UNKNOWN), why | bits.materials_undecided
    if worst == NO:
        return NO, bits.materials_remain
    return worst, why


@njit(cache=True)
def leads_group(require, first, chain):
    """Whether a requirement stands alone or is the first of its alternative group that is still in force."""
    group = chain.require_group[require]
    if group == -1:
        return True
    for other in range(first, require):
        if chain.require_group[other] == group and not chain.require_removed[other]:
            return False
    return True
