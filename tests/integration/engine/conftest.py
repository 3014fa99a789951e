"""Commands that use the embedded Neo4j, as processes of their own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from oncegraph.graph.settings import Settings

COMMAND = """
import sys
from oncegraph.graph.engine import running
with running() as endpoint:
    print(endpoint.uri, flush=True)
    sys.stdin.readline()
"""


class Command:
    """A command that uses the server of `home` until `end`."""

    def __init__(self, home: Path):
        environment = os.environ | {"ONCEGRAPH_HOME": str(home), "ONCEGRAPH_NEO4J_URI": ""}
        self.process = subprocess.Popen(
            [sys.executable, "-c", COMMAND],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def uri(self) -> str:
        """Of the server, once it answers."""
        return self.process.stdout.readline().strip()

    def end(self) -> int:
        """Let it end as it should; its exit code."""
        self.process.communicate("\n")
        return self.process.returncode


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of its own, with a name as people give them."""
    return tmp_path / "数据 home"


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings(home=home, neo4j_uri=None)


@pytest.fixture
def command(home: Path) -> Iterator[Callable[[], Command]]:
    """Begin a command; those still there at the end are killed."""
    begun = []

    def begin() -> Command:
        begun.append(Command(home))
        return begun[-1]

    yield begin
    for one in begun:
        one.process.kill()
        one.process.wait()
    wait_until(lambda: not processes_of(home))


def processes_of(home: Path) -> list[psutil.Process]:
    """The server of `home` and its supervisor, as far as they are there."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        if process.info["status"] != psutil.STATUS_ZOMBIE and any(
            str(home) in word for word in process.info["cmdline"] or []
        ):
            found.append(process)
    return found


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for what must come; the limit is only there so that a defect ends the test."""
    deadline = time.monotonic() + 300
    while not holds():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)
