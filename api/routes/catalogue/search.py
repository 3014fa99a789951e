"""Search for anything by part of its name or by its code."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from oncegraph.api.web.parameters import PREFIX, TheCity
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import TABLES, TheReply
from oncegraph.api.web.tags import Tag
from oncegraph.visualize.tables import search as tables

router = APIRouter(prefix=PREFIX, tags=[Tag.QUERIES])


class Hit(BaseModel):
    """One search result; results are sorted by `score`, best first."""

    kind: str
    code: str
    name: str | None = None
    score: float


class Hits(BaseModel):
    """The search results; `truncated`: there are more."""

    items: list[Hit]
    truncated: bool


@router.get("/search", response_model=Hits, responses=documented() | TABLES, summary="检索 · Search names and codes")
def search(
    city: TheCity,
    reply: TheReply,
    q: Annotated[
        str, Query(min_length=1, max_length=200, description="要查找的词或编码 · Word or code.", examples=["残疾人"])
    ],
    kind: Annotated[list[str], Query(description="只查找所列种类，可多次使用 · Only these kinds, repeatable.")] = [],  # noqa: B006
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    result = city.run("search.names", {"text": q, "kinds": kind, "limit": limit})
    return reply({"items": result.rows, "truncated": result.truncated}, lambda: tables.sheets(result))
