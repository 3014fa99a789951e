"""What each requirement of a situation contributes to 零材料, to be told in words; kernel/situations.py decides it."""

from typing import NamedTuple

import numpy as np

from oncegraph.queries.exemption.columns import UNRECORDED
from oncegraph.queries.exemption.kernel.types import OPTIONAL
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import EXEMPTING, Rule, Verdict

VERDICTS, RULES = tuple(Verdict), tuple(Rule)
NOT_COUNTED = Text("不计", "does not count")


class Contribution(NamedTuple):
    """demanded: does the group that a requirement belongs to, or it alone, count; doubtful: nobody recorded whether;
    passes: the best verdict of its group as far as 零材料 goes; aside: what has to be told of it besides."""

    demanded: bool
    doubtful: bool
    passes: Verdict
    aside: Text | None

    @property
    def in_the_way(self) -> bool:
        return self.demanded and self.passes is not Verdict.YES


def contributions(requires: np.ndarray, decided: np.ndarray) -> list[Contribution]:
    """Of every requirement of one situation, in order. requires: rows of Chain.requires; decided: what of each."""
    own = [_own(decision) for decision in decided]
    return [_contribution(number, requires, decided, own) for number in range(len(requires))]


def _own(decision: np.void) -> Verdict:
    """A commitment, a copy on file and a part of a material do not make a situation free of materials."""
    verdict = VERDICTS[decision["verdict"]]
    exempt = verdict is Verdict.YES and RULES[decision["rule"]] in EXEMPTING
    return verdict if exempt or verdict is Verdict.UNKNOWN else Verdict.NO


def _contribution(number: int, requires: np.ndarray, decided: np.ndarray, own: list[Verdict]) -> Contribution:
    require = requires[number]
    if require["removed"]:
        return Contribution(False, False, own[number], NOT_COUNTED)
    group = [
        other
        for other in range(len(requires))
        if not requires[other]["removed"]
        and (other == number or (require["group"] >= 0 and requires[other]["group"] == require["group"]))
    ]
    necessities = {int(requires[other]["necessity"]) for other in group}
    demanded, doubtful = necessities != {OPTIONAL}, necessities <= {OPTIONAL, UNRECORDED}
    passes = min((own[other] for other in group), key=VERDICTS.index)
    aside = None
    if not demanded:
        aside = NOT_COUNTED
    elif passes is Verdict.YES and own[number] is not Verdict.YES:
        aside = Text("同组已有一份免交", "another of its group is exempt")
    elif VERDICTS[decided[number]["verdict"]] is Verdict.YES and own[number] is not Verdict.YES:
        aside = Text("另计，不算零材料", "counted apart, not as an exemption")
    return Contribution(demanded, doubtful, passes, aside)
