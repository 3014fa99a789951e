"""Middleware around every request that is not answered from the cache: its id, language, log line and metrics, a limit
to the time that it may take, and an answer when something broke."""

from asyncio import Task, get_running_loop
from collections.abc import Callable
from functools import lru_cache
from time import perf_counter
from typing import cast

from starlette.datastructures import QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from oncegraph.api.server.logs import log, log_request, method_of
from oncegraph.api.server.metrics import metrics_of
from oncegraph.api.server.request_id import HEADER, request_id_of
from oncegraph.schema.errors import EngineError
from oncegraph.schema.text import LANGUAGES, Language, Text, language


class AnswerTimeout(EngineError):
    """An answer took longer than allowed."""

    code = "too_long"

    def __init__(self, seconds: float):
        super().__init__(
            Text(f"未能在 {seconds:g} 秒内得出结果。", f"There was no answer within {seconds:g} seconds."),
            Text(
                "请缩小范围；整体分析请以后台作业提交：POST /api/v1/analysis/runs。",
                "Narrow the scope; submit a whole analysis as a job: POST /api/v1/analysis/runs.",
            ),
        )


class Observability:
    """The middleware.

    error_response: makes the answer, an ASGI application, to an error that nobody foresaw, or to AnswerTimeout when
    there is none within `seconds`; fallback: the language of a request that asks for none.
    """

    def __init__(
        self,
        app: ASGIApp,
        error_response: Callable[[Scope, Exception], ASGIApp],
        fallback: Language,
        seconds: float,
    ):
        self._app = app
        self._error_response = error_response
        self._fallback = fallback
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, status = perf_counter(), 500
        headers = dict(scope["headers"])
        wanted = self.language_of(scope["query_string"], headers.get(b"accept-language", b""))
        language.set(wanted)
        request_id = request_id_of(headers)
        begun = ended = late = False
        refusal: Task[None] | None = None
        own_headers = [(HEADER, request_id), (b"content-language", wanted.encode())]

        async def send_observed(message: Message) -> None:
            nonlocal status, begun, ended
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                message["headers"] = [*message["headers"], *own_headers]
            else:
                ended = not message.get("more_body")
            await send(message)

        async def send_in_time(message: Message) -> None:
            if not late:
                await send_observed(message)

        async def send_error(error: Exception) -> None:
            await self._error_response(scope, error)(scope, receive, send_observed)

        def give_up() -> None:
            nonlocal late, refusal
            if not begun:
                late = True
                refusal = loop.create_task(send_error(AnswerTimeout(self._seconds)))

        loop = get_running_loop()
        timer = loop.call_later(self._seconds, give_up)
        try:
            await self._app(scope, receive, send_in_time)
        except Exception as error:
            log.exception("failed", extra={"id": request_id.decode()})
            if begun and not ended:
                raise
            if not begun and not late:
                await send_error(error)
        finally:
            timer.cancel()
            if refusal:
                await refusal
            _record(scope, request_id, status, perf_counter() - start)

    def language_of(self, query: bytes, accepted: bytes) -> Language:
        """The language that `lang` in the query string names, otherwise the one that Accept-Language prefers."""
        return _wanted_language(query, accepted) or self._fallback


@lru_cache(maxsize=1_000)
def _wanted_language(query: bytes, accepted: bytes) -> Language | None:
    if b"lang=" in query and (named := QueryParams(query).get("lang")) in LANGUAGES:
        return cast(Language, named)
    ranked = []
    for position, part in enumerate(accepted.decode("latin-1").lower().split(",")):
        tag, _, weight = part.partition(";")
        known = tag.strip().partition("-")[0]
        if known in LANGUAGES:
            ranked.append((-_number(weight.strip().removeprefix("q=")), position, known))
    return cast(Language, min(ranked)[2]) if ranked else None


def _number(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _record(scope: Scope, request_id: bytes, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path_format", "")
    requests, durations = metrics_of(method_of(scope), route, status)
    requests.inc()
    durations.observe(seconds)
    log_request(scope, route, request_id, status, seconds)
