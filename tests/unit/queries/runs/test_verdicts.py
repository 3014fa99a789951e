"""What a run would write is what the analysis says, situation by situation."""

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.columns import MISSING
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.tally import tally
from oncegraph.queries.runs.verdicts import Assessed, of_fields, of_materials, of_situations
from oncegraph.schema.verdict import Rule
from tests.support.examples.catalogues import catalogues, contexts
from tests.support.hypothesis_settings import bounded
from tests.support.reference import Rows


def unpacked(assessed: Assessed, size: int) -> Iterator[tuple[Any, ...]]:
    """(start, end, *attributes but the run) of every relationship, out of batches of a size."""
    names = list(assessed.declaration.attributes())
    for batch in assessed.batches(size):
        for start, end, decision in zip(batch.start, batch.end, batch.decision, strict=True):
            decided = dict(zip(names, batch.decisions[decision], strict=True))
            decided.pop("run", None)
            yield batch.starts[start], batch.ends[end], *(_plain(value) for value in decided.values())


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@bounded(150)
@given(catalogues(), contexts, st.integers(1, 5))
def test_verdicts_are_those_of_the_analysis(rows: Rows, context: Context, size: int):
    catalogue = Catalogue.from_rows(rows)
    analysis = Analysis(catalogue, context)
    decisions = analysis.whole
    counted = tally(catalogue, decisions)
    active = [catalogue.codes["Situation"][number] for number in decisions.layout.situations]
    said = [analysis.situation(code) for code in active]
    numbers = catalogue.situation_cases[decisions.layout.situations].tolist()
    cases = {code: None if many == MISSING else many for code, many in zip(active, numbers, strict=True)}

    fields = {
        (s.situation_code, f.field_code, f.verdict, f.source_code, f.reasons or None) for s in said for f in s.fields
    }
    materials = {
        (s.situation_code, m.material_code, m.verdict, m.rule, m.source_codes or None, m.reasons or None)
        for s in said
        for m in s.materials
    }
    situations = {
        (
            "run",
            s.situation_code,
            s.zero_material,
            len(s.fields),
            s.fill_free,
            sum(m.rule is not Rule.CANCELLED for m in s.materials),
            s.exempt,
            s.exempt + sum(m.rule in (Rule.COMMITTED, Rule.REUSED) for m in s.materials),
            cases[s.situation_code],
            s.reasons or None,
        )
        for s in said
    }
    written = list(unpacked(of_fields(analysis, decisions, counted), size))
    assert len(written) == len(fields) and set(written) == fields
    written = list(unpacked(of_materials(analysis, decisions, counted), size))
    assert len(written) == len(materials) and set(written) == materials
    written = list(unpacked(of_situations(analysis, decisions, counted, "run"), size))
    assert len(written) == len(situations) and set(written) == situations
