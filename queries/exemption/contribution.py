"""What each requirement of a situation contributes to 零材料, for an explanation in words."""

from typing import NamedTuple

import numpy as np

from oncegraph.queries.exemption.kernel import rules
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict

VERDICTS = tuple(Verdict)
NOT_COUNTED = Text("不计", "does not count")


class Contribution(NamedTuple):
    """demanded: whether the requirement, or the alternative group that it belongs to, counts; doubtful: nobody recorded
    whether it is necessary; passes: the best contribution in its group; aside: a remark on it, if any."""

    demanded: bool
    doubtful: bool
    passes: Verdict
    aside: Text | None

    @property
    def in_the_way(self) -> bool:
        return self.demanded and self.passes is not Verdict.YES


def contributions(requires: np.ndarray, decided: np.ndarray) -> list[Contribution]:
    """The contribution of every requirement of one situation, in order. requires: rows of Chain.requires; decided:
    verdict and rule of each."""
    own = contributions_of(decided)
    return [_contribution(number, requires, decided, own) for number in range(len(requires))]


def contributions_of(decided: np.ndarray) -> np.ndarray:
    """What each requirement contributes by itself, in the form that the kernel takes."""
    pairs = zip(decided["verdict"].tolist(), decided["rule"].tolist(), strict=True)
    return np.array([rules.contribution_of(verdict, rule) for verdict, rule in pairs], np.int8)


def _contribution(number: int, requires: np.ndarray, decided: np.ndarray, own: np.ndarray) -> Contribution:
    if requires[number]["removed"]:
        return Contribution(False, False, VERDICTS[own[number]], NOT_COUNTED)
    best, demanded, doubtful = rules.weigh_group(number, requires, own)
    passes, mine = VERDICTS[best], VERDICTS[own[number]]
    aside = None
    if not demanded:
        aside = NOT_COUNTED
    elif passes is Verdict.YES and mine is not Verdict.YES:
        aside = Text("同组已有一份免交", "another of its group is exempt")
    elif VERDICTS[decided[number]["verdict"]] is Verdict.YES and mine is not Verdict.YES:
        aside = Text("另行统计，不计入零材料", "counted apart, not as an exemption")
    return Contribution(demanded, doubtful, passes, aside)
