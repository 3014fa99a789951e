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
            for require in chain.requires[situation.first_require : situation.last_require]:
                wanted = chain.materials[require.material].is_form or not forms_only
                if require.removed or not wanted or material_seen[require.material] == number:
                    continue
                material_seen[require.material] = number
                material = chain.materials[require.material]
                for fact in chain.facts[material.first_fact : material.last_fact]:
                    pairs, many_pairs = need(fact.field, number, field_seen, pairs, many_pairs)
                if not forms_only:
                    papers = grown(papers, many_papers + 1)
                    papers[many_papers].of = require.material
                    many_papers += 1
                    for binding in chain.bindings[material.first_binding : material.last_binding]:
                        for key in chain.keys[binding.first_key : binding.last_key]:
                            pairs, many_pairs = need(key, number, field_seen, pairs, many_pairs)
        group.last_paper = many_papers
        pair = group.first_pair
        while pair < many_pairs:
            field = chain.fields[pairs[pair].of]
            for binding in chain.bindings[field.first_binding : field.last_binding]:
                for key in chain.keys[binding.first_key : binding.last_key]:
                    pairs, many_pairs = need(key, number, field_seen, pairs, many_pairs)
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
