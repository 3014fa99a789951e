"""The tests of a binding, except for its key fields (docs/rules.md, "When a binding is usable").

Status, sharing, age of the data, probe, scope. Each test passes, fails, or cannot be decided because a fact was not
recorded; every outcome is a bit of its Reason.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from oncegraph.graph.packed import days_of, microseconds_of
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.columns import MISSING, UNRECORDED, position, table
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.kernel import OUTCOME, REASON
from oncegraph.schema.codes import Audience, LoginIdentity, Returns, Sharing, Status
from oncegraph.schema.verdict import Reason, When

BIT = {reason: np.int64(bit) for reason, bit in zip(Reason, REASON, strict=True)}
NOTHING = np.int64(0)
EVERYONE = "*"
HOUR = 3_600_000_000  # microseconds


def reasons_of(bits: int) -> tuple[Reason, ...]:
    """The reasons whose bits are set, in the order of `Reason`."""
    return tuple(reason for reason, bit in BIT.items() if bits & bit)


def standing(catalogue: Catalogue, context: Context) -> np.ndarray:
    """The outcome of the tests that do not depend on who asks, for every binding: status, probe, freshness, sharing."""
    source = catalogue.chain.bindings["source"]
    outcomes = [
        _status(catalogue.chain.bindings["status"], {}, Reason.BINDING_INACTIVE, Reason.BINDING_STATUS_UNKNOWN),
        _status(
            catalogue.chain.sources["status"],
            {Status.SUSPENDED: Reason.SOURCE_SUSPENDED},
            Reason.SOURCE_INACTIVE,
            Reason.SOURCE_STATUS_UNKNOWN,
        )[source],
        _freshness(catalogue, context),
        _sharing(catalogue),
    ]
    if context.when is When.NOW:
        outcomes.append(_probe(catalogue, context)[source])
    return table(
        OUTCOME,
        len(source),
        failed=np.bitwise_or.reduce([outcome["failed"] for outcome in outcomes]),
        missing=np.bitwise_or.reduce([outcome["missing"] for outcome in outcomes]),
    )


def returns(catalogue: Catalogue) -> np.ndarray:
    """Why a binding cannot fill a field: it only checks, or returns a document."""
    kind = catalogue.chain.bindings["returns"]
    return _outcome(
        [
            (kind == position(Returns.MATCH), Reason.MATCH_ONLY),
            (kind == position(Returns.DOCUMENT), Reason.DOCUMENT_ONLY),
        ],
        [(kind == UNRECORDED, Reason.RETURNS_UNKNOWN)],
    )


#: Where a test does not pass (a boolean for each row), and its reason.
Tests = Sequence[tuple[np.ndarray | list[bool], Reason]]


def _outcome(failed: Tests, missing: Tests) -> np.ndarray:
    many = len(failed[0][0])
    return table(OUTCOME, many, failed=_bits(failed), missing=_bits(missing))


def _bits(tests: Tests) -> np.ndarray:
    return np.bitwise_or.reduce([np.where(where, BIT[reason], NOTHING) for where, reason in tests])


def _status(status: np.ndarray, named: dict[Status, Reason], otherwise: Reason, unknown: Reason) -> np.ndarray:
    bits = np.array([NOTHING if code is Status.ACTIVE else BIT[named.get(code, otherwise)] for code in Status])
    return table(
        OUTCOME,
        len(status),
        failed=np.where(status == UNRECORDED, NOTHING, bits[status]),
        missing=np.where(status == UNRECORDED, BIT[unknown], NOTHING),
    )


def _freshness(catalogue: Catalogue, context: Context) -> np.ndarray:
    bindings, sources = catalogue.chain.bindings, catalogue.chain.sources
    updated, age = sources["updated"][bindings["source"]], bindings["max_age"]
    recorded = (updated != MISSING) & (age != MISSING)
    stale = recorded & (np.where(recorded, updated + age, 0) < days_of(context.moment.date()))
    return _outcome([(stale, Reason.STALE)], [(~recorded, Reason.FRESHNESS_UNKNOWN)])


def _sharing(catalogue: Catalogue) -> np.ndarray:
    bindings, sources = catalogue.chain.bindings, catalogue.chain.sources
    sharing = sources["sharing"][bindings["source"]]
    unapproved = (sharing == position(Sharing.CONDITIONAL)) & (bindings["approved"] != 1)
    return _outcome(
        [(sharing == position(Sharing.NOT_SHARED), Reason.NOT_SHARED), (unapproved, Reason.NOT_APPROVED)],
        [(sharing == UNRECORDED, Reason.SHARING_UNKNOWN)],
    )


def _probe(catalogue: Catalogue, context: Context) -> np.ndarray:
    probed, sla = catalogue.chain.sources["probed"], catalogue.chain.sources["sla"]
    watched, recorded = sla != MISSING, probed != MISSING
    both = watched & recorded
    down = both & (np.where(both, probed + HOUR * sla, 0) < microseconds_of(context.moment))
    return _outcome([(down, Reason.SOURCE_DOWN)], [(watched & ~recorded, Reason.PROBE_UNKNOWN)])


class Addressees(NamedTuple):
    """For whom and where a verdict holds; scopes are tested against this."""

    audiences: frozenset[str]
    regions: frozenset[str]


def addressees(catalogue: Catalogue, context: Context, situation: int) -> Addressees:
    """What the caller names, else what the situation or its item records."""
    return Addressees(
        frozenset((context.audience,)) if context.audience else catalogue.situation_audiences[situation],
        frozenset((context.region,)) if context.region else catalogue.situation_regions[situation],
    )


#: Cached outcomes, by catalogue and by the set of audiences or regions.
_in_audience: WeakKeyDictionary[Catalogue, dict[frozenset[str], np.ndarray]] = WeakKeyDictionary()
_in_region: WeakKeyDictionary[Catalogue, dict[frozenset[str], np.ndarray]] = WeakKeyDictionary()


def in_audiences(catalogue: Catalogue, asked: Sequence[frozenset[str]]) -> np.ndarray:
    """For each set of audiences the outcome of every distinct audience scope of the catalogue (asked × scopes)."""

    def outcome(audiences: frozenset[str]) -> np.ndarray:
        return _scope(
            catalogue.audience_scopes,
            audiences,
            lambda audience, scope: audience in scope,
            Reason.OUT_OF_AUDIENCE,
            Reason.AUDIENCE_UNKNOWN,
        )

    return _remembered(_in_audience.setdefault(catalogue, {}), asked, outcome, len(catalogue.audience_scopes))


def in_regions(catalogue: Catalogue, asked: Sequence[frozenset[str]]) -> np.ndarray:
    """For each set of regions the outcome of every distinct region scope (asked × scopes): a region is in scope if one
    above it is."""

    def outcome(regions: frozenset[str]) -> np.ndarray:
        lineage = {region: _lineage(catalogue.region_parent, region) for region in regions}
        return _scope(
            catalogue.region_scopes,
            regions,
            lambda region, scope: not lineage[region].isdisjoint(scope),
            Reason.OUT_OF_REGION,
            Reason.REGION_UNKNOWN,
        )

    return _remembered(_in_region.setdefault(catalogue, {}), asked, outcome, len(catalogue.region_scopes))


def _remembered(
    known: dict[frozenset[str], np.ndarray],
    asked: Sequence[frozenset[str]],
    outcome: Callable[[frozenset[str]], np.ndarray],
    scopes: int,
) -> np.ndarray:
    for one in asked:
        if one not in known:
            known[one] = outcome(one)
    return np.stack([known[one] for one in asked]) if asked else np.zeros((0, scopes), OUTCOME)


def _scope(
    scopes: Sequence[frozenset[str]],
    asked: frozenset[str],
    covers: Callable[[str, frozenset[str]], bool],
    failed: Reason,
    missing: Reason,
) -> np.ndarray:
    everyone = [EVERYONE in scope for scope in scopes]
    unclear = [not scope or not (asked or all_in) for scope, all_in in zip(scopes, everyone, strict=True)]
    outside = [
        not (unknown or all_in) and not all(covers(one, scope) for one in asked)
        for scope, all_in, unknown in zip(scopes, everyone, unclear, strict=True)
    ]
    return table(OUTCOME, len(scopes), failed=_bits([(outside, failed)]), missing=_bits([(unclear, missing)]))


def _lineage(parent: dict[str, str | None], region: str) -> set[str]:
    lineage: set[str] = set()
    above: str | None = region
    while above is not None and above not in lineage:
        lineage.add(above)
        above = parent.get(above)
    return lineage


PEOPLE = frozenset((Audience.NATURAL_PERSON.value,))
ORGANISATIONS = frozenset(code.value for code in Audience) - PEOPLE


def login_of(audiences: frozenset[str]) -> int:
    """Position in LoginIdentity of the login that these audiences have in common; UNRECORDED if there is none."""
    if audiences == PEOPLE:
        return position(LoginIdentity.PERSON)
    return position(LoginIdentity.LEGAL_ENTITY) if audiences and audiences <= ORGANISATIONS else UNRECORDED
