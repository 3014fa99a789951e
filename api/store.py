"""The catalogue in memory: one snapshot per version, swapped when the graph has a newer one."""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any

from starlette.concurrency import run_in_threadpool

from api.forms import Forms
from graph.client import Client, Result
from graph.versions import version
from queries.exemption.analysis import Analysis
from queries.exemption.catalogue import Catalogue
from queries.exemption.context import Context
from queries.library import run
from queries.lists import Lists
from queries.lists.facts import Facts
from schema.errors import EngineError, OnceGraphError
from schema.text import Text
from schema.verdict import When

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_TO_LOOK = 2.0
ANALYSES_KEPT = 32

log = logging.getLogger("oncegraph.store")


class NotReady(EngineError):
    """Neo4j is out of reach, or the catalogue is not read yet."""

    code = "not_ready"

    def __init__(self) -> None:
        super().__init__(
            Text("图数据库暂时无法访问，或目录尚未读入。", "Neo4j is out of reach, or the catalogue is not read yet."),
            Text("请稍后再试。", "Try again in a moment."),
        )


@dataclass(frozen=True)
class Snapshot:
    """One version of the catalogue; everything that a request is answered from."""

    catalogue: Catalogue
    forms: Forms
    lists: Lists
    _analyses: OrderedDict[Context, Analysis] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def read(cls, client: Client) -> "Snapshot":
        """Read it; again, if a load came in between."""
        while True:
            snapshot = cls(Catalogue.read(client), Forms.read(client), Lists(Facts.read(client)))
            if version(client) == snapshot.version:
                return snapshot

    @property
    def version(self) -> int:
        return self.catalogue.version

    def analysis(self, context: Context) -> Analysis:
        """The analysis in a context; the last ones are kept."""
        if context.when is When.DESIGN:  # the hour does not matter, and so an analysis serves all day
            noon = context.moment.replace(hour=12, minute=0)
            context = context.model_copy(update={"moment": noon})
        with self._lock:
            if context in self._analyses:
                self._analyses.move_to_end(context)
                return self._analyses[context]
        analysis = Analysis(self.catalogue, context)
        with self._lock:
            self._analyses[context] = analysis
            while len(self._analyses) > ANALYSES_KEPT:
                self._analyses.popitem(last=False)
        return analysis

    def warm_up(self) -> None:
        """Ask once, so that the rules are compiled before anybody waits for them."""
        if codes := self.catalogue.codes["Situation"]:
            self.analysis(Context()).situation(codes[0])


class Store:
    """The newest snapshot, and reads that go to Neo4j itself. Belongs to one event loop."""

    def __init__(self, client: Client):
        self._client = client
        self._snapshot: Snapshot | None = None
        self._seen = 0
        self._looked = float("-inf")
        self._look: asyncio.Task[None] | None = None
        self._answered = False

    async def snapshot(self) -> Snapshot:
        """Of the version in the graph, as it was at most half a second ago; while Neo4j is out of reach, the last one.

        Raises NotReady.
        """
        now = monotonic()
        if self._look is None or (self._look.done() and now - self._looked > SECONDS_BETWEEN_LOOKS):
            self._looked = now
            self._look = asyncio.create_task(self._refresh())
        if not self._look.done():
            patience = max(0.0, self._looked + SECONDS_TO_LOOK - now) if self._snapshot else None
            await asyncio.wait({self._look}, timeout=patience)
        if self._snapshot and self._seen != self._snapshot.version:
            await asyncio.wait({self._look})
        if self._snapshot is None:
            raise NotReady
        return self._snapshot

    @property
    def reachable(self) -> bool:
        """Did Neo4j answer when it was last asked, and within the time it may take?"""
        answering = self._look is not None and (self._look.done() or monotonic() - self._looked < SECONDS_TO_LOOK)
        return self._answered and answering

    async def run(self, name: str, parameters: dict[str, Any], limit: int | None = None) -> Result[dict[str, Any]]:
        """The rows of a saved query. Raises what `queries.library.run` raises; NotReady, without waiting, when Neo4j
        is known to be out of reach."""
        if not self.reachable:
            raise NotReady
        return await run_in_threadpool(run, self._client, name, parameters, limit=limit)

    async def _refresh(self) -> None:
        try:
            self._seen = await run_in_threadpool(version, self._client)
            if self._snapshot is None or self._snapshot.version != self._seen:
                fresh = await run_in_threadpool(Snapshot.read, self._client)
                await run_in_threadpool(fresh.warm_up)
                self._snapshot, self._seen = fresh, fresh.version
                log.info("catalogue read", extra={"version": fresh.version})
            self._answered = True
        except OnceGraphError as error:
            self._answered = False
            log.warning("Neo4j is out of reach", extra={"code": error.code})
            if self._snapshot:
                self._seen = self._snapshot.version
