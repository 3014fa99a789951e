"""What can be opened: closed sources, single bindings, sharing agreements, key fields, licences.

Opening a source means that it is in force, shared and fresh, in each of its bindings that was not removed; scopes and
key fields stay as they are recorded. A sharing agreement changes sharing only. A key field is opened by having every
caller send it. A licence is opened by aggregating and sharing it: materials that are issued as it are then exempt where
rule 2 allows it (issued by government, the original not surrendered).
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import numpy as np

from oncegraph.queries.change.trial import Toggle, Trial
from oncegraph.queries.exemption.bindings import BIT, reasons_of
from oncegraph.queries.exemption.columns import position
from oncegraph.schema.codes import Aggregation, Status
from oncegraph.schema.next_best import CandidateKind
from oncegraph.schema.verdict import Reason

SHARING = BIT[Reason.NOT_SHARED] | BIT[Reason.NOT_APPROVED] | BIT[Reason.SHARING_UNKNOWN]


@dataclass(frozen=True)
class Candidate:
    """Something closed that could be opened: its name, why it is closed, and what opening it changes."""

    kind: CandidateKind
    code: str
    name: str
    blockers: tuple[Reason, ...]
    toggle: Toggle


def find_candidates(trial: Trial, kinds: Collection[CandidateKind]) -> list[Candidate]:
    """All closed things of these kinds, kind by kind, sorted by code."""
    return [each for kind in CandidateKind if kind in kinds for each in _FINDERS[kind](trial)]


def _standing_bits(trial: Trial) -> np.ndarray:
    """For every binding, the reasons why it cannot be used, whoever asks; 0 also for one that was removed and cannot be
    opened."""
    standing = trial.analysis.standing
    removed = trial.chain.bindings["status"] == position(Status.REMOVED)
    return np.where(removed, 0, standing["failed"] | standing["missing"])


def _by_source(trial: Trial, kind: CandidateKind, chosen: np.ndarray, bits: np.ndarray) -> Iterator[Candidate]:
    """The chosen bindings of each source that was not removed."""
    catalogue = trial.analysis.catalogue
    source = trial.chain.bindings["source"]
    numbers = np.flatnonzero(chosen & (trial.chain.sources["status"][source] != position(Status.REMOVED)))
    numbers = numbers[np.argsort(source[numbers], kind="stable")]
    each, first, many = np.unique(source[numbers], return_index=True, return_counts=True)
    for number, start, length in zip(each.tolist(), first.tolist(), many.tolist(), strict=True):
        bindings = numbers[start : start + length]
        yield Candidate(
            kind,
            catalogue.codes["DataSource"][number],
            catalogue.names["DataSource"][number],
            reasons_of(int(np.bitwise_or.reduce(bits[bindings]))),
            Toggle(bindings=bindings.tolist()),
        )


def _sources(trial: Trial) -> Iterator[Candidate]:
    bits = _standing_bits(trial)
    yield from _by_source(trial, CandidateKind.SOURCE, bits != 0, bits)


def _agreements(trial: Trial) -> Iterator[Candidate]:
    bits = _standing_bits(trial)
    yield from _by_source(trial, CandidateKind.AGREEMENT, (bits != 0) & (bits & ~SHARING == 0), bits)


def _bindings(trial: Trial) -> Iterator[Candidate]:
    catalogue, chain, bits = trial.analysis.catalogue, trial.chain, _standing_bits(trial)
    for number in np.flatnonzero(bits).tolist():
        source, (kind, owner) = int(chain.bindings["source"][number]), trial.owner(number)
        yield Candidate(
            CandidateKind.BINDING,
            f"{catalogue.codes[kind][owner]}@{catalogue.codes['DataSource'][source]}#{catalogue.binding_name[number]}",
            f"{catalogue.names[kind][owner]} ← {catalogue.names['DataSource'][source]}",
            reasons_of(int(bits[number])),
            Toggle(bindings=[number]),
        )


def _keys(trial: Trial) -> Iterator[Candidate]:
    catalogue, pairs = trial.analysis.catalogue, trial.network.pairs
    unknown = np.unique(trial.layout.pairs["of"][pairs["is_key"] & ~pairs["known"]])
    for number in unknown.tolist():
        yield Candidate(
            CandidateKind.KEY,
            catalogue.codes["Field"][number],
            catalogue.names["Field"][number],
            (Reason.KEY_UNKNOWN,),
            Toggle(fields=[number]),
        )


def _licences(trial: Trial) -> Iterator[Candidate]:
    catalogue = trial.analysis.catalogue
    materials: dict[str, list[int]] = {}
    for number, code in enumerate(catalogue.material_licence):
        if code is not None:
            materials.setdefault(code, []).append(number)
    for number, code in enumerate(catalogue.codes["LicenceType"]):
        if code in materials and catalogue.licence_aggregation[number] != position(Aggregation.DONE):
            yield Candidate(
                CandidateKind.LICENCE,
                code,
                catalogue.names["LicenceType"][number],
                (),
                Toggle(materials=materials[code]),
            )


_FINDERS: dict[CandidateKind, Callable[[Trial], Iterator[Candidate]]] = {
    CandidateKind.SOURCE: _sources,
    CandidateKind.BINDING: _bindings,
    CandidateKind.AGREEMENT: _agreements,
    CandidateKind.KEY: _keys,
    CandidateKind.LICENCE: _licences,
}
