"""Analysis runs: decide everything in a scope and write it back, as a job; and list the stored runs."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel, ConfigDict, Field

from oncegraph.api.routes.server.jobs import Job, TheJobs, accepted
from oncegraph.api.web.jobs import Cancelled, Progress
from oncegraph.api.web.parameters import PREFIX, Day, TheCity
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import NO_STORE, TABLES, TheReply
from oncegraph.api.web.tags import Tag
from oncegraph.graph import results
from oncegraph.queries.exemption.context import moment_of
from oncegraph.queries.exemption.totals import totals
from oncegraph.queries.runs.analyse import KEPT, RunCancelled, prepare, write_back
from oncegraph.queries.runs.scope import Scope
from oncegraph.schema.run import Run, ScopeKind
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import When
from oncegraph.visualize.tables import runs as tables

WRITING = Text("写入结论", "Writing the verdicts")

router = APIRouter(prefix=PREFIX, tags=[Tag.RUNS], responses=documented())


class RunBody(BaseModel):
    """The scope and mode of an analysis run."""

    model_config = ConfigDict(extra="forbid")

    scope: ScopeKind = Field(
        ScopeKind.ALL, description="分析范围；区划包含其下级 · Scope; a region includes all regions below it."
    )
    code: str | None = Field(
        None, description="范围的编码；范围为 all 时不写 · Code of the scope; none if the scope is `all`."
    )
    mode: When = Field(
        When.DESIGN, description="design：不考虑探测结果；now：考虑探测结果 · design: ignore probes; now: heed probes."
    )
    as_of: Day | None = Field(None, description="截至日期，默认今天 · Date of the question; today by default.")
    keep: int = Field(
        KEPT, ge=1, le=100, description="保留的运行次数，含本次 · How many runs to keep, including this one."
    )


@router.post(
    "/analysis/runs",
    status_code=202,
    response_model=Job,
    summary="整体分析 · Decide everything in a scope and write it back",
    description="以后台作业运行，结果为运行记录与合计。取消或中断的运行不影响现行结论。\n\n"
    "Runs as a job, whose result is the run and the totals. A job that is cancelled or fails leaves the previous run "
    "in force.",
    responses=documented(429),
)
def start_run(city: TheCity, jobs: TheJobs, body: Annotated[RunBody, Body(default_factory=RunBody)]) -> Response:
    scope = Scope(body.scope, body.code)

    def work(progress: Progress) -> dict[str, Any]:
        moment = None if body.as_of is None else moment_of(body.as_of)
        prepared = prepare(city.client, scope, mode=body.mode, moment=moment, catalogue=city.catalogue)
        try:
            run = write_back(
                city.client,
                prepared,
                keep=body.keep,
                progress=lambda done, total: progress(done, total, WRITING),
                cancelled=lambda: progress.cancelled,
            )
        except RunCancelled:
            raise Cancelled from None
        return {"run": run, "totals": totals(prepared.analysis, prepared.situations)}

    return accepted(jobs.start("analysis.run", work))


@router.get("/analysis/runs", response_model=list[Run], responses=TABLES, summary="各次运行 · The stored runs")
def stored_runs(city: TheCity, reply: TheReply) -> Response:
    runs = results.runs(city.client)
    return reply(runs, lambda: tables.sheets(runs, city.version), NO_STORE)
