"""The kernel against the plain evaluation, and against what must hold of any evaluation, on made-up catalogues."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.schema.verdict import SituationVerdict, Verdict
from tests.support.examples.catalogues import catalogues, contexts
from tests.support.hypothesis_settings import bounded
from tests.support.reference import Rows, evaluate, evaluate_item

#: From least to most; NO → UNKNOWN → YES is what "something less" is measured by.
RANK = {Verdict.NO: 0, Verdict.UNKNOWN: 1, Verdict.YES: 2}

By = Callable[[Rows, Context], dict[str, SituationVerdict]]


def by_kernel(rows: Rows, context: Context) -> dict[str, SituationVerdict]:
    analysis = Analysis(Catalogue.from_rows(rows), context)
    return {row["situation_code"]: analysis.situation(row["situation_code"]) for row in rows["Situation"]}


def by_reference(rows: Rows, context: Context) -> dict[str, SituationVerdict]:
    return {row["situation_code"]: evaluate(rows, row["situation_code"], context) for row in rows["Situation"]}


@bounded(200)
@given(catalogues(), contexts)
def test_kernel_and_reference_agree_on_situations(rows: Rows, context: Context) -> None:
    assert by_kernel(rows, context) == by_reference(rows, context)


@bounded(60)
@given(catalogues(), contexts)
def test_kernel_and_reference_agree_on_items(rows: Rows, context: Context) -> None:
    analysis = Analysis(Catalogue.from_rows(rows), context)
    for item in rows["Item"]:
        assert analysis.item(item["item_code"]) == evaluate_item(rows, item["item_code"], context)


@bounded(100)
@given(catalogues(), contexts)
def test_fields_are_counted_alike_where_nothing_but_forms_is_read(rows: Rows, context: Context) -> None:
    whole, forms = (Analysis(Catalogue.from_rows(rows, forms_only=only), context) for only in (False, True))
    for row in rows["Situation"]:
        one, other = (
            {each.field_code: each.verdict for each in analysis.situation(row["situation_code"]).fields}
            for analysis in (whole, forms)
        )
        assert one == other
    counted = (whole.whole.layout.situations, whole.whole.counts), whole.form_counts, forms.form_counts
    one, *others = (dict(zip(numbers.tolist(), counts.tolist(), strict=True)) for numbers, counts in counted)
    assert others == [one, one]


@pytest.mark.parametrize("by", [by_kernel, by_reference])
@bounded(40)
@given(rows=catalogues(), context=contexts, random=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(by: By, rows: Rows, context: Context, random: Random) -> None:
    shuffled = {name: random.sample(table, len(table)) for name, table in rows.items()}
    before, after = by(rows, context), by(shuffled, context)
    assert before == after


@pytest.mark.parametrize("by", [by_kernel, by_reference])
@bounded(40)
@given(rows=catalogues(), context=contexts, key=st.sampled_from(["F0", "F1", "F2", "F3", "F?"]))
def test_knowing_more_never_gives_less(by: By, rows: Rows, context: Context, key: str) -> None:
    """One more key that the caller can send: no field becomes something less, and nothing that was YES is lost."""
    before = by(rows, context)
    after = by(rows, context.model_copy(update={"known": context.known | {key}}))
    for code, less in before.items():
        more = after[code]
        for field, same in zip(less.fields, more.fields, strict=True):
            assert RANK[same.verdict] >= RANK[field.verdict], field.field_code
        for material, same in zip(less.materials, more.materials, strict=True):
            assert same.verdict is Verdict.YES or material.verdict is not Verdict.YES, material.material_code
        assert more.zero_material is Verdict.YES or less.zero_material is not Verdict.YES


@pytest.mark.parametrize("by", [by_kernel, by_reference])
@bounded(40)
@given(rows=catalogues(), context=contexts, which=st.integers(0, 3))
def test_suspending_a_source_never_gives_more(by: By, rows: Rows, context: Context, which: int) -> None:
    """No field becomes something more, and no verdict rests on the suspended source."""
    source = rows["DataSource"][which % len(rows["DataSource"])]
    sources = [row | {"status": "suspended"} if row is source else row for row in rows["DataSource"]]
    before, after = by(rows, context), by(rows | {"DataSource": sources}, context)
    for code, more in before.items():
        less = after[code]
        for field, same in zip(more.fields, less.fields, strict=True):
            assert RANK[same.verdict] <= RANK[field.verdict], field.field_code
        for material in less.materials:
            assert source["source_code"] not in material.source_codes, material.material_code
