"""The rules, each once, by the numbers of docs/rules.md.

These functions state what a rule requires, and do not depend on where the facts come from. The callers decide what is
usable and what is filled: the loops over a whole city (materials.py, situations.py), a trial of changes (trial.py), the
file of a person (remaining.py), an explanation (explanation.py) and the model of the best set (optimum.py).

A test returns two sets of reasons as bits: those for which it failed, and those for which it cannot be decided. It
holds if both are 0.
"""

from numba import njit

from oncegraph.queries.exemption.kernel.types import (
    APPLICANT,
    CANDIDATE,
    COLLABORATED,
    COMPOSED,
    CONDITIONAL,
    DATA_CHECK,
    DEFERRABLE,
    EXEMPTING,
    FALSE,
    GENERATED,
    GOVERNMENT,
    MATCH,
    NO,
    OPTIONAL,
    PARTIAL,
    REASON,
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


@njit(cache=True)
def state_of(failed, missing):
    """NO if a test failed, whatever else is missing; else UNKNOWN if something is missing; else YES."""
    if failed:
        return NO
    return UNKNOWN if missing else YES


@njit(cache=True)
def count_bits(bits):
    many = 0
    while bits:
        bits &= bits - 1
        many += 1
    return many


# ----------------------------------------------------------------------------------------------- bindings and fields


@njit(cache=True)
def must_be_known(key, field, returns):
    """Whether a binding of a field needs this key field to be known: a source that only checks a field is sent what the
    applicant typed. field: UNRECORDED for a binding of a material."""
    return not (key == field and returns == MATCH)


@njit(cache=True)
def fills(will, failed, missing, surely):
    """Whether a binding fills its field; failed, missing: of all its tests, `returns` among them.

    surely: everything must be recorded; otherwise, whether it possibly does, if facts not recorded turn out favourably.
    """
    if surely:
        return will == FALSE and failed | missing == 0
    return will != TRUE and failed == 0


@njit(cache=True)
def may_check(returns):
    """Whether a source checks a field or gives it; for rule 3 both count."""
    return returns in (VALUE, MATCH)


@njit(cache=True)
def is_for(arrangement, source):
    """Whether an arrangement of a material is one for data checks (rule 3) with this source."""
    return arrangement.mode == DATA_CHECK and arrangement.source == source


@njit(cache=True)
def counts(fact):
    """Whether a fact of a material has to be covered: all but optional fields of a form."""
    return fact.required != FALSE


# --------------------------------------------------------------------------------------------------------- materials


@njit(cache=True)
def share(material):
    """Rule 2, apart from its arrangement: issued by government, and the original is not surrendered."""
    failed = missing = 0
    if material.origin == UNRECORDED:
        missing |= REASON.origin_unknown
    elif material.origin != GOVERNMENT:
        failed |= REASON.not_government
    if material.surrendered == TRUE:
        failed |= REASON.original_surrendered
    elif material.surrendered == UNRECORDED:
        missing |= REASON.original_unknown
    return failed, missing


@njit(cache=True)
def verify(cover):
    """Rule 3, apart from its arrangement: the arranged sources together check or give all its facts."""
    if not cover.recorded:
        return 0, REASON.facts_unknown
    if cover.perhaps_checked < cover.facts:
        return REASON.fields_remain, 0
    return 0, REASON.fields_undecided if cover.checked < cover.facts else 0


@njit(cache=True)
def generate(cover):
    """Rule 4: every required field of an application form is filled."""
    if not cover.recorded:
        return 0, REASON.facts_unknown
    if cover.refused:
        return REASON.fields_remain, 0
    missing = REASON.requiredness_unknown if cover.doubtful else 0
    if cover.filled + cover.doubtful < cover.facts:
        missing |= REASON.fields_undecided
    return 0, missing


@njit(cache=True)
def may_compose(material, cover, arranged):
    """Whether rule 5 applies: nothing is arranged, and the material is neither a form nor a third party's, nor
    prepared by the applicant without any recorded facts."""
    other = material.is_form or material.origin == THIRD_PARTY or arranged
    return not other and (cover.recorded or material.origin != APPLICANT)


@njit(cache=True)
def compose(material, cover):
    """Rule 5: all its facts are filled, and data may legally replace it."""
    failed = missing = 0
    if material.equivalent == FALSE:
        failed |= REASON.not_equivalent
    elif material.equivalent == UNRECORDED:
        missing |= REASON.equivalence_unknown
    if not cover.recorded:
        missing |= REASON.facts_unknown
    elif cover.refused:
        failed |= REASON.fields_remain
    elif cover.filled < cover.facts:
        missing |= REASON.fields_undecided
    if material.origin == UNRECORDED:
        missing |= REASON.origin_unknown
    return failed, missing


@njit(cache=True)
def forget(tried):
    """Reset `tried` for another material: no rule was tried yet."""
    for rule in range(len(tried)):
        attempt = tried[rule]
        attempt.applies, attempt.failed, attempt.missing, attempt.binding = False, 0, 0, -1


@njit(cache=True)
def is_arranged(tried):
    for rule in RULE_OF_MODE:
        if tried[rule].applies:
            return True
    return False


@njit(cache=True)
def try_rules(material, cover, tried):
    """Try rules 2 to 8 on a material; `tried` has the best arrangement of each mode, and gets the outcome of each rule.

    material: origin, surrendered, equivalent, is_form; cover: COVER, what the caller counts as filled and checked.
    """
    arranged = is_arranged(tried)
    shared, verified = tried[SHARED], tried[VERIFIED]
    if shared.applies:
        failed, missing = share(material)
        shared.failed |= failed
        shared.missing |= missing
    if verified.applies and verified.failed == 0:
        failed, missing = verify(cover)
        verified.failed |= failed
        verified.missing |= missing
    if material.is_form:
        generated = tried[GENERATED]
        generated.applies = True
        generated.failed, generated.missing = generate(cover)
    elif may_compose(material, cover, arranged):
        composed = tried[COMPOSED]
        composed.applies = True
        composed.failed, composed.missing = compose(material, cover)
        tried[CANDIDATE].applies = composed.failed == 0 and composed.missing == REASON.equivalence_unknown


@njit(cache=True)
def is_exempt(tried):
    """Whether one of the rules 2 to 6 holds."""
    for rule in range(SHARED, COLLABORATED + 1):
        if EXEMPTING[rule] and tried[rule].applies and tried[rule].failed | tried[rule].missing == 0:
            return True
    return False


@njit(cache=True)
def choose_rule(material, tried, cover, on_file, decision):
    """The first rule that holds; else what is covered in part, what is undecided, or the nearest miss (rule 10)."""
    decision.verdict, decision.rule, decision.binding, decision.reasons = NO, SUBMIT, -1, 0
    for rule in range(SHARED, REUSED + 1):
        if tried[rule].applies and tried[rule].failed | tried[rule].missing == 0:
            decision.verdict, decision.rule, decision.binding = YES, rule, tried[rule].binding
            if rule == CANDIDATE:
                decision.verdict, decision.reasons = UNKNOWN, REASON.equivalence_unknown
            elif rule == REUSED and not on_file:
                decision.verdict, decision.reasons = NO, REASON.first_time
            return
    if 0 < cover.covered < cover.facts:
        decision.verdict, decision.rule, decision.reasons = CONDITIONAL, PARTIAL, REASON.fields_remain
        return
    for rule in range(SHARED, REUSED + 1):
        if tried[rule].applies and tried[rule].failed == 0:
            decision.verdict, decision.binding = UNKNOWN, tried[rule].binding
            decision.reasons = tried[rule].missing
            return
    if material.origin == THIRD_PARTY and not is_arranged(tried):
        decision.reasons = REASON.third_party
        return
    for rule in range(SHARED, REUSED + 1):
        nearer = decision.reasons == 0 or count_bits(tried[rule].failed) < count_bits(decision.reasons)
        counted = rule != COMPOSED or cover.facts > 0
        if tried[rule].applies and counted and nearer:
            decision.binding, decision.reasons = tried[rule].binding, tried[rule].failed
    if decision.reasons == 0:
        decision.reasons = REASON.no_arrangement


@njit(cache=True)
def is_covered_by_filling(material, rule, verdict):
    """Whether a filled field counts as covered by the source that fills it: not if the material was
    verified, nor if it is a third party's, which needs an agreed source unless it is a form that was generated."""
    return verdict == YES and rule != VERIFIED and (rule == GENERATED or material.origin != THIRD_PARTY)


# ------------------------------------------------------------------------------------------------------- situations


@njit(cache=True)
def may_defer(necessity, rule):
    """Rule 9: a material that no other rule decides may be handed in later."""
    return necessity == DEFERRABLE and rule in (PARTIAL, SUBMIT)


@njit(cache=True)
def contribution_of(verdict, rule):
    """What a material contributes to 零材料: a commitment, a copy on file and a part of a material contribute NO."""
    if verdict == CONDITIONAL or (verdict == YES and not EXEMPTING[rule]):
        return NO
    return verdict


@njit(cache=True)
def is_together(one, other, requires):
    """Whether two requirements in force can replace each other: the same one, or two of one alternative group."""
    if requires[other].removed or requires[one].removed:
        return False
    return one == other or (requires[one].group != UNRECORDED and requires[one].group == requires[other].group)


@njit(cache=True)
def leads_group(number, requires):
    """Whether a requirement in force belongs to no alternative group, or is the first of its group."""
    if requires[number].removed or requires[number].group == UNRECORDED:
        return not requires[number].removed
    for other in range(number):
        if is_together(number, other, requires):
            return False
    return True


@njit(cache=True)
def is_demanded(necessity):
    """Whether a requirement prevents 零材料 unless it is exempt; an optional one does not."""
    return necessity != OPTIONAL


@njit(cache=True)
def weigh_group(number, requires, contributions):
    """For the group of a requirement: the best contribution, whether it is demanded, and whether that is in doubt
    because none of its members is recorded as necessary."""
    best, demanded, doubtful = NO, False, True
    for other in range(len(requires)):
        if is_together(number, other, requires):
            necessity = requires[other].necessity
            demanded = demanded or is_demanded(necessity)
            doubtful = doubtful and (necessity == UNRECORDED or not is_demanded(necessity))
            best = min(best, contributions[other])
    return best, demanded, doubtful


@njit(cache=True)
def decide_zero(requires, contributions, complete):
    """零材料: the list is complete and every demanded requirement is exempt, or another of its alternative group.

    requires: group, necessity, removed of each; contributions: see `contribution_of`; returns verdict and reasons.
    """
    verdict, reasons = YES, 0
    for number in range(len(requires)):
        if not leads_group(number, requires):
            continue
        best, demanded, doubtful = weigh_group(number, requires, contributions)
        if not demanded or best == YES:
            continue
        if best == NO and not doubtful:
            return NO, REASON.materials_remain
        verdict = UNKNOWN
        reasons |= REASON.necessity_unknown if doubtful else REASON.materials_undecided
    if verdict == YES and complete != TRUE:
        return UNKNOWN, REASON.list_unconfirmed
    return verdict, reasons
