"""The sample city in the session's Neo4j, and the real server over it."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from typer.testing import CliRunner, Result

from oncegraph.api.commands.root import app
from oncegraph.graph.client import Client
from oncegraph.graph.settings import Settings
from tests.support.graph import environment_of, load_sample_city
from tests.support.server import serving


@pytest.fixture(scope="package")
def city(client: Client) -> Client:
    """The client; the graph holds the sample city and nothing else."""
    return load_sample_city(client, dataset="sample")


@pytest.fixture(scope="package")
def settings(endpoint, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that lead to the session's Neo4j."""
    return Settings(
        home=tmp_path_factory.mktemp("server"),
        neo4j_uri=endpoint.uri,
        neo4j_user=endpoint.user,
        neo4j_password=endpoint.password,
        neo4j_database=endpoint.database,
    )


@pytest.fixture(scope="package")
def server(city: Client, settings: Settings) -> Iterator[str]:
    """The address of a running server."""
    with serving(settings) as address:
        yield address


@pytest.fixture(scope="package")
def http(server: str) -> Iterator[httpx.Client]:
    """An HTTP client of the running server."""
    with httpx.Client(base_url=server, timeout=60, trust_env=False) as http:
        yield http


@pytest.fixture
def variables(endpoint) -> dict[str, str]:
    """The environment that leads to the session's Neo4j."""
    return environment_of(endpoint) | {"ONCEGRAPH_LANGUAGE": "zh"}


@pytest.fixture
def oncegraph(city: Client, variables: dict[str, str]) -> Callable[..., Result]:
    """Runs a command on the sample city."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments), env=variables)

    return run
