"""Around every request: its id, its language, its log line, its metrics, and an answer when something broke."""

import json
import logging
import re
import sys
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from prometheus_client import Counter, Histogram
from starlette.datastructures import QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schema.text import LANGUAGES, language

REQUESTS = Counter("oncegraph_http_requests", "Requests answered.", ("method", "route", "status"))
SECONDS = Histogram("oncegraph_http_request_seconds", "Time until the answer was sent.", ("method", "route"))
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
PLAIN_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")

log = logging.getLogger("oncegraph.http")


class Observing:
    """failed: makes the answer, an ASGI application, when one was raised that nobody foresaw."""

    def __init__(self, app: ASGIApp, failed: Callable[[Scope, Exception], ASGIApp], fallback: str):
        self._app = app
        self._failed = failed
        self._fallback = fallback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, status = perf_counter(), 500
        headers = dict(scope["headers"])
        language.set(self._language(scope["query_string"], headers.get(b"accept-language", b"")))
        given = headers.get(b"x-request-id", b"")
        request_id = given if PLAIN_ID.fullmatch(given) else uuid4().hex.encode()
        begun = False

        async def tell(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                spoken = language.get().encode()
                message["headers"] = [*message["headers"], (b"x-request-id", request_id), (b"content-language", spoken)]
            await send(message)

        try:
            await self._app(scope, receive, tell)
        except Exception as error:
            log.exception("failed", extra={"id": request_id.decode()})
            if begun:
                raise
            await self._failed(scope, error)(scope, receive, tell)
        finally:
            self._record(scope, request_id, status, perf_counter() - start)

    def _language(self, query: bytes, accepted: bytes) -> str:
        if b"lang=" in query and (asked := QueryParams(query).get("lang")) in LANGUAGES:
            return asked
        if not accepted:
            return self._fallback
        weighed = []
        for place, part in enumerate(accepted.decode("latin-1").lower().split(",")):
            tag, _, weight = part.partition(";")
            known = tag.strip().partition("-")[0]
            if known in LANGUAGES:
                weighed.append((-_number(weight.strip().removeprefix("q=")), place, known))
        return min(weighed)[2] if weighed else self._fallback

    def _record(self, scope: Scope, request_id: bytes, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        route = getattr(scope.get("route"), "path_format", "")
        REQUESTS.labels(method, route, status).inc()
        SECONDS.labels(method, route).observe(seconds)
        if log.isEnabledFor(logging.INFO):
            told = {
                "id": request_id.decode(),
                "method": method,
                "path": scope["path"],
                "route": route,
                "status": status,
            }
            log.info("request", extra={**told, "ms": round(seconds * 1000, 3)})


def _number(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, event, and what was given as `extra`."""

    PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in self.PLAIN}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def log_to_stderr() -> None:
    """Structured logs on standard error: of the server and of uvicorn, and warnings of everybody else."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in ("oncegraph", "uvicorn"):
        logging.getLogger(name).setLevel(logging.INFO)
