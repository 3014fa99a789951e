"""Answers kept as bytes for one version of the catalogue, with ETag, 304 and gzip; served before any routing."""

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from time import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schema.errors import OnceGraphError
from schema.text import language

BYTES_KEPT = 64_000_000
WORTH_ZIPPING = 1_000
NEVER_KEPT = ("/health", "/metrics", "/api/v1/health", "/api/v1/metrics")
VARY = (b"vary", b"Accept, Accept-Encoding, Accept-Language")
REQUESTED = (b"accept", b"accept-encoding", b"if-none-match")
PICTURE = b"image/svg+xml"  # besides JSON, what an answer may be when `Accept` says so

Key = tuple


@dataclass(frozen=True)
class Answer:
    """A whole answer: its ETag, headers and bytes, and the route that gave it."""

    tag: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes
    route: object


class Remembering:
    """Every GET is answered from one snapshot (`scope["snapshot"]`), and the same question by the same bytes.

    The key holds the version and the minute: an answer never outlives either.
    """

    def __init__(self, app: ASGIApp):
        self._app = app
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(NEVER_KEPT):
            await self._app(scope, receive, send)
            return
        wanted = {name: value for name, value in scope["headers"] if name in REQUESTED}
        zipped = b"gzip" in wanted.get(b"accept-encoding", b"")
        try:
            snapshot = await scope["app"].state.store.snapshot()
        except OnceGraphError:
            await self._app(scope, receive, send)
            return
        scope["snapshot"] = snapshot
        pictured = PICTURE in wanted.get(b"accept", b"")
        question = (scope["path"], scope["query_string"], language.get(), pictured)
        key = (snapshot.version, int(time() // 60), *question, zipped)
        answer = self._answers.get(key)
        if answer is None:
            answer = await self._asked(scope, receive, send, zipped)
            if answer is None:
                return
            self._keep(key, answer)
        else:
            self._answers.move_to_end(key)
            scope["route"] = answer.route
        if answer.tag in wanted.get(b"if-none-match", b""):
            await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", answer.tag), VARY]})
            await send({"type": "http.response.body"})
            return
        await send({"type": "http.response.start", "status": 200, "headers": list(answer.headers)})
        await send({"type": "http.response.body", "body": answer.body})

    async def _asked(self, scope: Scope, receive: Receive, send: Send, zipped: bool) -> Answer | None:
        """The answer of the application; None if it is an error, which is passed on at once."""
        start: Message = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                if message["status"] != 200:
                    await send(message)
            elif start["status"] != 200:
                await send(message)
            else:
                parts.append(message.get("body", b""))

        await self._app(scope, receive, collect)
        if start.get("status") != 200:
            return None
        body = b"".join(parts)
        version = scope["snapshot"].version
        tag = f'"{version}-{blake2b(body, digest_size=8).hexdigest()}{"-z" if zipped else ""}"'.encode()
        headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
        if zipped and len(body) >= WORTH_ZIPPING:
            body = gzip.compress(body, 6, mtime=0)
            headers.append((b"content-encoding", b"gzip"))
        headers += [(b"content-length", str(len(body)).encode()), (b"etag", tag), (b"cache-control", b"no-cache"), VARY]
        return Answer(tag, headers, body, scope.get("route"))

    def _keep(self, key: Key, answer: Answer) -> None:
        self._answers[key] = answer
        self._size += len(answer.body)
        while self._size > BYTES_KEPT:
            _, dropped = self._answers.popitem(last=False)
            self._size -= len(dropped.body)
