"""What if: the whole catalogue decided with some changes and without, and every verdict that is different."""

from collections.abc import Sequence

import numpy as np

from queries.change.changed import changed
from queries.exemption.analysis import RULES, VERDICTS, Analysis
from queries.exemption.asked import asked_fields
from queries.exemption.bindings import reasons_of
from queries.exemption.catalogue import Catalogue
from queries.exemption.columns import MISSING
from queries.exemption.spans import spread
from queries.exemption.tally import YES, tally
from queries.exemption.totals import totals
from schema.change import Change
from schema.effect import FieldChange, MaterialChange, SituationChange, WhatIf

NOTHING = -1


def what_if(analysis: Analysis, changes: Sequence[Change]) -> WhatIf:
    """The difference that changes make to an analysis. Raises NotFound, RefusedInput (see `changed`)."""
    catalogue, context = changed(analysis.catalogue, analysis.context, changes)
    return difference(analysis, Analysis(catalogue, context))


def difference(before: Analysis, after: Analysis) -> WhatIf:
    """The difference between two analyses of the same situations, materials and fields."""
    return WhatIf(
        before=totals(before),
        after=totals(after),
        fields=tuple(_fields(before, after)),
        materials=tuple(_materials(before, after)),
        situations=tuple(_situations(before, after)),
    )


def _fields(before: Analysis, after: Analysis) -> list[FieldChange]:
    catalogue = before.catalogue
    (situation, field, was), (_, _, now) = _by_field(before), _by_field(after)
    sources = [_sources(analysis, of) for analysis, of in ((before, was), (after, now))]
    different = (was["verdict"] != now["verdict"]) | (sources[0] != sources[1])
    return [
        FieldChange.model_construct(
            **_situation(catalogue, int(situation[row])),
            field_code=catalogue.codes["Field"][field[row]],
            name=catalogue.names["Field"][field[row]],
            before=VERDICTS[was["verdict"][row]],
            after=VERDICTS[now["verdict"][row]],
            source_before=_source_code(before.catalogue, sources[0][row]),
            source_after=_source_code(after.catalogue, sources[1][row]),
            reasons=reasons_of(int(now["reasons"][row])),
        )
        for row in _most_cases_first(catalogue, situation, np.flatnonzero(different))
    ]


def _by_field(analysis: Analysis) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of every field that a situation asks for: situation and field by number, in their order, and the decision."""
    decisions = analysis.whole
    asked = asked_fields(analysis.catalogue, decisions, tally(analysis.catalogue, decisions))
    situation = decisions.layout.situations[asked.place]
    order = np.lexsort((asked.field, situation))
    return situation[order], asked.field[order], decisions.fields[asked.pair[order]]


def _materials(before: Analysis, after: Analysis) -> list[MaterialChange]:
    (was, situation, material), (now, _, _) = _by_requirement(before), _by_requirement(after)
    different = (was["verdict"] != now["verdict"]) | (was["rule"] != now["rule"])
    catalogue = before.catalogue
    return [
        MaterialChange.model_construct(
            **_situation(catalogue, int(situation[row])),
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


def _by_requirement(analysis: Analysis) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of every requirement, by number: its decision, situation and material."""
    whole, chain = analysis.whole, analysis.catalogue.chain
    of = chain.situations[whole.layout.situations]
    place, require = spread(of["first_require"], of["last_require"])
    order = np.argsort(require)
    situation = whole.layout.situations[place[order]]
    return whole.requirements[order], situation, chain.requires["material"][require[order]]


def _situations(before: Analysis, after: Analysis) -> list[SituationChange]:
    was, now = _zero(before), _zero(after)
    catalogue = before.catalogue
    numbers = np.flatnonzero(was != now)
    return [
        SituationChange.model_construct(
            situation_code=catalogue.codes["Situation"][number],
            name=catalogue.names["Situation"][number],
            before=VERDICTS[was[number]],
            after=VERDICTS[now[number]],
            cases=None if catalogue.situation_cases[number] == MISSING else int(catalogue.situation_cases[number]),
        )
        for number in _most_cases_first(catalogue, np.arange(len(was)), numbers)
    ]


def _zero(analysis: Analysis) -> np.ndarray:
    """零材料 of every situation by number."""
    verdict = np.full(analysis.catalogue.count("Situation"), NOTHING)
    verdict[analysis.whole.layout.situations] = analysis.whole.zero["verdict"]
    return verdict


def _most_cases_first(catalogue: Catalogue, situation: np.ndarray, rows: np.ndarray) -> list[int]:
    cases = catalogue.situation_cases[situation[rows]]
    return rows[np.argsort(np.where(cases == MISSING, 1, -cases), kind="stable")].tolist()


def _situation(catalogue: Catalogue, number: int) -> dict[str, str]:
    return {
        "situation_code": catalogue.codes["Situation"][number],
        "situation_name": catalogue.names["Situation"][number],
    }


def _sources(analysis: Analysis, decided: np.ndarray) -> np.ndarray:
    """The source that fills each, by number; NOTHING where it does not fill itself."""
    source = analysis.catalogue.chain.bindings["source"][decided["binding"]]
    return np.where(decided["verdict"] == YES, source, NOTHING)


def _source_code(catalogue: Catalogue, source: int) -> str | None:
    return None if source == NOTHING else catalogue.codes["DataSource"][source]
