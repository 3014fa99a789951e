"""The fields of a situation over HTTP: computed, and given from memory, against a bare FastAPI route that returns as
many bytes and one that asks Neo4j; one worker each.

Computed: the catalogue gets a new version, which empties the memory of answers; then each of many situations is asked
for exactly once. The decisions about the city are made when a version is read; what is computed for each request is
the answer, put together of what was decided about its fields.
"""

import json
import os
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

from graph.client import Client
from graph.versions import bump, version
from tests.bench.city import Rows, store
from tests.bench.measure import Figure, faster

CONNECTIONS, RUNS = 32, 3
MANY = 3_000  # situations that are asked for anew
FEW = 200  # situations that the route with Neo4j is asked for
BARE = "a bare FastAPI route that returns as many bytes"


def run(client: Client, rows: Rows) -> Iterator[Figure]:
    if not version(client):
        store(client, rows)
    endpoint = client.endpoint
    neo4j = {
        "ONCEGRAPH_NEO4J_URI": endpoint.uri,
        "ONCEGRAPH_NEO4J_USER": endpoint.user,
        "ONCEGRAPH_NEO4J_PASSWORD": endpoint.password.get_secret_value(),
    }
    with TemporaryDirectory() as folder, _server(["-m", "api.cli", "serve"], neo4j, "/health/ready") as (ours, process):
        paths = _nearest_5_kb(ours, [f"/api/v1/situations/{row['situation_code']}/fields" for row in rows["Situation"]])
        many, few, body = Path(folder, "many"), Path(folder, "few"), Path(folder, "body")
        many.write_text("\n".join(paths), "utf-8")
        few.write_text("\n".join(paths[:FEW]), "utf-8")
        middle = paths[len(paths) // 2]
        body.write_bytes(httpx.get(f"{ours}{middle}", timeout=60).content)
        bare_route = ["-m", "uvicorn", "tests.bench.bare:app", "--no-access-log"]
        asking = ["-m", "uvicorn", "tests.bench.asking:app", "--no-access-log"]
        computed, remembered, bare, asked = [], [], [], []
        with (
            _server(bare_route, {"BENCH_BODY": str(body)}, "/") as (plain, _),
            _server(asking, neo4j, paths[0]) as (cypher, _),
        ):
            for _ in range(RUNS):
                _new_version(client, ours)
                computed.append(_ask(ours, many))
                remembered.append(_ask(f"{ours}{middle}"))
                bare.append(_ask(f"{plain}/"))
                asked.append(_ask(cypher, few))
        memory = psutil.Process(process.pid).memory_info().rss / 1e6
    yield faster("api.computed", _each(computed), BARE, _each(bare), 0.6)
    yield faster("api.remembered", _each(remembered), BARE, _each(bare), 2.5)
    yield faster("api.computed_or_asked", _each(computed), "a FastAPI route that asks Neo4j", _each(asked), 10)
    for name, runs in (("computed", computed), ("remembered", remembered)):
        p99, p50 = (statistics.median(each[which] for each in runs) / 1e3 for which in ("p99_ms", "p50_ms"))
        yield Figure(
            f"api.{name}_p99", p99, f"its p50, {CONNECTIONS} connections", p50, p99 / p50, "≤ 5", p99 <= 5 * p50
        )
    peer = "one city in memory, at most"
    yield Figure("api.worker_memory", memory, peer, 300, memory / 300, "≤ 1", memory <= 300, "MB")


def _each(runs: list[dict[str, float]]) -> float:
    """Seconds for each request, the median of the runs."""
    return 1 / statistics.median(run["requests_per_second"] for run in runs)


def _nearest_5_kb(address: str, paths: list[str]) -> list[str]:
    """The paths whose answers are nearest to 5 KB, shortest answer first."""
    with httpx.Client(base_url=address, timeout=60) as http:
        size = {path: len(http.get(path).raise_for_status().content) for path in paths}
    return sorted(sorted(paths, key=lambda path: abs(size[path] - 5_000))[:MANY], key=size.get)


def _new_version(client: Client, address: str) -> None:
    """Give the catalogue a new version, and wait until the server answers from it."""
    with client.transaction() as transaction:
        bump(transaction)
    present, deadline = version(client), time.monotonic() + 120
    while httpx.get(f"{address}/health/ready", timeout=60).json()["version"] != present:
        if time.monotonic() > deadline:
            raise TimeoutError("the server does not see the new version")
        time.sleep(0.1)


def _ask(url: str, *paths: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.requests", str(CONNECTIONS), url, *map(str, paths)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


@contextmanager
def _server(
    arguments: list[str], environment: dict[str, str], path: str = "/"
) -> Iterator[tuple[str, subprocess.Popen]]:
    """A server in a process of its own, up to answering `path`; address and process."""
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
        for _ in range(600):
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
