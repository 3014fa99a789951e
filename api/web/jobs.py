"""Long questions as jobs: they run one after the other in a thread of their own, report progress and can be cancelled.

The files of a job (job_files.py) are in a folder that all workers of a server share, so that each of them can answer
questions about it.
"""

import fcntl
import logging
from collections.abc import Callable
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock, Thread
from time import monotonic
from typing import IO, Any
from uuid import UUID, uuid4

from pydantic_core import to_json

from oncegraph.api.web.job_files import OPEN, Failure, JobFiles, JobRecord, JobState, unknown_job
from oncegraph.graph.engine.locks import is_held
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Text

WAITING = 8
KEPT = timedelta(days=1)  # a day, as the message of `unknown_job` says
SECONDS_BETWEEN_RECORDS = 0.2
SECONDS_TO_STOP = 10.0

log = logging.getLogger("oncegraph.jobs")


class TooMany(OnceGraphError):
    """The queue is full."""

    code = "too_many_jobs"

    def __init__(self) -> None:
        super().__init__(
            Text(f"已有 {WAITING} 个作业在等待。", f"{WAITING} jobs are waiting already."),
            Text("请稍后再提交，或取消一个作业。", "Try again later, or cancel a job."),
        )


class NotDone(OnceGraphError):
    """A job has no result yet, or will never have one."""

    code = "job_not_done"

    def __init__(self, job: str, state: JobState):
        super().__init__(
            Text(f"作业 {job} 没有结果，状态为 {state}。", f"Job {job} has no result; it is {state}."),
            Text(f"见 GET /api/v1/jobs/{job}。", f"See GET /api/v1/jobs/{job}."),
        )


class JobsNotKept(OnceGraphError):
    """The folder of jobs cannot be written."""

    code = "jobs_not_kept"

    def __init__(self, folder: Path, reason: str | None):
        super().__init__(
            Text(f"无法写入作业文件夹 {folder}：{reason}。", f"Cannot write to the folder of jobs {folder}: {reason}."),
            Text("请将 ONCEGRAPH_HOME 设为可写的文件夹。", "Set ONCEGRAPH_HOME to a writable folder."),
        )


class Cancelled(Exception):
    """The job was cancelled. The work of a job must not catch this exception."""


class Progress:
    """Passed to the work of a job, which reports its progress through it and learns whether it was cancelled."""

    def __init__(self, report: Callable[[int, int | None, Text | None], None], cancelled: Callable[[], bool]):
        self._report = report
        self._cancelled = cancelled

    def __call__(self, done: int, of: int | None = None, message: Text | None = None) -> None:
        """Report progress. done: steps taken; of: steps in all, None if unknown; message: what is going on.

        Raises Cancelled.
        """
        if self._cancelled():
            raise Cancelled
        self._report(done, of, message)

    @property
    def cancelled(self) -> bool:
        """Whether the job was cancelled, for work that ends early by itself: its result is dropped, or it raises
        Cancelled."""
        return self._cancelled()


