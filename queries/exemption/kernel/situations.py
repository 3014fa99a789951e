"""Verdicts on situations from those on their materials: rules 1 and 9, alternative groups, 零材料."""

import numpy as np
from numba import njit

from oncegraph.queries.exemption.kernel.rules import contribution_of, decide_zero, may_defer
from oncegraph.queries.exemption.kernel.types import CANCELLED, DECISION, DEFERRED, NO


@njit(cache=True)
def decide_requirements(chain, groups, situations, papers, materials):
    """For every requirement: its paper (-1: cancelled) and decision; for every situation, in order: 零材料.
    Requirements
    are numbered consecutively over all situations.
    """
    many = 0
    for situation in situations:
        many += chain.situations[situation].last_require - chain.situations[situation].first_require
    paper_of, decided = np.full(many, -1, np.int64), np.zeros(many, DECISION)
    zero, contributions = np.zeros(len(situations), DECISION), np.zeros(many, np.int8)
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
                    if may_defer(require.necessity, decision.rule):
                        decision.verdict, decision.rule, decision.binding, decision.reasons = NO, DEFERRED, -1, 0
                contributions[row] = contribution_of(decision.verdict, decision.rule)
                row += 1
            zero[at].verdict, zero[at].reasons = decide_zero(requires, contributions[start:row], situation.complete)
    return paper_of, decided, zero
