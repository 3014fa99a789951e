"""The fields of a situation over HTTP, against a bare FastAPI route that returns the same bytes; one worker each."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory

import httpx
import psutil

from graph.client import Client
from graph.versions import version
from tests.bench.city import Rows, store
from tests.bench.measure import Figure, faster

CONNECTIONS, SECONDS, RUNS = 32, 3.0, 3


def run(client: Client, rows: Rows) -> Iterator[Figure]:
    if not version(client):
        store(client, rows)
    endpoint = client.endpoint
    neo4j = {
        "ONCEGRAPH_NEO4J_URI": endpoint.uri,
        "ONCEGRAPH_NEO4J_USER": endpoint.user,
        "ONCEGRAPH_NEO4J_PASSWORD": endpoint.password.get_secret_value(),
    }
    codes = [row["situation_code"] for row in rows["Situation"]]
    path = f"/api/v1/situations/{codes[0]}/fields"
    with TemporaryDirectory() as folder, _server(["-m", "api.cli", "serve"], neo4j, path) as (ours, process):
        body = Path(folder, "body")
        body.write_bytes(httpx.get(f"{ours}{path}", timeout=60).content)
        for code in codes[:300]:
            httpx.get(f"{ours}/api/v1/situations/{code}/fields", timeout=60).raise_for_status()
        with _server(["-m", "uvicorn", "tests.bench.bare:app", "--no-access-log"], {"BENCH_BODY": str(body)}) as (
            bare,
            _,
        ):
            assert httpx.get(bare).content == body.read_bytes()
            told = [(_ask(f"{ours}{path}"), _ask(f"{bare}/")) for _ in range(RUNS)]
        memory = psutil.Process(process.pid).memory_info().rss
    ours_each, bare_each = (
        sorted(1 / run[which]["requests_per_second"] for run in told)[RUNS // 2] for which in (0, 1)
    )
    yield faster("api.situation_fields", ours_each, "a bare FastAPI route that returns the same bytes", bare_each, 0.5)
    mb = memory / 1e6
    yield Figure("api.worker_memory_mb", mb, "one city in memory, at most", 300, mb / 300, "≤ 1", mb <= 300, "MB")


def _ask(url: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.requests", url, str(CONNECTIONS), str(SECONDS)]
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
