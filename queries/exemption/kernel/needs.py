"""What each group of situations needs: fields and materials, the keys of keys included."""

import numpy as np
from numba import njit

from oncegraph.queries.exemption.kernel.types import NEED


@njit(cache=True)
def find_needs(chain, groups, situations, forms_only):
    """The pairs and papers that each group needs, keys of keys included; fills in `groups`.

    forms_only: no papers, and of pairs those of application forms and their keys.
    """
    field_seen = np.full(len(chain.fields), -1, np.int32)
    material_seen = np.full(len(chain.materials), -1, np.int32)
    fields = np.empty(len(chain.fields), np.int32)
    pairs, papers = np.empty(0, NEED), np.empty(0, NEED)
    many_pairs, many_papers = 0, 0
    for number in range(len(groups)):
        group = groups[number]
        many = many_materials = 0
        for at in range(group.first_situation, group.last_situation):
            situation = chain.situations[situations[at]]
            for require in range(situation.first_require, situation.last_require):
                required = chain.requires[require]
                material = chain.materials[required.material]
                wanted = material.is_form or not forms_only
                if required.removed or not wanted or material_seen[required.material] == number:
                    continue
                material_seen[required.material] = number
                for fact in range(material.first_fact, material.last_fact):
                    many = need(chain.facts[fact].field, number, field_seen, fields, many)
                if not forms_only:
                    many_materials += 1
                    many = need_keys(chain, material, number, field_seen, fields, many)
        at = 0
        while at < many:
            many = need_keys(chain, chain.fields[fields[at]], number, field_seen, fields, many)
            at += 1
        group.first_pair, group.last_pair = many_pairs, many_pairs + many
        pairs = with_seen(pairs, many_pairs, many, field_seen, number)
        many_pairs += many
        group.first_paper, group.last_paper = many_papers, many_papers + many_materials
        papers = with_seen(papers, many_papers, many_materials, material_seen, number)
        many_papers += many_materials
    pairs, papers = pairs[:many_pairs].copy(), papers[:many_papers].copy()
    row = number_rows(pairs, chain.fields, 0)
    row = number_rows(papers, chain.materials, row)
    return pairs, papers, row


@njit(cache=True)
def need_keys(chain, owner, group, field_seen, fields, many):
    """The keys of all bindings of a field or material; like its bindings, they are adjacent."""
    if owner.first_binding < owner.last_binding:
        first, last = chain.bindings[owner.first_binding].first_key, chain.bindings[owner.last_binding - 1].last_key
        for key in range(first, last):
            many = need(chain.keys[key], group, field_seen, fields, many)
    return many


@njit(cache=True)
def need(field, group, field_seen, fields, many):
    """Adds a field to the `many` fields that the group needs, unless it is one of them."""
    if field_seen[field] == group:
        return many
    field_seen[field] = group
    fields[many] = field
    return many + 1


@njit(cache=True)
def with_seen(needs, already, many, seen, group):
    """Appends to the first `already` entries of `needs` the `many` that a group needs, in the order of their table, so
    that a loop over them reads the table from front to back."""
    last = already + many
    needs = grown(needs, last)
    for number in range(len(seen)):
        if already == last:
            break
        if seen[number] == group:
            needs[already].of = number
            already += 1
    return needs


@njit(cache=True)
def grown(rows, size):
    if size <= len(rows):
        return rows
    larger = np.empty(2 * size, rows.dtype)
    larger[: len(rows)] = rows
    return larger


@njit(cache=True)
def number_rows(needs, owners, row):
    for need in needs:
        need.row = row
        row += owners[need.of].last_binding - owners[need.of].first_binding
    return row
