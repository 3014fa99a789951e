"""Totals, counted plainly from the verdicts that the slow evaluation of the rules gives."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.columns import MISSING
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.items import Items
from oncegraph.queries.exemption.totals import totals, totals_by
from oncegraph.schema.totals import Dimension, Totals
from oncegraph.schema.verdict import EXEMPTING, Rule, SituationVerdict, Verdict
from tests.support.examples.catalogues import catalogues, contexts
from tests.support.hypothesis_settings import bounded
from tests.support.reference import Row, Rows, evaluate

ONCE = EXEMPTING | {Rule.COMMITTED, Rule.REUSED}


def share(of_item: list[SituationVerdict]) -> float:
    return sum(each.zero_material is Verdict.YES for each in of_item) / len(of_item)


def plainly(situations: Iterable[SituationVerdict], cases: dict[str, int]) -> Totals:
    """The totals of some situations; cases: by situation, where recorded."""
    items, rules = defaultdict(list), defaultdict(list)
    requirements = []
    rows = list(situations)
    for row in rows:
        items[row.item_code].append(row)
        for material in row.materials:
            if material.rule is not Rule.CANCELLED:
                rules[material.material_code].append(material.rule)
                requirements.append((material.rule, cases.get(row.situation_code, 0)))
    weigh = [(row, cases.get(row.situation_code, 0)) for row in rows]
    return Totals(
        items=len(items),
        items_zero_material=sum(share(each) == 1 for each in items.values()),
        items_partly_zero_material=sum(0 < share(each) < 1 for each in items.values()),
        situations=len(rows),
        situations_zero_material=sum(row.zero_material is Verdict.YES for row in rows),
        fields=sum(len(row.fields) for row in rows),
        fields_filled=sum(row.fill_free for row in rows),
        materials=len(rules),
        materials_exempt=sum(EXEMPTING.issuperset(each) for each in rules.values()),
        materials_only_once=sum(ONCE.issuperset(each) for each in rules.values()),
        requirements=len(requirements),
        requirements_exempt=sum(rule in EXEMPTING for rule, _ in requirements),
        requirements_only_once=sum(rule in ONCE for rule, _ in requirements),
        situations_without_cases=sum(row.situation_code not in cases for row in rows),
        cases=sum(many for _, many in weigh),
        cases_zero_material=sum(many for row, many in weigh if row.zero_material is Verdict.YES),
        cases_fields=sum(many * len(row.fields) for row, many in weigh),
        cases_fields_filled=sum(many * row.fill_free for row, many in weigh),
        cases_requirements=sum(many for _, many in requirements),
        cases_requirements_exempt=sum(many for rule, many in requirements if rule in EXEMPTING),
        cases_requirements_only_once=sum(many for rule, many in requirements if rule in ONCE),
    )


def with_cases(rows: Rows, cases: list[int | None]) -> Rows:
    situations = [row | {"annual_cases": n} for row, n in zip(rows["Situation"], cases, strict=False)]
    return rows | {"Situation": situations + rows["Situation"][len(cases) :]}


def active(catalogue: Catalogue, rows: Rows, context: Context) -> list[SituationVerdict]:
    codes = catalogue.codes["Situation"]
    return [evaluate(rows, codes[number], context) for number in np.flatnonzero(catalogue.situation_active)]


def recorded(catalogue: Catalogue) -> dict[str, int]:
    pairs = zip(catalogue.codes["Situation"], catalogue.situation_cases.tolist(), strict=True)
    return {code: many for code, many in pairs if many != MISSING}


CASES = st.lists(st.sampled_from([0, 1, 7, None]), min_size=4, max_size=4)


@bounded(100)
@given(catalogues(), contexts, CASES, st.sets(st.integers(0, 3)))
def test_totals_are_those_counted_plainly(rows: Rows, context: Context, cases: list[int | None], some: set[int]):
    rows = with_cases(rows, cases)
    catalogue = Catalogue.from_rows(rows)
    analysis, verdicts, known = Analysis(catalogue, context), active(catalogue, rows, context), recorded(catalogue)
    assert totals(analysis) == plainly(verdicts, known)
    chosen = [v for v in verdicts if catalogue.index["Situation"][v.situation_code] in some]
    assert totals(analysis, np.array(sorted(some), np.int64)) == plainly(chosen, known)


@bounded(60)
@given(catalogues(), contexts, st.sampled_from(Dimension))
def test_totals_by_a_dimension_are_those_of_the_items_that_have_each_value(
    rows: Rows, context: Context, dimension: Dimension
):
    catalogue = Catalogue.from_rows(rows)
    analysis, verdicts, known = Analysis(catalogue, context), active(catalogue, rows, context), recorded(catalogue)
    attribute = {"region": "region_code", "department": "department_code", "service_object": "service_objects"}
    values = {row["item_code"]: listed(row, attribute.get(dimension, dimension)) for row in rows["Item"]}
    expected = {
        value: plainly([v for v in verdicts if value in values[v.item_code]], known)
        for value in {value for v in verdicts for value in values[v.item_code]}
    }
    found = totals_by(analysis, dimension, Items.from_rows(rows, catalogue))
    assert {row.code: row.totals for row in found} == expected
    assert [row.code for row in found] == sorted((row.code for row in found), key=lambda code: (code is None, code))


def listed(item: Row, attribute: str) -> list[str | None]:
    """The values of an item in a dimension; None stands for nothing recorded."""
    value = item.get(attribute)
    return (value if isinstance(value, list) else [value]) or [None]
