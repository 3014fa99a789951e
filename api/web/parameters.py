"""Parameters that routes share: the city, the context of a question, and the situations of a theme."""

import re
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel, BeforeValidator, Field

from oncegraph.api.inputs.answers import answers_of
from oncegraph.api.server.store import NotReady, Store
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.guidance.selection import Selection
from oncegraph.queries.names import context_of
from oncegraph.queries.snapshot.city import ServedCity
from oncegraph.schema.codes import Audience
from oncegraph.schema.declaration import Node
from oncegraph.schema.theme import Theme
from oncegraph.schema.verdict import When
from oncegraph.visualize import links

#: The prefix of all routes except the probes.
PREFIX = links.PREFIX
#: The maximum number of rows of a list in JSON, and the default.
MOST_ROWS = 1000
ROWS = 100
LIMIT: dict[str, Any] = {
    "ge": 1,
    "le": MOST_ROWS,
    "description": f"每个列表最多返回的行数：JSON 默认 {ROWS}，CSV、Excel 默认全部 · "
    f"Maximum number of rows of each list; by default {ROWS} in JSON, all in CSV and Excel.",
}

ITEM_CODE = "11990100MB0000100L3990010002000"
SITUATION_CODE = "11990100MB0000100L399001000200001"


def _refuse_numbers(value: Any) -> Any:
    """Reject numbers: pydantic would take one as seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError("a date must be written as 2026-01-31")
    return value


Day = Annotated[date, BeforeValidator(_refuse_numbers)]


async def store_of(request: Request) -> Store:
    return request.app.state.store


async def city_of(request: Request) -> ServedCity:
    """The city that answers this request, one version of the catalogue. Raises NotReady."""
    if "city" not in request.scope:
        raise NotReady
    return request.scope["city"]


TheStore = Annotated[Store, Depends(store_of)]
TheCity = Annotated[ServedCity, Depends(city_of)]


def code_in_path(kind: type[Node], example: str) -> Any:
    """FastAPI's description of the code of a node in a path: `code: Annotated[str, code_in_path(Item, …)]`."""
    title = kind.attributes()[kind.key()].title
    return Path(description=f"{title.zh} · {title.en}.", examples=[example])


class ContextQuery(BaseModel):
    """The context of a question: audience, region, date, mode and what is known."""

    audience: str | None = Field(
        None,
        description="服务对象 · Audience, code or title: "
        + ", ".join(f"{each.value} {each.title.zh}" for each in Audience),
        examples=["enterprise"],
    )
    region: str | None = Field(None, description="区划代码 · Region code.", examples=["990100"])
    as_of: Day | None = Field(None, description="截至日期，默认今天 · Date of the question; today by default.")
    mode: When = Field(
        When.DESIGN, description="design：不考虑探测结果；now：考虑探测结果 · design: ignore probes; now: heed probes."
    )
    known: list[str] = Field(
        [],
        description="已知字段的编码，可多次使用；不含字段值 · Codes of known fields, repeatable; without values.",
    )
    on_file: list[str] = Field([], description="在档材料的编码，可多次使用 · Codes of materials on file, repeatable.")
    lang: str | None = Field(
        None,
        description="zh 或 en，优先于 Accept-Language · Language of texts; takes precedence over Accept-Language.",
        examples=["zh"],
    )

    def context(self, city: ServedCity) -> Context:
        """Resolve the names with the city. Raises NotFound, SeveralMatch."""
        return context_of(
            city,
            audience=self.audience,
            region=self.region,
            as_of=self.as_of,
            mode=self.mode,
            known=self.known,
            on_file=self.on_file,
        )


TheContext = Annotated[ContextQuery, Query()]
ThemeCode = Annotated[str, code_in_path(Theme, "ZT0002")]
ANSWER: Any = Field(
    [],
    max_length=MOST_ROWS,
    description="对判断项的回答，写作“判断项=选项”，可多次使用；只看由此进入的情形 · "
    "Answers as QUESTION=OPTION, repeatable; selects the situations that they lead to.",
)


class ThemeQuery(ContextQuery):
    """The context, and which situations of the theme: all of them, some, or those that answers lead to."""

    situation: list[str] = Field([], description="只看所列情形，可多次使用 · Only these situations, repeatable.")
    answer: list[str] = ANSWER

    def selection(self, theme_code: str) -> Selection:
        """The situations asked about. Raises BadAnswers."""
        answers = answers_of(self.answer) if self.answer else None
        return Selection.of_theme(theme_code, answers, tuple(self.situation))
