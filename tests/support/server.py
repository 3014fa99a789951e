"""The real server in a thread of the test, and requests to it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import uvicorn

from oncegraph.api.server.app import Application, create_app
from oncegraph.api.server.run import UVICORN
from oncegraph.graph.settings import Settings
from tests.support.waiting import wait_until

#: What the addresses of the API begin with.
V1 = "/api/v1"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def serving(settings: Settings, app: Application | None = None) -> Iterator[str]:
    """The address of a server that runs inside of the block."""
    port = free_port()
    config = uvicorn.Config(app or create_app(settings), host="127.0.0.1", port=port, **UVICORN)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    wait_until(lambda: running.started or not thread.is_alive(), seconds=120)
    assert running.started, "the server ended while it started"
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(30)


def job_result(http: httpx.Client, started: httpx.Response) -> Any:
    """The result of a job, when it is done."""
    job = started.headers["location"]
    wait_until(lambda: http.get(job).json()["state"] == "done", seconds=60, describe=lambda: http.get(job).text)
    return http.get(f"{job}/result").json()


def get_json(http: httpx.Client, path: str, **parameters: Any) -> Any:
    """The JSON of a response, which has to be 200."""
    answer = http.get(f"{V1}{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()
