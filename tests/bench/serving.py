"""The form of a situation over HTTP: computed, and from the response cache, against a bare FastAPI route that returns
as many bytes and one that asks Neo4j; one worker each.

Computed: the catalogue gets a new version, which empties the response cache; then each of many situations is requested
exactly once in each language. The city is decided when a version is read; what is computed for each request is its
answer, joined from what was decided about its fields.

Answers of about 5 KB are requested; the bare route returns one of average length. The servers take turns in short
rounds, and a ratio is the median of the ratios of the rounds, so that other load on the machine affects both sides.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import psutil

from oncegraph.graph.client import Client
from oncegraph.graph.versions import bump, version
from oncegraph.schema.text import LANGUAGES
from tests.bench.city import Rows, store_city
from tests.bench.measure import Figure
from tests.support.graph import environment_of
from tests.support.waiting import wait_until

CONNECTIONS, ROUNDS = 32, 7
MANY = 3_000  # forms that are computed, in each language
FEW = 200  # forms that the route with Neo4j answers
SECONDS_TO_START = 300  # the first time ever the rules are compiled, which takes a minute or more


def run(client: Client, rows: Rows) -> Iterator[Figure]:
    store_city(client, rows)
    neo4j = environment_of(client.endpoint)
    with (
        TemporaryDirectory() as folder,
        _server(["-m", "oncegraph.api.cli", "serve"], neo4j, "/health/ready") as (ours, process),
    ):
        sizes = _nearest_5_kb(ours, [f"/api/v1/situations/{row['situation_code']}/fields" for row in rows["Situation"]])
        mean = statistics.mean(sizes.values())
        average = min(sizes, key=lambda path: abs(sizes[path] - mean))
        paths = [f"{path}&lang={language}" for path in sizes for language in LANGUAGES]
        random.Random(1).shuffle(paths)
        many, few, body = Path(folder, "many"), Path(folder, "few"), Path(folder, "body")
        many.write_text("\n".join(paths), "utf-8")
        few.write_text("\n".join(paths[:FEW]), "utf-8")
        body.write_bytes(httpx.get(f"{ours}{average}", timeout=60).content)
        bare_route = ["-m", "uvicorn", "tests.bench.bare_route:app", "--no-access-log"]
        querying = ["-m", "uvicorn", "tests.bench.neo4j_route:app", "--no-access-log"]
        computed, remembered, bare, queried = [], [], [], []
        with (
            _server(bare_route, {"BENCH_BODY": str(body)}, "/") as (plain, _),
            _server(querying, neo4j, paths[0]) as (cypher, _),
        ):
            for _ in range(ROUNDS):
                _new_version(client, ours)
                computed.append(_request(ours, many))
                bare.append(_request(f"{plain}/"))
                remembered.append(_request(f"{ours}{average}"))
                queried.append(_request(cypher, few))
        memory = psutil.Process(process.pid).memory_info().rss / 1e6
    yield _of_rounds("api.computed", computed, f"a bare FastAPI route, {mean / 1e3:.1f} KB as ours", bare, 0.6)
    yield _of_rounds("api.remembered", remembered, f"a bare FastAPI route, {mean / 1e3:.1f} KB as ours", bare, 2.5)
    yield _of_rounds("api.computed_or_asked", computed, "a FastAPI route that asks Neo4j", queried, 10)
    for name, rounds in (("computed", computed), ("remembered", remembered)):
        p99, p50 = (statistics.median(each[which] for each in rounds) / 1e3 for which in ("p99_ms", "p50_ms"))
        ratio = statistics.median(each["p99_ms"] / each["p50_ms"] for each in rounds)
        yield Figure(f"api.{name}_p99", p99, f"its p50, {CONNECTIONS} connections", p50, ratio, "≤ 5", ratio <= 5)
    peer = "one city in memory, at most"
    yield Figure("api.worker_memory", memory, peer, 300, memory / 300, "≤ 1", memory <= 300, "MB")


def _of_rounds(
    name: str, ours: list[dict[str, float]], peer: str, theirs: list[dict[str, float]], goal: float
) -> Figure:
    """Medians of the seconds for each request, and of the ratios."""
    rates = [[each["requests_per_second"] for each in rounds] for rounds in (ours, theirs)]
    ratio = statistics.median(our / their for our, their in zip(*rates, strict=True))
    our, their = (1 / statistics.median(each) for each in rates)
    return Figure(name, our, peer, their, ratio, f"≥ {goal:g} ×", ratio >= goal)


def _nearest_5_kb(address: str, paths: list[str]) -> dict[str, int]:
    """The forms, with all fields or with filled ones only, whose answers are nearest to 5 KB; path → bytes."""
    with httpx.Client(base_url=address, timeout=60) as http:
        wanted = [f"{path}?fill={fill}" for path in paths for fill in ("all", "auto")]
        size = {path: len(http.get(path).raise_for_status().content) for path in wanted}
    return {path: size[path] for path in sorted(wanted, key=lambda path: abs(size[path] - 5_000))[:MANY]}


def _new_version(client: Client, address: str) -> None:
    """Give the catalogue a new version, and wait until the server answers from that version."""
    with client.transaction() as transaction:
        bump(transaction)
    present = version(client)
    wait_until(lambda: httpx.get(f"{address}/health/ready", timeout=60).json()["version"] == present, seconds=120)


def _request(url: str, *paths: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.load_generator", str(CONNECTIONS), url, *map(str, paths)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


@contextmanager
def _server(
    arguments: list[str], environment: dict[str, str], path: str = "/"
) -> Iterator[tuple[str, subprocess.Popen]]:
    """A server in a process of its own that answers `path`; its address and process."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, *arguments, "--port", str(port)],
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(SECONDS_TO_START * 10):
            try:
                if httpx.get(f"{address}{path}", timeout=60).is_success:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        else:
            raise TimeoutError(f"{arguments} does not answer at {address}")
        yield address, process
    finally:
        process.terminate()
        process.wait(30)
