"""What holds of every comparison and every reform, on small cities made at random."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from oncegraph.queries.change.changes import BadChange
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.records import Records
from oncegraph.queries.reform.actions import apply_reform
from oncegraph.queries.reform.compare import apply_edits, compare
from oncegraph.queries.reform.draft import by_identity
from oncegraph.schema.comparison import ORDER, VERDICT, Comparison, Edit
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.reform import Commit, Drop, Merge, Open, Reform, Retire, Retype, Transfer
from oncegraph.schema.rows import Row, Rows
from tests.support.examples.catalogues import MOMENT
from tests.support.examples.cities import MATERIALS, SOURCES, dense_city, seeds
from tests.support.hypothesis_settings import bounded

CONTEXT = Context(moment=MOMENT)
FOLLOWING = (VERDICT, ORDER)
OPPOSITE = {Edit.REMOVED: Edit.ADDED, Edit.ADDED: Edit.REMOVED, Edit.CHANGED: Edit.CHANGED}


def plain(rows: Rows) -> dict[str, dict[tuple[str, ...], Row]]:
    """Rows as they are compared: by identity, lists as tuples, without what was not recorded."""
    return {
        name: {
            identity: {
                attribute: tuple(value) if isinstance(value, list) else value
                for attribute, value in row.items()
                if value not in (None, (), []) and attribute not in declaration.identity_columns()
            }
            for identity, row in by_identity(declaration, rows.get(name, ())).items()
        }
        for name, declaration in DECLARATIONS.items()
    }


def altered(rows: Rows, seed: int) -> dict[str, list[Row]]:
    """Some rows gone, some new, some different."""
    chance, other = Random(seed), dense_city(seed)
    result = {name: [dict(row) for row in table if chance.random() < 0.9] for name, table in rows.items()}
    for name, table in other.items():
        there = by_identity(DECLARATIONS[name], result[name])
        for identity, row in by_identity(DECLARATIONS[name], table).items():
            if identity in there and chance.random() < 0.3:
                there[identity].update(row)
            elif identity not in there and chance.random() < 0.2:
                result[name].append(dict(row))
    return result


def compared(before: Rows, after: Rows) -> Comparison:
    return compare(Records(before), Records(after), CONTEXT)


@bounded(25)
@given(seeds)
def test_what_is_the_same_is_only_kept(seed: int):
    found = compared(dense_city(seed), dense_city(seed))
    assert found.edits == found.items == found.themes == found.departments == ()
    assert found.kept == {name: len(dense_city(seed)[name]) for name in DECLARATIONS if dense_city(seed).get(name)}
    assert all(saved.by == 0 for saved in found.totals.saved.values() if saved)


@bounded(25)
@given(seeds, seeds)
def test_edits_made_give_the_other_state(seed: int, other: int):
    before = dense_city(seed)
    after = altered(before, other)
    assert plain(apply_edits(before, compared(before, after).edits)) == plain(after)


@bounded(25)
@given(seeds, seeds)
def test_the_other_way_round_every_edit_is_its_opposite(seed: int, other: int):
    before = dense_city(seed)
    after = altered(before, other)
    forth, back = compared(before, after), compared(after, before)

    def comparable(found: Comparison, turned: bool) -> set:
        return {
            (
                edit.kind,
                edit.identity,
                edit.situation_code if edit.attribute in FOLLOWING else None,
                edit.attribute,
                *(map(repr, (edit.after, edit.before) if turned else (edit.before, edit.after))),
                None if edit.attribute in FOLLOWING else OPPOSITE[edit.edit] if turned else edit.edit,
            )
            for edit in found.edits
        }

    assert comparable(forth, False) == comparable(back, True)
    assert forth.kept == back.kept
    for name, saved in forth.totals.saved.items():
        opposite = back.totals.saving(name)
        assert (saved is None) == (opposite is None) and (saved is None or saved.by == -opposite.by)


@st.composite
def reforms(draw: st.DrawFn) -> Reform:
    """A reform of a small city, of which the items are two, and so at most one goes."""
    some = {
        "retype": st.builds(Retype, retype=st.sampled_from(["I0", "I1"]), item_type=st.just("licensing")),
        "transfer": st.builds(Transfer, transfer=st.sampled_from(["I0", "I1"]), department=st.just("P")),
        "open": st.builds(Open, open=st.sampled_from(SOURCES)),
        "commit": st.builds(Commit, commit=st.sampled_from(MATERIALS), source=st.sampled_from(SOURCES)),
    }
    first = draw(st.lists(st.one_of(*some.values()), max_size=4))
    last = draw(
        st.sampled_from([[], [Retire(retire="I0")], [Merge(merge="I0", into="I1")], [Merge(merge="I1", into="I0")]])
    )
    return Reform("改革", (*first, *last))


@bounded(25)
@given(seeds, reforms())
def test_a_reform_leaves_the_original_as_it_was_and_explains_what_it_does(seed: int, reform: Reform):
    before, untouched = (dense_city(seed) | {"Department": [{"department_code": "P", "name": "P"}]} for _ in range(2))
    try:
        result = apply_reform(before, reform, MOMENT.date())
    except BadChange as refused:
        assert "没有启用的情形，无法并入" in refused.what.zh
        return
    assert before == untouched
    found = compare(Records(before), Records(result.rows), CONTEXT, result.causes)
    recorded = [edit for edit in found.edits if edit.attribute not in FOLLOWING]
    assert all(edit.reason for edit in recorded)
    assert {(edit.kind, edit.identity) for edit in recorded} <= result.causes.keys()
    assert len(result.effects) == len(reform.actions)


@bounded(25)
@given(seeds)
def test_what_is_dropped_one_by_one_is_dropped_at_once(seed: int):
    rows = dense_city(seed)
    material = rows["Requires"][0]["material_code"]
    situations = [row["situation_code"] for row in rows["Requires"] if row["material_code"] == material]
    single = Reform("", tuple(Drop(drop=material, situation=code) for code in situations))
    at_once = Reform("", (Drop(drop=material),))
    first, second = (apply_reform(rows, each, MOMENT.date()).rows for each in (single, at_once))
    assert plain(first) == plain(second) != plain(rows)


def test_the_cities_have_what_is_compared():
    """The properties above see edits of every sort that these rows can show."""
    seen = {
        edit.edit
        for seed in range(12)
        for edit in compared(dense_city(seed), altered(dense_city(seed), seed + 99)).edits
    }
    assert seen >= {Edit.ADDED, Edit.REMOVED, Edit.CHANGED, Edit.FILLED, Edit.EXEMPTED}
