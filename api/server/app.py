"""The HTTP API: an application over one Neo4j."""

from asyncio import create_task, sleep
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from os import environ

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from oncegraph.api.routes import exemption, probes, routers
from oncegraph.api.server.observing import Observing
from oncegraph.api.server.response_cache import Remembering
from oncegraph.api.server.shortcut import Shortcut
from oncegraph.api.snapshot.store import Store
from oncegraph.api.web.jobs import Jobs
from oncegraph.api.web.parameters import PREFIX
from oncegraph.api.web.problems import describe_problems, handle_errors
from oncegraph.api.web.tags import Tag
from oncegraph.graph.client import Client
from oncegraph.graph.engine import running
from oncegraph.graph.migrations import migrate
from oncegraph.graph.settings import Settings

DESCRIPTION = """
哪些字段免填、哪些材料免交，由哪个数源提供，为什么。每个回答出自目录的同一版本，版本写在 `ETag` 中。
错误一律为 RFC 9457 `application/problem+json`。`lang=zh|en` 或 `Accept-Language` 选择文字的语言；代码不随语言变。

Which fields are fill-free, which materials exempt, from which source, and why. Every answer is of one version of the
catalogue, named in its `ETag`. All errors are RFC 9457 `application/problem+json`. `lang=zh|en` or `Accept-Language`
chooses the language of texts; codes stay the same.
"""


class Application:
    """The API behind the memory of answers: of a request that is answered from memory, nothing else runs."""

    def __init__(self, api: FastAPI, remembering: Remembering):
        self.api = api
        self._remembering = remembering

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._remembering if scope["type"] == "http" else self.api)(scope, receive, send)

    def at_once(self, scope: Scope) -> tuple[bytes, bytes] | None:
        """Header lines and body of what is in memory for a request; None: call for the answer."""
        return self._remembering.at_once(scope)


def create_app(settings: Settings | None = None) -> Application:
    """The application; from start to end it holds a Neo4j (the embedded one is started when needed)."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = running(settings)
        endpoint = await run_in_threadpool(engine.__enter__)
        try:
            with Client(endpoint) as client:
                await run_in_threadpool(migrate, client)
                store = app.state.store = remembering.store = Store(client)
                app.state.jobs = Jobs(settings.home / "jobs")
                await store.start()
                counting = create_task(_tell(remembering))
                try:
                    yield
                finally:
                    counting.cancel()
                    store.stop()
                    await run_in_threadpool(app.state.jobs.stop)
        finally:
            await run_in_threadpool(engine.__exit__, None, None, None)

    app = FastAPIOffline(  # /docs from files of ours, for machines without the internet
        title="OnceGraph",
        version=version("oncegraph"),
        description=DESCRIPTION,
        lifespan=lifespan,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        redoc_url=None,
        openapi_tags=Tag.described(),
    )
    failed = handle_errors(app)

    form = next(route for route in exemption.router.routes if route.name == "situation_fields")
    # What a proxy says of the address counts for redirects only, and not before an answer from memory.
    behind_proxy = ProxyHeadersMiddleware(app, environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"))
    observed = Observing(Shortcut(behind_proxy, form), failed, settings.language, settings.answer_seconds)
    remembering = Remembering(observed)
    for router in routers():
        app.include_router(router)
    app.include_router(probes.router, prefix=PREFIX, include_in_schema=False)
    plain = app.openapi
    app.openapi = lambda: describe_problems(plain())  # type: ignore[method-assign]  # as FastAPI's manual shows
    return Application(app, remembering)


async def _tell(remembering: Remembering) -> None:
    while True:
        await sleep(1)
        remembering.tally.tell()
