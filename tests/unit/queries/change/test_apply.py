"""A changed catalogue gives the verdicts of changed rows, and leaves the old one as it was."""

from copy import deepcopy
from datetime import date, timedelta
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
from oncegraph.schema.codes import Audience, Mode, Returns, Sharing, Status
from oncegraph.schema.errors import NotFound, RefusedInput
from oncegraph.schema.verdict import SituationVerdict
from tests.unit.queries.change.rows import changed_rows
from tests.unit.queries.exemption.reference import Row, Rows
from tests.unit.queries.exemption.test_properties import (
    MOMENT,
    REGIONS,
    a_few,
    bounded,
    catalogues,
    contexts,
    one_of,
)
from tests.unit.queries.exemption.told import told

SOURCE = {
    "status": st.sampled_from([*Status, None]),
    "sharing": st.sampled_from([*Sharing, None]),
    "data_updated_at": one_of(date(2026, 6, 1), date(2026, 6, 30), None),
    "last_probe_at": one_of(MOMENT - timedelta(hours=25), MOMENT, None),
    "probe_sla_hours": one_of(1, 24, None),
}
BINDING = {
    "returns": st.sampled_from([*Returns, None]),
    "authoritative": one_of(True, False, None),
    "priority": one_of(1, 2, 3, None),
    "audiences": a_few([*Audience, "*"]),
    "regions": a_few([*REGIONS, "*"]),
    "max_age_days": one_of(0, 20, None),
    "approved": one_of(True, False, None),
    "status": st.sampled_from([*Status, None]),
}


@st.composite
def some_changes(draw: st.DrawFn, rows: Rows) -> list[Change]:
    fields, sources, materials = ([row[key] for row in rows[name]] for name, key in OWNERS)
    binding = BINDING | {"key_fields": a_few(fields)}
    bindings = [where for name in ("SuppliedBy", "ObtainedVia") for row in rows[name] if (where := place(row))]

    def attributes(kinds: dict[str, st.SearchStrategy]) -> Row:
        return {name: draw(kinds[name]) for name in draw(a_few(list(kinds), 3))}

    def source() -> Change:
        return SourceChange(source=draw(st.sampled_from(sources)), **attributes(SOURCE))

    def of_binding() -> Change:
        return BindingChange(binding=draw(st.sampled_from(bindings)), **attributes(binding))

    def new() -> Change:
        owner = draw(
            st.one_of(
                st.builds(lambda code: {"field": code}, st.sampled_from(fields)),
                st.builds(
                    lambda code, mode: {"material": code, "mode": mode}, st.sampled_from(materials), one_of(*Mode)
                ),
            )
        )
        where = owner | {"source": draw(st.sampled_from(sources)), "number": f"new {draw(st.uuids())}"}
        return NewBinding(new_binding=where, **attributes(binding))

    def known() -> Change:
        return Known(known=tuple(draw(a_few(fields))))

    makers = [source, new, known] + [of_binding] * 2 * bool(bindings)
    return [make() for make in draw(st.lists(st.sampled_from(makers), min_size=1, max_size=5))]


OWNERS = (("Field", "field_code"), ("DataSource", "source_code"), ("Material", "material_code"))


def place(row: Row) -> dict[str, Any] | None:
    """How a change names a binding; None for one whose mode it cannot name."""
    owner = {"field": row["field_code"]} if "field_code" in row else {"material": row["material_code"]}
    if row.get("mode", Mode.REUSE) not in list(Mode):
        return None
    mode = {"mode": row["mode"]} if "mode" in row else {}
    return owner | mode | {"source": row["source_code"], "number": row.get("binding", "1")}


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
    held = deepcopy(told(before))
    after, asked = apply_changes(before, context, changes)
    fresh = Catalogue.from_rows(changed_rows(rows, changes))
    assert verdicts(after, asked) == verdicts(fresh, asked)
    theirs, ours = Analysis(fresh, asked).whole, Analysis(after, asked).whole
    for table in ("requirements", "zero", "counts"):
        assert np.array_equal(getattr(ours, table), getattr(theirs, table)), table
    assert told(before) == held
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
    assert told(after(of_field("2", priority=5, audiences=["*"]))) == told(Catalogue.from_rows(ROWS))


def test_what_a_change_says_is_no_default_any_more() -> None:
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
        (of_field("7"), "没有从“F”到“D”的这一绑定"),
        (BindingChange(binding={"field": "?", "source": "D"}), "“?”的字段"),
        (BindingChange(binding={"material": "M", "source": "D", "mode": "数据核验"}), "没有从“M”到“D”的这一绑定"),
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
        (NewBinding(new_binding={"field": "F", "source": "D"}), "已有"),
        (NewBinding(new_binding={"material": "M", "source": "D"}), "没有写获取方式"),
    ],
)
def test_what_is_not_clear_is_refused(change: Change, named: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        after(change)
    assert "第 1 项" in refused.value.what.zh and named in refused.value.what.zh
