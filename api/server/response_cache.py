"""Answers kept as bytes for one state of the catalogue, with ETag, 304 and gzip; given before anything else runs."""

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from time import time
from zlib import crc32

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from oncegraph.api.server.observing import Tally, id_of
from oncegraph.api.snapshot.store import Snapshot, Store
from oncegraph.graph.versions import State

BYTES_KEPT = 4_000_000  # about a thousand forms; others are put together again
LARGEST_KEPT = 1_000_000
WORTH_ZIPPING = 1_000
AROUND = 1_500  # bytes of a kept answer that are not its body: headers, lines, question
NEVER_KEPT = ("/health", "/metrics", "/api/v1/health", "/api/v1/metrics")
#: The header of an answer that the state of the catalogue does not decide, and that is not kept.
NO_STORE = (b"cache-control", b"no-store")
VARY = (b"vary", b"Accept, Accept-Encoding, Accept-Language")
OF_ONE_ANSWER = (b"content-length", b"x-request-id")

Headers = list[tuple[bytes, bytes]]
#: Path, query, languages and media types accepted, whether zipped.
Question = tuple[bytes, bytes, bytes | None, bytes | None, bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its ETag, headers but the id, the same as lines, bytes, and the route that gave it."""

    tag: bytes
    headers: Headers
    lines: bytes
    body: bytes
    route: str

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return len(self.body) + AROUND


class Remembering:
    """Every request is answered from one snapshot (`scope["snapshot"]`), and the same GET by the same bytes.

    What is kept is of the state of the newest snapshot and of the present minute, and forgotten with either: from the
    moment of a swap nothing older is given, and what began before it is not kept. `app` observes and limits; an answer
    given from memory does not come to it, and is only counted.
    """

    def __init__(self, app: ASGIApp):
        self.store: Store | None = None
        self.tally = Tally()
        self._app = app
        self._answers: OrderedDict[Question, Answer] = OrderedDict()
        self._size = 0
        self._state: State | None = None
        self._minute = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        snapshot = self.store and self.store.newest
        if not snapshot or scope["method"] != "GET" or scope["path"].startswith(NEVER_KEPT):
            await self._pass_on(scope, receive, send, snapshot)
            return
        headers = dict(scope["headers"])
        question, answer = self._recall(scope, headers, snapshot)
        if answer:
            request_id = self._give(scope, headers, question, answer)
            await self._send(send, headers, answer, request_id)
            return
        state, minute = self._state, self._minute
        scope["snapshot"] = snapshot
        answer, request_id = await self._asked(scope, receive, send, question[-1], state)
        if answer:
            await self._send(send, headers, answer, request_id)
            if state is self._state and minute == self._minute:
                self._keep(question, answer)

    def at_once(self, scope: Scope) -> tuple[bytes, bytes] | None:
        """Header lines and body of the answer, if it is in memory and nothing else is to be weighed."""
        snapshot = self.store and self.store.newest
        if not snapshot or scope["method"] != "GET":
            return None
        headers = dict(scope["headers"])
        question, answer = self._recall(scope, headers, snapshot)
        if answer is None or b"if-none-match" in headers:
            return None
        return b"%bx-request-id: %b\r\n" % (answer.lines, self._give(scope, headers, question, answer)), answer.body

    def _recall(self, scope: Scope, headers: dict[bytes, bytes], snapshot: Snapshot) -> tuple[Question, Answer | None]:
        """What is asked, and its answer if it is in memory; forgets what is of another state or minute."""
        now = time()
        if snapshot.state is not self._state or not 0 <= now - self._minute < 60:
            self._answers.clear()
            self._size, self._state, self._minute = 0, snapshot.state, now // 60 * 60
        question = (
            scope["raw_path"],
            scope["query_string"],
            headers.get(b"accept-language"),
            headers.get(b"accept"),
            b"gzip" in headers.get(b"accept-encoding", b""),
        )
        return question, self._answers.get(question)

    def _give(self, scope: Scope, headers: dict[bytes, bytes], question: Question, answer: Answer) -> bytes:
        """Count an answer that is given from memory; the id of the request."""
        request_id = id_of(headers)
        self._answers.move_to_end(question)
        self.tally.count(scope, answer.route, request_id)
        return request_id

    async def _send(self, send: Send, headers: dict[bytes, bytes], answer: Answer, request_id: bytes) -> None:
        own = (b"x-request-id", request_id)
        if answer.tag in headers.get(b"if-none-match", b""):
            told = [(b"etag", answer.tag), VARY, own]
            await send({"type": "http.response.start", "status": 304, "headers": told})
            await send({"type": "http.response.body", "body": b""})
        else:
            await send({"type": "http.response.start", "status": 200, "headers": [*answer.headers, own]})
            await send({"type": "http.response.body", "body": answer.body})

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, snapshot: Snapshot | None) -> None:
        if snapshot:
            scope["snapshot"] = snapshot
        self.tally.tell()
        await self._app(scope, receive, send)

    async def _asked(
        self, scope: Scope, receive: Receive, send: Send, zipped: bool, state: State
    ) -> tuple[Answer | None, bytes]:
        """The answer of the application and the id of the request; None if it is not to be kept, but passed on."""
        start: Message = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                start["kept"] = message["status"] == 200 and NO_STORE not in message["headers"]
            if start["kept"]:
                parts.append(message.get("body", b""))
            else:
                await send(message)

        await self._app(scope, receive, collect)
        if not start.get("kept"):
            return None, b""
        body = b"".join(parts)
        # The state names all but what the minute changes: enough to tell these apart.
        tag = f'"{state.version}-{state.stamp[:8]}-{crc32(body):08x}{"-z" if zipped else ""}"'.encode()
        headers = [each for each in start["headers"] if each[0] not in OF_ONE_ANSWER]
        request_id = next(value for name, value in start["headers"] if name == b"x-request-id")
        if zipped and len(body) >= WORTH_ZIPPING:
            body = gzip.compress(body, 6, mtime=0)
            headers.append((b"content-encoding", b"gzip"))
        headers += [(b"content-length", b"%d" % len(body)), (b"etag", tag), (b"cache-control", b"no-cache"), VARY]
        lines = b"".join(b"%b: %b\r\n" % header for header in headers)
        return Answer(tag, headers, lines, body, getattr(scope.get("route"), "path_format", "")), request_id

    def _keep(self, question: Question, answer: Answer) -> None:
        if len(answer.body) > LARGEST_KEPT:
            return
        before = self._answers.pop(question, None)  # two asked the same at once
        self._answers[question] = answer
        self._size += answer.size - (before.size if before else 0)
        while self._size > BYTES_KEPT:
            _, dropped = self._answers.popitem(last=False)
            self._size -= dropped.size
