"""Long questions: how far a job is, what it gave, and its end when nobody wants it any more."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, Field

from oncegraph.api.web.jobs import Jobs, Record, Stage
from oncegraph.api.web.parameters import PREFIX
from oncegraph.api.web.problems import TITLES, documented
from oncegraph.api.web.responses import JSON, NO_STORE, answer_json
from oncegraph.api.web.tags import Tag

SECONDS_TO_THE_NEXT_LOOK = "1"

router = APIRouter(prefix=PREFIX, tags=[Tag.JOBS], responses=documented(404))


class JobFault(BaseModel):
    """Why a job failed."""

    title: str
    code: str = Field(examples=["too_large"])
    detail: str
    next_step: str | None = None


class Job(BaseModel):
    """A long question, and how far it is."""

    id: str
    name: str = Field(description="所问 · What is asked.", examples=["analysis.run"])
    state: Stage
    done: int = Field(description="已完成的步数 · Steps taken.")
    of: int | None = Field(None, description="总步数 · Steps in all; null: unknown.")
    message: str | None = Field(None, description="正在做什么 · What is going on.")
    created: datetime
    started: datetime | None = None
    finished: datetime | None = None
    result: str | None = Field(None, description="结果的地址 · Where the result is, once it is done.")
    problem: JobFault | None = Field(None, description="失败的原因 · Why it failed.")


async def jobs_of(request: Request) -> Jobs:
    return request.app.state.jobs


TheJobs = Annotated[Jobs, Depends(jobs_of)]
JobId = Annotated[str, Path(description="作业编号 · Number of the job.", examples=["0" * 32])]


def accepted(record: Record) -> Response:
    """202, and where to look for the job."""
    return answer_json(shown(record), 202, {"location": address(record.id), "retry-after": SECONDS_TO_THE_NEXT_LOOK})


def address(job: str) -> str:
    return f"{PREFIX}/jobs/{job}"


def shown(record: Record) -> Job:
    """In the language of the moment."""
    fault = record.fault
    return Job(
        **record.model_dump(exclude={"message", "fault"}),
        message=record.message and str(record.message),
        result=f"{address(record.id)}/result" if record.state is Stage.DONE else None,
        problem=fault
        and JobFault(
            title=str(TITLES[500]),
            code=fault.code,
            detail=str(fault.what),
            next_step=fault.next_step and str(fault.next_step),
        ),
    )


@router.get("/jobs/{id}", response_model=Job, summary="作业 · How far a job is")
def job(id: JobId, jobs: TheJobs) -> Response:
    return answer_json(shown(jobs.find(id)), headers=NO_STORE)


@router.get(
    "/jobs/{id}/result",
    summary="作业的结果 · What a job gave",
    response_class=Response,
    responses={200: {"content": {JSON: {"schema": {}}}}, **documented(409)},
)
def result(id: JobId, jobs: TheJobs) -> Response:
    return Response(jobs.result(id), media_type=JSON, headers=NO_STORE)


@router.delete("/jobs/{id}", status_code=202, response_model=Job, summary="取消作业 · Have a job end")
def cancel(id: JobId, jobs: TheJobs) -> Response:
    """作业在下一步结束；已结束的保持不变 · It ends at its next step; one that has ended is left as it is."""
    return accepted(jobs.cancel(id))
