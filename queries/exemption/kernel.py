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
NO_FIELD = -1

# States of a binding, and verdicts; the numbers are positions in schema.verdict.Verdict.
YES, CONDITIONAL, UNKNOWN, NO = 0, 1, 2, 3

# Positions in schema.verdict.Rule.
CANCELLED, SHARED, VERIFIED, GENERATED, COMPOSED, CANDIDATE, COLLABORATED, COMMITTED, REUSED, DEFERRED = range(10)
PARTIAL, SUBMIT = 10, 11

# Positions in schema.codes: Mode, Origin, Necessity, Returns; tri-states.
DATA_CHECK = 1
GOVERNMENT, APPLICANT, THIRD_PARTY = range(3)
REQUIRED, OPTIONAL, DEFERRABLE = range(3)
VALUE, DOCUMENT, MATCH = range(3)
UNRECORDED, FALSE, TRUE = -1, 0, 1
RULE_OF_MODE = (SHARED, VERIFIED, REUSED, COLLABORATED, COMMITTED)


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


class Tests(NamedTuple):
    """Outcomes decided before, each a row (failed, missing): of every binding, of what it returns, and of every
    distinct scope in every group (group × scope)."""

    standing: np.ndarray
    returns: np.ndarray
    audience: np.ndarray
    region: np.ndarray


#: A group of situations: those it has, the pairs and papers it needs, and the login identity (LoginIdentity or -1).
GROUP = np.dtype(
    (
        np.record,
        [
            ("first_situation", np.int64),
            ("last_situation", np.int64),
            ("first_pair", np.int64),
            ("last_pair", np.int64),
            ("first_paper", np.int64),
            ("last_paper", np.int64),
            ("login", np.int8),
        ],
    )
)
#: A pair or paper: number of the field or material, and the first of its rows, one for each of its bindings.
NEED = np.dtype((np.record, [("of", np.int32), ("row", np.int64)]))
#: Bits of the tests that failed and of those that could not be decided.
OUTCOME = np.dtype((np.record, [("failed", np.int64), ("missing", np.int64)]))
#: The round in which a field became known, surely or at best; whether it waits for a circle of keys.
KNOWN = np.dtype((np.record, [("surely", np.int32), ("possibly", np.int32), ("waits", np.bool_)]))
#: What was decided: verdict, rule (of papers and requirements), the binding reported (-1: none), reasons.
DECISION = np.dtype(
    (np.record, [("verdict", np.int8), ("rule", np.int8), ("binding", np.int32), ("reasons", np.int64)])
)

#: Of a situation: the distinct fields of its application forms, and those that fill themselves.
COUNT = np.dtype((np.record, [("fields", np.int32), ("filled", np.int32)]))


@njit(cache=True)
def grown(needs, size):
    if size <= len(needs):
        return needs
    larger = np.empty(2 * size, needs.dtype)
    larger[: len(needs)] = needs
    return larger


@njit(cache=True)
def find_needs(chain, groups, situations):
    """The pairs and papers that each group needs, keys of keys included; fills in `groups`."""
    field_seen = np.full(len(chain.fields), -1, np.int32)
    material_seen = np.full(len(chain.materials), -1, np.int32)
    pairs, papers = np.empty(1024, NEED), np.empty(1024, NEED)
    many_pairs, many_papers = 0, 0
    for number in range(len(groups)):
        group = groups[number]
        group.first_paper, group.first_pair = many_papers, many_pairs
        for at in range(group.first_situation, group.last_situation):
            situation = chain.situations[situations[at]]
            for require in chain.requires[situation.first_require : situation.last_require]:
                if not require.removed and material_seen[require.material] != number:
                    material_seen[require.material] = number
                    papers = grown(papers, many_papers + 1)
                    papers[many_papers].of = require.material
                    many_papers += 1
        group.last_paper = many_papers
        for paper in range(group.first_paper, many_papers):
            material = chain.materials[papers[paper].of]
            for fact in chain.facts[material.first_fact : material.last_fact]:
                pairs, many_pairs = need(fact.field, number, field_seen, pairs, many_pairs)
            for binding in chain.bindings[material.first_binding : material.last_binding]:
                for key in chain.keys[binding.first_key : binding.last_key]:
                    pairs, many_pairs = need(key, number, field_seen, pairs, many_pairs)
        pair = group.first_pair
        while pair < many_pairs:
            field = chain.fields[pairs[pair].of]
            for binding in chain.bindings[field.first_binding : field.last_binding]:
                for key in chain.keys[binding.first_key : binding.last_key]:
                    pairs, many_pairs = need(key, number, field_seen, pairs, many_pairs)
            pair += 1
        group.last_pair = many_pairs
    pairs, papers = pairs[:many_pairs].copy(), papers[:many_papers].copy()
    row = number_rows(pairs, chain.fields, 0)
    row = number_rows(papers, chain.materials, row)
    return pairs, papers, row


