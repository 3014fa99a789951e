"""The HTTP API: an application over one Neo4j."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from os import environ

from fastapi import FastAPI
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from fastapi_offline import FastAPIOffline
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from oncegraph.api.routes import routers
from oncegraph.api.routes.server import probes
from oncegraph.api.server.form_shortcut import FormShortcut
from oncegraph.api.server.observability import Observability
from oncegraph.api.server.response_cache import ResponseCache
from oncegraph.api.server.store import Store
from oncegraph.api.web.jobs import Jobs
from oncegraph.api.web.parameters import PREFIX
from oncegraph.api.web.problems import describe_problems, handle_errors
from oncegraph.api.web.tags import Tag
from oncegraph.graph.client import Client
from oncegraph.graph.engine import running
from oncegraph.graph.migrations import migrate
from oncegraph.graph.settings import Settings

DESCRIPTION = """
哪些字段免填、哪些材料免交，由哪个数源提供，为什么。每次返回的结果均出自目录的同一版本，版本号见 `ETag`。
错误一律为 RFC 9457 `application/problem+json`。`lang=zh|en` 或 `Accept-Language` 选择文字的语言；代码不随语言变化。

Which fields are fill-free, which materials are exempt, from which source, and why. Every answer comes from one version
of the catalogue, which `ETag` names. All errors are RFC 9457 `application/problem+json`. `lang=zh|en` or
`Accept-Language` chooses the language of texts; codes stay the same.
"""


class Application(ResponseCache):
    """The API with its middleware around it: the response cache, observability, and the shortcut for forms.

    They are not added to `api`, because FastAPI runs three middlewares of its own before any that are added, and those
    take longer than a response from the cache.
    """

    def __init__(self, api: FastAPI, settings: Settings, store: Store):
        errors, seconds = handle_errors(api), settings.answer_seconds
        super().__init__(Observability(FormShortcut(api), errors, settings.language, seconds), store)
        self.api = api


def create_app(settings: Settings | None = None) -> Application:
    """Build the application. While it runs it holds a Neo4j; the embedded one is started if needed."""
    settings = settings or Settings()
    store, jobs = Store(), Jobs(settings.home / "jobs")

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with contextmanager_in_threadpool(running(settings)) as endpoint:
            with Client(endpoint) as client:
                await run_in_threadpool(migrate, client)
                await store.start(client)
                try:
                    yield
                finally:
                    store.stop()
                    await run_in_threadpool(jobs.stop)

    api = FastAPIOffline(  # /docs uses our own files, for machines without internet access
        title="OnceGraph",
        version=version("oncegraph"),
        description=DESCRIPTION,
        lifespan=lifespan,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        redoc_url=None,
        openapi_tags=Tag.described(),
    )
    # The client address that a proxy reports matters only for redirects, which are made here.
    api.add_middleware(ProxyHeadersMiddleware, trusted_hosts=environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"))
    api.state.store, api.state.jobs = store, jobs
    for router in routers():
        api.include_router(router)
    api.include_router(probes.router, prefix=PREFIX, include_in_schema=False)
    plain = api.openapi
    api.openapi = lambda: describe_problems(plain())  # type: ignore[method-assign]  # as FastAPI's manual shows
    return Application(api, settings, store)
