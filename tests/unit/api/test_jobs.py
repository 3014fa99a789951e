"""Jobs: they wait, run, report progress, can be cancelled, and are known to every worker."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from oncegraph.api.web.job_files import JobState
from oncegraph.api.web.jobs import WAITING, Cancelled, Jobs, NotDone, Progress, TooMany
from oncegraph.schema.errors import NotFound
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict
from tests.support.language import speaking
from tests.support.waiting import wait_until

ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    jobs = Jobs(tmp_path)
    yield jobs
    jobs.stop()


def until(jobs: Jobs, job: str, *states: JobState):
    def reached():
        return record if (record := jobs.find(job)).state in states else None

    return wait_until(reached, seconds=20, describe=lambda: jobs.find(job))


def endless(progress: Progress) -> None:
    while True:
        progress(1, 2, Text("走着", "Going on"))
        time.sleep(0.01)


def test_a_job_runs_and_keeps_its_result(jobs: Jobs):
    job = jobs.start("sum", lambda progress: {"sum": sum(range(10)), "verdict": Verdict.YES}).id
    done = until(jobs, job, *ENDED)
    assert (done.state, done.name) == (JobState.DONE, "sum")
    assert done.created <= done.started <= done.finished
    assert jobs.result(job) == b'{"sum":45,"verdict":"yes"}'


def test_progress_is_reported_and_a_job_can_be_cancelled(jobs: Jobs):
    job = jobs.start("endless", endless).id
    wait_until(lambda: jobs.find(job).done == 1, seconds=20)
    running = jobs.find(job)
    assert (running.state, running.of, running.message) == (JobState.RUNNING, 2, Text("走着", "Going on"))
    with pytest.raises(NotDone):
        jobs.result(job)
    jobs.cancel(job)
    assert until(jobs, job, *ENDED).state is JobState.CANCELLED
    assert jobs.cancel(job).state is JobState.CANCELLED


def test_work_may_look_for_itself_whether_it_is_to_end(jobs: Jobs):
    def work(progress: Progress) -> None:
        while not progress.cancelled:
            time.sleep(0.01)
        raise Cancelled

    job = jobs.start("looking", work).id
    until(jobs, job, JobState.RUNNING)
    jobs.cancel(job)
    assert until(jobs, job, *ENDED).state is JobState.CANCELLED


def test_a_few_wait_and_no_more(jobs: Jobs):
    running = jobs.start("endless", endless).id
    until(jobs, running, JobState.RUNNING)
    waiting = [jobs.start("waiting", lambda progress: 1).id for _ in range(WAITING)]
    with pytest.raises(TooMany):
        jobs.start("one more", lambda progress: 1)
    assert {jobs.find(job).state for job in waiting} == {JobState.QUEUED}
    assert jobs.cancel(waiting[0]).state is JobState.CANCELLED
    jobs.cancel(running)
    assert until(jobs, waiting[-1], *ENDED).state is JobState.DONE
    assert jobs.find(waiting[0]).state is JobState.CANCELLED


def test_a_job_that_fails_says_why(jobs: Jobs):
    def refuse(progress: Progress) -> None:
        raise NotFound(Text("没有", "None"), Text("去找", "Look"))

    failure = until(jobs, jobs.start("refused", refuse).id, *ENDED).failure
    assert (failure.code, failure.what, failure.next_step) == ("not_found", Text("没有", "None"), Text("去找", "Look"))
    broken = until(jobs, jobs.start("broken", lambda progress: 1 / 0).id, *ENDED)
    assert (broken.state, broken.failure.code) == (JobState.FAILED, "internal")
    assert "division" not in str(broken)


def test_a_job_speaks_the_language_of_who_started_it(jobs: Jobs):
    with speaking("en"):
        job = jobs.start("words", lambda progress: str(Text("字", "word"))).id
    until(jobs, job, *ENDED)
    assert jobs.result(job) == b'"word"'


def test_every_worker_knows_of_it_and_may_end_it(jobs: Jobs, tmp_path: Path):
    other = Jobs(tmp_path)
    job = jobs.start("endless", endless).id
    until(other, job, JobState.RUNNING)
    other.cancel(job)
    assert until(other, job, *ENDED).state is JobState.CANCELLED


def test_a_server_that_stops_cancels_its_jobs(tmp_path: Path):
    jobs, other = Jobs(tmp_path), Jobs(tmp_path)
    running, waiting = (jobs.start("endless", endless).id for _ in range(2))
    until(jobs, running, JobState.RUNNING)
    before = threading.active_count()
    jobs.stop()
    assert {other.find(job).state for job in (running, waiting)} == {JobState.CANCELLED}
    assert threading.active_count() == before - 1


@pytest.mark.process
def test_a_job_whose_worker_was_killed_has_failed(tmp_path: Path):
    program = (
        "import sys, time; from pathlib import Path; from oncegraph.api.web.jobs import Jobs\n"
        "print(Jobs(Path(sys.argv[1])).start('sleep', lambda progress: time.sleep(60)).id, flush=True)\n"
        "time.sleep(60)"
    )
    worker = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    job, jobs = worker.stdout.readline().strip(), Jobs(tmp_path)
    until(jobs, job, JobState.RUNNING)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    record = jobs.find(job)
    assert (record.state, record.failure.code) == (JobState.FAILED, "worker_ended")


@pytest.mark.parametrize("job", ["0" * 32, "../../etc/passwd", "x"])
def test_nothing_is_known_of_others(jobs: Jobs, job: str):
    with pytest.raises(NotFound):
        jobs.find(job)


def test_old_records_are_dropped(jobs: Jobs, tmp_path: Path):
    old = jobs.start("old", lambda progress: 1).id
    until(jobs, old, *ENDED)
    time.sleep(0.1)  # the lock is let go of after the record was written
    two_days_ago = time.time() - 2 * 86_400
    os.utime(tmp_path / f"{old}.lock", (two_days_ago, two_days_ago))
    new = jobs.start("new", lambda progress: 1).id
    with pytest.raises(NotFound):
        jobs.find(old)
    assert until(jobs, new, *ENDED).state is JobState.DONE
