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

import uvicorn

from oncegraph.api.terminal.console import note
from oncegraph.graph.endpoint import Endpoint
from oncegraph.graph.engine import running
from oncegraph.graph.settings import Settings
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Text

#: So long may a thread that computes keep requests waiting which are answered at once.
SECONDS_TO_YIELD = 0.001


class CannotListen(OnceGraphError):
    """The address is taken or not allowed."""

    code = "cannot_listen"


def run(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until interrupted; starts the embedded Neo4j when needed, and stops it at the end."""
    note(
        Text(
            "正在准备 Neo4j 与目录；首次使用须编译规则，约一分钟……",
            "Preparing Neo4j and the catalogue; the first time ever the rules are compiled, about a minute ...",
        )
    )
    with _compiling() as compiling, running(settings) as endpoint, ExitStack() as stack:
        compiling.wait()
        _hand_over(settings, endpoint)
        if workers > 1:  # one place where the metrics of all workers are added up
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = stack.enter_context(tempfile.TemporaryDirectory())
        note(Text(f"http://{host}:{port}/docs （Ctrl-C 结束）", f"http://{host}:{port}/docs (Ctrl-C to end)"))
        try:
            uvicorn.run(
                "oncegraph.api.server.run:application",
                factory=True,
                host=host,
                port=port,
                workers=workers,
                http="oncegraph.api.server.protocol:Protocol",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
            )
        except SystemExit as ended:
            if ended.code:
                raise CannotListen(
                    Text(f"无法在 {host}:{port} 上提供服务。", f"Cannot serve at {host}:{port}."),
                    Text("请换一个 --port 或 --host。", "Choose another --port or --host."),
                ) from ended


def application():
    """The application of one worker, with the settings of its environment."""
    from oncegraph.api.server.app import create_app
    from oncegraph.api.server.observing import log_to_stderr
    from oncegraph.api.snapshot.allocator import hold_little

    settings = Settings()
    hold_little()
    sys.setswitchinterval(SECONDS_TO_YIELD)
    log_to_stderr(settings.access_log)
    _end_with_parent()
    return create_app(settings)


@contextmanager
def _compiling() -> Iterator[subprocess.Popen]:
    """The process that compiles what answers rest on, while Neo4j starts: a worker would keep 200 MB of it."""
    command = [sys.executable, "-P", "-m", "oncegraph.queries.compiling"]
    with subprocess.Popen(command, start_new_session=True) as process:  # Ctrl-C is for us to heed
        try:
            yield process
        finally:
            process.kill()


def _end_with_parent() -> None:
    """A worker whose server was killed must not go on alone."""
    if server := parent_process():
        Thread(target=lambda: (server.join(), os.kill(os.getpid(), signal.SIGTERM)), daemon=True).start()


def _hand_over(settings: Settings, endpoint: Endpoint) -> None:
    """Where Neo4j is, for the workers: through the environment, which only this user can read."""
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
