"""`python -m tests.bench [--json FILE] [NAME …]`: the benchmarks, or those named, as a table and as JSON."""

import argparse
import json
import os
import platform
import resource
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from oncegraph.graph.client import Client
from oncegraph.graph.engine import running
from oncegraph.graph.migrations import migrate
from oncegraph.graph.settings import Settings
from tests.bench import analysis, change, drawing, growth, help, loading, serving, starting, themes, writing
from tests.bench.city import city
from tests.bench.measure import Figure

BENCHES = {
    "help": help.run,
    "load": loading.run,
    "analysis": analysis.run,
    "change": change.run,
    "write": writing.run,
    "api": serving.run,
    "growth": growth.run,
    "draw": drawing.run,
    "themes": themes.run,
    "start": starting.run,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHES)}; all if none is named")
    parser.add_argument("--json", type=Path, default=Path("bench.json"), help="file to write the figures to")
    arguments = parser.parse_args()
    console, figures = Console(width=None if sys.stdout.isatty() else 160), []
    with (
        TemporaryDirectory() as home,
        running(Settings(home=Path(home))) as endpoint,
        Client(
            replace(endpoint, cache=None)
        ) as client,  # so that reading is measured, and not the cache of what was read
    ):
        migrate(client)
        rows = city()
        for name in [name for name in BENCHES if name in arguments.names] or BENCHES:
            with console.status(name):
                figures += BENCHES[name](client, rows)
    console.print(_table(figures))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(f"peak memory of this process: {peak:.0f} MB")
    report = {
        "machine": {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()},
        "peak_memory_mb": round(peak),
        "figures": [figure._asdict() for figure in figures],
    }
    arguments.json.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0 if all(figure.met for figure in figures) else 1


def _table(figures: list[Figure]) -> Table:
    table = Table("figure", "ours", "peer", "theirs", "ratio", "goal", "")
    for f in figures:
        ours, theirs = (f"{v * 1e3:.3g} ms" if f.unit == "s" else f"{v:.0f} {f.unit}" for v in (f.ours, f.theirs))
        table.add_row(f.name, ours, f.peer, theirs, f"{f.ratio:.2f}", f.goal, "met" if f.met else "not met")
    return table


if __name__ == "__main__":
    raise SystemExit(main())
