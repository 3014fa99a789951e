"""The newest snapshot: read when the server starts, and again whenever the graph has changed."""

import asyncio
import gc
import logging
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from oncegraph.api.server.allocator import return_free_memory
from oncegraph.graph import garbage
from oncegraph.graph.client import Client
from oncegraph.graph.versions import state
from oncegraph.queries.snapshot.city import ServedCity
from oncegraph.queries.snapshot.snapshot import Snapshot
from oncegraph.schema.errors import EngineError, OnceGraphError
from oncegraph.schema.text import Text

SECONDS_BETWEEN_CHECKS = 0.25
SECONDS_FOR_A_CHECK = 2.0
SECONDS_AFTER_A_FAULT = 10.0

log = logging.getLogger("oncegraph.store")


class NotReady(EngineError):
    """Neo4j cannot be reached, or the catalogue has not been read yet."""

    code = "not_ready"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "图数据库暂时无法访问，或目录尚未读入。",
                "Neo4j cannot be reached, or the catalogue has not been read yet.",
            ),
            Text("请稍后再试。", "Try again in a moment."),
        )


class Store:
    """The newest city, and the Neo4j that it was read from. For use in one event loop.

    While the graph changes, the present city keeps answering until the next one has been read completely.
    """

    def __init__(self) -> None:
        self.newest: ServedCity | None = None
        self._client: Client | None = None
        self._reader = ThreadPoolExecutor(1, "reader")
        self._watching: asyncio.Task[None] | None = None
        self._checking_since: float | None = None
        self._answered = False

    async def start(self, client: Client) -> None:
        """Read the first snapshot, and watch for newer ones until `stop`. Raises NotReady."""
        self._client = client
        await self._check()
        if self.newest is None:
            raise NotReady
        self._watching = asyncio.create_task(self._watch())

    def stop(self) -> None:
        if self._watching:
            self._watching.cancel()
        self._reader.shutdown(wait=False, cancel_futures=True)

    @property
    def city(self) -> ServedCity:
        """The newest city; while Neo4j cannot be reached, the last one that was read. Raises NotReady."""
        if self.newest is None:
            raise NotReady
        return self.newest

    @property
    def reachable(self) -> bool:
        """Whether Neo4j answered the last check, within the time allowed for it."""
        since = self._checking_since
        return self._answered and (since is None or monotonic() - since < SECONDS_FOR_A_CHECK)

    @property
    def client(self) -> Client:
        """The client of Neo4j. Raises NotReady without waiting if Neo4j is known to be unreachable."""
        if self._client is None or not self.reachable:
            raise NotReady
        return self._client

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_CHECKS)
            try:
                await self._check()
            except Exception:
                log.exception("the catalogue could not be read; the last one stays in force")
                await asyncio.sleep(SECONDS_AFTER_A_FAULT)

    async def _check(self) -> None:
        """Read the catalogue if the graph has changed, in a thread of its own: requests and reading do not wait for
        each other."""
        assert self._client is not None
        loop = asyncio.get_running_loop()
        self._checking_since = monotonic()
        try:
            present = await loop.run_in_executor(self._reader, state, self._client)
            self._checking_since, self._answered = None, True
            if self.newest is None or self.newest.state != present:
                replaced = [self.newest]
                self.newest = await loop.run_in_executor(self._reader, self._read, self._client)
                await loop.run_in_executor(self._reader, _drop, replaced)
                log.info("catalogue read", extra={"version": self.newest.version})
        except OnceGraphError as error:
            if self._answered or self.newest is None:
                log.warning("Neo4j is out of reach", extra={"code": error.code})
            self._answered = False
        finally:
            self._checking_since = None

    def _read(self, client: Client) -> ServedCity:
        """Read and prepare a city.

            Its objects live as long as the city, and none of them form reference cycles. They are frozen so that the
            garbage
        collector does not search them during requests, which would take 0.1 s each time.
        """
        with garbage.not_searched():
            city = ServedCity(Snapshot.read(client), lambda: self.client)
            city.warm_up()
            gc.collect(0)
            gc.freeze()
            return_free_memory()
            return city


def _drop(cities: list[ServedCity | None]) -> None:
    """Free the memory of old cities in the calling thread, so that no request waits for it."""
    cities.clear()
    return_free_memory()
