"""One Neo4j for the whole test session: the embedded one in a temporary folder, or that of `ONCEGRAPH_NEO4J_URI`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.engine import Endpoint, running
from oncegraph.graph.settings import Settings
from tests.support.graph import empty


@pytest.fixture(scope="session")
def engine_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the embedded Neo4j of this session."""
    return tmp_path_factory.mktemp("oncegraph")


@pytest.fixture(scope="session")
def endpoint(engine_home: Path) -> Iterator[Endpoint]:
    """A Neo4j that is empty before and after. If it cannot be started, the tests that need it fail."""
    with running(Settings(home=engine_home)) as endpoint:
        with Client(endpoint) as client:
            nodes = client.read("MATCH (n) RETURN count(n) AS nodes").rows[0]["nodes"]
            assert nodes == 0, (
                f"the tests delete everything; {endpoint.uri} holds {nodes} nodes: give them an empty database"
            )
        yield endpoint
        with Client(endpoint) as client:
            client.write("MATCH (n) DETACH DELETE n")


@pytest.fixture(scope="session")
def client(endpoint: Endpoint) -> Iterator[Client]:
    """A client of this Neo4j, for the whole session."""
    with Client(endpoint) as client:
        yield client


@pytest.fixture
def empty_graph(client: Client) -> Client:
    """The client of a graph without nodes; the migrations stay applied."""
    empty(client)
    return client
