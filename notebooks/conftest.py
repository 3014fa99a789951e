"""A store with the sample city for the notebooks: the embedded Neo4j in a temporary folder, or the empty database of
`ONCEGRAPH_NEO4J_URI`, which is emptied again afterwards. The kernels find it through the environment.

Notebooks are no functions and have no fixtures, so hooks of pytest do this.
"""

from contextlib import ExitStack
from functools import cache
from tempfile import TemporaryDirectory

import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.engine import running
from oncegraph.graph.settings import Settings
from tests.support.graph import load_sample_city


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuses a database that is not empty, before any test writes to it."""
    if Settings().neo4j_uri is None or not any(item.path.suffix == ".ipynb" for item in session.items):
        return
    with running() as endpoint, Client(endpoint) as client:
        nodes = client.read("MATCH (n) RETURN count(n) AS nodes").rows[0]["nodes"]
    if nodes:
        pytest.exit(f"the notebooks need an empty database; {endpoint.uri} holds {nodes} nodes", returncode=1)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Loads the sample city before the first notebook; the store stays open until pytest ends."""
    _load_store(item.config)


@cache
def _load_store(config: pytest.Config) -> None:
    stack = ExitStack()
    config.add_cleanup(stack.close)
    if Settings().neo4j_uri is None:
        home = stack.enter_context(TemporaryDirectory())
        stack.enter_context(pytest.MonkeyPatch.context()).setenv("ONCEGRAPH_HOME", home)
    client = stack.enter_context(Client(stack.enter_context(running())))
    stack.callback(client.write, "MATCH (n) DETACH DELETE n")
    load_sample_city(client)
