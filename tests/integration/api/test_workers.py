"""`oncegraph serve --workers 2`: one address, one graph; a dead worker is replaced, and none outlives the server."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import httpx
import psutil
import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.settings import Settings
from tests.support.examples.sample_city import PRESALE_SITUATION
from tests.support.server import free_port
from tests.support.waiting import wait_until

FORM = f"/api/v1/situations/{PRESALE_SITUATION}/fields"


@pytest.fixture
def served(city: Client, settings: Settings, variables: dict[str, str]) -> Iterator[tuple[subprocess.Popen, str]]:
    """The process of a server with two workers, and its address."""
    port = free_port()
    environment = os.environ | variables | {"ONCEGRAPH_HOME": str(settings.home)}
    command = [sys.executable, "-m", "oncegraph.api.cli", "serve", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield server, f"http://127.0.0.1:{port}"
    finally:
        left = psutil.Process(server.pid).children(recursive=True) if server.poll() is None else []
        server.kill()
        server.wait(30)
        psutil.wait_procs(left, timeout=30)


def workers(server: subprocess.Popen) -> list[psutil.Process]:
    """Its processes that serve: those that listen."""
    found = []
    for child in psutil.Process(server.pid).children(recursive=True):
        try:
            if "spawn_main" in " ".join(child.cmdline()):
                found.append(child)
        except psutil.NoSuchProcess:
            pass
    return found


def answers(address: str) -> bool:
    try:
        return httpx.get(address + FORM, timeout=60, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def test_a_worker_that_dies_is_replaced_and_stopping_stops_all(served: tuple[subprocess.Popen, str]):
    server, address = served
    wait_until(lambda: answers(address))
    wait_until(lambda: len(workers(server)) == 2)
    before = {worker.pid for worker in workers(server)}
    os.kill(min(before), signal.SIGKILL)
    wait_until(lambda: len({worker.pid for worker in workers(server)} - before) == 1 and len(workers(server)) == 2)
    wait_until(lambda: answers(address))
    left = workers(server)
    server.send_signal(signal.SIGTERM)
    assert server.wait(60) == 0
    _, alive = psutil.wait_procs(left, timeout=30)
    assert not alive
    assert not answers(address)


def test_no_worker_goes_on_when_the_server_was_killed(served: tuple[subprocess.Popen, str]):
    server, address = served
    wait_until(lambda: answers(address))
    wait_until(lambda: len(workers(server)) == 2)
    left = workers(server)
    server.kill()
    _, alive = psutil.wait_procs(left, timeout=60)
    assert not alive
