"""The decisions about every field and material that the active situations ask for, as parallel arrays."""

from typing import NamedTuple

import numpy as np

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.form_fields import form_fields
from oncegraph.queries.exemption.spans import spread
from oncegraph.queries.exemption.tally import tally


class Decided(NamedTuple):
    """Pairs of a situation and a field or material, sorted: the numbers of both, and the decision."""

    situation: np.ndarray
    of: np.ndarray
    decision: np.ndarray

    def at(self, places: np.ndarray) -> "Decided":
        """A selection of the pairs."""
        return Decided(*(column[places] for column in self))


def decided_fields(analysis: Analysis) -> Decided:
    """The decisions about every field that a situation asks for on its forms."""
    decisions = analysis.whole
    asked = form_fields(analysis.catalogue, decisions, tally(analysis.catalogue, decisions))
    situation = decisions.layout.situations[asked.place]
    order = np.lexsort((asked.field, situation))
    return Decided(situation[order], asked.field[order], decisions.fields[asked.pair[order]])


def decided_requirements(analysis: Analysis) -> Decided:
    """The decisions about every material that a situation requires, in the order of the table of requirements."""
    chain, rows, order = analysis.catalogue.chain, *_required(analysis)
    situation, require = rows
    return Decided(situation[order], chain.requires["material"][require[order]], analysis.whole.requirements[order])


def groups_of_requirements(analysis: Analysis) -> np.ndarray:
    """The number of the alternative group of each requirement; negative for none."""
    (_, require), order = _required(analysis)
    return analysis.catalogue.chain.requires["group"][require[order]]


def _required(analysis: Analysis) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """Situation and row of every requirement in the order of the decisions, and the order that sorts the rows."""
    layout = analysis.whole.layout
    of = analysis.catalogue.chain.situations[layout.situations]
    place, require = spread(of["first_require"], of["last_require"])
    return (layout.situations[place], require), np.argsort(require)
