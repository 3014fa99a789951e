"""The sample city in the session's Neo4j, and the real server over it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from typer.testing import CliRunner, Result

from oncegraph import loaders
from oncegraph.api.commands import app
from oncegraph.api.server.app import Application, create_app
from oncegraph.api.server.run import UVICORN
from oncegraph.graph.client import Client
from oncegraph.graph.migrations import migrate
from oncegraph.graph.settings import Settings
from oncegraph.loaders.sample import CITY

PRESALE = "11990100MB0000100L3990010002000"
PRESALE_SITUATION = "11990100MB0000100L399001000200001"
CAR_PARK = "11990100MB0000199X3990100001000"


@pytest.fixture(scope="package")
def city(client: Client) -> Client:
    """The client; the graph holds the sample city and nothing else."""
    migrate(client)
    client.write("MATCH (n) WHERE NOT n:__Neo4jMigration DETACH DELETE n")
    loaders.load(client, [CITY], dataset="sample")
    return client


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


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def serving(settings: Settings, app: Application | None = None) -> Iterator[str]:
    """The address of a server that runs meanwhile."""
    port = free_port()
    app = app or create_app(settings)
    config = uvicorn.Config(app, host="127.0.0.1", port=port, **UVICORN)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 120
    while not running.started:
        assert thread.is_alive() and time.monotonic() < deadline, "the server did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(30)


@pytest.fixture(scope="package")
def server(city: Client, settings: Settings) -> Iterator[str]:
    """The address of a running server."""
    with serving(settings) as address:
        yield address


@pytest.fixture(scope="package")
def http(server: str) -> Iterator[httpx.Client]:
    """Asks the running server."""
    with httpx.Client(base_url=server, timeout=60, trust_env=False) as http:
        yield http


@pytest.fixture
def variables(endpoint) -> dict[str, str]:
    """The environment that leads to the session's Neo4j."""
    return {
        "ONCEGRAPH_NEO4J_URI": endpoint.uri,
        "ONCEGRAPH_NEO4J_USER": endpoint.user,
        "ONCEGRAPH_NEO4J_PASSWORD": endpoint.password.get_secret_value(),
        "ONCEGRAPH_NEO4J_DATABASE": endpoint.database or "",
        "ONCEGRAPH_LANGUAGE": "zh",
    }


@pytest.fixture
def oncegraph(city: Client, variables: dict[str, str]) -> Callable[..., Result]:
    """Runs the command line over it."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments), env=variables)

    return run


def done(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout


def result_of(http: httpx.Client, started: httpx.Response) -> Any:
    """What a job gave, once it is done."""
    job, deadline = started.headers["location"], time.monotonic() + 60
    while http.get(job).json()["state"] != "done":
        assert time.monotonic() < deadline, http.get(job).text
        time.sleep(0.05)
    return http.get(f"{job}/result").json()