@njit(cache=True)
def need(field, group, field_seen, pairs, many):
    if field_seen[field] == group:
        return pairs, many
    field_seen[field] = group
    pairs = grown(pairs, many + 1)
    pairs[many].of = field
    return pairs, many + 1


@njit(cache=True)
def number_rows(needs, owners, row):
    for need in needs:
        need.row = row
        row += owners[need.of].last_binding - owners[need.of].first_binding
    return row


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
            apply_tests(number, chain.fields[field], pairs[pair].row, chain, tests, rows)
        for paper in papers[group.first_paper : group.last_paper]:
            apply_tests(number, chain.materials[paper.of], paper.row, chain, tests, rows)
        spread(keys[:many_keys], chain, pairs, rows, slot, known)
        spread_perhaps(keys[:many_keys], chain, tests, pairs, rows, slot, known)
        find_waiting(keys[:many_keys], chain, tests, pairs, rows, slot, known)
        for pair in pairs[first:last]:
            test_keys(chain.fields[pair.of], pair.of, pair.row, chain, bits, slot, known, rows)
        for paper in papers[group.first_paper : group.last_paper]:
            test_keys(chain.materials[paper.of], NO_FIELD, paper.row, chain, bits, slot, known, rows)
    return known


@njit(cache=True)
def apply_tests(group, owner, row, chain, tests, rows):
    for number in range(owner.first_binding, owner.last_binding):
        binding = chain.bindings[number]
        audience, region = tests.audience[group, binding.audience_scope], tests.region[group, binding.region_scope]
        rows[row].failed = tests.standing[number].failed | audience.failed | region.failed
        rows[row].missing = tests.standing[number].missing | audience.missing | region.missing
        row += 1


@njit(cache=True)
def spread(keys, chain, pairs, rows, slot, known):
    """Rounds until nothing new becomes known for sure; a key counts only if an earlier round gave it."""
    now, grew = 0, True
    while grew:
        now += 1
        grew = False
        for pair in keys:
            field, row = chain.fields[pairs[pair].of], pairs[pair].row
            if known[pair].surely != NEVER or field.will != FALSE:
                continue
            for binding in chain.bindings[field.first_binding : field.last_binding]:
                if binding.returns == VALUE and rows[row].failed | rows[row].missing == 0:
                    ready = True
                    for key in chain.keys[binding.first_key : binding.last_key]:
                        stamp = known[slot[key]].surely
                        ready = ready and stamp != NEVER and stamp < now
                    if ready:
                        known[pair].surely = now
                        grew = True
                        break
                row += 1


@njit(cache=True)
def spread_perhaps(keys, chain, tests, pairs, rows, slot, known):
    """The same for what may be known, if what nobody recorded turns out well."""
    now, grew = 0, True
    while grew:
        now += 1
        grew = False
        for pair in keys:
            if known[pair].possibly != NEVER:
                continue
            field, row = chain.fields[pairs[pair].of], pairs[pair].row
            for number in range(field.first_binding, field.last_binding):
                if may_fill(field, number, row, tests, rows):
                    binding = chain.bindings[number]
                    ready = True
                    for key in chain.keys[binding.first_key : binding.last_key]:
                        stamp = known[slot[key]].possibly
                        ready = ready and stamp != NEVER and stamp < now
                    if ready:
                        known[pair].possibly = now
                        grew = True
                        break
                row += 1


