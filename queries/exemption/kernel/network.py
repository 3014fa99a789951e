"""What depends on what in a layout, and its state: rows (bindings) → pairs and papers → situations.

Every link is stored for each group of situations, so that a change only updates what depends on it (trial.py).
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from oncegraph.queries.exemption.kernel.needs import grown
from oncegraph.queries.exemption.kernel.rules import counts, fills, may_check, must_be_known
from oncegraph.queries.exemption.kernel.types import DATA_CHECK, UNRECORDED

#: A binding in a group. owner: the pair, or the paper (numbered after all pairs); fills: it would give its field;
#: checks: it would check it; scoped: audience and region are in scope; clear: in force, shared and fresh; usable: all
#: that, and its keys are known.
ROW = np.dtype(
    (
        np.record,
        [
            ("owner", np.int32),
            ("binding", np.int32),
            ("source", np.int32),
            ("mode", np.int8),
            ("fills", np.bool_),
            ("checks", np.bool_),
            ("scoped", np.bool_),
            ("clear", np.bool_),
            ("usable", np.bool_),
            ("first_key", np.int32),
            ("last_key", np.int32),
        ],
    )
)
#: A pair. given: known from the start; at_hand: known (1) or unknown (-1) whatever the sources give, else 0; checked:
#: some paper may be verified by it; asking: rows that use it as a key; weight: situations whose forms have it, their
#: cases.
PAIR = np.dtype(
    (
        np.record,
        [
            ("group", np.int32),
            ("first_row", np.int32),
            ("last_row", np.int32),
            ("first_asking", np.int32),
            ("last_asking", np.int32),
            ("first_paper", np.int32),
            ("last_paper", np.int32),
            ("is_key", np.bool_),
            ("given", np.bool_),
            ("checked", np.bool_),
            ("at_hand", np.int8),
            ("known", np.bool_),
            ("filled", np.bool_),
            ("weight", np.int64, 2),
        ],
    )
)
#: A paper, with the attributes of its material that the rules ask for. recorded: whether it has any facts; checked:
#: whether it may be verified; remaining: facts that are not filled; shared: counts as shared whatever is arranged;
#: exempt: by rules 2 to 6; places: situations that ask for it.
PAPER = np.dtype(
    (
        np.record,
        [
            ("first_row", np.int32),
            ("last_row", np.int32),
            ("first_fact", np.int32),
            ("last_fact", np.int32),
            ("first_place", np.int32),
            ("last_place", np.int32),
            ("is_form", np.bool_),
            ("origin", np.int8),
            ("equivalent", np.int8),
            ("surrendered", np.int8),
            ("recorded", np.bool_),
            ("checked", np.bool_),
            ("shared", np.bool_),
            ("exempt", np.bool_),
            ("remaining", np.int32),
            ("weight", np.int64, 2),
        ],
    )
)
#: A situation, in the order of the layout, with its requirements in force.
PLACE = np.dtype(
    (
        np.record,
        [
            ("first_require", np.int32),
            ("last_require", np.int32),
            ("complete", np.int8),
            ("zero", np.bool_),
            ("weight", np.int64, 2),
        ],
    )
)
#: A requirement in force, in the form that rules.py takes.
REQUIRED = np.dtype(
    (np.record, [("paper", np.int32), ("group", np.int32), ("necessity", np.int8), ("removed", np.bool_)])
)
#: The range of the key pairs of each group.
KEYED = np.dtype((np.record, [("first_key", np.int32), ("last_key", np.int32)]))


class Network(NamedTuple):
    """Tables of the types above; `links`: what first_x … last_x point to (keys, facts: pairs; asking: rows; papers;
    places), except the rows of pairs and papers and the requirements, which stand in order."""

    rows: np.ndarray
    pairs: np.ndarray
    papers: np.ndarray
    places: np.ndarray
    requires: np.ndarray
    groups: np.ndarray
    links: np.ndarray


@njit(cache=True)
def spell_out(chain, groups, situations, pairs, papers, outcomes, returns, clear, network):
    """Fill in rows, the rows and requirements of pairs, papers and places, and their weights; returns the links of
    every row to its key pairs and of every paper to the pairs of its facts (as two lists, in order).
    """
    slot, paper_slot = np.full(len(chain.fields), -1, np.int32), np.full(len(chain.materials), -1, np.int32)
    counted = np.full(len(chain.fields), -1, np.int64)
    keys, facts = np.empty(4 * len(outcomes) + 16, np.int32), np.empty(64, np.int32)
    many_keys, many_facts, many_requires = 0, 0, 0
    for number in range(len(groups)):
        group = groups[number]
        for pair in range(group.first_pair, group.last_pair):
            slot[pairs[pair].of] = pair
        for pair in range(group.first_pair, group.last_pair):
            field = chain.fields[pairs[pair].of]
            of = network.pairs[pair]
            of.group, of.is_key = number, field.is_key
            of.first_row, of.last_row = pairs[pair].row, pairs[pair].row + field.last_binding - field.first_binding
            keys, many_keys = spell_rows(
                pair,
                pairs[pair].of,
                field,
                pairs[pair].row,
                chain,
                slot,
                outcomes,
                returns,
                clear,
                network.rows,
                keys,
                many_keys,
            )
        for paper in range(group.first_paper, group.last_paper):
            paper_slot[papers[paper].of] = paper
            material = chain.materials[papers[paper].of]
            of = network.papers[paper]
            of.first_row = papers[paper].row
            of.last_row = papers[paper].row + material.last_binding - material.first_binding
            keys, many_keys = spell_rows(
                len(pairs) + paper,
                UNRECORDED,
                material,
                papers[paper].row,
                chain,
                slot,
                outcomes,
                returns,
                clear,
                network.rows,
                keys,
                many_keys,
            )
            of.is_form, of.origin = material.is_form, material.origin
            of.equivalent, of.surrendered = material.equivalent, material.surrendered
            of.recorded = material.first_fact != material.last_fact
            for row in range(of.first_row, of.last_row):
                of.checked = of.checked or (of.recorded and network.rows[row].mode == DATA_CHECK)
            of.first_fact = many_facts
            for fact in chain.facts[material.first_fact : material.last_fact]:
                if counts(fact):
                    facts = grown(facts, many_facts + 1)
                    facts[many_facts] = slot[fact.field]
                    many_facts += 1
                    of.remaining += not network.pairs[slot[fact.field]].filled
            of.last_fact = many_facts
        for at in range(group.first_situation, group.last_situation):
            situation, place = chain.situations[situations[at]], network.places[at]
            place.complete, place.first_require = situation.complete, many_requires
            for require in chain.requires[situation.first_require : situation.last_require]:
                if require.removed:
                    continue
                paper = paper_slot[require.material]
                required = network.requires[many_requires]
                required.paper, required.group, required.necessity = paper, require.group, require.necessity
                many_requires += 1
                network.papers[paper].weight += place.weight
                material = chain.materials[require.material]
                if material.is_form:
                    for fact in chain.facts[material.first_fact : material.last_fact]:
                        if counted[fact.field] != at:
                            counted[fact.field] = at
                            network.pairs[slot[fact.field]].weight += place.weight
            place.last_require = many_requires
    return keys[:many_keys], facts[:many_facts]


@njit(cache=True)
def spell_rows(owner, field, of, row, chain, slot, outcomes, returns, clear, rows, keys, many):
    for number in range(of.first_binding, of.last_binding):
        binding = chain.bindings[number]
        spelled = rows[row]
        spelled.owner, spelled.binding, spelled.source, spelled.mode = owner, number, binding.source, binding.mode
        if field != UNRECORDED:
            spelled.fills = fills(chain.fields[field].will, returns[number].failed, returns[number].missing, True)
            spelled.checks = may_check(binding.returns)
        spelled.clear = clear[number]
        spelled.usable = outcomes[row].failed | outcomes[row].missing == 0
        spelled.first_key = many
        for key in chain.keys[binding.first_key : binding.last_key]:
            if must_be_known(key, field, binding.returns):
                keys = grown(keys, many + 1)
                keys[many] = slot[key]
                many += 1
        spelled.last_key = many
        row += 1
    return keys, many
