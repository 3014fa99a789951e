"""The numbers and record types that the loops share; codes are the position in their list, as in the columns."""

from collections import namedtuple
from typing import NamedTuple

import numpy as np

from oncegraph.queries.exemption import columns
from oncegraph.queries.exemption.columns import position
from oncegraph.schema import verdict
from oncegraph.schema.codes import Mode, Necessity, Origin, Returns
from oncegraph.schema.verdict import Reason, Rule, Verdict

#: The round of a field that never became known.
NEVER = -1

# States of a binding, and verdicts.
YES, CONDITIONAL, UNKNOWN, NO = map(position, (Verdict.YES, Verdict.CONDITIONAL, Verdict.UNKNOWN, Verdict.NO))

# Rules, in the order in which they are tried.
CANCELLED, SHARED, VERIFIED = map(position, (Rule.CANCELLED, Rule.SHARED, Rule.VERIFIED))
GENERATED, COMPOSED, CANDIDATE = map(position, (Rule.GENERATED, Rule.COMPOSED, Rule.CANDIDATE))
COLLABORATED, COMMITTED, REUSED = map(position, (Rule.COLLABORATED, Rule.COMMITTED, Rule.REUSED))
DEFERRED, PARTIAL, SUBMIT = map(position, (Rule.DEFERRED, Rule.PARTIAL, Rule.SUBMIT))
#: For every rule: whether a material that it decides is exempt (rules 2 to 6).
EXEMPTING = tuple(rule in verdict.EXEMPTING for rule in Rule)

# Codes; tri-states.
DATA_CHECK = position(Mode.DATA_CHECK)
GOVERNMENT, APPLICANT, THIRD_PARTY = map(position, (Origin.GOVERNMENT, Origin.APPLICANT, Origin.THIRD_PARTY))
OPTIONAL, DEFERRABLE = map(position, (Necessity.OPTIONAL, Necessity.DEFERRED))
VALUE, MATCH = map(position, (Returns.VALUE, Returns.MATCH))
FALSE, TRUE, UNRECORDED = 0, 1, columns.UNRECORDED
_RULE_OF_MODE = {
    Mode.LICENCE_SHARING: Rule.SHARED,
    Mode.DATA_CHECK: Rule.VERIFIED,
    Mode.REUSE: Rule.REUSED,
    Mode.COLLABORATION: Rule.COLLABORATED,
    Mode.COMMITMENT: Rule.COMMITTED,
}
#: For every mode: the rule that requires an arrangement of this mode.
RULE_OF_MODE = tuple(position(_RULE_OF_MODE[mode]) for mode in Mode)

#: The bit of each Reason, by its name in small letters.
_BITS = {reason.value: 1 << number for number, reason in enumerate(Reason)}
REASON = namedtuple("Reasons", _BITS)(**_BITS)


class Tests(NamedTuple):
    """Outcomes that were decided beforehand, each a row (failed, missing): of every binding, of what it returns, and
    of every distinct scope for all distinct audiences and regions of the layout (audiences × scope, regions ×
    scope)."""

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
#: A decision: verdict, rule (of papers and requirements), the binding reported (-1: none), reasons.
DECISION = np.dtype(
    (np.record, [("verdict", np.int8), ("rule", np.int8), ("binding", np.int32), ("reasons", np.int64)])
)

#: For a situation: the number of distinct fields of its application forms, and of those filled automatically.
COUNT = np.dtype((np.record, [("fields", np.int32), ("filled", np.int32)]))

#: The outcome of a rule for a paper: whether it applies, what failed, what is missing, the arrangement tried (-1:
#: none).
TRIED = np.dtype(
    (np.record, [("applies", np.bool_), ("failed", np.int64), ("missing", np.int64), ("binding", np.int32)])
)
#: What sources fill and check of the facts of a paper. recorded: whether it has any; facts: those that have to be
#: covered, and of these: filled, refused (required and not to be filled), doubtful (not filled, and perhaps not
#: required), checked, perhaps checked, covered; and whether something that was filled, checked or covered rests on a
#: default.
COVER = np.dtype(
    (
        np.record,
        [
            ("recorded", np.bool_),
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
#: What covers a fact of a paper: the binding that fills its field (row: -1), or one that checks it, with its row;
#: binding: -1 if nothing covers it.
COVERING = np.dtype(
    (
        np.record,
        [("paper", np.int64), ("field", np.int32), ("binding", np.int32), ("row", np.int64), ("checks", np.bool_)],
    )
)
