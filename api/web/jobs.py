"""Long questions as jobs: a few at once, in a thread of their own, with progress, cancelled when asked to.

A job is three files in a folder that all workers of a server share: its record, its result, and, once somebody wants
it to end, a mark. Its worker holds a lock on a fourth as long as the job waits or runs; the kernel lets go of it
however the worker ends, and so every other worker can tell a job that goes on from one that died.
"""

import fcntl
import logging
from collections.abc import Callable
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock, Thread
from time import monotonic
from typing import IO, Any
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict
from pydantic_core import to_json

from oncegraph.graph.engine.locks import is_held
from oncegraph.schema.errors import NotFound, OnceGraphError
from oncegraph.schema.text import Text

WAITING = 8
KEPT = timedelta(days=1)
SECONDS_BETWEEN_RECORDS = 0.2
SECONDS_TO_STOP = 10.0

log = logging.getLogger("oncegraph.jobs")


class Stage(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (Stage.QUEUED, Stage.RUNNING)


class Fault(BaseModel):
    """Why a job failed."""

    code: str
    what: Text
    next_step: Text | None = None


class Record(BaseModel):
    """What is known of a job. done of `of` steps (None: nobody can tell); times in UTC."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    state: Stage
    created: datetime
    started: datetime | None = None
    finished: datetime | None = None
    done: int = 0
    of: int | None = None
    message: Text | None = None
    fault: Fault | None = None


class TooMany(OnceGraphError):
    """As many jobs wait as may."""

    code = "too_many_jobs"

    def __init__(self) -> None:
        super().__init__(
            Text(f"已有 {WAITING} 个作业在等候。", f"{WAITING} jobs are waiting already."),
            Text("请稍后再提交，或取消一个作业。", "Try again later, or cancel a job."),
        )


class NotDone(OnceGraphError):
    """A job has no result: not yet, or not any more to come."""

    code = "job_not_done"

    def __init__(self, job: str, state: Stage):
        super().__init__(
            Text(f"作业 {job} 没有结果，状态为 {state}。", f"Job {job} has no result; it is {state}."),
            Text(f"见 GET /api/v1/jobs/{job}。", f"See GET /api/v1/jobs/{job}."),
        )


class NowhereToKeep(OnceGraphError):
    """The folder of jobs cannot be written."""

    code = "jobs_not_kept"

    def __init__(self, folder: Path, reason: str | None):
        super().__init__(
            Text(f"无法写入作业文件夹 {folder}：{reason}。", f"The folder of jobs {folder} is not writable: {reason}."),
            Text("请让 ONCEGRAPH_HOME 指向可写的文件夹。", "Let ONCEGRAPH_HOME name a folder that can be written."),
        )


class Cancelled(Exception):
    """Somebody wants the job to end; let it through."""


class Progress:
    """What the work of a job is given: it tells how far it is, and learns here that it is to end."""

    def __init__(self, told: Callable[[int, int | None, Text | None], None], cancelled: Callable[[], bool]):
        self._told = told
        self._cancelled = cancelled

    def __call__(self, done: int, of: int | None = None, message: Text | None = None) -> None:
        """done: steps taken, of so many; message: what is going on. Raises Cancelled."""
        if self._cancelled():
            raise Cancelled
        self._told(done, of, message)

    @property
    def cancelled(self) -> bool:
        """Is the job to end? For work that wants to end by itself; it then may return anything, or raise Cancelled."""
        return self._cancelled()


class Jobs:
    """The jobs of one worker, and the records of those of all workers that share `folder`."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._starting = Lock()
        self._stopping = Event()

    def start(self, name: str, work: Callable[[Progress], Any]) -> Record:
        """Queue `work`; what it returns becomes JSON. name: what it is, for people. Raises TooMany, NowhereToKeep."""
        with self._starting:
            if self._queue.qsize() >= WAITING:
                raise TooMany
            try:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._drop_old()
                job = _Job(self._folder, name, work, self._stopping)
            except OSError as error:
                raise NowhereToKeep(self._folder, error.strerror) from error
            self._queue.put(job)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="jobs", daemon=True)
                self._thread.start()
        return job.record

    def find(self, job: str) -> Record:
        """The record of a job of any worker. Raises NotFound."""
        files = self._files(job)
        record = files.read()
        if record.state in OPEN and not is_held(files.lock, alone=True):
            record = files.read()  # it may have ended just now
            if record.state in OPEN:
                died = Fault(
                    code="worker_ended",
                    what=Text("执行此作业的进程意外结束。", "The process that ran the job ended."),
                    next_step=Text("请重新提交。", "Start it again."),
                )
                return record.model_copy(update={"state": Stage.FAILED, "fault": died})
        if record.state is Stage.QUEUED and files.mark.exists():
            return record.model_copy(update={"state": Stage.CANCELLED})
        return record

    def result(self, job: str) -> bytes:
        """What a job gave, as JSON. Raises NotFound, NotDone."""
        record = self.find(job)
        if record.state is not Stage.DONE:
            raise NotDone(job, record.state)
        return self._files(job).result.read_bytes()

    def cancel(self, job: str) -> Record:
        """Have a job end, at its next step if it runs; one that has ended is left as it is. Raises NotFound."""
        record = self.find(job)
        if record.state in OPEN:
            self._files(job).mark.touch()
        return self.find(job)

    def stop(self) -> None:
        """Cancel all jobs of this worker; wait for the one that runs, but not for long."""
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

    def _files(self, job: str) -> "_Files":
        try:
            return _Files(self._folder, UUID(job).hex)
        except ValueError:
            raise unknown(job) from None

    def _drop_old(self) -> None:
        before = (datetime.now(UTC) - KEPT).timestamp()
        for lock in self._folder.glob("*.lock"):
            if lock.stat().st_mtime < before and not is_held(lock, alone=True):
                _Files(self._folder, lock.stem).drop()


