"""A job over HTTP: started, observed and cancelled, while short questions are answered."""

import statistics
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from oncegraph.api.server.app import Application, create_app
from oncegraph.api.web.jobs import WAITING, Progress
from oncegraph.graph.client import Client
from oncegraph.graph.settings import Settings
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.context import Context
from oncegraph.schema.text import Text
from tests.support.examples.sample_city import PRESALE_SITUATION
from tests.support.server import V1, serving
from tests.support.waiting import wait_until


@pytest.fixture
def served(city: Client, settings: Settings) -> Iterator[tuple[Application, httpx.Client]]:
    """An application, and a client of it."""
    app = create_app(settings)
    with serving(settings, app) as address, httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
        yield app, http


def whole_city(app: Application, days: int):
    """Decides the whole city as of one day after the other: how many of its situations need no material."""

    def work(progress: Progress) -> list[dict[str, Any]]:
        rows = []
        for day in range(days):
            moment = datetime(2026, 1, 1, 12) + timedelta(days=day)
            progress(day, days, Text(f"截至 {moment.date()}", f"As of {moment.date()}"))
            zero = Analysis(app.api.state.store.city.catalogue, Context(moment=moment)).whole.zero
            rows.append({"as_of": moment.date(), "zero": int((zero["verdict"] == 0).sum())})
        return rows

    return work


def until(http: httpx.Client, job: str, *states: str) -> dict[str, Any]:
    def record() -> dict[str, Any]:
        return http.get(f"{V1}/jobs/{job}").json()

    def reached() -> dict[str, Any] | None:
        return answer if (answer := record())["state"] in states else None

    return wait_until(reached, seconds=60, describe=record)


def test_a_job_from_start_to_result(served: tuple[Application, httpx.Client]):
    app, http = served
    job = app.api.state.jobs.start("whole city", whole_city(app, 20)).id
    done = until(http, job, "done", "failed")
    assert (done["state"], done["problem"], done["name"]) == ("done", None, "whole city")
    assert done["created"] <= done["started"] <= done["finished"]
    result = http.get(done["result"])
    assert len(result.json()) == 20
    assert "etag" not in result.headers and result.headers["cache-control"] == "no-store"


def test_short_requests_are_answered_during_a_job_and_a_job_can_be_cancelled(served: tuple[Application, httpx.Client]):
    app, http = served
    job = app.api.state.jobs.start("whole city", whole_city(app, 1_000_000)).id
    running = until(http, job, "running")
    taken = []
    for number in range(200):
        start = time.monotonic()
        http.get(f"{V1}/situations/{PRESALE_SITUATION}/fields", params={"n": number}).raise_for_status()
        taken.append(time.monotonic() - start)
    assert statistics.median(taken) < 0.2
    told = http.get(f"{V1}/jobs/{job}", headers={"Accept-Language": "en"}).json()
    assert told["state"] == "running" and told["done"] > running["done"]
    assert told["message"].startswith("As of")
    assert http.get(f"{V1}/jobs/{job}/result").json()["code"] == "job_not_done"
    ended = http.delete(f"{V1}/jobs/{job}")
    assert (ended.status_code, ended.headers["location"]) == (202, f"{V1}/jobs/{job}")
    assert until(http, job, "cancelled")["finished"]


def test_no_more_wait_than_may(served: tuple[Application, httpx.Client]):
    app, http = served
    jobs = app.api.state.jobs

    @app.api.post(f"{V1}/test-jobs")
    def start() -> str:
        return jobs.start("whole city", whole_city(app, 1_000_000)).id

    first = http.post(f"{V1}/test-jobs").json()
    until(http, first, "running")
    others = [http.post(f"{V1}/test-jobs").json() for _ in range(WAITING)]
    refused = http.post(f"{V1}/test-jobs")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_jobs")
    assert refused.json()["next_step"] and refused.headers["retry-after"]
    for job in (first, *others):
        http.delete(f"{V1}/jobs/{job}")
    assert until(http, others[-1], "cancelled")


def test_there_is_no_such_job(served: tuple[Application, httpx.Client]):
    _, http = served
    for job in ("0" * 32, "x"):
        for method, path in (("GET", ""), ("GET", "/result"), ("DELETE", "")):
            answer = http.request(method, f"{V1}/jobs/{job}{path}")
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_query_that_takes_too_long_is_refused_with_the_next_step(city: Client, settings: Settings):
    app = create_app(settings.model_copy(update={"answer_seconds": 0.2}))

    @app.api.get(f"{V1}/test-slow")
    def slow() -> str:
        time.sleep(1)
        return "late"

    with serving(settings, app) as address, httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
        start = time.monotonic()
        refused = http.get(f"{V1}/test-slow")
        assert time.monotonic() - start < 0.9
        assert (refused.status_code, refused.json()["code"]) == (503, "too_long")
        assert refused.headers["x-request-id"]
        assert http.get(f"{V1}/situations/{PRESALE_SITUATION}/fields").status_code == 200


def test_a_whole_run_is_a_job(served: tuple[Application, httpx.Client], city: Client):
    _, http = served
    started = http.post(f"{V1}/analysis/runs", json={"scope": "all"})
    assert started.status_code == 202
    assert started.headers["location"] == f"{V1}/jobs/{started.json()['id']}"
    done = until(http, started.json()["id"], "done", "failed")
    assert (done["state"], done["problem"]) == ("done", None)
    result = http.get(done["result"]).json()
    assert result["run"]["in_force"] and result["totals"]["situations"] == result["run"]["situations"] > 0
    assert result["run"]["run_code"] in [run["run_code"] for run in http.get(f"{V1}/analysis/runs").json()]
    wrong = http.post(f"{V1}/analysis/runs", json={"scope": "department"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "bad_scope")
    city.write("MATCH (r:Run) DETACH DELETE r")
    city.write("MATCH ()-[a:ASSESSED]->() DELETE a")


def test_an_address_tells_all_methods_that_it_takes(http: httpx.Client):
    refused = http.put(f"/api/v1/jobs/{'0' * 32}")
    assert (refused.status_code, refused.headers["allow"]) == (405, "DELETE, GET")
