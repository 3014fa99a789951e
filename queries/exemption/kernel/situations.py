"""What situations make of their materials: rules 1 and 9, alternative groups, 零材料."""

import numpy as np
from numba import njit

from oncegraph.queries.exemption.kernel.types import (
    CANCELLED,
    COLLABORATED,
    CONDITIONAL,
    DECISION,
    DEFERRABLE,
    DEFERRED,
    NO,
    OPTIONAL,
    PARTIAL,
    SHARED,
    TRUE,
    UNKNOWN,
    UNRECORDED,
    YES,
)


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
