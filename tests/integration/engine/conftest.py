"""Commands that use the embedded Neo4j, as processes of their own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from oncegraph.graph.settings import Settings
from tests.support.processes import processes_of
from tests.support.waiting import wait_until

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
        """The address of the server, when it answers."""
        return self.process.stdout.readline().strip()

    def end(self) -> int:
        """Let it end; its exit code."""
        self.process.communicate("\n")
        return self.process.returncode


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of its own, with Chinese and a blank in its name."""
    return tmp_path / "数据 home"


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings(home=home, neo4j_uri=None)


@pytest.fixture
def command(home: Path) -> Iterator[Callable[[], Command]]:
    """A function that begins a command; commands that still run at the end are killed."""
    commands = []

    def begin() -> Command:
        commands.append(Command(home))
        return commands[-1]

    yield begin
    for each in commands:
        each.process.kill()
        each.process.wait()
    wait_until(lambda: not processes_of(home))
