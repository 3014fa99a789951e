"""The whole city, fields only, by the kernel and by plain Cypher; and all of the rules."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

from graph.client import Client
from graph.versions import version
from queries.exemption.analysis import Analysis
from queries.exemption.catalogue import Catalogue
from queries.exemption.context import Context
from schema.codes import Audience
from tests.bench.city import AS_OF, Rows, store
from tests.bench.measure import Figure, faster, in_turn

CLOSURE = Path(__file__).with_name("closure.cypher").read_text("utf-8")
PEOPLE = Audience.NATURAL_PERSON.value
PARAMETERS = {
    "as_of": AS_OF,
    "people": PEOPLE,
    "organisations": [audience.value for audience in Audience if audience.value != PEOPLE],
}
CONTEXT = Context(moment=datetime.combine(AS_OF, time(12)))


def run(client: Client, rows: Rows) -> Iterator[Figure]:
    if not version(client):
        store(client, rows)
    catalogue = Catalogue.read(client)

    def by_kernel() -> dict[str, tuple[int, int]]:
        whole = Analysis(catalogue, CONTEXT).whole
        codes = catalogue.codes["Situation"]
        counts = zip(whole.counts["fields"].tolist(), whole.counts["filled"].tolist(), strict=True)
        return dict(zip((codes[number] for number in whole.layout.situations), counts, strict=True))

    def by_cypher() -> dict[str, tuple[int, int]]:
        rows = client.read(CLOSURE, PARAMETERS).rows
        return {row["situation_code"]: (row["fields"], row["filled"]) for row in rows}

    theirs = by_cypher()
    ours = {code: counts for code, counts in by_kernel().items() if counts[0]}
    assert ours == theirs, "kernel and Cypher do not agree"
    warm, peer = in_turn(lambda: Analysis(catalogue, CONTEXT).whole, by_cypher, 5)
    yield faster("analysis.whole_city", warm, "the same closure in plain Cypher", peer, 50)
    cold, peer = in_turn(lambda: Analysis(Catalogue.read(client), CONTEXT).whole, by_cypher, 3)
    yield faster("analysis.whole_city_with_reading", cold, "the same closure in plain Cypher", peer, 1)
