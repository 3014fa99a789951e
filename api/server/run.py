"""`oncegraph serve`: uvicorn over the application, with the Neo4j that all workers share."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing import parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any

import uvicorn

from oncegraph.api.terminal.console import note
from oncegraph.graph.endpoint import Endpoint
from oncegraph.graph.engine import running
from oncegraph.graph.settings import Settings
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Text

if TYPE_CHECKING:
    from oncegraph.api.server.app import Application

#: How long a computing thread may keep the event loop waiting at each switch, in seconds: 1 ms instead of Python's 5
#: ms.
SECONDS_TO_YIELD = 0.001
#: Options of uvicorn. Logging, the middleware for proxies and all headers except Date are our own.
UVICORN: dict[str, Any] = {
    "http": "httptools",
    "loop": "uvloop",
    "ws": "none",
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,
}


class CannotListen(OnceGraphError):
    """The address is in use, or this user may not listen on it."""

    code = "cannot_listen"


def run(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until interrupted; starts the embedded Neo4j when needed, and stops it at the end."""
    note(
        Text(
            "正在准备 Neo4j 与目录；首次使用须编译规则，约需一分钟……",
            "Preparing Neo4j and the catalogue; the very first start compiles the rules, about a minute ...",
        )
    )
    with _compiling() as compiling, running(settings) as endpoint, ExitStack() as stack:
        compiling.wait()
        _hand_over(settings, endpoint)
        if workers > 1:  # the folder where the metrics of all workers are added up
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = stack.enter_context(tempfile.TemporaryDirectory())
        note(Text(f"http://{host}:{port}/docs （按 Ctrl-C 结束）", f"http://{host}:{port}/docs (Ctrl-C to end)"))
        try:
            uvicorn.run(
                "oncegraph.api.server.run:application",
                factory=True,
                host=host,
                port=port,
                workers=workers,
                **UVICORN,
            )
        except SystemExit as ended:
            if ended.code:
                raise CannotListen(
                    Text(f"无法在 {host}:{port} 上提供服务。", f"Cannot serve at {host}:{port}."),
                    Text("请换一个 --port 或 --host。", "Choose another --port or --host."),
                ) from ended


def application() -> "Application":
    """The application of one worker, with the settings of its environment."""
    from oncegraph.api.server.allocator import limit_arenas
    from oncegraph.api.server.app import create_app
    from oncegraph.api.server.logs import log_to_stderr

    settings = Settings()
    limit_arenas()
    sys.setswitchinterval(SECONDS_TO_YIELD)
    log_to_stderr(settings.access_log)
    _end_with_parent()
    return create_app(settings)


@contextmanager
def _compiling() -> Iterator["subprocess.Popen[bytes]"]:
    """Start a process that compiles the rules while Neo4j starts: a worker that compiled them itself would keep 200
    MB."""
    command = [sys.executable, "-P", "-m", "oncegraph.queries.compiling"]
    with subprocess.Popen(command, start_new_session=True) as process:  # so that Ctrl-C ends only this process
        try:
            yield process
        finally:
            process.kill()


def _end_with_parent() -> None:
    """End this worker when its server has ended, even if the server was killed."""
    if server := parent_process():

        def wait() -> None:
            server.join()
            os.kill(os.getpid(), signal.SIGTERM)

        Thread(target=wait, daemon=True).start()


def _hand_over(settings: Settings, endpoint: Endpoint) -> None:
    """Tell the workers where Neo4j is, through the environment, which only this user can read."""
    os.environ |= {
        "ONCEGRAPH_NEO4J_URI": endpoint.uri,
        "ONCEGRAPH_NEO4J_USER": endpoint.user,
        "ONCEGRAPH_NEO4J_PASSWORD": endpoint.password.get_secret_value(),
        "ONCEGRAPH_NEO4J_DATABASE": endpoint.database or "",
        "ONCEGRAPH_ACCESS_LOG": str(settings.access_log),
        "ONCEGRAPH_ANSWER_SECONDS": str(settings.answer_seconds),
        "ONCEGRAPH_LANGUAGE": settings.language,
        "ONCEGRAPH_HOME": str(settings.home),
    }
