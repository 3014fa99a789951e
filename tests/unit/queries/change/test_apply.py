"""A changed catalogue gives the verdicts of changed rows, and leaves the old one as it was."""

from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncegraph.queries.change.apply import apply_changes
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.layout import lay_out
from oncegraph.schema.change import BindingChange, Change, Known, NewBinding, SourceChange
from oncegraph.schema.errors import NotFound, RefusedInput
from oncegraph.schema.verdict import SituationVerdict
from tests.support.catalogue_contents import contents_of
from tests.support.changed_rows import changed_rows
from tests.support.examples.catalogues import catalogues, contexts
from tests.support.examples.changes import some_changes
from tests.support.hypothesis_settings import bounded
from tests.support.reference import Rows


def verdicts(catalogue: Catalogue, context: Context) -> list[SituationVerdict]:
    analysis = Analysis(catalogue, context)
    return [analysis.situation(code) for code in catalogue.codes["Situation"]]


def needs(catalogue: Catalogue, context: Context) -> list[tuple[set, set]]:
    """What each group of a layout needs: fields and materials, with the number of their bindings."""
    layout = lay_out(catalogue, context, range(catalogue.count("Situation")))
    chain = catalogue.chain

    def many(owners: np.ndarray) -> list[int]:
        return (owners["last_binding"] - owners["first_binding"]).tolist()

    of_field, of_material = many(chain.fields), many(chain.materials)
    return [
        (
            {(of, of_field[of]) for of in layout.pairs["of"][group["first_pair"] : group["last_pair"]].tolist()},
            {(of, of_material[of]) for of in layout.papers["of"][group["first_paper"] : group["last_paper"]].tolist()},
        )
        for group in layout.groups
    ]


@bounded(150)
@given(st.data(), catalogues(), contexts)
def test_verdicts_are_those_of_changed_rows(data: st.DataObject, rows: Rows, context: Context) -> None:
    changes = data.draw(some_changes(rows))
    before = Catalogue.from_rows(rows)
    held = deepcopy(contents_of(before))
    after, asked = apply_changes(before, context, changes)
    fresh = Catalogue.from_rows(changed_rows(rows, changes))
    assert verdicts(after, asked) == verdicts(fresh, asked)
    theirs, ours = Analysis(fresh, asked).whole, Analysis(after, asked).whole
    for table in ("requirements", "zero", "counts"):
        assert np.array_equal(getattr(ours, table), getattr(theirs, table)), table
    assert contents_of(before) == held
    if after.layout_basis is before.layout_basis:
        assert needs(after, context) == needs(before, context)
    known = {code for change in changes if isinstance(change, Known) for code in change.known}
    assert asked == context.model_copy(update={"known": context.known | known})


@bounded(60)
@given(st.data(), catalogues(), contexts)
def test_changes_one_by_one_are_changes_at_once(data: st.DataObject, rows: Rows, context: Context) -> None:
    catalogue = Catalogue.from_rows(rows)
    changes = data.draw(some_changes(rows))
    at_once = verdicts(*apply_changes(catalogue, context, changes))
    for change in changes:
        catalogue, context = apply_changes(catalogue, context, [change])
    assert verdicts(catalogue, context) == at_once


ROWS: Rows = {
    "Region": [{"region_code": "R", "name": "R"}],
    "Field": [{"field_code": "F", "name": "F"}, {"field_code": "K", "name": "K"}],
    "Material": [{"material_code": "M", "name": "M"}],
    "DataSource": [{"source_code": "D", "name": "D", "status": "active", "defaulted": ["status", "sharing"]}],
    "SuppliedBy": [
        {"field_code": "F", "source_code": "D", "audiences": ["*"], "binding": "1"},
        {"field_code": "F", "source_code": "D", "audiences": ["*"], "binding": "2", "priority": 5},
    ],
    "ObtainedVia": [{"material_code": "M", "source_code": "D", "mode": "reuse"}],
}


