"""Browse the graph level by level: lists with filters and a cursor, and single things with everything linked to them.

Filters, columns and models are derived from the saved queries `browse.*` and the declarations.
"""

from typing import Annotated, Any, Generic, Literal, TypeVar

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, create_model

from oncegraph.api.web.parameters import ITEM_CODE, MOST_ROWS, PREFIX, SITUATION_CODE, TheCity, code_in_path
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import TABLES, TheReply, answer_json
from oncegraph.api.web.tags import Tag
from oncegraph.queries.library import LIMIT, SavedQuery, find
from oncegraph.queries.snapshot.city import ServedCity
from oncegraph.schema.declaration import Node
from oncegraph.schema.errors import NotFound
from oncegraph.schema.item import Item
from oncegraph.schema.model import NODES
from oncegraph.schema.source import DataSource
from oncegraph.schema.text import Text
from oncegraph.visualize.links import COLLECTIONS
from oncegraph.visualize.tables import query as tables

CHAIN_ROWS = 20_000
EXAMPLES = {
    "item_code": ITEM_CODE,
    "situation_code": SITUATION_CODE,
    "material_code": "CL010002",
    "field_code": "ZD000046",
    "source_code": "SY0003",
    "theme_code": "ZT0001",
}

router = APIRouter(prefix=PREFIX, tags=[Tag.BROWSE])


ListedRow = TypeVar("ListedRow")


class Page(BaseModel, Generic[ListedRow]):
    """One page of rows, in the order of their codes."""

    items: list[ListedRow]
    next: str | None = Field(None, description="Pass it as `after` to get the next page; null on the last page.")


class Named(BaseModel):
    """The code and name of anything."""

    kind: str
    code: str
    name: str | None = None


class Chain(BaseModel):
    """An item's chain: one row for each path; `truncated`: there are more rows."""

    item_code: str
    rows: list[dict[str, Any]]
    truncated: bool


def _filters(query: SavedQuery) -> type[BaseModel]:
    """The parameters of a list, as a model of the query string."""
    types: dict[str, Any] = {"string": str, "integer": int, "boolean": bool}
    members: dict[str, Any] = {}
    for parameter in query.parameters:
        if parameter.name == LIMIT:
            about = Field(parameter.default, ge=1, le=MOST_ROWS, description="每页行数 · Rows per page.")
            members[LIMIT] = (int, about)
        elif parameter.name == "after":
            members["after"] = (str, Field("", description="上一页返回的 next · The `next` of the previous page."))
        else:
            members[parameter.name] = (types[parameter.type] | None, Field(parameter.default))
    return create_model(f"{query.name.partition('.')[2].title()}Filters", **members)


def _row(name: str, query: SavedQuery, kind: type[Node]) -> type[BaseModel]:
    """A model of a row of a list: declared attributes keep their type, names are texts, all else are counts."""
    members: dict[str, Any] = {}
    for column in query.columns:
        if column in kind.model_fields:
            info = kind.model_fields[column]
            required = column == kind.key()
            described = Field(... if required else None, description=str(kind.attributes()[column].en))
            listed = kind.is_list(column)
            members[column] = (list[str] | None if listed else info.annotation, described)
        else:
            members[column] = (str | None, None) if column.endswith("name") else (int, 0)
    return create_model(name, **members)


def _one(name: str, query: SavedQuery) -> type[BaseModel]:
    """A model of one thing: the first part has its own attributes, the others have what is linked to it."""
    members: dict[str, Any] = dict.fromkeys(query.columns, (Any, None))
    return create_model(name, **members)


def _add(kind: type[Node], plural: str, title: Text) -> None:
    """Add two routes for a kind of node: the list, and the single thing."""
    singular, key = plural.removesuffix("s"), kind.key()
    listing, single = find(f"browse.{plural}"), find(f"browse.{singular}")
    filters, row = _filters(listing), _row(f"{singular.title()}Row", listing, kind)

    def list_route(query: BaseModel, city: TheCity, reply: TheReply) -> Response:
        result = city.run(listing.name, query.model_dump())
        after = result.rows[-1][key] if result.truncated else None
        return reply({"items": result.rows, "next": after}, lambda: tables.sheets(result, plural))

    list_route.__annotations__["query"] = Annotated[filters, Query()]
    router.get(
        f"/{plural}",
        name=plural,
        response_model=Page[row],  # type: ignore[valid-type]  # a model made at run time
        responses=documented() | TABLES,
        summary=f"{title.zh}列表 · {title.en}s",
        description=f"{listing.summary.zh}\n\n{listing.summary.en}",
    )(list_route)

    def one_route(code: Annotated[str, code_in_path(kind, EXAMPLES[key])], city: TheCity) -> Response:
        return answer_json(_single(city, single.name, kind, code))

    router.get(
        f"/{plural}/{{code}}",
        name=singular,
        response_model=_one(singular.title(), single),
        responses=documented(404),
        summary=f"一个{title.zh} · One {title.en.lower()}",
    )(one_route)


def _single(city: ServedCity, query: str, kind: type[Node], code: str) -> dict[str, Any]:
    rows = city.run(query, {kind.key(): code}).rows
    if not rows:
        raise NotFound(
            Text(
                f"图中没有编码为 {code} 的{kind.title.zh}。", f"There is no {kind.title.en.lower()} with code {code}."
            ),
            Text("用 /api/v1/search 查找。", "Look for it at /api/v1/search."),
        )
    return rows[0]


for kind_name, collection in COLLECTIONS.items():
    _add(NODES[kind_name], collection, NODES[kind_name].title)


@router.get(
    "/items/{code}/chain",
    response_model=Chain,
    responses=documented(404) | TABLES,
    summary="事项的五级链 · The chain of an item",
)
def chain(code: Annotated[str, code_in_path(Item, ITEM_CODE)], city: TheCity, reply: TheReply) -> Response:
    _single(city, "browse.item", Item, code)
    result = city.run("browse.chain", {"item_code": code}, CHAIN_ROWS)
    document = {"item_code": code, "rows": result.rows, "truncated": result.truncated}
    return reply(document, lambda: tables.sheets(result, "chain"))


@router.get(
    "/sources/{code}/dependents",
    response_model=Page[Named],
    responses=documented(404) | TABLES,
    summary="依赖一个数源的对象 · What depends on a source",
)
def dependents(
    code: Annotated[str, code_in_path(DataSource, EXAMPLES["source_code"])],
    city: TheCity,
    reply: TheReply,
    kind: Annotated[
        Literal["Field", "Material", "Situation", "Item"], Query(description="哪一级 · The level of the chain.")
    ] = "Item",
    after: Annotated[str, Query(description="上一页返回的 next · The `next` of the previous page.")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 100,
) -> Response:
    _single(city, "browse.source", DataSource, code)
    parameters = {"source_code": code, "kind": kind, "after": after, "limit": limit}
    result = city.run("browse.source_dependents", parameters)
    following = result.rows[-1]["code"] if result.truncated else None
    return reply({"items": result.rows, "next": following}, lambda: tables.sheets(result, "dependents"))
