"""What depends on a source, field or licence type, and what is lost without it."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from oncegraph.api.web.parameters import LIMIT, PREFIX, ROWS, ContextQuery, TheCity, code_in_path
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import TABLES, TheReply
from oncegraph.api.web.tags import Tag
from oncegraph.queries.ask import ask
from oncegraph.queries.change.questions import ImpactQuestion
from oncegraph.schema.declaration import Node
from oncegraph.schema.field import Field as StandardField
from oncegraph.schema.material import LicenceType
from oncegraph.schema.source import DataSource
from oncegraph.visualize.documents.impact import ImpactAnswer, document
from oncegraph.visualize.tables import impact as tables

router = APIRouter(prefix=PREFIX, tags=[Tag.CHANGE], responses=documented(404, 409))


class ImpactQuery(ContextQuery):
    """The context, and the maximum number of rows."""

    limit: int = Field(ROWS, **LIMIT)


def _add(kind: type[Node], plural: str, example: str) -> None:
    zh, en = kind.title.zh, kind.title.en.lower()

    def impact(
        code: Annotated[str, code_in_path(kind, example)],
        query: Annotated[ImpactQuery, Query()],
        city: TheCity,
        reply: TheReply,
    ) -> Response:
        found = ask(city, ImpactQuestion(kind.__name__, code), query.context(city))
        return reply(lambda: document(found, query.limit), lambda: tables.sheets(found))

    router.get(
        f"/{plural}/{{code}}/impact",
        name=f"{plural}_impact",
        response_model=ImpactAnswer,
        responses=TABLES,
        summary=f"{zh}的影响面 · What depends on a {en}, and what is lost without it",
        description="依赖的对象；失去后不再免填、免交、零材料的对象，年办件量大的排在前面；其他数源可接替多少。\n\n"
        "What depends on it; what would no longer be fill-free, exempt or without materials if it were lost, most "
        "cases a year first; and how much other sources would cover.",
    )(impact)


_add(DataSource, "sources", "SY0003")
_add(StandardField, "fields", "ZD000046")
_add(LicenceType, "licences", "ZZ0001")