class Jobs:
    """The jobs of one worker, and the records of those of all workers that share `folder`."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._starting = Lock()
        self._stopping = Event()

    def start(self, name: str, work: Callable[[Progress], Any]) -> JobRecord:
        """Queue `work`, whose result becomes JSON. name: what it is, for people. Raises TooMany, JobsNotKept."""
        with self._starting:
            if self._queue.qsize() >= WAITING:
                raise TooMany
            try:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._drop_old()
                job = _Job(self._folder, name, work, self._stopping)
            except OSError as error:
                raise JobsNotKept(self._folder, error.strerror) from error
            self._queue.put(job)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="jobs", daemon=True)
                self._thread.start()
        return job.record

    def find(self, job: str) -> JobRecord:
        """The record of a job of any worker. Raises NotFound."""
        files = self._files(job)
        record = files.read()
        if record.state in OPEN and not is_held(files.lock, alone=True):
            record = files.read()  # it may have ended just now
            if record.state in OPEN:
                failure = Failure(
                    code="worker_ended",
                    what=Text("执行此作业的进程意外结束。", "The process that ran the job ended."),
                    next_step=Text("请重新提交。", "Start it again."),
                )
                return record.model_copy(update={"state": JobState.FAILED, "failure": failure})
        if record.state is JobState.QUEUED and files.mark.exists():
            return record.model_copy(update={"state": JobState.CANCELLED})
        return record

    def result(self, job: str) -> bytes:
        """The result of a job, as JSON. Raises NotFound, NotDone."""
        record = self.find(job)
        if record.state is not JobState.DONE:
            raise NotDone(job, record.state)
        return self._files(job).result.read_bytes()

    def cancel(self, job: str) -> JobRecord:
        """Cancel a job: if it runs, it ends at its next step; if it has ended, nothing changes. Raises NotFound."""
        record = self.find(job)
        if record.state in OPEN:
            self._files(job).mark.touch()
        return self.find(job)

    def stop(self) -> None:
        """Cancel all jobs of this worker, and wait up to SECONDS_TO_STOP for the one that runs."""
        self._stopping.set()
        self._queue.put(None)
        if self._thread:
            self._thread.join(SECONDS_TO_STOP)

    def _work(self) -> None:
        for job in iter(self._queue.get, None):
            try:
                job.run()
            except OSError:
                log.exception("the record of a job could not be written", extra={"job": job.record.id})

    def _files(self, job: str) -> "JobFiles":
        try:
            return JobFiles(self._folder, UUID(job).hex)
        except ValueError:
            raise unknown_job(job) from None

    def _drop_old(self) -> None:
        before = (datetime.now(UTC) - KEPT).timestamp()
        for lock in self._folder.glob("*.lock"):
            if lock.stat().st_mtime < before and not is_held(lock, alone=True):
                JobFiles(self._folder, lock.stem).drop()


class _Job:
    """A job of this worker: its work, and its present record."""

    def __init__(self, folder: Path, name: str, work: Callable[[Progress], Any], stopping: Event):
        self.record = JobRecord(id=uuid4().hex, name=name, state=JobState.QUEUED, created=datetime.now(UTC))
        self._files = JobFiles(folder, self.record.id)
        self._work, self._context, self._stopping = work, copy_context(), stopping
        self._lock: IO[str] = self._files.lock.open("a")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._recorded = self._checked = monotonic()
        self._marked = False
        self._files.write(self.record)

    def run(self) -> None:
        """Do the work, in the language of the request that started it."""
        with self._lock:
            try:
                self._context.run(self._run)
            except Cancelled:
                self._update(state=JobState.CANCELLED)
            except OnceGraphError as error:
                failure = Failure(code=error.code, what=error.what, next_step=error.next_step)
                self._update(state=JobState.FAILED, failure=failure)
            except Exception:
                log.exception("a job failed", extra={"job": self.record.id, "name_of_job": self.record.name})
                what = Text("作业出错，已记入日志。", "The job failed because of an internal error, which was logged.")
                self._update(state=JobState.FAILED, failure=Failure(code="internal", what=what))

    def _run(self) -> None:
        if self._cancelled(fresh=True):
            raise Cancelled
        self._update(state=JobState.RUNNING, started=datetime.now(UTC))
        result = self._work(Progress(self._report, self._cancelled))
        if self._cancelled(fresh=True):
            raise Cancelled
        self._files.result.write_bytes(to_json(result))
        self._update(state=JobState.DONE)

    def _report(self, done: int, of: int | None, message: Text | None) -> None:
        now = monotonic()
        if now - self._recorded > SECONDS_BETWEEN_RECORDS:
            self._recorded = now
            self._update(done=done, of=of, message=message)
        else:
            self.record = self.record.model_copy(update={"done": done, "of": of, "message": message})

    def _cancelled(self, fresh: bool = False) -> bool:
        now = monotonic()
        if fresh or now - self._checked > SECONDS_BETWEEN_RECORDS / 2:
            self._checked = now
            self._marked = self._files.mark.exists()
        return self._marked or self._stopping.is_set()

    def _update(self, **changes: Any) -> None:
        if changes.get("state") not in (None, *OPEN):
            changes["finished"] = datetime.now(UTC)
        self.record = self.record.model_copy(update=changes)
        self._files.write(self.record)
