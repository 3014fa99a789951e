"""The real server in a thread of the test, and questions to it over HTTP."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import uvicorn

from oncegraph.api.server.app import Application, create_app
from oncegraph.graph.settings import Settings


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def serving(settings: Settings, app: Application | None = None) -> Iterator[str]:
    """The address of a server that runs meanwhile."""
    port = free_port()
    app = app or create_app(settings)
    same = {
        "http": "oncegraph.api.server.protocol:Protocol",
        "proxy_headers": False,
        "log_config": None,
        "access_log": False,
    }  # as served
    config = uvicorn.Config(app, host="127.0.0.1", port=port, **same)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 120
    while not running.started:
        assert thread.is_alive() and time.monotonic() < deadline, "the server did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(30)


def result_of(http: httpx.Client, started: httpx.Response) -> Any:
    """What a job gave, once it is done."""
    job, deadline = started.headers["location"], time.monotonic() + 60
    while http.get(job).json()["state"] != "done":
        assert time.monotonic() < deadline, http.get(job).text
        time.sleep(0.05)
    return http.get(f"{job}/result").json()


V1 = "/api/v1"


def get(http: httpx.Client, path: str, **parameters):
    answer = http.get(f"{V1}{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()
