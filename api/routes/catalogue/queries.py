"""List the saved queries, and run one with parameters from the query string."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from oncegraph.api.web.parameters import PREFIX, TheCity
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import TABLES, TheReply
from oncegraph.api.web.tags import Tag
from oncegraph.queries.library import find, library
from oncegraph.visualize.documents.saved_query import document
from oncegraph.visualize.tables import query as tables
from oncegraph.visualize.tables import saved_queries

MOST_ROWS = 10_000
OWN = ("lang", "rows", "format")

router = APIRouter(prefix=PREFIX, tags=[Tag.QUERIES])


class QueryParameter(BaseModel):
    """The parameters that every saved query takes."""

    name: str
    type: str
    required: bool
    default: Any = None


class QueryAbout(BaseModel):
    """A saved query: its title, its parameters and its columns."""

    name: str = Field(examples=["statistics.size"])
    title: str
    summary: str
    parameters: list[QueryParameter]
    columns: list[str]


class QueryAnswer(BaseModel):
    """The rows of a query; `truncated`: there are more rows."""

    name: str
    columns: list[str]
    rows: list[dict[str, Any]]
    truncated: bool


@router.get(
    "/queries", response_model=list[QueryAbout], responses=documented() | TABLES, summary="已存查询 · Saved queries"
)
def queries(reply: TheReply) -> Response:
    reports = [each for each in library().values() if each.listed]
    return reply([document(each) for each in reports], lambda: saved_queries.sheets(reports))


@router.get(
    "/queries/{name}",
    response_model=QueryAnswer,
    responses=documented(404) | TABLES,
    summary="运行一个已存查询 · Run a saved query",
    description="查询的参数写在地址中。\n\nPass the query's own parameters in the query string.",
)
def query(
    request: Request,
    city: TheCity,
    reply: TheReply,
    name: Annotated[str, Path(description="查询名称 · Name of the query.", examples=["statistics.size"])],
    rows: Annotated[int, Query(ge=1, le=MOST_ROWS, description="最多返回的行数 · Maximum number of rows.")] = 1000,
) -> Response:
    parameters: dict[str, Any] = {key: value for key, value in request.query_params.items() if key not in OWN}
    result = city.run(find(name).name, parameters, rows)
    return reply(
        {"name": name, "columns": result.columns, "rows": result.rows, "truncated": result.truncated},
        lambda: tables.sheets(result, name),
    )