@njit(cache=True)
def may_fill(field, binding, row, tests, rows):
    return field.will != TRUE and rows[row].failed == 0 and tests.returns[binding].failed == 0


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
                if may_fill(field, number, row, tests, rows):
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
def decide_fields(chain, tests, bits, pairs, rows):
    """免填: YES if some usable binding returns a value and the field is no act of will."""
    decided = np.zeros(len(pairs), DECISION)
    for number in range(len(pairs)):
        pair, decision = pairs[number], decided[number]
        field, row = chain.fields[pair.of], pair.row
        decision.verdict, decision.binding = NO, -1
        if field.will == TRUE:
            decision.reasons = bits.act_of_will
        elif field.first_binding == field.last_binding:
            decision.reasons = bits.no_source
        else:
            for binding in range(field.first_binding, field.last_binding):
                failed = rows[row].failed | tests.returns[binding].failed
                missing = rows[row].missing | tests.returns[binding].missing
                state = state_of(failed, missing)
                why = failed if state == NO else missing
                fewer = count_bits(why) < count_bits(decision.reasons)
                if decision.binding == -1 or state < decision.verdict or (state == decision.verdict and fewer):
                    decision.verdict, decision.binding, decision.reasons = state, binding, why
                row += 1
            if field.will == UNRECORDED and decision.verdict != NO:
                decision.verdict = UNKNOWN
                decision.reasons |= bits.will_unknown
        if decision.verdict == YES and (field.defaulted or rests_on_default(decision.binding, chain)):
            decision.reasons |= bits.rests_on_default
    return decided


@njit(cache=True)
def count_fields(chain, groups, situations, pairs, fields):
    """Of every situation: how many distinct fields its application forms ask for, and how many fill themselves."""
    counts = np.zeros(len(situations), COUNT)
    verdict = np.full(len(chain.fields), NO, np.int8)
    counted = np.full(len(chain.fields), -1, np.int64)
    for group in groups:
        for pair in range(group.first_pair, group.last_pair):
            verdict[pairs[pair].of] = fields[pair].verdict
        for at in range(group.first_situation, group.last_situation):
            situation = chain.situations[situations[at]]
            for require in chain.requires[situation.first_require : situation.last_require]:
                material = chain.materials[require.material]
                if require.removed or not material.is_form:
                    continue
                for fact in chain.facts[material.first_fact : material.last_fact]:
                    if counted[fact.field] != at:
                        counted[fact.field] = at
                        counts[at].fields += 1
                        counts[at].filled += verdict[fact.field] == YES
    return counts


@njit(cache=True)
def rests_on_default(binding, chain):
    if binding == -1:
        return False
    return chain.bindings[binding].defaulted or chain.sources[chain.bindings[binding].source].defaulted


@njit(cache=True)
def is_checked(pair, paper, chain, pairs, papers, rows, perhaps):
    """Whether a source arranged for data checks of the paper checks or gives the field; perhaps: or may do so.

    Also returns whether that rests on a default.
    """
    field, row = chain.fields[pairs[pair].of], pairs[pair].row
    material = chain.materials[papers[paper].of]
    found, defaulted = False, False
    for number in range(field.first_binding, field.last_binding):
        binding = chain.bindings[number]
        able = binding.returns in (VALUE, MATCH) or (perhaps and binding.returns == UNRECORDED)
        if able and passes(rows[row], perhaps):
            arranged_row = papers[paper].row
            for arranged in range(material.first_binding, material.last_binding):
                if (
                    chain.bindings[arranged].mode == DATA_CHECK
                    and chain.bindings[arranged].source == binding.source
                    and passes(rows[arranged_row], perhaps)
                ):
                    found = True
                    defaulted = defaulted or rests_on_default(number, chain) or rests_on_default(arranged, chain)
                arranged_row += 1
        row += 1
    return found, defaulted


@njit(cache=True)
def passes(row, perhaps):
    return row.failed == 0 and (perhaps or row.missing == 0)


