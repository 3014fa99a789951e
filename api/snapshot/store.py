"""The catalogue in memory: one snapshot per version, swapped when the graph has a newer one."""

import asyncio
import gc
import logging
from collections import Counter, OrderedDict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic, time
from typing import Any

from starlette.concurrency import run_in_threadpool

from oncegraph.api.snapshot.allocator import give_back
from oncegraph.api.snapshot.filled_forms import FilledForms, Forms
from oncegraph.api.snapshot.trials import Trials
from oncegraph.graph import garbage
from oncegraph.graph.client import Client, Result
from oncegraph.graph.versions import State, state
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import BEIJING, Context
from oncegraph.queries.library import run
from oncegraph.queries.lists import Lists
from oncegraph.queries.lists.facts import Facts
from oncegraph.queries.records import Records
from oncegraph.queries.records.reading import read_all, read_part
from oncegraph.schema.errors import EngineError, OnceGraphError
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import When

SECONDS_BETWEEN_LOOKS = 0.25
SECONDS_TO_LOOK = 2.0
SECONDS_AFTER_A_FAULT = 10.0
ANALYSES_KEPT = 32
WHOLE_KEPT = 4
SHORTCUTS_KEPT = 256
RECORDS_KEPT = 8
OFTEN = 8  # asked so many times in a context, all situations are decided in it at once

BEIJING_SECONDS = BEIJING.utcoffset(None).total_seconds()