def after(*changes: Change) -> Catalogue:
    return apply_changes(Catalogue.from_rows(ROWS), Context(), changes)[0]


def of_field(number: str | None = None, **attributes: Any) -> BindingChange:
    return BindingChange(binding={"field": "F", "source": "D", "number": number}, **attributes)


def test_only_changes_of_keys_and_new_bindings_change_the_shape() -> None:
    before = Catalogue.from_rows(ROWS)
    same = [
        SourceChange(source="D", status="suspended", sharing="不予共享"),
        of_field("1", status="active", approved=True, audiences=["*"], regions=["R"], max_age_days=3, priority=1),
    ]
    assert apply_changes(before, Context(), same)[0].layout_basis is before.layout_basis
    for change in (of_field("1", key_fields=["K"]), NewBinding(new_binding={"field": "K", "source": "D"})):
        assert apply_changes(before, Context(), [change])[0].layout_basis is not before.layout_basis


def test_what_is_not_touched_is_shared() -> None:
    before = Catalogue.from_rows(ROWS)
    changed_one, _ = apply_changes(before, Context(), [SourceChange(source="D", status="suspended")])
    assert changed_one.chain.bindings is before.chain.bindings
    assert changed_one.codes is before.codes and changed_one.names is before.names


def test_changing_something_to_what_it_is_changes_nothing() -> None:
    assert contents_of(after(of_field("2", priority=5, audiences=["*"]))) == contents_of(Catalogue.from_rows(ROWS))


def test_an_attribute_that_a_change_sets_is_no_longer_a_default() -> None:
    assert after(SourceChange(source="D", status="active")).chain.sources["defaulted"].tolist() == [True]
    both = SourceChange(source="D", status="active", sharing="conditional")
    assert after(both).chain.sources["defaulted"].tolist() == [False]


def test_bindings_in_a_new_order_are_still_asked_with_their_keys() -> None:
    first, second = ROWS["SuppliedBy"]
    rows = ROWS | {"SuppliedBy": [first, second | {"key_fields": ["K"]}]}
    changed_one, _ = apply_changes(Catalogue.from_rows(rows), Context(), [of_field("1", priority=1)])
    assert changed_one.binding_name[:2] == ["1", "2"]
    of_first, of_second = changed_one.chain.bindings[:2]
    assert (of_first["first_key"], of_first["last_key"]) == (0, 0)
    assert (of_second["first_key"], of_second["last_key"]) == (0, 1)


def test_a_new_binding_stands_where_it_is_chosen() -> None:
    new = NewBinding(new_binding={"field": "F", "source": "D", "number": "9"}, priority=1)
    assert after(new).binding_name == ["9", "2", "1", "1"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (SourceChange(source="?", status="active"), "“?”的数源"),
        (of_field("7"), "“F”与“D”之间没有这个绑定"),
        (BindingChange(binding={"field": "?", "source": "D"}), "“?”的字段"),
        (BindingChange(binding={"material": "M", "source": "D", "mode": "数据核验"}), "“M”与“D”之间没有这个绑定"),
        (of_field("1", key_fields=["K", "?"]), "“?”的字段"),
        (of_field("1", regions=["*", "?"]), "“?”的区划"),
        (Known(known=["?"]), "“?”的字段"),
    ],
)
def test_what_is_not_there_is_named_with_the_number_of_the_change(change: Change, named: str) -> None:
    with pytest.raises(NotFound) as refused:
        after(SourceChange(source="D"), change)
    assert "第 2 项" in refused.value.what.zh and named in refused.value.what.zh
    assert "hange 2" in refused.value.what.en


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (of_field(), "有多个绑定"),
        (NewBinding(new_binding={"field": "F", "source": "D"}), "已存在"),
        (NewBinding(new_binding={"material": "M", "source": "D"}), "未写明获取方式"),
    ],
)
def test_what_is_not_clear_is_refused(change: Change, named: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        after(change)
    assert "第 1 项" in refused.value.what.zh and named in refused.value.what.zh