#: How a rule fares for a paper: whether it applies, what failed, what is missing, the arrangement tried (-1: none).
TRIED = np.dtype(
    (np.record, [("applies", np.bool_), ("failed", np.int64), ("missing", np.int64), ("binding", np.int32)])
)
#: What sources say of the facts of a paper: how many, filled, not fillable, perhaps not required, checked, covered.
COVER = np.dtype(
    (
        np.record,
        [
            ("facts", np.int32),
            ("filled", np.int32),
            ("refused", np.int32),
            ("doubtful", np.int32),
            ("checked", np.int32),
            ("perhaps_checked", np.int32),
            ("covered", np.int32),
            ("filled_by_default", np.bool_),
            ("checked_by_default", np.bool_),
            ("covered_by_default", np.bool_),
        ],
    )
)


@njit(cache=True)
def decide_materials(chain, bits, groups, pairs, papers, rows, fields, on_file):
    """免交: the first rule that holds; rules 1 and 9 depend on the requirement (see `decide_requirements`)."""
    decided = np.zeros(len(papers), DECISION)
    slot = np.full(len(chain.fields), -1, np.int64)
    tried, cover = np.zeros(SUBMIT + 1, TRIED), np.zeros(1, COVER)
    for group in groups:
        for pair in range(group.first_pair, group.last_pair):
            slot[pairs[pair].of] = pair
        for paper in range(group.first_paper, group.last_paper):
            material = chain.materials[papers[paper].of]
            cover_facts(paper, material, chain, bits, pairs, papers, rows, fields, slot, cover[0])
            try_arrangements(papers[paper], material, chain, bits, rows, cover[0], tried)
            try_data(material, bits, cover[0], tried)
            choose_rule(material, bits, tried, cover[0], on_file[papers[paper].of], decided[paper])
            if decided_by_default(material, chain, cover[0], decided[paper]):
                decided[paper].reasons |= bits.rests_on_default
    return decided


@njit(cache=True)
def decided_by_default(material, chain, cover, decision):
    """Whether what proves the verdict, if anything does, rests on a default of a mapping."""
    rule = decision.rule
    if rule == VERIFIED:
        return cover.checked_by_default
    if rule == GENERATED:
        return cover.filled_by_default
    if rule in (COMPOSED, CANDIDATE):
        return cover.filled_by_default or material.defaulted
    if rule == PARTIAL:
        return cover.covered_by_default
    if rule == SUBMIT:
        return False
    return rests_on_default(decision.binding, chain) or (rule == SHARED and material.defaulted)


@njit(cache=True)
def cover_facts(paper, material, chain, bits, pairs, papers, rows, fields, slot, cover):
    cover.facts = cover.filled = cover.refused = cover.doubtful = 0
    cover.checked = cover.perhaps_checked = cover.covered = 0
    cover.filled_by_default = cover.checked_by_default = cover.covered_by_default = False
    by_check = False
    for binding in chain.bindings[material.first_binding : material.last_binding]:
        by_check = by_check or binding.mode == DATA_CHECK
    for fact in chain.facts[material.first_fact : material.last_fact]:
        if fact.required == FALSE:
            continue
        pair = slot[fact.field]
        yes = fields[pair].verdict == YES
        checked, by_default, perhaps_checked = False, False, False
        if by_check:
            checked, by_default = is_checked(pair, paper, chain, pairs, papers, rows, False)
            perhaps_checked, _ = is_checked(pair, paper, chain, pairs, papers, rows, True)
        filled_by_default = fields[pair].reasons & bits.rests_on_default != 0
        cover.facts += 1
        cover.filled += yes
        if fact.required == UNRECORDED:
            cover.doubtful += not yes
        else:
            cover.refused += fields[pair].verdict == NO
        cover.checked += checked
        cover.perhaps_checked += perhaps_checked
        cover.filled_by_default |= filled_by_default
        cover.checked_by_default |= by_default
        if yes and material.origin != THIRD_PARTY:
            cover.covered += 1
            cover.covered_by_default |= filled_by_default
        elif checked:
            cover.covered += 1
            cover.covered_by_default |= by_default


