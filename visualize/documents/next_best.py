"""What to open next, as JSON."""

from typing import Any

from pydantic import BaseModel, Field

from oncegraph.schema.gain import Measure
from oncegraph.schema.next_best import NextBest, NextBestStep, Optimum, RankedCandidate
from oncegraph.schema.totals import Totals
from oncegraph.schema.verdict import Spoken
from oncegraph.visualize.tables.next_best import note, optimum_in_words, share, unblock, why


class CandidateAnswer(RankedCandidate):
    """A candidate, with what would open it."""

    why: Spoken = Field(description="未开通原因 · Why it is closed.")
    unblock: Spoken = Field(description="如何开通 · What would open it.")


class StepAnswer(NextBestStep):
    """A candidate in a sequence, and the total reached with it."""

    candidate: CandidateAnswer
    shares: dict[Measure, float | None] = Field(
        description="到本步为止各口径的占比，0 至 1；null：总数为零 · "
        "Share reached with this step by each measure, 0 to 1; null if "
        "the whole is 0."
    )


class OptimumAnswer(Optimum):
    """The best set of candidates, also in words."""

    candidates: tuple[CandidateAnswer, ...]
    text: str


class NextBestAnswer(BaseModel):
    """What to open next: `best`, each alone; `steps`, in sequence; `optimum`, if `exact` was requested."""

    measure: Measure
    tried: int
    budget: float | None
    note: str = Field(
        description="互相提供查询字段的数源如何处理 · How key fields that make each other known are handled."
    )
    best: list[CandidateAnswer]
    steps: list[StepAnswer]
    totals: Totals
    optimum: OptimumAnswer | None = None


def document(answer: NextBest, in_pairs: bool, optimum: Optimum | None = None) -> dict[str, Any]:
    """As NextBestAnswer describes."""
    plain = {name: getattr(answer, name) for name in ("measure", "tried", "budget", "totals")}
    return plain | {
        "note": str(note(in_pairs)),
        "optimum": optimum and _optimum(optimum),
        "best": [_candidate(each) for each in answer.best],
        "steps": [
            StepAnswer.model_construct(
                **{name: getattr(step, name) for name in NextBestStep.model_fields if name != "candidate"},
                candidate=_candidate(step.candidate),
                shares={measure: share(answer.totals, step.running, measure) for measure in Measure},
            )
            for step in answer.steps
        ],
    }


def _optimum(optimum: Optimum) -> OptimumAnswer:
    plain = {name: getattr(optimum, name) for name in Optimum.model_fields if name != "candidates"}
    candidates = tuple(_candidate(each) for each in optimum.candidates)
    return OptimumAnswer.model_construct(**plain, candidates=candidates, text=str(optimum_in_words(optimum)))


def _candidate(candidate: RankedCandidate) -> CandidateAnswer:
    mine = {name: getattr(candidate, name) for name in RankedCandidate.model_fields}
    return CandidateAnswer.model_construct(**mine, why=why(candidate), unblock=unblock(candidate))
