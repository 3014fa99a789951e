"""免交: which materials need not be handed in; the rules in their order."""

import numpy as np
from numba import njit

from oncegraph.queries.exemption.kernel.fields import count_bits, rests_on_default, state_of
from oncegraph.queries.exemption.kernel.types import (
    APPLICANT,
    CANDIDATE,
    COMPOSED,
    CONDITIONAL,
    DATA_CHECK,
    DECISION,
    FALSE,
    GENERATED,
    GOVERNMENT,
    MATCH,
    NO,
    PARTIAL,
    REUSED,
    RULE_OF_MODE,
    SHARED,
    SUBMIT,
    THIRD_PARTY,
    TRUE,
    UNKNOWN,
    UNRECORDED,
    VALUE,
    VERIFIED,
    YES,
)

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
    materials, bindings, sources = chain.materials, chain.bindings, chain.sources
    decided = np.zeros(len(papers), DECISION)
    slot = np.full(len(chain.fields), -1, np.int64)
    tried, cover = np.zeros(SUBMIT + 1, TRIED), np.zeros(1, COVER)
    for group in groups:
        for pair in range(group.first_pair, group.last_pair):
            slot[pairs[pair].of] = pair
        for number in range(group.first_paper, group.last_paper):
            paper, decision = papers[number], decided[number]
            material = materials[paper.of]
            cover_facts(paper, material, chain, bits, pairs, rows, fields, slot, cover[0])
            try_arrangements(paper, material, bindings, bits, rows, cover[0], tried)
            try_data(material, bits, cover[0], tried)
            choose_rule(material, bits, tried, cover[0], on_file[paper.of], decision)
            if decided_by_default(material, bindings, sources, cover[0], decision):
                decision.reasons |= bits.rests_on_default
    return decided


@njit(cache=True)
def cover_facts(paper, material, chain, bits, pairs, rows, decided, slot, cover):
    fields, facts, bindings, sources = chain.fields, chain.facts, chain.bindings, chain.sources
    cover.facts = cover.filled = cover.refused = cover.doubtful = 0
    cover.checked = cover.perhaps_checked = cover.covered = 0
    cover.filled_by_default = cover.checked_by_default = cover.covered_by_default = False
    by_check = False
    for number in range(material.first_binding, material.last_binding):
        by_check = by_check or bindings[number].mode == DATA_CHECK
    for number in range(material.first_fact, material.last_fact):
        fact = facts[number]
        if fact.required == FALSE:
            continue
        pair = slot[fact.field]
        verdict = decided[pair].verdict
        checked, by_default, perhaps_checked = False, False, False
        if by_check:
            field, row = fields[fact.field], pairs[pair].row
            checked, by_default, perhaps_checked = is_checked(field, row, material, paper.row, bindings, sources, rows)
        filled_by_default = decided[pair].reasons & bits.rests_on_default != 0
        cover.facts += 1
        cover.filled += verdict == YES
        if fact.required == UNRECORDED:
            cover.doubtful += verdict != YES
        else:
            cover.refused += verdict == NO
        cover.checked += checked
        cover.perhaps_checked += perhaps_checked
        cover.filled_by_default |= filled_by_default
        cover.checked_by_default |= by_default
        if verdict == YES and material.origin != THIRD_PARTY:
            cover.covered += 1
            cover.covered_by_default |= filled_by_default
        elif checked:
            cover.covered += 1
            cover.covered_by_default |= by_default


@njit(cache=True)
def is_checked(field, row, material, first_arranged_row, bindings, sources, rows):
    """Whether a source arranged for data checks of a material checks or gives a field; whether that rests on a
    default; and whether one may do so, if what nobody recorded turns out well."""
    checked, by_default, perhaps = False, False, False
    for number in range(field.first_binding, field.last_binding):
        returns = bindings[number].returns
        able = returns in (VALUE, MATCH)
        if (able or returns == UNRECORDED) and rows[row].failed == 0:
            arranged_row = first_arranged_row
            for arranged in range(material.first_binding, material.last_binding):
                same = bindings[arranged].source == bindings[number].source
                if same and bindings[arranged].mode == DATA_CHECK and rows[arranged_row].failed == 0:
                    perhaps = True
                    if able and rows[row].missing | rows[arranged_row].missing == 0:
                        checked = True
                        by_default |= rests_on_default(number, bindings, sources)
                        by_default |= rests_on_default(arranged, bindings, sources)
                arranged_row += 1
        row += 1
    return checked, by_default, perhaps


@njit(cache=True)
def try_arrangements(paper, material, bindings, bits, rows, cover, tried):
    """Rules 2, 3, 6, 7 and 8: those that rest on a recorded arrangement; the best one of each mode is tried."""
    for rule in range(len(tried)):
        tried[rule].applies, tried[rule].failed, tried[rule].missing, tried[rule].binding = False, 0, 0, -1
    row = paper.row
    for number in range(material.first_binding, material.last_binding):
        mode = bindings[number].mode
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
def decided_by_default(material, bindings, sources, cover, decision):
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
    return rests_on_default(decision.binding, bindings, sources) or (rule == SHARED and material.defaulted)