@njit(cache=True)
def try_arrangements(paper, material, chain, bits, rows, cover, tried):
    """Rules 2, 3, 6, 7 and 8: those that rest on a recorded arrangement; the best one of each mode is tried."""
    for rule in range(len(tried)):
        tried[rule].applies, tried[rule].failed, tried[rule].missing, tried[rule].binding = False, 0, 0, -1
    row = paper.row
    for number in range(material.first_binding, material.last_binding):
        mode = chain.bindings[number].mode
        if mode != UNRECORDED:
            best = tried[RULE_OF_MODE[mode]]
            failed, missing = rows[row].failed, rows[row].missing
            state, best_state = state_of(failed, missing), state_of(best.failed, best.missing)
            fewer = (
                count_bits(failed) < count_bits(best.failed)
                if state == NO
                else count_bits(missing) < count_bits(best.missing)
            )
            if not best.applies or state < best_state or (state == best_state and fewer):
                best.applies, best.failed, best.missing, best.binding = True, failed, missing, number
        row += 1
    shared, verified = tried[SHARED], tried[VERIFIED]
    if shared.applies:
        if material.origin == UNRECORDED:
            shared.missing |= bits.origin_unknown
        elif material.origin != GOVERNMENT:
            shared.failed |= bits.not_government
        if material.surrendered == TRUE:
            shared.failed |= bits.original_surrendered
        elif material.surrendered == UNRECORDED:
            shared.missing |= bits.original_unknown
    if verified.applies and verified.failed == 0:
        if material.first_fact == material.last_fact:
            verified.missing |= bits.facts_unknown
        elif cover.perhaps_checked < cover.facts:
            verified.failed |= bits.fields_remain
        elif cover.checked < cover.facts:
            verified.missing |= bits.fields_undecided


@njit(cache=True)
def try_data(material, bits, cover, tried):
    """Rules 4 and 5: a form filled from sources; a material whose facts are data, with nothing arranged."""
    has_facts = material.first_fact != material.last_fact
    if material.is_form:
        generated = tried[GENERATED]
        generated.applies = True
        if not has_facts:
            generated.missing = bits.facts_unknown
        elif cover.refused:
            generated.failed = bits.fields_remain
        else:
            if cover.doubtful:
                generated.missing |= bits.requiredness_unknown
            if cover.filled + cover.doubtful < cover.facts:
                generated.missing |= bits.fields_undecided
    elif material.origin != THIRD_PARTY and not is_arranged(tried) and (has_facts or material.origin != APPLICANT):
        composed = tried[COMPOSED]
        composed.applies = True
        if material.equivalent == FALSE:
            composed.failed |= bits.not_equivalent
        if not has_facts:
            composed.missing |= bits.facts_unknown
        elif cover.refused:
            composed.failed |= bits.fields_remain
        elif cover.filled < cover.facts:
            composed.missing |= bits.fields_undecided
        if material.origin == UNRECORDED:
            composed.missing |= bits.origin_unknown
        if material.equivalent == UNRECORDED:
            tried[CANDIDATE].applies = composed.failed | composed.missing == 0
            composed.missing |= bits.equivalence_unknown


@njit(cache=True)
def is_arranged(tried):
    for rule in RULE_OF_MODE:
        if tried[rule].applies:
            return True
    return False


