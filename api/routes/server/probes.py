"""For operators of the server: whether it is alive and ready, and its metrics."""

import os

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from pydantic import BaseModel

from oncegraph.api.server.store import NotReady
from oncegraph.api.web.parameters import TheStore
from oncegraph.api.web.problems import documented
from oncegraph.api.web.tags import Tag

router = APIRouter(tags=[Tag.PROBES])


class Alive(BaseModel):
    """The process responds."""

    status: str = "ok"


class Ready(BaseModel):
    """Neo4j responds, and the catalogue has been read."""

    status: str = "ready"
    version: int
    items: int


@router.get("/health/live", responses=documented(), summary="存活 · The process responds")
async def live() -> Alive:
    return Alive()


@router.get("/health/ready", responses=documented(), summary="就绪 · Neo4j responds, and the catalogue has been read")
async def ready(store: TheStore) -> Ready:
    city = store.city
    if not store.reachable:
        raise NotReady
    return Ready(version=city.version, items=city.catalogue.count("Item"))


@router.get(
    "/metrics",
    summary="指标 · For Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **documented()},
)
def metrics() -> Response:
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return Response(generate_latest(registry), headers={"content-type": CONTENT_TYPE_LATEST})
