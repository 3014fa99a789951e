"""The numbers and record types that the loops share."""

from typing import NamedTuple

import numpy as np

#: The round of a field that never became known.
NEVER = -1

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
    distinct scope for all distinct audiences and regions of the layout (audiences × scope, regions × scope)."""

    standing: np.ndarray
    returns: np.ndarray
    audience: np.ndarray
    region: np.ndarray


#: A group of situations: those it has, the pairs and papers it needs, which audiences and regions of the layout, and
#: the login identity (LoginIdentity or -1).
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
            ("audiences", np.int32),
            ("regions", np.int32),
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
