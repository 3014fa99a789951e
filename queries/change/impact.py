"""What depends on a source, field or licence type, and what is lost without it.

A source is lost if it is suspended, down, no longer shared, or stale: in each case none of its bindings can be used. A
field is lost if it is no longer known: neither login nor caller nor any source provides it. A licence is lost if none
of its materials can be shared any more.
"""

from collections.abc import Iterable

import numpy as np

from oncegraph.queries.change.next_best import gain_of
from oncegraph.queries.change.trial import Toggle, Trial
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.columns import position
from oncegraph.queries.exemption.spans import spread
from oncegraph.schema.codes import Mode
from oncegraph.schema.impact import Affected, Impact, Margin, OtherSource

KINDS = ("DataSource", "Field", "LicenceType")


def impact_of(analysis: Analysis, kind: str, code: str, trial: Trial | None = None) -> Impact:
    """What would be lost without the source, field or licence type (kind: one of KINDS).

    trial: a trial of the same analysis, if the caller has one. Raises NotFound.
    """
    trial = trial or Trial(analysis)
    number = analysis.number(kind, code)
    toggle = _toggle(trial, kind, number)
    exempted = _exempted(trial, toggle) if kind == "LicenceType" else None
    with trial.after(toggle, opens=False) as result:
        margin = _margin(trial, result.served) if exempted is None else _margin_of_papers(trial, exempted)
    reached = trial.reached(toggle)
    situations = _situations(trial, reached)
    return Impact(
        kind=kind,
        code=code,
        name=analysis.catalogue.names[kind][number],
        bindings=len(toggle.bindings),
        **_dependents(trial, reached, situations),
        loss=gain_of(-result.gain),
        keys=_touched_pairs(trial, result.keys),
        fields=_touched_pairs(trial, result.pairs[trial.network.pairs["weight"][result.pairs, 0] > 0]),
        materials=_touched_papers(trial, result.papers),
        situations=_touched_places(trial, result.places),
        margin=margin,
    )


def _toggle(trial: Trial, kind: str, number: int) -> Toggle:
    chain = trial.chain
    if kind == "DataSource":
        return Toggle(bindings=np.flatnonzero(chain.bindings["source"] == number).tolist())
    if kind == "Field":
        field = chain.fields[number]
        return Toggle(bindings=range(field["first_binding"], field["last_binding"]), fields=[number])
    licence = trial.analysis.catalogue.codes["LicenceType"][number]
    issued = [m for m, code in enumerate(trial.analysis.catalogue.material_licence) if code == licence]
    owners = chain.materials[issued]
    _, bindings = spread(owners["first_binding"], owners["last_binding"])
    return Toggle(bindings=bindings[chain.bindings["mode"][bindings] == position(Mode.LICENCE_SHARING)].tolist())


def _dependents(trial: Trial, reached: tuple[np.ndarray, np.ndarray], places: np.ndarray) -> dict[str, int]:
    pairs, papers = reached
    weight = trial.network.places["weight"]
    items = trial.chain.situations["item"][trial.layout.situations[places]]
    return {
        "dependent_fields": len(np.unique(trial.layout.pairs["of"][pairs])),
        "dependent_materials": len(np.unique(trial.layout.papers["of"][papers])),
        "dependent_situations": len(places),
        "dependent_items": len(np.unique(items[items >= 0])),
        "dependent_cases": int(weight[places, 1].sum()),
    }


def _situations(trial: Trial, reached: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """The situations (positions in the layout) that ask for any of the papers, or for a paper of which a pair is a
    fact."""
    pairs, papers = reached
    network = trial.network
    papers = np.unique(np.append(papers, network.links[_rows(network.pairs, pairs, "paper")]))
    return np.unique(network.links[_rows(network.papers, papers, "place")])


def _rows(table: np.ndarray, numbers: np.ndarray, name: str) -> np.ndarray:
    return spread(table[f"first_{name}"][numbers], table[f"last_{name}"][numbers])[1]


def _exempted(trial: Trial, toggle: Toggle) -> np.ndarray:
    """Papers that are exempt and have a usable binding of the toggle."""
    rows, papers = trial.network.rows, trial.network.papers
    owner = rows["owner"][rows["usable"] & np.isin(rows["binding"], toggle.bindings)]
    each = np.unique(owner[owner >= len(trial.network.pairs)]) - len(trial.network.pairs)
    return each[papers["exempt"][each]]


def _margin(trial: Trial, relying: np.ndarray) -> Margin:
    """For the pairs that were filled from what is now closed: which other sources still fill them."""
    pairs = trial.network.pairs
    return _covered(trial, pairs, relying, relying[pairs["filled"][relying]], trial.network.rows["fills"])


def _margin_of_papers(trial: Trial, relying: np.ndarray) -> Margin:
    """For the papers that were exempt through what is now closed: how many still are, and through which of their
    sources."""
    papers = trial.network.papers
    every = np.ones(len(trial.network.rows), bool)
    return _covered(trial, papers, relying, relying[papers["exempt"][relying]], every)


def _covered(trial: Trial, table: np.ndarray, relying: np.ndarray, still: np.ndarray, serving: np.ndarray) -> Margin:
    network, codes = trial.network, trial.analysis.catalogue
    weight = table["weight"][:, 0]
    relying, still = (each[weight[each] > 0] for each in (relying, still))
    owner, row = spread(table["first_row"][still], table["last_row"][still])
    serves = network.rows["usable"][row] & serving[row]
    source, of = network.rows["source"][row][serves], still[owner[serves]]
    each = np.unique(np.column_stack([source, of]), axis=0).reshape(-1, 2)
    served = np.bincount(each[:, 0], weights=weight[each[:, 1]], minlength=1).astype(np.int64)
    others = [
        OtherSource(source_code=codes.codes["DataSource"][n], name=codes.names["DataSource"][n], pairs=int(served[n]))
        for n in np.argsort(-served, kind="stable")[: np.count_nonzero(served)].tolist()
    ]
    return Margin(relying=int(weight[relying].sum()), covered=int(weight[still].sum()), others=tuple(others))


def _touched_pairs(trial: Trial, pairs: np.ndarray) -> tuple[Affected, ...]:
    return _touched(trial, "Field", trial.layout.pairs["of"][pairs], trial.network.pairs["weight"][pairs])


def _touched_papers(trial: Trial, papers: np.ndarray) -> tuple[Affected, ...]:
    return _touched(trial, "Material", trial.layout.papers["of"][papers], trial.network.papers["weight"][papers])


def _touched_places(trial: Trial, places: np.ndarray) -> tuple[Affected, ...]:
    return _touched(trial, "Situation", trial.layout.situations[places], trial.network.places["weight"][places])


def _touched(trial: Trial, kind: str, numbers: np.ndarray, weights: np.ndarray) -> tuple[Affected, ...]:
    """One row for each affected thing, most cases a year first."""
    catalogue = trial.analysis.catalogue
    each, of = np.unique(numbers, return_inverse=True)
    sums = np.zeros((len(each), 2), np.int64)
    np.add.at(sums, of, weights)
    order: Iterable[int] = np.lexsort((each, -sums[:, 0], -sums[:, 1])).tolist()
    return tuple(
        Affected(
            code=catalogue.codes[kind][each[n]],
            name=catalogue.names[kind][each[n]],
            situations=int(sums[n, 0]),
            cases=int(sums[n, 1]),
        )
        for n in order
    )
