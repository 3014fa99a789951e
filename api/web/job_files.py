"""The files of a job: its record, its result and, once somebody wants it to end, a mark.

The worker of a job holds a lock on a fourth file as long as the job waits or runs. The kernel releases the lock
however the worker ends, so that every other worker can distinguish a running job from one whose worker died.
"""

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from pydantic_core import to_json

from oncegraph.schema.errors import NotFound
from oncegraph.schema.text import Text


class JobState(StrEnum):
    """The state of a job."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (JobState.QUEUED, JobState.RUNNING)


class Failure(BaseModel):
    """Why a job failed."""

    code: str
    what: Text
    next_step: Text | None = None


class JobRecord(BaseModel):
    """What is known about a job. done: steps taken; of: steps in all, None if unknown; times in UTC."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    state: JobState
    created: datetime
    started: datetime | None = None
    finished: datetime | None = None
    done: int = 0
    of: int | None = None
    message: Text | None = None
    failure: Failure | None = None


class JobFiles:
    """The files of a job in a folder; they need not exist."""

    def __init__(self, folder: Path, job: str):
        self.job = job
        self.record, self.result, self.mark, self.lock = (
            folder / f"{job}.{suffix}" for suffix in ("json", "result", "cancel", "lock")
        )

    def read(self) -> JobRecord:
        """The record. Raises NotFound."""
        try:
            return JobRecord.model_validate_json(self.record.read_bytes())
        except FileNotFoundError:
            raise unknown_job(self.job) from None

    def write(self, record: JobRecord) -> None:
        """Replace the record atomically: a concurrent reader gets either the old or the new one."""
        fresh = self.record.with_suffix(".new")
        fresh.write_bytes(to_json(record))
        fresh.replace(self.record)

    def drop(self) -> None:
        """Delete the files."""
        for file in (self.record, self.result, self.mark, self.lock):
            file.unlink(missing_ok=True)


def unknown_job(job: str) -> NotFound:
    """The error for a job without a record."""
    return NotFound(
        Text(f"没有编号为 {job} 的作业。", f"There is no job {job}."),
        Text("作业的记录保留一天；请重新提交。", "The record of a job is kept for a day; start the job again."),
    )
