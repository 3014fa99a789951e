"""What to open next for the most gain."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel, ConfigDict, Field

from oncegraph.api.routes.server.jobs import Job, TheJobs
from oncegraph.api.web.long_answers import WAIT, Prefer, answer_or_start
from oncegraph.api.web.parameters import PREFIX, TheCity, TheContext
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import NO_STORE, TABLES, TheReply
from oncegraph.api.web.tags import Tag
from oncegraph.queries.ask import ask
from oncegraph.queries.change.questions import NextBestQuestion
from oncegraph.schema.gain import Measure
from oncegraph.schema.next_best import CandidateKind
from oncegraph.visualize.documents.next_best import NextBestAnswer, document
from oncegraph.visualize.tables import next_best as tables

MOST_STEPS = 100
MOST_COST = 1e15

router = APIRouter(prefix=PREFIX, tags=[Tag.CHANGE], responses=documented(404, 409))


class NextBestBody(BaseModel):
    """Which candidates are considered, and what counts as a gain."""

    model_config = ConfigDict(extra="forbid")

    kinds: list[CandidateKind] = Field(
        [CandidateKind.SOURCE],
        min_length=1,
        description="开通的类别 · Kinds of candidates to consider.",
        examples=[["source"]],
    )
    by: Measure = Field(Measure.FIELDS, description="按何种增益排序 · The gain that ranks candidates.")
    steps: int = Field(10, strict=True, ge=1, le=MOST_STEPS, description="最多步数 · Maximum number of steps.")
    costs: dict[str, Annotated[float, Field(strict=True, gt=0, le=MOST_COST)]] = Field(
        {}, description="编码 → 成本，未列出的为 1 · Code → cost; candidates left out cost 1."
    )
    budget: float | None = Field(
        None,
        strict=True,
        gt=0,
        allow_inf_nan=False,
        description="各步成本合计的上限 · Maximum total cost of all steps.",
    )
    pairs: bool = Field(True, strict=True, description="是否成对试算 · Also try pairs.")
    exact: bool = Field(
        False,
        strict=True,
        description="另求最优组合并加以证明（限可选项不多时） · Also find and prove the best set (for a small choice).",
    )

    def question(self) -> NextBestQuestion:
        return NextBestQuestion(tuple(self.kinds), self.by, self.steps, self.costs, self.budget, self.pairs, self.exact)


@router.post(
    "/analysis:next-best",
    response_model=NextBestAnswer,
    responses={202: {"model": Job}, **documented(400, 429), **TABLES},
    summary="下一步最优 · What to open next for the most gain",
    description=f"{tables.ALONE.zh}{tables.TOGETHER.zh}\n\n{tables.ALONE.en} {tables.TOGETHER.en}\n\n{WAIT}",
)
def next_best(
    query: TheContext,
    body: Annotated[NextBestBody, Body(default_factory=NextBestBody)],
    city: TheCity,
    reply: TheReply,
    jobs: TheJobs,
    prefer: Prefer = "",
) -> Response:
    question, context = body.question(), query.context(city)

    def answer() -> tuple[Any, ...]:
        found, optimum = ask(city, question, context)
        return found, question.pairs, optimum

    def respond() -> Response:
        answered = answer()
        return reply(lambda: document(*answered), lambda: tables.sheets(*answered), NO_STORE)

    return answer_or_start(jobs, prefer, "analysis.next_best", respond, lambda: document(*answer()))
