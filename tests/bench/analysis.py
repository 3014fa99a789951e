"""Deciding the whole city: fields alone by the kernel, Cypher, DuckDB and Python loops; all rules; the start."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import numpy as np

from oncegraph.graph.client import Client
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.schema.codes import Audience
from tests.bench.city import AS_OF, Rows, store_city
from tests.bench.closures import Counts, InDuckDB, facts, in_python
from tests.bench.measure import Figure, faster, in_turn

CLOSURE = Path(__file__).with_name("closure.cypher").read_text("utf-8")
PEOPLE = Audience.NATURAL_PERSON.value
PARAMETERS = {
    "as_of": AS_OF,
    "people": PEOPLE,
    "organisations": [audience.value for audience in Audience if audience.value != PEOPLE],
}
CONTEXT = Context(moment=datetime.combine(AS_OF, time(12)))

#: Imports what every process that reads the graph imports, then the kernel, and decides once; prints the seconds of
#: the last two.
STARTING = """
import time
import oncegraph.graph.client, oncegraph.schema.model
start = time.perf_counter()
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
Analysis(Catalogue.from_rows({}), Context()).whole
print(time.perf_counter() - start)
"""


def run(client: Client, rows: Rows) -> Iterator[Figure]:
    store_city(client, rows)
    catalogue = Catalogue.read(client)
    analysis = Analysis(catalogue, CONTEXT)
    inputs, key_fields = facts(analysis), np.flatnonzero(catalogue.chain.fields["is_key"]).tolist()
    duck = InDuckDB(inputs, key_fields)

    def warm() -> tuple[np.ndarray, np.ndarray]:
        return Analysis(catalogue, CONTEXT).form_counts

    def cold() -> tuple[np.ndarray, np.ndarray]:
        return Analysis(Catalogue.read(client, forms_only=True), CONTEXT).form_counts

    def by_cypher() -> dict[str, tuple[int, int]]:
        rows = client.read(CLOSURE, PARAMETERS).rows
        return {row["situation_code"]: (row["fields"], row["filled"]) for row in rows}

    ours = _counts(*warm())
    whole = analysis.whole
    assert ours == _counts(whole.layout.situations, whole.counts), "fields alone and all of the rules must agree"
    assert ours == _counts(*cold()), "what is read for fields alone must be all that they need"
    assert ours == in_python(inputs, key_fields), "kernel and Python loops must agree"
    assert ours == duck.counts(), "kernel and DuckDB must agree"
    codes = catalogue.codes["Situation"]
    assert {codes[n]: each for n, each in ours.items() if each[0]} == by_cypher(), "kernel and Cypher must agree"

    fields, rules, read, cypher, duckdb, loops = in_turn(
        warm,
        lambda: Analysis(catalogue, CONTEXT).whole,
        cold,
        by_cypher,
        duck.counts,
        lambda: in_python(inputs, key_fields),
        runs=10,
        first=10,
    )
    yield faster("analysis.fields_cold", read, "the same closure in plain Cypher", cypher, 18)
    yield faster("analysis.fields_warm", fields, "the same closure in plain Cypher", cypher, 300)
    yield faster("analysis.fields_warm", fields, "rounds of SQL in DuckDB", duckdb, 6)
    yield faster("analysis.fields_warm", fields, "a plain Python loop", loops, 75)
    yield faster("analysis.all_rules_warm", rules, "the plain Cypher that counts fields only", cypher, 100)
    started = min(_start() for _ in range(3))
    yield Figure(
        "analysis.start",
        started,
        "import of the kernel, and compiled code from its cache",
        1.0,
        started,
        "≤ 1",
        started <= 1,
    )


def _counts(situations: np.ndarray, counts: np.ndarray) -> Counts:
    """Number of a situation → (fields, filled)."""
    return dict(zip(situations.tolist(), counts.tolist(), strict=True))


def _start() -> float:
    output = subprocess.run([sys.executable, "-c", STARTING], capture_output=True, text=True, check=True).stdout
    return float(output.split()[-1])