@njit(cache=True)
def choose_rule(material, bits, tried, cover, on_file, decision):
    """The first rule that holds; else what is covered in part, what is undecided, or the nearest miss."""
    decision.verdict, decision.rule, decision.binding, decision.reasons = NO, SUBMIT, -1, 0
    for rule in range(SHARED, REUSED + 1):
        if tried[rule].applies and tried[rule].failed | tried[rule].missing == 0:
            decision.verdict, decision.rule, decision.binding = YES, rule, tried[rule].binding
            if rule == CANDIDATE:
                decision.verdict, decision.reasons = UNKNOWN, bits.equivalence_unknown
            elif rule == REUSED and not on_file:
                decision.verdict, decision.reasons = NO, bits.first_time
            return
    if 0 < cover.covered < cover.facts:
        decision.verdict, decision.rule, decision.reasons = CONDITIONAL, PARTIAL, bits.fields_remain
        return
    for rule in range(SHARED, REUSED + 1):
        if tried[rule].applies and tried[rule].failed == 0:
            decision.verdict, decision.binding = UNKNOWN, tried[rule].binding
            decision.reasons = tried[rule].missing
            return
    if material.origin == THIRD_PARTY and not is_arranged(tried):
        decision.reasons = bits.third_party
        return
    for rule in range(SHARED, REUSED + 1):
        nearer = decision.reasons == 0 or count_bits(tried[rule].failed) < count_bits(decision.reasons)
        told = rule != COMPOSED or cover.facts > 0
        if tried[rule].applies and told and nearer:
            decision.binding, decision.reasons = tried[rule].binding, tried[rule].failed
    if decision.reasons == 0:
        decision.reasons = bits.no_arrangement


@njit(cache=True)
def decide_requirements(chain, bits, groups, situations, papers, materials):
    """Of every requirement: its paper (-1: cancelled) and decision; of every situation, in their order: 零材料.

    Requirements are numbered on through the situations.
    """
    many = 0
    for situation in situations:
        many += chain.situations[situation].last_require - chain.situations[situation].first_require
    paper_of, decided = np.full(many, -1, np.int64), np.zeros(many, DECISION)
    zero = np.zeros(len(situations), DECISION)
    slot = np.full(len(chain.materials), -1, np.int64)
    row = 0
    for group in groups:
        for paper in range(group.first_paper, group.last_paper):
            slot[papers[paper].of] = paper
        for at in range(group.first_situation, group.last_situation):
            situation = chain.situations[situations[at]]
            requires = chain.requires[situation.first_require : situation.last_require]
            start = row
            for require in requires:
                decision = decided[row]
                if require.removed:
                    decision.verdict, decision.rule, decision.binding = NO, CANCELLED, -1
                else:
                    paper = slot[require.material]
                    paper_of[row] = paper
                    decision.verdict, decision.rule = materials[paper].verdict, materials[paper].rule
                    decision.binding, decision.reasons = materials[paper].binding, materials[paper].reasons
                    if require.necessity == DEFERRABLE and decision.rule >= PARTIAL:
                        decision.verdict, decision.rule, decision.binding, decision.reasons = NO, DEFERRED, -1, 0
                row += 1
            decide_zero(requires, decided[start:row], situation.complete, bits, zero[at])
    return paper_of, decided, zero


@njit(cache=True)
def decide_zero(requires, decided, complete, bits, zero):
    """零材料: the list is complete and every requirement passes by rules 2 to 6; a group by any of its members."""
    zero.verdict = YES
    for number in range(len(requires)):
        if requires[number].removed or not leads_group(number, requires):
            continue
        best, demanded, doubtful = NO, False, True
        for other in range(number, len(requires)):
            require = requires[other]
            same = other == number or (require.group != -1 and require.group == requires[number].group)
            if not same or require.removed:
                continue
            demanded = demanded or require.necessity != OPTIONAL
            doubtful = doubtful and require.necessity in (OPTIONAL, UNRECORDED)
            state = decided[other].verdict
            if state == CONDITIONAL or (state == YES and not SHARED <= decided[other].rule <= COLLABORATED):
                state = NO
            best = min(best, state)
        if not demanded or best == YES:
            continue
        if best == NO and not doubtful:
            zero.verdict, zero.reasons = NO, bits.materials_remain
            return
        zero.verdict = UNKNOWN
        zero.reasons |= bits.necessity_unknown if doubtful else bits.materials_undecided
    if zero.verdict == YES and complete != TRUE:
        zero.verdict, zero.reasons = UNKNOWN, bits.list_unconfirmed


@njit(cache=True)
def leads_group(number, requires):
    """Whether a requirement stands alone or is the first of its alternative group that is still in force."""
    group = requires[number].group
    if group == -1:
        return True
    for other in requires[:number]:
        if other.group == group and not other.removed:
            return False
    return True
