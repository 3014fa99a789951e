"""What each group of situations needs: fields and materials, the keys of keys included."""

import numpy as np
from numba import njit

from queries.exemption.kernel.types import NEED


@njit(cache=True)
def find_needs(chain, groups, situations, forms_only):
    """The pairs and papers that each group needs, keys of keys included; fills in `groups`.

    forms_only: no papers, and of pairs those of application forms and their keys.
    """
    field_seen = np.full(len(chain.fields), -1, np.int32)
    material_seen = np.full(len(chain.materials), -1, np.int32)
    pairs, papers = np.empty(1024, NEED), np.empty(1024, NEED)
    many_pairs, many_papers = 0, 0
    for number in range(len(groups)):
        group = groups[number]
        group.first_paper, group.first_pair = many_papers, many_pairs
        for at in range(group.first_situation, group.last_situation):
            situation = chain.situations[situations[at]]
            for require in range(situation.first_require, situation.last_require):
                required = chain.requires[require]
                wanted = chain.materials[required.material].is_form or not forms_only
                if required.removed or not wanted or material_seen[required.material] == number:
                    continue
                material_seen[required.material] = number
                material = chain.materials[required.material]
                for fact in range(material.first_fact, material.last_fact):
                    pairs, many_pairs = need(chain.facts[fact].field, number, field_seen, pairs, many_pairs)
                if not forms_only:
                    papers = grown(papers, many_papers + 1)
                    papers[many_papers].of = required.material
                    many_papers += 1
                    pairs, many_pairs = need_keys(chain, material, number, field_seen, pairs, many_pairs)
        group.last_paper = many_papers
        pair = group.first_pair
        while pair < many_pairs:
            field = chain.fields[pairs[pair].of]
            pairs, many_pairs = need_keys(chain, field, number, field_seen, pairs, many_pairs)
            pair += 1
        group.last_pair = many_pairs
        # In the order of the tables, so that a loop over pairs or papers walks through them from front to back.
        pairs["of"][group.first_pair : many_pairs].sort()
        papers["of"][group.first_paper : many_papers].sort()
    pairs, papers = pairs[:many_pairs].copy(), papers[:many_papers].copy()
    row = number_rows(pairs, chain.fields, 0)
    row = number_rows(papers, chain.materials, row)
    return pairs, papers, row


@njit(cache=True)
def need_keys(chain, owner, group, field_seen, pairs, many):
    """The keys of all bindings of a field or material: those of one owner stand side by side, as its bindings do."""
    if owner.first_binding < owner.last_binding:
        first, last = chain.bindings[owner.first_binding].first_key, chain.bindings[owner.last_binding - 1].last_key
        for key in range(first, last):
            pairs, many = need(chain.keys[key], group, field_seen, pairs, many)
    return pairs, many


@njit(cache=True)
def need(field, group, field_seen, pairs, many):
    if field_seen[field] == group:
        return pairs, many
    field_seen[field] = group
    pairs = grown(pairs, many + 1)
    pairs[many].of = field
    return pairs, many + 1


@njit(cache=True)
def grown(needs, size):
    if size <= len(needs):
        return needs
    larger = np.empty(2 * size, needs.dtype)
    larger[: len(needs)] = needs
    return larger


@njit(cache=True)
def number_rows(needs, owners, row):
    for need in needs:
        need.row = row
        row += owners[need.of].last_binding - owners[need.of].first_binding
    return row
