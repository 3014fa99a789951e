"""Middleware before everything else: responses kept as bytes for one state of the catalogue; ETag, 304, gzip."""

import gzip
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from time import time
from zlib import crc32

from cachetools import LRUCache
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from oncegraph.api.server.logs import log, log_request
from oncegraph.api.server.metrics import Hits
from oncegraph.api.server.request_id import HEADER, request_id_of
from oncegraph.api.server.store import Store
from oncegraph.graph.versions import CatalogueState
from oncegraph.queries.snapshot.city import ServedCity

BYTES_KEPT = 4_000_000  # about a thousand forms
LARGEST_KEPT = 1_000_000
WORTH_ZIPPING = 1_000
OVERHEAD = 1_500  # bytes of a kept response besides its body: headers and key
NEVER_KEPT = ("/health", "/metrics", "/api/v1/health", "/api/v1/metrics")
#: The header that marks a response as not to be kept.
NO_STORE = (b"cache-control", b"no-store")
VARY = (b"vary", b"Accept, Accept-Encoding, Accept-Language")
OF_ONE_RESPONSE = (b"content-length", HEADER)
EMPTY: Message = {"type": "http.response.body", "body": b""}

#: Path, query string, accepted languages and media types, whether gzip is accepted.
Key = tuple[bytes, bytes, bytes | None, bytes | None, bool]


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A whole response: its ETag, its headers except X-Request-ID, its body as an ASGI message, and its route."""

    tag: bytes
    headers: list[tuple[bytes, bytes]]
    body: Message
    route: str

    @property
    def size(self) -> int:
        """Approximate size in memory, in bytes."""
        return len(self.body["body"]) + OVERHEAD

    def messages(self, request_id: bytes, headers: Mapping[bytes, bytes]) -> tuple[Message, Message]:
        """The response as ASGI sends it: 304 if the headers of the request name its ETag."""
        own = (HEADER, request_id)
        if b"if-none-match" in headers and self.tag in headers[b"if-none-match"]:
            return {"type": "http.response.start", "status": 304, "headers": [(b"etag", self.tag), VARY, own]}, EMPTY
        return {"type": "http.response.start", "status": 200, "headers": [*self.headers, own]}, self.body


class ResponseCache:
    """The middleware. Every request is answered from one city (`scope["city"]`), and the same GET by the same bytes.

    Responses belong to the newest city and to the present minute, and are dropped with either: as soon as a newer city
    is in force no older response is sent, and a response that was begun before is sent but not kept. A response from
    the cache is only counted; `app` does not see the request.
    """

    def __init__(self, app: ASGIApp, store: Store):
        self._app = app
        self._store = store
        self._responses: LRUCache[Key, CachedResponse] = LRUCache(BYTES_KEPT, lambda response: response.size)
        self._hits = Hits()
        self._city: ServedCity | None = None
        self._minute = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        city = self._store.newest
        if city is None or scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] != "GET":
            scope["city"] = city
            await self._app(scope, receive, send)
            return
        now = time()
        if city is not self._city or not 0 <= now - self._minute < 60:
            self._responses.clear()
            self._city, self._minute = city, now // 60 * 60
        headers = dict(scope["headers"])
        key = (
            scope["raw_path"],
            scope["query_string"],
            headers.get(b"accept-language"),
            headers.get(b"accept"),
            b"gzip" in headers.get(b"accept-encoding", b""),
        )
        try:
            response = self._responses[key]
        except KeyError:
            scope["city"] = city
            await self._respond(city, scope, receive, send, key, headers)
            return
        request_id = request_id_of(headers)
        self._hits.count(response.route)
        if log.isEnabledFor(logging.DEBUG):
            log_request(scope, response.route, request_id, 200, 0.0)
        start, body = response.messages(request_id, headers)
        await send(start)
        await send(body)

    async def _respond(
        self, city: ServedCity, scope: Scope, receive: Receive, send: Send, key: Key, headers: dict[bytes, bytes]
    ) -> None:
        """Let the application respond, and keep its response if it may be kept."""
        if scope["path"].startswith(NEVER_KEPT):
            self._hits.flush()
            await self._app(scope, receive, send)
            return
        minute = self._minute
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
            return
        request_id = next(value for name, value in start["headers"] if name == HEADER)
        response = _cacheable(scope, city.state, start["headers"], b"".join(parts), zipped=key[-1])
        for message in response.messages(request_id, headers):
            await send(message)
        if city is self._city and minute == self._minute and len(response.body["body"]) <= LARGEST_KEPT:
            self._responses[key] = response


def _cacheable(
    scope: Scope, state: CatalogueState, headers: list[tuple[bytes, bytes]], body: bytes, zipped: bool
) -> CachedResponse:
    # The state determines everything except what changes with the minute; a checksum of the body distinguishes these.
    tag = f'"{state.version}-{state.stamp[:8]}-{crc32(body):08x}{"-z" if zipped else ""}"'.encode()
    kept = [each for each in headers if each[0] not in OF_ONE_RESPONSE]
    if zipped and len(body) >= WORTH_ZIPPING:
        body = gzip.compress(body, 6, mtime=0)
        kept.append((b"content-encoding", b"gzip"))
    kept += [(b"content-length", b"%d" % len(body)), (b"etag", tag), (b"cache-control", b"no-cache"), VARY]
    route = getattr(scope.get("route"), "path_format", "")
    return CachedResponse(tag, kept, {"type": "http.response.body", "body": body}, route)
