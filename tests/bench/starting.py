"""The time of whole commands when no Neo4j is running, against the start of the embedded Neo4j alone, which is
`oncegraph engine start`.

Every command starts Neo4j, answers and stops it again; the peer only starts it. All are run in turn, and a ratio is the
median over the rounds. The sample city was loaded before.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from oncegraph.graph.client import Client
from tests.bench.city import Rows
from tests.bench.measure import Figure

ROUNDS = 3
#: Name of a figure → the command, and the goal for it.
COMMANDS = {
    "start.second_demo": (("demo",), 1.6),
    "start.first_answer": (("exempt", "商品房预售许可"), 1.4),
    "start.first_search": (("search", "残疾人"), 1.4),
    "start.first_impact": (("impact", "法人单位基础信息库"), 1.4),
    "start.first_themes": (("theme",), 1.4),
}


def run(client: Client, rows: Rows) -> Iterator[Figure]:
    """Needs neither the client nor the rows: each command has a Neo4j of its own."""
    with TemporaryDirectory() as folder:
        home = Path(folder, "home")
        for arguments, _ in COMMANDS.values():  # loads the city, compiles the rules, archives the classes of Java
            _seconds(home, *arguments)
        alone: list[float] = []
        ours: dict[str, list[float]] = {name: [] for name in COMMANDS}
        for _ in range(ROUNDS):
            alone.append(_seconds(home, "engine", "start"))
            _seconds(home, "engine", "stop")
            for name, (arguments, _) in COMMANDS.items():
                ours[name].append(_seconds(home, *arguments))
    for name, (_, goal) in COMMANDS.items():
        ratio = statistics.median(our / their for our, their in zip(ours[name], alone, strict=True))
        our, their = statistics.median(ours[name]), statistics.median(alone)
        yield Figure(name, our, "the start of the embedded Neo4j alone", their, ratio, f"≤ {goal:g}", ratio <= goal)


def _seconds(home: Path, *arguments: str) -> float:
    """Seconds from the start to the end of the process of a command of `oncegraph`."""
    environment = os.environ | {"ONCEGRAPH_HOME": str(home), "ONCEGRAPH_NEO4J_URI": ""}
    start = time.perf_counter()
    command = [sys.executable, "-m", "oncegraph.api.cli", *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - start
