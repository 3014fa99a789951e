"""What routes are asked with, and how they answer."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import to_json

from oncegraph.api.inputs.names import context_of
from oncegraph.api.snapshot.city import ServedCity
from oncegraph.api.snapshot.store import NotReady, Store
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.schema.codes import Audience
from oncegraph.schema.verdict import When
from oncegraph.visualize import links

#: Of all routes but the probes.
PREFIX = links.PREFIX
JSON = "application/json"
Row = TypeVar("Row")


def _iso(value: Any) -> Any:
    """pydantic takes a number for a day as well: seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError("a date is written as 2026-01-31")
    return value


Day = Annotated[date, BeforeValidator(_iso)]


class Page(BaseModel, Generic[Row]):
    """Some of many rows, in the order of their codes."""

    items: list[Row]
    next: str | None = Field(None, description="Give it as `after` for the next page; null: this is the last one.")


async def store_of(request: Request) -> Store:
    return request.app.state.store


async def city_of(request: Request) -> ServedCity:
    """The catalogue of the version that this request is answered from. Raises NotReady."""
    if "city" not in request.scope:
        raise NotReady
    return request.scope["city"]


class Asked(BaseModel):
    """For whom, where and when a verdict is asked."""

    audience: str | None = Field(
        None,
        description="办理对象 · Audience, code or title: "
        + ", ".join(f"{each.value} {each.title.zh}" for each in Audience),
        examples=["enterprise"],
    )
    region: str | None = Field(None, description="区划代码 · Region code.", examples=["990100"])
    as_of: Day | None = Field(None, description="截至日期，默认今天 · As of this day; today by default.")
    mode: When = Field(When.DESIGN, description="design：不看探测；now：看探测 · Probes ignored, or heeded.")
    known: list[str] = Field(
        [],
        description="已知字段的编码，可多次，不含其值 · Codes of known fields, repeatable; without values.",
    )
    on_file: list[str] = Field([], description="已存档材料的编码，可多次 · Codes of materials on file, repeatable.")
    lang: str | None = Field(None, description="zh 或 en，优先于 Accept-Language · Language of texts.", examples=["zh"])


AskedQuery = Annotated[Asked, Query()]
TheStore = Annotated[Store, Depends(store_of)]
TheCity = Annotated[ServedCity, Depends(city_of)]


def analysis_of(city: ServedCity, asked: Asked) -> Analysis:
    """The analysis in the context asked for. Raises NotFound, SeveralMatch."""
    given = asked.model_dump(include=Asked.model_fields.keys() - {"lang"})
    return city.analysis(context_of(city.catalogue, **given))


def answered(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON, straight to bytes: the models are checked in the tests, not for each answer."""
    return Response(to_json(content), status, headers, media_type=JSON)
