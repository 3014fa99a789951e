"""How time and memory grow with the number of cities in one graph: one, three and ten.

`python -m tests.bench.growth` measures the graph that the settings lead to, in a process of its own, and prints JSON.
"""

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil

from oncegraph.graph.client import Client
from oncegraph.graph.engine import running
from oncegraph.graph.settings import Settings
from oncegraph.queries.change.candidates import find_candidates
from oncegraph.queries.change.trial import Trial
from oncegraph.queries.exemption.analysis import Analysis, Decisions
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.schema.next_best import CandidateKind
from tests.bench.analysis import CONTEXT
from tests.bench.city import Rows, city
from tests.bench.measure import Figure, costs
from tests.support.graph import empty, environment_of, store

CITIES = (1, 3, 10)

#: How much more a city may cost among several: one city fits better into the caches of the processor than ten.
TOLERANCE = 1.25


def run(client: Client, rows: Rows) -> Iterator[Figure]:
    """Empties the graph, and leaves ten cities in it."""
    del rows
    empty(client)
    measured: list[dict[str, float]] = []
    for number in range(CITIES[-1]):
        store(client, city(20_261_101 + number, f"C{number}"), dataset="bench")
        if number + 1 in CITIES:
            measured.append(_measure_apart(client))
    for name, one in measured[0].items():
        for many, value in zip(CITIES[1:], (each[name] for each in measured[1:]), strict=True):
            figure = costs(f"growth.{name}, {many} cities, each", value / many, "one city alone", one, TOLERANCE)
            yield figure._replace(unit="MB" if name == "memory" else "s")


def _measure_apart(client: Client) -> dict[str, float]:
    place = environment_of(client.endpoint)
    command = [sys.executable, "-m", "tests.bench.growth"]
    return json.loads(subprocess.run(command, env=os.environ | place, capture_output=True, check=True).stdout)


def measure(client: Client) -> dict[str, float]:
    """Seconds to read, to decide everything, and to compute the gains of all closed sources; megabytes of it all."""
    process = psutil.Process()
    _decided(Catalogue.from_rows({}))  # loads compiled code
    gc.collect()
    before = process.memory_info().rss
    read, catalogue = _timed(lambda: Catalogue.read(client))
    whole, analysis = _timed(lambda: _decided(catalogue))
    trial = Trial(analysis)
    toggles = [each.toggle for each in find_candidates(trial, [CandidateKind.SOURCE])]
    gains, _ = _timed(lambda: trial.gains(toggles))
    return {"read": read, "whole": whole, "gains": gains, "memory": (process.memory_info().rss - before) / 1e6}


def _decided(catalogue: Catalogue) -> Analysis:
    analysis = Analysis(catalogue, CONTEXT)
    assert isinstance(analysis.whole, Decisions)
    return analysis


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest of three runs after one that does not count, and the result."""
    best, result = float("inf"), work()
    for _ in range(3):
        gc.collect()
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


if __name__ == "__main__":
    with running(Settings()) as endpoint, Client(endpoint) as client:
        print(json.dumps(measure(client)))