class _Job:
    """A job of this worker: its work, and its record as it goes."""

    def __init__(self, folder: Path, name: str, work: Callable[[Progress], Any], stopping: Event):
        self.record = Record(id=uuid4().hex, name=name, state=Stage.QUEUED, created=datetime.now(UTC))
        self._files = _Files(folder, self.record.id)
        self._work, self._context, self._stopping = work, copy_context(), stopping
        self._lock: IO[str] = self._files.lock.open("a")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._recorded = self._looked = monotonic()
        self._marked = False
        self._files.write(self.record)

    def run(self) -> None:
        """In the language of the request that started it."""
        with self._lock:
            try:
                self._context.run(self._run)
            except Cancelled:
                self._note(state=Stage.CANCELLED)
            except OnceGraphError as error:
                fault = Fault(code=error.code, what=error.what, next_step=error.next_step)
                self._note(state=Stage.FAILED, fault=fault)
            except Exception:
                log.exception("a job failed", extra={"job": self.record.id, "name_of_job": self.record.name})
                what = Text("作业出错，已记入日志。", "Something broke in the job; it was logged.")
                self._note(state=Stage.FAILED, fault=Fault(code="internal", what=what))

    def _run(self) -> None:
        if self._cancelled(at_once=True):
            raise Cancelled
        self._note(state=Stage.RUNNING, started=datetime.now(UTC))
        result = self._work(Progress(self._told, self._cancelled))
        if self._cancelled(at_once=True):
            raise Cancelled
        self._files.result.write_bytes(to_json(result))
        self._note(state=Stage.DONE)

    def _told(self, done: int, of: int | None, message: Text | None) -> None:
        now = monotonic()
        if now - self._recorded > SECONDS_BETWEEN_RECORDS:
            self._recorded = now
            self._note(done=done, of=of, message=message)
        else:
            self.record = self.record.model_copy(update={"done": done, "of": of, "message": message})

    def _cancelled(self, at_once: bool = False) -> bool:
        now = monotonic()
        if at_once or now - self._looked > SECONDS_BETWEEN_RECORDS / 2:
            self._looked = now
            self._marked = self._files.mark.exists()
        return self._marked or self._stopping.is_set()

    def _note(self, **changes: Any) -> None:
        if changes.get("state") not in (None, *OPEN):
            changes["finished"] = datetime.now(UTC)
        self.record = self.record.model_copy(update=changes)
        self._files.write(self.record)


class _Files:
    def __init__(self, folder: Path, job: str):
        self.job = job
        self.record, self.result, self.mark, self.lock = (
            folder / f"{job}.{what}" for what in ("json", "result", "cancel", "lock")
        )

    def read(self) -> Record:
        """Raises NotFound."""
        try:
            return Record.model_validate_json(self.record.read_bytes())
        except FileNotFoundError:
            raise unknown(self.job) from None

    def write(self, record: Record) -> None:
        fresh = self.record.with_suffix(".new")
        fresh.write_bytes(to_json(record))
        fresh.replace(self.record)

    def drop(self) -> None:
        for file in (self.record, self.result, self.mark, self.lock):
            file.unlink(missing_ok=True)


def unknown(job: str) -> NotFound:
    """There is no such job."""
    return NotFound(
        Text(f"没有编号为 {job} 的作业。", f"There is no job {job}."),
        Text("作业的记录保留一天；请重新提交。", "Jobs are remembered for a day; start it again."),
    )
