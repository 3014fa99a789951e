"""Which fields the situations of a layout ask for on their forms, and which pair has the decision about each."""

from typing import NamedTuple

import numpy as np

from oncegraph.queries.exemption.analysis import Decisions
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.spans import spread
from oncegraph.queries.exemption.tally import Tally


class FormFields(NamedTuple):
    """Each distinct field of the forms of each situation, sorted by both: place of the situation in the layout, number
    of the field, and its pair."""

    place: np.ndarray
    field: np.ndarray
    pair: np.ndarray


def form_fields(catalogue: Catalogue, decisions: Decisions, counted: Tally) -> FormFields:
    """The fields that application forms in force ask for."""
    chain, groups = catalogue.chain, decisions.layout.groups
    asked = counted.counts & chain.materials["is_form"][counted.material]
    form = chain.materials[counted.material[asked]]
    owner, fact = spread(form["first_fact"], form["last_fact"])
    width = len(chain.fields)
    both = np.sort(counted.owner[asked][owner] * width + chain.facts["field"][fact])
    both = both[
        np.append(True, both[1:] != both[:-1])[: len(both)]
    ]  # not np.unique: it hashes, which takes ten times as long
    place, field = both // width, both % width
    group_of = spread(groups["first_situation"], groups["last_situation"])[0]
    return FormFields(place, field, Pairs(decisions, width).of(group_of[place], field))


class Pairs:
    """Finds pairs (group, field) of a layout by their numbers; `width`: how many fields there are."""

    def __init__(self, decisions: Decisions, width: int):
        groups, pairs = decisions.layout.groups, decisions.layout.pairs
        owner, row = spread(groups["first_pair"], groups["last_pair"])
        keys = owner * width + pairs["of"][row]
        self._order, self._width = np.argsort(keys), width
        self._keys = keys[self._order]

    def of(self, group: np.ndarray, field: np.ndarray) -> np.ndarray:
        """The pair of each group[i] and field[i], all of which must exist."""
        return self._order[np.searchsorted(self._keys, group * self._width + field)]
