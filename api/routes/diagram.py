"""Pictures of items, situations and themes, in the format that is asked for or accepted."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.diagrams import Picture, checked, item_of
from api.pictures import MEDIA_TYPES, Accept, Pictured, chosen, drawn
from api.problems import documented
from api.routes.exemption import ItemCode, SituationCode
from api.routes.parameters import PREFIX, Asked, TheSnapshot, TheStore, analysis_of
from visualize.chain import chain
from visualize.diagram import Diagram
from visualize.formats import formats_of

router = APIRouter(prefix=PREFIX, tags=["pictures"], responses=documented(404, 406, 409))


class AskedDiagram(Asked, Pictured):
    """The context, and which picture is wanted."""

    picture: Picture | None = Field(None, description="画什么 · What to draw.", examples=["chain"])


AskedQuery = Annotated[AskedDiagram, Query()]


@router.get(
    "/items/{code}/diagram", response_model=Diagram, responses=MEDIA_TYPES, summary="事项的图 · A picture of an item"
)
async def item_diagram(
    code: ItemCode, asked: AskedQuery, snapshot: TheSnapshot, store: TheStore, accept: Accept = "*/*"
) -> Response:
    return await _picture("Item", code, asked, snapshot, store, accept)


@router.get(
    "/situations/{code}/diagram",
    response_model=Diagram,
    responses=MEDIA_TYPES,
    summary="情形的图 · A picture of a situation",
)
async def situation_diagram(
    code: SituationCode, asked: AskedQuery, snapshot: TheSnapshot, store: TheStore, accept: Accept = "*/*"
) -> Response:
    return await _picture("Situation", code, asked, snapshot, store, accept)


async def _picture(
    kind: str, code: str, asked: AskedDiagram, snapshot: TheSnapshot, store: TheStore, accept: str
) -> Response:
    checked(kind, asked.picture)

    item = await run_in_threadpool(lambda: item_of(analysis_of(snapshot, asked), kind, code))
    edges = (await store.run("browse.chain_edges", {"item_code": item.item_code})).rows
    diagram = chain(item, edges)
    format = chosen(asked, accept, formats_of(diagram))
    return await run_in_threadpool(drawn, diagram, asked, format)
