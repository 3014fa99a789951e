"""Jobs answer long questions: their progress, their results, and how to cancel them."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, Field

from oncegraph.api.web.job_files import JobRecord, JobState
from oncegraph.api.web.jobs import Jobs
from oncegraph.api.web.parameters import PREFIX
from oncegraph.api.web.problems import TITLES, documented
from oncegraph.api.web.responses import JSON, NO_STORE, answer_json
from oncegraph.api.web.tags import Tag

RETRY_AFTER_SECONDS = "1"

router = APIRouter(prefix=PREFIX, tags=[Tag.JOBS], responses=documented(404))


class JobFault(BaseModel):
    """Why a job failed."""

    title: str
    code: str = Field(examples=["too_large"])
    detail: str
    next_step: str | None = None


class Job(BaseModel):
    """The state and progress of a job."""

    id: str
    name: str = Field(description="提交的请求 · The question.", examples=["analysis.run"])
    state: JobState
    done: int = Field(description="已完成的步数 · Steps taken.")
    of: int | None = Field(None, description="总步数 · Steps in all; null: unknown.")
    message: str | None = Field(None, description="当前进行的步骤 · What the job is doing now.")
    created: datetime
    started: datetime | None = None
    finished: datetime | None = None
    result: str | None = Field(None, description="结果的地址 · Address of the result, once the job is done.")
    problem: JobFault | None = Field(None, description="失败的原因 · Why it failed.")


async def jobs_of(request: Request) -> Jobs:
    return request.app.state.jobs


TheJobs = Annotated[Jobs, Depends(jobs_of)]
JobId = Annotated[str, Path(description="作业编号 · Number of the job.", examples=["0" * 32])]


def accepted(record: JobRecord) -> Response:
    """The response 202, with the address of the job."""
    return answer_json(shown_job(record), 202, {"location": address(record.id), "retry-after": RETRY_AFTER_SECONDS})


def address(job: str) -> str:
    return f"{PREFIX}/jobs/{job}"


def shown_job(record: JobRecord) -> Job:
    """The record as the API shows it, in the language of the request."""
    failure = record.failure
    return Job(
        **record.model_dump(exclude={"message", "failure"}),
        message=record.message and str(record.message),
        result=f"{address(record.id)}/result" if record.state is JobState.DONE else None,
        problem=failure
        and JobFault(
            title=str(TITLES[500]),
            code=failure.code,
            detail=str(failure.what),
            next_step=failure.next_step and str(failure.next_step),
        ),
    )


@router.get("/jobs/{id}", response_model=Job, summary="作业 · The state and progress of a job")
def job(id: JobId, jobs: TheJobs) -> Response:
    return answer_json(shown_job(jobs.find(id)), headers=NO_STORE)


@router.get(
    "/jobs/{id}/result",
    summary="作业的结果 · The result of a job",
    response_class=Response,
    responses={200: {"content": {JSON: {"schema": {}}}}, **documented(409)},
)
def result(id: JobId, jobs: TheJobs) -> Response:
    return Response(jobs.result(id), media_type=JSON, headers=NO_STORE)


@router.delete("/jobs/{id}", status_code=202, response_model=Job, summary="取消作业 · Cancel a job")
def cancel(id: JobId, jobs: TheJobs) -> Response:
    """作业在进入下一步时结束；已结束的不受影响 · The job ends at its next step; if it has ended, nothing changes."""
    return accepted(jobs.cancel(id))