#: Codes of themes and of items that records are asked for.
Part = tuple[frozenset[str], frozenset[str]]

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
    """One state of the catalogue; everything that a request is answered from."""

    state: State
    catalogue: Catalogue
    forms: Forms
    lists: Lists
    trials: Trials = field(default_factory=Trials)
    records: dict[Part, Records] = field(default_factory=dict)
    _analyses: OrderedDict[Context, Analysis] = field(default_factory=OrderedDict)
    _asked: Counter[Context] = field(default_factory=Counter)
    _whole: OrderedDict[Context, FilledForms] = field(default_factory=OrderedDict)
    _shortcuts: OrderedDict[tuple[bytes, int], tuple[FilledForms, bool]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def read(cls, client: Client) -> "Snapshot":
        """Read it; again, if a load came in between."""
        seen = state(client)
        while True:
            catalogue = Catalogue.read(client)
            snapshot = cls(seen, catalogue, Forms.read(client, catalogue), Lists(Facts.read(client)))
            before, seen = seen, state(client)
            if before == seen:
                return snapshot

    @property
    def version(self) -> int:
        return self.state.version

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
                forgotten, _ = self._analyses.popitem(last=False)
                self._asked.pop(forgotten, None)
        return analysis

    def form(self, analysis: Analysis, code: str, only_filled: bool, query: bytes = b"") -> bytes:
        """The form of a situation as JSON; query: what says the same as the other arguments but `code`, all day.

        Raises NotFound.
        """
        today, situation = _today(), analysis.number("Situation", code)
        if whole := self._forms_of_all(analysis):
            if analysis.context.when is When.DESIGN:
                self._shorten((query, today), (whole, only_filled))
            if found := whole.answer(situation, self.version, only_filled):
                return found
        one = FilledForms(self.forms, analysis, analysis.decide([situation]))
        return one.answer(situation, self.version, only_filled)

    def form_at_once(self, code: str, query: bytes) -> bytes | None:
        """The same, when it is known what `query` asks for, and `code`."""
        shortcut = self._shortcuts.get((query, _today()))
        situation = self.catalogue.index["Situation"].get(code)
        if shortcut is None or situation is None:
            return None
        whole, only_filled = shortcut
        return whole.answer(situation, self.version, only_filled)

    def _shorten(self, query: tuple[bytes, int], to: tuple[FilledForms, bool]) -> None:
        with self._lock:
            self._shortcuts[query] = to
            while len(self._shortcuts) > SHORTCUTS_KEPT:
                self._shortcuts.popitem(last=False)

    def _forms_of_all(self, analysis: Analysis) -> FilledForms | None:
        """The forms of all situations, for a context that is asked often; the last ones are kept."""
        context = analysis.context
        with self._lock:
            self._asked[context] += 1
            if context in self._whole:
                self._whole.move_to_end(context)
                return self._whole[context]
            if self._asked[context] < OFTEN:
                return None
        return self._decide_all(analysis)

    def _decide_all(self, analysis: Analysis) -> FilledForms:
        forms = FilledForms(self.forms, analysis, analysis.whole)
        with self._lock:
            self._whole[analysis.context] = forms
            while len(self._whole) > WHOLE_KEPT:
                _, dropped = self._whole.popitem(last=False)
                for query in [query for query, (whole, _) in self._shortcuts.items() if whole is dropped]:
                    del self._shortcuts[query]
        return forms

    def warm_up(self) -> None:
        """Ask before anybody waits for it: compiles the rules, and decides what is asked most."""
        analysis = self.analysis(Context())
        if codes := self.catalogue.codes["Situation"]:
            analysis.situation(codes[0])
            self._decide_all(analysis)
            self.form(analysis, codes[0], False)


def _today() -> int:
    """The number of the day in Beijing."""
    return int(time() + BEIJING_SECONDS) // 86_400


class Store:
    """The newest snapshot, and reads that go to Neo4j itself. Belongs to one event loop.

    While the graph changes, the snapshot in force answers until the next one is read whole; then that one does.
    """

    def __init__(self, client: Client):
        self.newest: Snapshot | None = None
        self.client = client
        self._reader = ThreadPoolExecutor(1, "reader")
        self._watching: asyncio.Task[None] | None = None
        self._looking_since: float | None = None
        self._answered = False

    async def start(self) -> None:
        """Read the first snapshot, and go on looking for a newer one until `stop`. Raises NotReady."""
        await self._look()
        _ = self.snapshot
        self._watching = asyncio.create_task(self._watch())

    def stop(self) -> None:
        if self._watching:
            self._watching.cancel()
        self._reader.shutdown(wait=False, cancel_futures=True)

    @property
    def snapshot(self) -> Snapshot:
        """The newest; while Neo4j is out of reach, the last one. Raises NotReady."""
        if self.newest is None:
            raise NotReady
        return self.newest

    @property
    def reachable(self) -> bool:
        """Did Neo4j answer when it was last asked, and within the time it may take?"""
        since = self._looking_since
        return self._answered and (since is None or monotonic() - since < SECONDS_TO_LOOK)

    async def run(self, name: str, parameters: dict[str, Any], limit: int | None = None) -> Result[dict[str, Any]]:
        """The rows of a saved query. Raises what `queries.library.run` raises; NotReady, without waiting, when Neo4j
        is known to be out of reach."""
        if not self.reachable:
            raise NotReady
        return await run_in_threadpool(run, self.client, name, parameters, limit=limit)

    async def records(self, *, themes: Iterable[str] = (), items: Iterable[str] = ()) -> Records:
        """What themes and items rest on; what was asked for last is kept while the graph stays the same.

        Raises NotReady as `run` does.
        """
        snapshot, asked = self.snapshot, (frozenset(themes), frozenset(items))
        if kept := snapshot.records.get(asked):
            return kept
        if not self.reachable:
            raise NotReady
        return await run_in_threadpool(self._read_part, snapshot, asked)

    def _read_part(self, snapshot: Snapshot, asked: Part) -> Records:
        themes, items = asked
        records = read_part(self.client, themes=themes, items=items)
        if state(self.client) == snapshot.state:
            snapshot.records[asked] = records
            for oldest in [*snapshot.records][:-RECORDS_KEPT]:
                snapshot.records.pop(oldest, None)
        return records

    def whole(self) -> Records:
        """Everything that the graph holds now; it takes its time, and so is for a thread.

        Raises NotReady as `run` does.
        """
        if not self.reachable:
            raise NotReady
        return read_all(self.client)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            try:
                await self._look()
            except Exception:
                log.exception("the catalogue could not be read; the last one stays in force")
                await asyncio.sleep(SECONDS_AFTER_A_FAULT)

    async def _look(self) -> None:
        """In a thread of its own: it is never kept waiting by requests, nor are they by it."""
        loop = asyncio.get_running_loop()
        self._looking_since = monotonic()
        try:
            seen = await loop.run_in_executor(self._reader, state, self.client)
            self._looking_since, self._answered = None, True
            if self.newest is None or self.newest.state != seen:
                before = [self.newest]
                self.newest = await loop.run_in_executor(self._reader, self._read)
                await loop.run_in_executor(self._reader, _forget, before)
                log.info("catalogue read", extra={"version": self.newest.version})
        except OnceGraphError as error:
            if self._answered or self.newest is None:
                log.warning("Neo4j is out of reach", extra={"code": error.code})
            self._answered = False
        finally:
            self._looking_since = None

    def _read(self) -> Snapshot:
        """Nothing of a snapshot is in a circle: looking for those would make every request wait. What the reading left
        in circles is looked for once."""
        with garbage.not_searched():
            snapshot = Snapshot.read(self.client)
            snapshot.warm_up()
            gc.collect(0)
            gc.freeze()
            give_back()
            return snapshot


def _forget(snapshots: list[Snapshot | None]) -> None:
    """Let go of them here and not where requests wait."""
    snapshots.clear()
    give_back()
