"""Around every request: its id, its language, its log line, its metrics, and an answer when something broke."""

import json
import logging
import re
import sys
from asyncio import get_running_loop
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import count
from time import perf_counter
from uuid import uuid4

from prometheus_client import Counter, Histogram
from starlette.datastructures import QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from oncegraph.schema.errors import EngineError
from oncegraph.schema.text import LANGUAGES, Text, language

REQUESTS = Counter("oncegraph_http_requests", "Requests answered.", ("method", "route", "status"))
REMEMBERED = Counter("oncegraph_http_remembered", "Requests answered from memory, among those answered.", ("route",))
SECONDS = Histogram(
    "oncegraph_http_request_seconds", "Time until an answer was sent that was not in memory.", ("method", "route")
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
PLAIN_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
SLOW = 1.0  # seconds

log = logging.getLogger("oncegraph.http")
_process, _count = uuid4().hex[:16].encode(), count()


class TooLong(EngineError):
    """An answer took longer than it may."""

    code = "too_long"

    def __init__(self, seconds: float):
        super().__init__(
            Text(f"未能在 {seconds:g} 秒内作答。", f"There was no answer within {seconds:g} seconds."),
            Text(
                "请缩小范围；整体分析请作为作业提交：POST /api/v1/analysis/runs。",
                "Ask for less; have a whole run as a job: POST /api/v1/analysis/runs.",
            ),
        )


def id_of(headers: Mapping[bytes, bytes]) -> bytes:
    """The id of a request: the one that its headers give, if it is a plain one, or else one of ours."""
    given = headers.get(b"x-request-id")
    if given and PLAIN_ID.fullmatch(given):
        return given
    return b"%b%016x" % (_process, next(_count))


class Tally:
    """Counts what is answered from memory, to be added to the metrics now and then: a metric each would cost more than
    the answer."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def count(self, scope: Scope, route: str, request_id: bytes) -> None:
        self._given[route] = self._given.get(route, 0) + 1
        if log.isEnabledFor(logging.DEBUG):
            _log(scope, route, request_id, 200, 0.0)

    def tell(self) -> None:
        """Add what was counted to the metrics."""
        given, self._given = self._given, {}
        for route, many in given.items():
            REQUESTS.labels("GET", route, 200).inc(many)
            REMEMBERED.labels(route).inc(many)


class Observing:
    """failed: makes the answer, an ASGI application, when one was raised that nobody foresaw, or when there was none
    within `seconds`; fallback: the language of who asks for none."""

    def __init__(self, app: ASGIApp, failed: Callable[[Scope, Exception], ASGIApp], fallback: str, seconds: float):
        self._app = app
        self._failed = failed
        self._fallback = fallback
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start, status = perf_counter(), 500
        headers = dict(scope["headers"])
        spoken = self._language(scope["query_string"], headers.get(b"accept-language", b""))
        language.set(spoken)
        request_id = id_of(headers)
        begun = ended = late = False
        told = [(b"x-request-id", request_id), (b"content-language", spoken.encode())]

        async def tell(message: Message) -> None:
            nonlocal status, begun, ended
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                message["headers"] = [*message["headers"], *told]
            else:
                ended = not message.get("more_body")
            await send(message)

        async def tell_in_time(message: Message) -> None:
            if not late:
                await tell(message)

        def give_up() -> None:
            nonlocal late, excuse
            if not begun:
                late = True
                excuse = loop.create_task(self._failed(scope, TooLong(self._seconds))(scope, receive, tell))

        loop, excuse = get_running_loop(), None
        timer = loop.call_later(self._seconds, give_up)
        try:
            await self._app(scope, receive, tell_in_time)
        except Exception as error:
            log.exception("failed", extra={"id": request_id.decode()})
            if begun and not ended:
                raise
            if not begun and not late:
                await self._failed(scope, error)(scope, receive, tell)
        finally:
            timer.cancel()
            if excuse:
                await excuse
            self._record(scope, request_id, status, perf_counter() - start)

    def _language(self, query: bytes, accepted: bytes) -> str:
        return _wanted_language(query, accepted) or self._fallback

    def _record(self, scope: Scope, request_id: bytes, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        route = getattr(scope.get("route"), "path_format", "")
        requests, taken = _metrics(method, route, status)
        requests.inc()
        taken.observe(seconds)
        _log(scope, route, request_id, status, seconds)


@lru_cache(maxsize=1_000)
def _wanted_language(query: bytes, accepted: bytes) -> str | None:
    if b"lang=" in query and (asked := QueryParams(query).get("lang")) in LANGUAGES:
        return asked
    weighed = []
    for place, part in enumerate(accepted.decode("latin-1").lower().split(",")):
        tag, _, weight = part.partition(";")
        known = tag.strip().partition("-")[0]
        if known in LANGUAGES:
            weighed.append((-_number(weight.strip().removeprefix("q=")), place, known))
    return min(weighed)[2] if weighed else None


@lru_cache(maxsize=10_000)
def _metrics(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    return REQUESTS.labels(method, route, status), SECONDS.labels(method, route)


def _log(scope: Scope, route: str, request_id: bytes, status: int, seconds: float) -> None:
    """A line for what was refused, failed or slow; for all else only when the log is to tell of it (DEBUG)."""
    level = logging.INFO if status >= 400 or seconds >= SLOW else logging.DEBUG
    if log.isEnabledFor(level):
        told = {
            "id": request_id.decode(),
            "method": scope["method"] if scope["method"] in METHODS else "OTHER",
            "path": scope["path"],
            "route": route,
            "status": status,
        }
        log.log(level, "request", extra={**told, "ms": round(seconds * 1000, 3)})


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


def log_to_stderr(every_request: bool) -> None:
    """Structured logs on standard error: of the server and of uvicorn, and warnings of everybody else.

    every_request: not only those that were refused, failed or slow.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in ("oncegraph", "uvicorn"):
        logging.getLogger(name).setLevel(logging.INFO)
    log.setLevel(logging.DEBUG if every_request else logging.INFO)
