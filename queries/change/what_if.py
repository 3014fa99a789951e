"""What if: decide the whole catalogue with and without some changes, and list every verdict that differs."""

from collections.abc import Sequence

import numpy as np

from oncegraph.queries.change.apply import apply_changes
from oncegraph.queries.exemption.analysis import RULES, VERDICTS, Analysis
from oncegraph.queries.exemption.bindings import reasons_of
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.columns import MISSING
from oncegraph.queries.exemption.decided import Decided, decided_fields, decided_requirements
from oncegraph.queries.exemption.tally import YES
from oncegraph.queries.exemption.totals import totals
from oncegraph.schema.change import Change
from oncegraph.schema.what_if import FieldChange, MaterialChange, SituationChange, WhatIf

#: The number of a thing that is new and so has none in the catalogue before.
NOTHING, NEW = -1, -2


def what_if(analysis: Analysis, changes: Sequence[Change]) -> WhatIf:
    """The difference that changes make to an analysis. Raises NotFound, RefusedInput (see `apply_changes`)."""
    catalogue, context = apply_changes(analysis.catalogue, analysis.context, changes)
    return what_if_between(analysis, Analysis(catalogue, context))


def what_if_between(before: Analysis, after: Analysis) -> WhatIf:
    """The difference between two analyses in what both contain. Things are matched by code, because their numbers may
    differ between catalogues."""
    return WhatIf(
        before=totals(before),
        after=totals(after),
        fields=tuple(field_changes(before, after)),
        materials=tuple(material_changes(before, after)),
        situations=tuple(_situations(before, after)),
    )


def field_changes(before: Analysis, after: Analysis) -> list[FieldChange]:
    """Fields of situations whose verdict or source is different, most cases first."""
    catalogue = before.catalogue
    (situation, field, was), (_, _, now) = _in_both(
        before, after, "Field", decided_fields(before), decided_fields(after)
    )
    sources, sources_after = _sources(before, was), _sources(after, now)
    numbers = _numbers_before(before, after, "DataSource")
    different = (was["verdict"] != now["verdict"]) | (sources != numbers[sources_after])
    return [
        FieldChange.model_construct(
            situation_code=catalogue.codes["Situation"][situation[row]],
            situation_name=catalogue.names["Situation"][situation[row]],
            field_code=catalogue.codes["Field"][field[row]],
            name=catalogue.names["Field"][field[row]],
            before=VERDICTS[was["verdict"][row]],
            after=VERDICTS[now["verdict"][row]],
            source_before=_source_code(before.catalogue, sources[row]),
            source_after=_source_code(after.catalogue, sources_after[row]),
            reasons=reasons_of(int(now["reasons"][row])),
        )
        for row in _most_cases_first(catalogue, situation, np.flatnonzero(different))
    ]


def material_changes(before: Analysis, after: Analysis) -> list[MaterialChange]:
    """Materials of situations whose verdict or rule is different, most cases first."""
    (situation, material, was), (_, _, now) = _in_both(
        before, after, "Material", decided_requirements(before), decided_requirements(after)
    )
    different = (was["verdict"] != now["verdict"]) | (was["rule"] != now["rule"])
    catalogue = before.catalogue
    return [
        MaterialChange.model_construct(
            situation_code=catalogue.codes["Situation"][situation[row]],
            situation_name=catalogue.names["Situation"][situation[row]],
            material_code=catalogue.codes["Material"][material[row]],
            name=catalogue.names["Material"][material[row]],
            before=VERDICTS[was["verdict"][row]],
            after=VERDICTS[now["verdict"][row]],
            rule_before=RULES[was["rule"][row]],
            rule_after=RULES[now["rule"][row]],
            reasons=reasons_of(int(now["reasons"][row])),
        )
        for row in _most_cases_first(catalogue, situation, np.flatnonzero(different))
    ]


def _in_both(before: Analysis, after: Analysis, kind: str, was: Decided, now: Decided) -> tuple[Decided, Decided]:
    """The pairs that both analyses have, with their numbers before."""
    if all(before.catalogue.codes[each] is after.catalogue.codes[each] for each in ("Situation", kind)):
        return was, now
    situation, other = (
        _numbers_before(before, after, each)[numbers]
        for each, numbers in (("Situation", now.situation), (kind, now.of))
    )
    many = before.catalogue.count(kind)
    keys = np.where((situation < 0) | (other < 0), NEW, situation * many + other)
    _, here, there = np.intersect1d(was.situation.astype(np.int64) * many + was.of, keys, return_indices=True)
    return was.at(here), now.at(there)


def _numbers_before(before: Analysis, after: Analysis, kind: str) -> np.ndarray:
    """For each thing after, its number before; the last entry stands for "no thing" and has no number."""
    index = before.catalogue.index[kind]
    return np.array([*(index.get(code, NEW) for code in after.catalogue.codes[kind]), NOTHING], np.int64)


def _situations(before: Analysis, after: Analysis) -> list[SituationChange]:
    was, now = _zero(before), np.full(before.catalogue.count("Situation"), NOTHING)
    numbers = _numbers_before(before, after, "Situation")[:-1]
    now[numbers[numbers >= 0]] = _zero(after)[numbers >= 0]
    catalogue = before.catalogue
    different = np.flatnonzero((was != now) & (was != NOTHING) & (now != NOTHING))
    return [
        SituationChange.model_construct(
            situation_code=catalogue.codes["Situation"][number],
            name=catalogue.names["Situation"][number],
            before=VERDICTS[was[number]],
            after=VERDICTS[now[number]],
            cases=None if catalogue.situation_cases[number] == MISSING else int(catalogue.situation_cases[number]),
        )
        for number in _most_cases_first(catalogue, np.arange(len(was)), different)
    ]


def _zero(analysis: Analysis) -> np.ndarray:
    """零材料 of every situation by number."""
    verdict = np.full(analysis.catalogue.count("Situation"), NOTHING)
    verdict[analysis.whole.layout.situations] = analysis.whole.zero["verdict"]
    return verdict


def _most_cases_first(catalogue: Catalogue, situation: np.ndarray, rows: np.ndarray) -> list[int]:
    cases = catalogue.situation_cases[situation[rows]]
    return rows[np.argsort(np.where(cases == MISSING, 1, -cases), kind="stable")].tolist()


def _sources(analysis: Analysis, decided: np.ndarray) -> np.ndarray:
    """The number of the source that fills each field; NOTHING where it is not filled automatically."""
    source = analysis.catalogue.chain.bindings["source"][decided["binding"]]
    return np.where(decided["verdict"] == YES, source, NOTHING)


def _source_code(catalogue: Catalogue, source: int) -> str | None:
    return None if source == NOTHING else catalogue.codes["DataSource"][source]
