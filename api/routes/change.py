"""What breaks without something, what if something were different, and what to open next."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, ValidatorFunctionWrapHandler, WrapValidator

from oncegraph.api.routes.jobs import UNKEPT, Job, TheJobs, accepted
from oncegraph.api.web.jobs import Jobs, Progress
from oncegraph.api.web.parameters import PREFIX, Asked, AskedQuery, TheCity, analysis_of, answered
from oncegraph.api.web.problems import documented
from oncegraph.queries.change.changes import changes_of
from oncegraph.queries.change.impact import impact_of
from oncegraph.queries.change.openings import what_to_open
from oncegraph.queries.change.what_if import what_if
from oncegraph.schema.change import BindingChange, Change, Known, NewBinding, SourceChange
from oncegraph.schema.effect import LeverKind, Measure
from oncegraph.visualize.tables import impact as impacts
from oncegraph.visualize.tables import next_best as openings
from oncegraph.visualize.tables import what_if as differences

MOST_ROWS = 1000
ROWS = 100
MOST_STEPS = 100
MOST_COST = 1e15
LIMIT: dict[str, Any] = {"ge": 1, "le": MOST_ROWS, "description": "每个列表最多几行 · Rows of each list at most."}
ASYNC = "respond-async"
WAIT = "问得多时可加 `Prefer: respond-async`，作为作业运行。\n\nA long one runs as a job with `Prefer: respond-async`."
EXAMPLES = {
    "change": {
        "summary": "停用一个数源，告知一个查询字段 · A source suspended, a key field known",
        "value": {"changes": [{"source": "SY0003", "status": "suspended"}, {"known": ["ZD000046"]}]},
    }
}

router = APIRouter(prefix=PREFIX, tags=["change"], responses=documented(404, 409))


class AskedImpact(Asked):
    """The context, and how many rows are wanted."""

    limit: int = Field(ROWS, **LIMIT)


def _numbered(value: Any, _: ValidatorFunctionWrapHandler) -> tuple[Change, ...]:
    """Read as a file of changes is read: what is wrong is told with the number of the change."""
    return changes_of(value)


class Changes(BaseModel):
    """Changes, to be taken together."""

    model_config = ConfigDict(extra="forbid")

    changes: Annotated[
        tuple[SourceChange | BindingChange | NewBinding | Known, ...],
        WrapValidator(_numbered),
        Field(
            description="与 YAML 变更清单同形；未写的属性不变，null 即未登记 · As in a YAML file of changes: what is "
            "not named stays, null counts as never recorded."
        ),
    ]
    limit: int = Field(ROWS, strict=True, **LIMIT)


class AskedNext(BaseModel):
    """What may be opened, and what counts as a gain."""

    model_config = ConfigDict(extra="forbid")

    kinds: list[LeverKind] = Field(
        [LeverKind.SOURCE], min_length=1, description="开通什么 · What may be opened.", examples=[["source"]]
    )
    by: Measure = Field(Measure.FIELDS, description="按哪种增益排序 · By which gain.")
    steps: int = Field(10, strict=True, ge=1, le=MOST_STEPS, description="最多几步 · Steps at most.")
    costs: dict[str, Annotated[float, Field(strict=True, gt=0, le=MOST_COST)]] = Field(
        {}, description="编码 → 成本，未列的为 1 · Code → cost, 1 for those left out."
    )
    budget: float | None = Field(
        None, strict=True, gt=0, allow_inf_nan=False, description="各步成本合计上限 · What all steps may cost together."
    )
    pairs: bool = Field(True, strict=True, description="两两合试 · Try pairs as well.")
    exact: bool = Field(
        False, strict=True, description="另求最优组合并证明（选择不多时） · Also prove the best set, of a small choice."
    )


Prefer = Annotated[str, Header(description="respond-async：作为作业 · As a job.", examples=[ASYNC])]


def _add_impact(kind: str, plural: str, example: str, zh: str, en: str) -> None:
    def route(code: str, asked: Annotated[AskedImpact, Query()], city: TheCity) -> Response:
        analysis = analysis_of(city, asked)
        with city.trial(analysis) as trial:
            found = impact_of(analysis, kind, code, trial)
        return answered(impacts.document(found, asked.limit))

    route.__annotations__["code"] = Annotated[
        str, Path(description=f"{zh}编码 · Code of the {en}.", examples=[example])
    ]
    router.get(
        f"/{plural}/{{code}}/impact",
        name=f"{plural}_impact",
        response_model=impacts.ImpactAnswer,
        summary=f"{zh}的影响面 · What depends on a {en}, and what breaks without it",
        description="哪些可用到它；失去它时不再免填、免交、零材料的，年办件量多的在前；其他数源可接替多少。\n\n"
        "What could use it; what is no longer fill-free, exempt or without materials when it is lost, most cases a "
        "year first; and how much others cover.",
    )(route)


_add_impact("DataSource", "sources", "SY0003", "数源", "source")
_add_impact("Field", "fields", "ZD000046", "字段", "field")
_add_impact("LicenceType", "licences", "ZZ0001", "证照类型", "licence type")


@router.post(
    "/analysis:what-if",
    response_model=differences.WhatIfAnswer,
    responses={202: {"model": Job}, **documented(400, 429)},
    summary="假设分析 · What if sources, bindings or keys were different",
    description=f"合计与各结论的差别，不改图中数据。\n\nThe difference in totals and verdicts.\n\n{WAIT}",
)
def what_if_changed(
    asked: AskedQuery,
    changes: Annotated[Changes, Body(openapi_examples=EXAMPLES)],
    city: TheCity,
    jobs: TheJobs,
    prefer: Prefer = "",
) -> Response:
    analysis = analysis_of(city, asked)

    def work() -> dict[str, Any]:
        return differences.document(what_if(analysis, changes.changes), changes.limit)

    return now_or_later(jobs, prefer, "analysis.what_if", work)


@router.post(
    "/analysis:next-best",
    response_model=openings.NextBestAnswer,
    responses={202: {"model": Job}, **documented(400, 429)},
    summary="下一步最优 · What to open next for the most gain",
    description=f"{openings.ALONE.zh}{openings.TOGETHER.zh}\n\n{openings.ALONE.en} {openings.TOGETHER.en}\n\n{WAIT}",
)
def next_to_open(
    asked: AskedQuery,
    wanted: Annotated[AskedNext, Body(default_factory=AskedNext)],
    city: TheCity,
    jobs: TheJobs,
    prefer: Prefer = "",
) -> Response:
    analysis = analysis_of(city, asked)

    def work() -> dict[str, Any]:
        found, best = what_to_open(
            analysis, wanted.kinds, wanted.by, wanted.steps, wanted.costs, wanted.budget, wanted.pairs, wanted.exact
        )
        return openings.document(found, wanted.pairs, best)

    return now_or_later(jobs, prefer, "analysis.next_best", work)


def now_or_later(jobs: Jobs, prefer: str, name: str, work: Callable[[], dict[str, Any]]) -> Response:
    """The answer; or the job that finds it, where that is preferred."""
    if ASYNC not in {each.strip().lower() for each in prefer.split(",")}:
        return answered(work(), headers=UNKEPT)

    def job(progress: Progress) -> dict[str, Any]:
        progress(0, 1)
        return work()

    response = accepted(jobs.start(name, job))
    response.headers["preference-applied"] = ASYNC
    return response
