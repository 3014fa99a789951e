"""Neo4j goes away while the server runs, and comes back."""

import asyncio
import time
from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import urlsplit

import httpx
import pytest
from anyio.from_thread import start_blocking_portal

from oncegraph.graph.client import Client
from oncegraph.graph.settings import Settings
from tests.support.examples.sample_city import PRESALE_SITUATION
from tests.support.server import serving
from tests.support.waiting import wait_until


class Cable:
    """Forwards a port of this machine to the session's Neo4j, until it is cut."""

    def __init__(self, uri: str):
        self._to = urlsplit(uri)
        self.port = 0
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()

    async def plug(self) -> None:
        self._server = await asyncio.start_server(self._forward, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        self._server.close()
        for end in list(self._ends):
            end.transport.abort()

    async def _forward(self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        far_in, far_out = await asyncio.open_connection(self._to.hostname, self._to.port or 7687)
        self._ends |= {near_out, far_out}
        await asyncio.gather(self._copy(near_in, far_out), self._copy(far_in, near_out), return_exceptions=True)
        self._ends -= {near_out, far_out}

    async def _copy(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
        target.close()


@pytest.fixture
def cabled(city: Client, settings: Settings) -> Iterator[tuple[httpx.Client, Callable, Callable]]:
    """A client of a server whose only way to Neo4j is a cable, and how to cut it and to plug it in again."""
    cable = Cable(settings.neo4j_uri)
    with start_blocking_portal() as portal:
        cut, plug = partial(portal.call, cable.cut), partial(portal.call, cable.plug)
        plug()
        behind = settings.model_copy(update={"neo4j_uri": f"bolt://127.0.0.1:{cable.port}"})
        with serving(behind) as address, httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
            yield http, cut, plug
        cut()


def until(http: httpx.Client, path: str, status: int) -> None:
    wait_until(lambda: http.get(path).status_code == status, seconds=60)


def test_what_is_in_memory_is_answered_and_the_rest_says_that_it_cannot(cabled):
    http, cut, plug = cabled
    form, items = f"/api/v1/situations/{PRESALE_SITUATION}/fields?fill=auto", "/api/v1/items?limit=2"
    before = http.get(form)
    assert before.status_code == http.get(items).status_code == 200
    cut()
    until(http, "/health/ready", 503)
    assert http.get("/health/live").status_code == 200
    assert http.get(form).content == before.content
    assert http.get(form.replace("auto", "all")).status_code == 200
    start = time.monotonic()
    refused = http.get("/api/v1/items?limit=3")
    assert time.monotonic() - start < 5
    assert (refused.status_code, refused.json()["code"]) == (503, "not_ready")
    assert refused.headers["retry-after"]
    plug()
    until(http, "/health/ready", 200)
    assert http.get("/api/v1/items?limit=3").status_code == 200
