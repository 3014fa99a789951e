"""Neo4j as a program: the embedded one (downloaded, started, shared, stopped) or one of the operator."""

from collections.abc import Iterator
from contextlib import contextmanager

from oncegraph.graph.client import Client
from oncegraph.graph.endpoint import Endpoint
from oncegraph.graph.engine.server import Engine, Status
from oncegraph.graph.settings import Settings

__all__ = ["Endpoint", "Engine", "Status", "running"]


@contextmanager
def running(settings: Settings | None = None) -> Iterator[Endpoint]:
    """A Neo4j that answers: that of `settings.neo4j_uri`, otherwise the embedded one, started if necessary.

    The embedded server is shared by all commands of the same `settings.home` and ends with its last user.
    Raises an EngineError (`graph.engine.faults`) that says what to do next.
    """
    settings = settings or Settings()
    if settings.neo4j_uri is None:
        with Engine(settings).used() as endpoint:
            yield endpoint
        return
    endpoint = Endpoint(settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password, settings.neo4j_database)
    with Client(endpoint) as client:
        client.verify()
    yield endpoint
