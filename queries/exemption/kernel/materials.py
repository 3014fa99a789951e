"""免交: which materials need not be handed in, by the rules of rules.py."""

import numpy as np
from numba import njit

from oncegraph.queries.exemption.kernel.fields import rests_on_default
from oncegraph.queries.exemption.kernel.needs import grown
from oncegraph.queries.exemption.kernel.rules import (
    choose_rule,
    count_bits,
    counts,
    forget,
    is_covered_by_filling,
    is_for,
    may_check,
    state_of,
    try_rules,
)
from oncegraph.queries.exemption.kernel.types import (
    CANDIDATE,
    COMPOSED,
    COVER,
    COVERING,
    DATA_CHECK,
    DECISION,
    GENERATED,
    NO,
    PARTIAL,
    REASON,
    RULE_OF_MODE,
    SHARED,
    SUBMIT,
    TRIED,
    UNRECORDED,
    VERIFIED,
    YES,
)


@njit(cache=True)
def decide_materials(chain, groups, pairs, papers, rows, fields, on_file):
    """免交: the rule that decides each paper; rules 1 and 9 depend on the requirement (see `decide_requirements`)."""
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
            cover_facts(paper, material, chain, pairs, rows, fields, slot, cover[0])
            try_arrangements(paper, material, bindings, rows, tried)
            try_rules(material, cover[0], tried)
            choose_rule(material, tried, cover[0], on_file[paper.of], decision)
            if decided_by_default(material, bindings, sources, cover[0], decision):
                decision.reasons |= REASON.rests_on_default
    return decided


@njit(cache=True)
def cover_facts(paper, material, chain, pairs, rows, decided, slot, cover):
    """What sources fill and check of the facts of a paper, as a COVER."""
    fields, facts, bindings, sources = chain.fields, chain.facts, chain.bindings, chain.sources
    cover.recorded = material.first_fact != material.last_fact
    cover.facts = cover.filled = cover.refused = cover.doubtful = 0
    cover.checked = cover.perhaps_checked = cover.covered = 0
    cover.filled_by_default = cover.checked_by_default = cover.covered_by_default = False
    by_check = False
    for number in range(material.first_binding, material.last_binding):
        by_check = by_check or bindings[number].mode == DATA_CHECK
    for number in range(material.first_fact, material.last_fact):
        fact = facts[number]
        if not counts(fact):
            continue
        pair = slot[fact.field]
        verdict = decided[pair].verdict
        checked, by_default, perhaps_checked = False, False, False
        if by_check:
            field, row = fields[fact.field], pairs[pair].row
            checked, by_default, perhaps_checked = is_checked(field, row, material, paper.row, bindings, sources, rows)
        filled_by_default = decided[pair].reasons & REASON.rests_on_default != 0
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
        if is_covered_by_filling(material, SUBMIT, verdict):
            cover.covered += 1
            cover.covered_by_default |= filled_by_default
        elif checked:
            cover.covered += 1
            cover.covered_by_default |= by_default


@njit(cache=True)
def is_checked(field, row, material, first_arranged_row, bindings, sources, rows):
    """Whether a source arranged for data checks of a material checks or gives a field; whether that rests on a
    default; and whether one possibly does, if facts not recorded turn out favourably."""
    checked, by_default, perhaps = False, False, False
    for number in range(field.first_binding, field.last_binding):
        able = may_check(bindings[number].returns)
        if (able or bindings[number].returns == UNRECORDED) and rows[row].failed == 0:
            arranged_row = first_arranged_row
            for arranged in range(material.first_binding, material.last_binding):
                if is_for(bindings[arranged], bindings[number].source) and rows[arranged_row].failed == 0:
                    perhaps = True
                    if able and rows[row].missing | rows[arranged_row].missing == 0:
                        checked = True
                        by_default |= rests_on_default(number, bindings, sources)
                        by_default |= rests_on_default(arranged, bindings, sources)
                arranged_row += 1
        row += 1
    return checked, by_default, perhaps


@njit(cache=True)
def try_arrangements(paper, material, bindings, rows, tried):
    """The best arrangement of each mode, for rules 2, 3, 6, 7 and 8, which depend on an arrangement."""
    forget(tried)
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


@njit(cache=True)
def decided_by_default(material, bindings, sources, cover, decision):
    """Whether the verdict depends on a default of a mapping."""
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


@njit(cache=True)
def find_coverage(chain, groups, pairs, papers, rows, fields, materials, wanted):
    """What covers each fact of the wanted papers (numbers, ascending), as their verdicts count it: COVERING.

    A fact is covered by the binding that fills its field, else by all bindings that check it.
    """
    found, many = np.empty(64, COVERING), 0
    slot = np.full(len(chain.fields), -1, np.int64)
    group = -1
    for number in wanted:
        while group == -1 or groups[group].last_paper <= number:
            group += 1
            if groups[group].last_paper > number:
                for pair in range(groups[group].first_pair, groups[group].last_pair):
                    slot[pairs[pair].of] = pair
        paper, rule = papers[number], materials[number].rule
        material = chain.materials[paper.of]
        for fact in chain.facts[material.first_fact : material.last_fact]:
            if not counts(fact):
                continue
            pair, before = slot[fact.field], many
            if is_covered_by_filling(material, rule, fields[pair].verdict):
                found, many = add_covering(found, many, number, fact.field, fields[pair].binding, -1, False)
            else:
                field, row = chain.fields[fact.field], pairs[pair].row
                for binding in range(field.first_binding, field.last_binding):
                    if checks(binding, row, material, paper.row, chain.bindings, rows):
                        found, many = add_covering(found, many, number, fact.field, binding, row, True)
                    row += 1
            if many == before:
                found, many = add_covering(found, many, number, fact.field, -1, -1, False)
    return found[:many].copy()


@njit(cache=True)
def checks(binding, row, material, first_arranged_row, bindings, rows):
    """Whether a usable binding of a field checks or gives it, and its source is arranged to check a material."""
    if not may_check(bindings[binding].returns) or rows[row].failed | rows[row].missing:
        return False
    arranged_row = first_arranged_row
    for arranged in range(material.first_binding, material.last_binding):
        usable = rows[arranged_row].failed | rows[arranged_row].missing == 0
        if usable and is_for(bindings[arranged], bindings[binding].source):
            return True
        arranged_row += 1
    return False


@njit(cache=True)
def add_covering(found, many, paper, field, binding, row, by_check):
    found = grown(found, many + 1)
    covering = found[many]
    covering.paper, covering.field, covering.binding = paper, field, binding
    covering.row, covering.checks = row, by_check
    return found, many + 1
