"""Answers kept as bytes for one state of the catalogue, with ETag, 304 and gzip; given before anything else runs."""

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from time import time
from zlib import crc32

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.observing import Tally, id_of
from api.store import Store
from graph.versions import State

BYTES_KEPT = 16_000_000
LARGEST_KEPT = 1_000_000
WORTH_ZIPPING = 1_000
NEVER_KEPT = ("/health", "/metrics", "/api/v1/health", "/api/v1/metrics")
#: The header of an answer that the state of the catalogue does not decide, and that is not kept.
NO_STORE = (b"cache-control", b"no-store")
VARY = (b"vary", b"Accept, Accept-Encoding, Accept-Language")
PICTURE = b"image/svg+xml"  # besides JSON, what an answer may be when `Accept` says so
OF_ONE_ANSWER = (b"content-length", b"x-request-id")

Headers = list[tuple[bytes, bytes]]
#: Path, query, languages accepted, whether a picture is, whether zipped.
Question = tuple[bytes, bytes, bytes | None, bool, bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its ETag, headers and bytes, and the route that gave it."""

    tag: bytes
    headers: Headers
    body: bytes
    route: str


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
        self._minute = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        snapshot = self.store and self.store.newest
        if snapshot:
            scope["snapshot"] = snapshot
        if not snapshot or scope["method"] != "GET" or scope["path"].startswith(NEVER_KEPT):
            self.tally.tell()
            await self._app(scope, receive, send)
            return
        state, minute = snapshot.state, int(time() // 60)
        if state is not self._state or minute != self._minute:
            self._answers.clear()
            self._size, self._state, self._minute = 0, state, minute
        headers = dict(scope["headers"])
        question = (
            scope["raw_path"],
            scope["query_string"],
            headers.get(b"accept-language"),
            PICTURE in headers.get(b"accept", b""),
            b"gzip" in headers.get(b"accept-encoding", b""),
        )
        answer = self._answers.get(question)
        if answer:
            request_id = id_of(headers)
            self._answers.move_to_end(question)
            self.tally.count(scope, answer.route, request_id)
        else:
            answer, request_id = await self._asked(scope, receive, send, question[-1], state)
            if answer is None:
                return
            if state is self._state and minute == self._minute:
                self._keep(question, answer)
        status = 304 if answer.tag in headers.get(b"if-none-match", b"") else 200
        told = [(b"etag", answer.tag), VARY] if status == 304 else answer.headers
        await send({"type": "http.response.start", "status": status, "headers": [*told, (b"x-request-id", request_id)]})
        await send({"type": "http.response.body", "body": b"" if status == 304 else answer.body})

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
        return Answer(tag, headers, body, getattr(scope.get("route"), "path_format", "")), request_id

    def _keep(self, question: Question, answer: Answer) -> None:
        if len(answer.body) > LARGEST_KEPT:
            return
        before = self._answers.pop(question, None)  # two asked the same at once
        self._answers[question] = answer
        self._size += len(answer.body) - (len(before.body) if before else 0)
        while self._size > BYTES_KEPT:
            _, dropped = self._answers.popitem(last=False)
            self._size -= len(dropped.body)
