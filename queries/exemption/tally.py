"""Counts of verdicts for each situation; totals and runs are computed from them."""

from typing import NamedTuple

import numpy as np

from oncegraph.queries.exemption.analysis import RULES, VERDICTS, Decisions
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.columns import table
from oncegraph.queries.exemption.spans import spread
from oncegraph.schema.verdict import EXEMPTING, Rule, Verdict

YES = VERDICTS.index(Verdict.YES)
CANCELLED = RULES.index(Rule.CANCELLED)
#: For each rule by number: whether it exempts (rules 2 to 6); whether it exempts or asks only once (rules 2 to 8).
BY_EXEMPTION = np.array([rule in EXEMPTING for rule in RULES])
BY_ONCE = np.array([rule in EXEMPTING | {Rule.COMMITTED, Rule.REUSED} for rule in RULES])

#: The counts of a situation; requirements that a reform dropped do not count.
SITUATION_TALLY = np.dtype(
    [
        ("fields", np.int64),
        ("filled", np.int64),
        ("materials", np.int64),
        ("exempt", np.int64),
        ("only_once", np.int64),
        ("zero_material", np.bool_),
    ]
)


class Tally(NamedTuple):
    """situations: rows of SITUATION_TALLY, in the order of the layout; and of every requirement, in its order:
    owner (position of the situation), material, counts (False: dropped by a reform), exempt, only_once."""

    situations: np.ndarray
    owner: np.ndarray
    material: np.ndarray
    counts: np.ndarray
    exempt: np.ndarray
    only_once: np.ndarray


def tally(catalogue: Catalogue, decisions: Decisions) -> Tally:
    """Count what was decided about each situation."""
    chain, layout = catalogue.chain, decisions.layout
    of = chain.situations[layout.situations]
    owner, require = spread(of["first_require"], of["last_require"])
    rule = decisions.requirements["rule"]
    exempt, only_once = BY_EXEMPTION[rule], BY_ONCE[rule]
    counts = rule != CANCELLED
    many = len(layout.situations)
    situations = table(
        SITUATION_TALLY,
        many,
        fields=decisions.counts["fields"],
        filled=decisions.counts["filled"],
        materials=np.bincount(owner[counts], minlength=many),
        exempt=np.bincount(owner[exempt], minlength=many),
        only_once=np.bincount(owner[only_once], minlength=many),
        zero_material=decisions.zero["verdict"] == YES,
    )
    return Tally(situations, owner, chain.requires["material"][require], counts, exempt, only_once)
