"""免填: which fields are filled automatically."""

import numpy as np
from numba import njit

from oncegraph.queries.exemption.kernel.rules import count_bits, state_of
from oncegraph.queries.exemption.kernel.types import COUNT, DECISION, NO, REASON, TRUE, UNKNOWN, UNRECORDED, YES


@njit(cache=True)
def rests_on_default(binding, bindings, sources):
    if binding == -1:
        return False
    return bindings[binding].defaulted or sources[bindings[binding].source].defaulted


@njit(cache=True)
def decide_fields(chain, tests, pairs, rows):
    """免填: YES if a usable binding returns a value and the field is not an act of will."""
    fields, bindings, sources, returns = chain.fields, chain.bindings, chain.sources, tests.returns
    decided = np.zeros(len(pairs), DECISION)
    for number in range(len(pairs)):
        pair, decision = pairs[number], decided[number]
        field, row = fields[pair.of], pair.row
        decision.verdict, decision.binding = NO, -1
        if field.will == TRUE:
            decision.reasons = REASON.act_of_will
        elif field.first_binding == field.last_binding:
            decision.reasons = REASON.no_source
        else:
            for binding in range(field.first_binding, field.last_binding):
                failed = rows[row].failed | returns[binding].failed
                missing = rows[row].missing | returns[binding].missing
                state = state_of(failed, missing)
                why = failed if state == NO else missing
                fewer = state == decision.verdict and count_bits(why) < count_bits(decision.reasons)
                if decision.binding == -1 or state < decision.verdict or fewer:
                    decision.verdict, decision.binding, decision.reasons = state, binding, why
                if state == YES:
                    break
                row += 1
            if field.will == UNRECORDED and decision.verdict != NO:
                decision.verdict = UNKNOWN
                decision.reasons |= REASON.will_unknown
        if decision.verdict == YES and (field.defaulted or rests_on_default(decision.binding, bindings, sources)):
            decision.reasons |= REASON.rests_on_default
    return decided


@njit(cache=True)
def count_fields(chain, groups, numbers, pairs, decided):
    """For every situation: how many distinct fields its application forms ask for, and how many are filled
    automatically."""
    situations, requires, materials, facts = chain.situations, chain.requires, chain.materials, chain.facts
    counts = np.zeros(len(numbers), COUNT)
    verdict = np.full(len(chain.fields), NO, np.int8)
    counted = np.full(len(chain.fields), -1, np.int64)
    for group in groups:
        for pair in range(group.first_pair, group.last_pair):
            verdict[pairs[pair].of] = decided[pair].verdict
        for at in range(group.first_situation, group.last_situation):
            situation, many, filled = situations[numbers[at]], 0, 0
            for require in range(situation.first_require, situation.last_require):
                material = materials[requires[require].material]
                if requires[require].removed or not material.is_form:
                    continue
                for fact in range(material.first_fact, material.last_fact):
                    field = facts[fact].field
                    if counted[field] != at:
                        counted[field] = at
                        many += 1
                        filled += verdict[field] == YES
            counts[at].fields, counts[at].filled = many, filled
    return counts
