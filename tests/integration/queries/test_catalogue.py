"""The columns read from Neo4j are those of the rows that were loaded into it."""

import numpy as np

from graph.client import Client
from graph.versions import version
from graph.writer import held
from queries.exemption.catalogue import READ, Catalogue
from schema.model import DECLARATIONS


def test_columns_from_the_graph_are_those_of_its_rows(city: Client) -> None:
    read = Catalogue.read(city)
    made = Catalogue.from_rows({name: list(held(city, DECLARATIONS[name])) for name in READ})
    assert read.version == version(city) > 0
    assert read.codes == made.codes
    assert read.names == made.names
    assert read.situation_audiences == made.situation_audiences
    assert read.situation_regions == made.situation_regions
    scopes = zip(read.chain.bindings[["audience_scope", "region_scope"]], made.chain.bindings, strict=True)
    for ours, theirs in scopes:
        assert read.audience_scopes[ours["audience_scope"]] == made.audience_scopes[theirs["audience_scope"]]
        assert read.region_scopes[ours["region_scope"]] == made.region_scopes[theirs["region_scope"]]
    for table in ("situations", "requires", "materials", "facts", "fields", "sources"):
        assert np.array_equal(getattr(read.chain, table), getattr(made.chain, table)), table
    keys = [
        [catalogue.chain.keys[b["first_key"] : b["last_key"]].tolist() for b in catalogue.chain.bindings]
        for catalogue in (read, made)
    ]
    assert keys[0] == keys[1]
