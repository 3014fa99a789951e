"""What if: every verdict that differs from a fresh run on changed rows and no other, and both totals."""

from collections.abc import Iterable
from random import Random

from hypothesis import event, given
from hypothesis import strategies as st

from oncegraph.queries.change.apply import apply_changes
from oncegraph.queries.change.what_if import what_if
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.totals import totals
from oncegraph.schema.change import BindingChange, Change, SourceChange
from oncegraph.schema.verdict import FieldVerdict, SituationVerdict, Verdict
from oncegraph.schema.what_if import WhatIf
from tests.support.changed_rows import changed_rows
from tests.support.examples.catalogues import MOMENT, catalogues, contexts
from tests.support.examples.changes import place, some_changes
from tests.support.examples.cities import dense_city, seeds
from tests.support.hypothesis_settings import bounded
from tests.support.reference import Rows, evaluate

#: Situation, what it is of, the verdict and what it rests on, before and after.
Differences = set[tuple[str, ...]]


def plainly(catalogue: Catalogue, rows: Rows, context: Context) -> dict[str, SituationVerdict]:
    """The verdicts of the active situations by the slow evaluation of the rules."""
    active = zip(catalogue.codes["Situation"], catalogue.situation_active, strict=True)
    return {code: evaluate(rows, code, context) for code, counts in active if counts}


def source(field: FieldVerdict) -> str | None:
    return field.source_code if field.verdict is Verdict.YES else None


def different(
    before: dict[str, SituationVerdict], after: dict[str, SituationVerdict]
) -> tuple[Differences, Differences, Differences]:
    """Fields, materials and situations that differ."""
    both = [(code, was, after[code]) for code, was in before.items()]
    fields = {
        (code, f.field_code, f.verdict, g.verdict, source(f), source(g), g.reasons)
        for code, was, now in both
        for f, g in zip(was.fields, now.fields, strict=True)
        if (f.verdict, source(f)) != (g.verdict, source(g))
    }
    materials = {
        (code, m.material_code, m.verdict, n.verdict, m.rule, n.rule, n.reasons)
        for code, was, now in both
        for m, n in zip(was.materials, now.materials, strict=True)
        if (m.verdict, m.rule) != (n.verdict, n.rule)
    }
    zero = {
        (code, was.zero_material, now.zero_material)
        for code, was, now in both
        if was.zero_material is not now.zero_material
    }
    return fields, materials, zero


def differences(found: WhatIf) -> tuple[Differences, Differences, Differences]:
    fields = [
        (r.situation_code, r.field_code, r.before, r.after, r.source_before, r.source_after, r.reasons)
        for r in found.fields
    ]
    materials = [
        (r.situation_code, r.material_code, r.before, r.after, r.rule_before, r.rule_after, r.reasons)
        for r in found.materials
    ]
    zero = [(r.situation_code, r.before, r.after) for r in found.situations]
    return tuple(map(each_once, (fields, materials, zero)))


def each_once(rows: list[tuple]) -> Differences:
    assert len(set(rows)) == len(rows), "told twice"
    return set(rows)


def most_cases_first(found: WhatIf, cases: dict[str, int]) -> Iterable[bool]:
    for rows in (found.fields, found.materials, found.situations):
        many = [cases[row.situation_code] for row in rows]
        yield many == sorted(many, reverse=True)


def a_reform(rows: Rows, seed: int) -> list[Change]:
    """A source is suspended, and some closed bindings are opened."""
    chance = Random(seed)
    opened = chance.sample(rows["SuppliedBy"], 5)
    suspended = SourceChange(source=chance.choice(rows["DataSource"])["source_code"], status="suspended")
    return [suspended, *(BindingChange(binding=place(row), status="active", key_fields=()) for row in opened)]


def agrees(rows: Rows, context: Context, changes: list[Change]) -> None:
    analysis = Analysis(Catalogue.from_rows(rows), context)
    _, asked = apply_changes(analysis.catalogue, context, changes)
    fresh = changed_rows(rows, changes)
    again = Analysis(Catalogue.from_rows(fresh), asked)
    found = what_if(analysis, changes)
    before = plainly(analysis.catalogue, rows, context)
    after = plainly(again.catalogue, fresh, asked)
    assert differences(found) == different(before, after)
    assert (found.before, found.after) == (totals(analysis), totals(again))
    catalogue = analysis.catalogue
    cases = dict(zip(catalogue.codes["Situation"], catalogue.situation_cases.tolist(), strict=True))
    assert all(most_cases_first(found, cases))
    event("changes something" if any(differences(found)) else "changes nothing")


@bounded(100)
@given(st.data(), seeds.map(dense_city), seeds)
def test_it_is_the_difference_to_a_fresh_run_on_changed_rows(data: st.DataObject, rows: Rows, seed: int) -> None:
    agrees(rows, Context(moment=MOMENT), a_reform(rows, seed) + data.draw(some_changes(rows)))


@bounded(40)
@given(st.data(), catalogues(), contexts)
def test_it_is_so_where_anything_may_be_recorded(data: st.DataObject, rows: Rows, context: Context) -> None:
    agrees(rows, context, data.draw(some_changes(rows)))


def test_a_source_that_takes_over_is_listed_though_the_verdict_stays() -> None:
    rows = dense_city(3)
    scope = {"audiences": ["*"], "regions": ["*"], "returns": "value", "status": "active", "max_age_days": 10}
    rows["SuppliedBy"] = [
        {"field_code": row["field_code"], "source_code": source, "priority": priority} | scope
        for row in rows["Field"]
        for priority, source in enumerate(("S0", "S1"))
    ]
    rows["Field"] = [row | {"act_of_will": False} for row in rows["Field"]]
    analysis = Analysis(Catalogue.from_rows(rows), Context(moment=MOMENT))
    found = what_if(analysis, [SourceChange(source="S0", status="suspended")])
    assert found.before == found.after and found.before.fields_filled == found.before.fields == len(found.fields)
    assert {(r.before, r.after, r.source_before, r.source_after) for r in found.fields} == {("yes", "yes", "S0", "S1")}
