"""Which versions of Neo4j are accepted."""

import pytest

from oncegraph.graph.client import checked_version
from oncegraph.graph.engine.home import numbers
from oncegraph.graph.errors import TooOld


@pytest.mark.parametrize("agent", ["Neo4j/5.26.0", "Neo4j/5.27-aura", "Neo4j/2026.10.1", "Neo4j/5.26.16+build"])
def test_new_enough(agent: str):
    assert checked_version("bolt://host", agent) == agent.removeprefix("Neo4j/")


@pytest.mark.parametrize("agent", ["Neo4j/4.4.30", "Neo4j/5.25.1", "Neo4j/3.5", "Memgraph", ""])
def test_too_old(agent: str):
    with pytest.raises(TooOld):
        checked_version("bolt://host", agent)


def test_versions_are_compared_by_number():
    assert numbers("5.26.16") > numbers("5.26.9")
    assert numbers("2026.10.0") > numbers("5.26.16")
    assert numbers("5.27-aura") == (5, 27)
