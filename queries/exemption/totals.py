"""Totals of an analysis in the cities' own terms (schema/totals.py), over any situations and by any dimension.

Active situations count; an item or a standard material counts if an active situation of the scope has it. An item of
which only some situations are in the scope is judged by these.
"""

import numpy as np

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.columns import MISSING
from oncegraph.queries.exemption.items import Items
from oncegraph.queries.exemption.spans import spread
from oncegraph.queries.exemption.tally import Tally, tally
from oncegraph.schema.totals import Dimension, GroupTotals, Totals


def totals(analysis: Analysis, within: np.ndarray | None = None) -> Totals:
    """The totals of all active situations, or of those `within` (numbers of situations)."""
    situations = analysis.whole.layout.situations
    at = np.arange(len(situations)) if within is None else np.flatnonzero(np.isin(situations, within))
    return _totals(analysis, np.zeros(len(at), np.int64), at, 1)[0]


def totals_by(
    analysis: Analysis, dimension: Dimension, items: Items, within: np.ndarray | None = None
) -> list[GroupTotals]:
    """The totals of each value of a dimension, in the order of its codes, last those of items for which nothing is
    recorded.

    An item with several service objects counts in each of them, so these groups overlap; regions are those of the
    items themselves, without the regions below them.
    """
    situations = analysis.whole.layout.situations
    at = np.arange(len(situations)) if within is None else np.flatnonzero(np.isin(situations, within))
    values, of_item = items.grouped(dimension)
    item = analysis.catalogue.chain.situations["item"][situations[at]]
    lists = [of_item[number] if number >= 0 else () for number in range(-1, len(of_item))]
    many = np.array([max(len(each), 1) for each in lists])[item + 1]
    unknown = len(values)
    group = np.array([value for number in item.tolist() for value in lists[number + 1] or (unknown,)], np.int64)
    found = _totals(analysis, group, np.repeat(at, many), unknown + 1)
    named = [*((value.code, value.name) for value in values), (None, None)]
    return [
        GroupTotals(code=code, name=name, totals=each)
        for (code, name), each in zip(named, found, strict=True)
        if each.situations
    ]


def _totals(analysis: Analysis, group: np.ndarray, at: np.ndarray, many: int) -> list[Totals]:
    """The totals of `many` groups; the situation at place at[i] of the layout belongs to group[i]."""
    catalogue, decisions = analysis.catalogue, analysis.whole
    counted = tally(catalogue, decisions)
    rows = counted.situations[at]
    number = decisions.layout.situations[at]
    cases = catalogue.situation_cases[number]
    unrecorded = cases == MISSING
    cases = np.where(unrecorded, 0, cases)

    def summed(values: np.ndarray) -> np.ndarray:
        sums = np.zeros(many, np.int64)
        np.add.at(sums, group, values)
        return sums

    zero = rows["zero_material"]
    items, items_zero, items_partly = _items(group, catalogue.chain.situations["item"][number], zero, many)
    materials, exempt, only_once = _materials(counted, decisions.layout.require_row, group, at, many)
    columns = {
        "items": items,
        "items_zero_material": items_zero,
        "items_partly_zero_material": items_partly,
        "situations": summed(np.ones(len(at), np.int64)),
        "situations_zero_material": summed(zero),
        "fields": summed(rows["fields"]),
        "fields_filled": summed(rows["filled"]),
        "materials": materials,
        "materials_exempt": exempt,
        "materials_only_once": only_once,
        "requirements": summed(rows["materials"]),
        "requirements_exempt": summed(rows["exempt"]),
        "requirements_only_once": summed(rows["only_once"]),
        "situations_without_cases": summed(unrecorded),
        "cases": summed(cases),
        "cases_zero_material": summed(cases * zero),
        "cases_fields": summed(cases * rows["fields"]),
        "cases_fields_filled": summed(cases * rows["filled"]),
        "cases_requirements": summed(cases * rows["materials"]),
        "cases_requirements_exempt": summed(cases * rows["exempt"]),
        "cases_requirements_only_once": summed(cases * rows["only_once"]),
    }
    by_group = zip(*(values.tolist() for values in columns.values()), strict=True)
    return [Totals(**dict(zip(columns, values, strict=True))) for values in by_group]


def _items(group: np.ndarray, item: np.ndarray, zero: np.ndarray, many: int) -> tuple[np.ndarray, ...]:
    """For each group: its items, those whose situations all need no material, and those with some such situations."""
    width = int(item.max(initial=0)) + 1
    each, owner = np.unique((group * width + item)[item >= 0], return_inverse=True)
    situations = np.bincount(owner, minlength=len(each))
    without = np.bincount(owner[zero[item >= 0]], minlength=len(each))
    chosen = (np.ones(len(each), bool), without == situations, (without > 0) & (without < situations))
    return tuple(np.bincount(each[mask] // width, minlength=many) for mask in chosen)


def _materials(
    counted: Tally, require_row: np.ndarray, group: np.ndarray, at: np.ndarray, many: int
) -> tuple[np.ndarray, ...]:
    """For each group: the distinct materials, those always exempt, and those always exempt or handed in only once."""
    owner, row = spread(require_row[at], require_row[at + 1])
    asked = counted.counts[row]
    owner, row = owner[asked], row[asked]
    width = int(counted.material.max(initial=0)) + 1
    each, of = np.unique(group[owner] * width + counted.material[row], return_inverse=True)
    required = np.bincount(of, minlength=len(each))
    always = [
        np.bincount(of[mask[row]], minlength=len(each)) == required for mask in (counted.exempt, counted.only_once)
    ]
    return tuple(np.bincount(each[mask] // width, minlength=many) for mask in (np.ones(len(each), bool), *always))
