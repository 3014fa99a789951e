"""What if sources, bindings or key fields were different."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel, ConfigDict, Field, ValidatorFunctionWrapHandler, WrapValidator

from oncegraph.api.routes.server.jobs import Job, TheJobs
from oncegraph.api.web.long_answers import WAIT, Prefer, answer_or_start
from oncegraph.api.web.parameters import LIMIT, PREFIX, ROWS, TheCity, TheContext
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import NO_STORE, TABLES, TheReply
from oncegraph.api.web.tags import Tag
from oncegraph.queries.ask import ask
from oncegraph.queries.change.changes import changes_of
from oncegraph.queries.change.questions import WhatIfQuestion
from oncegraph.schema.change import BindingChange, Change, Known, NewBinding, SourceChange
from oncegraph.schema.what_if import WhatIf
from oncegraph.visualize.documents.what_if import WhatIfAnswer, document
from oncegraph.visualize.tables import what_if as tables

router = APIRouter(prefix=PREFIX, tags=[Tag.CHANGE], responses=documented(404, 409))

EXAMPLES = {
    "change": {
        "summary": "暂停一个数源，提供一个查询字段 · A source suspended, a key field known",
        "value": {"changes": [{"source": "SY0003", "status": "suspended"}, {"known": ["ZD000046"]}]},
    }
}


def _parse_changes(value: Any, _: ValidatorFunctionWrapHandler) -> tuple[Change, ...]:
    """Validate changes as in a file: an error names the number of the change."""
    return changes_of(value)


class WhatIfBody(BaseModel):
    """Changes that take effect together."""

    model_config = ConfigDict(extra="forbid")

    changes: Annotated[
        tuple[SourceChange | BindingChange | NewBinding | Known, ...],
        WrapValidator(_parse_changes),
        Field(
            description="与 YAML 变更清单同形；未写的属性不变，null 为未登记 · Changes, written as in a YAML file: "
            "attributes "
            "left out stay as they are, null means not recorded."
        ),
    ]
    limit: int = Field(ROWS, strict=True, **LIMIT)


@router.post(
    "/analysis:what-if",
    response_model=WhatIfAnswer,
    responses={202: {"model": Job}, **documented(400, 429), **TABLES},
    summary="假设分析 · What if sources, bindings or key fields were different",
    description="合计与各结论的变化；图中数据不作任何更改。\n\n"
    "Gives the differences in totals and verdicts; the graph is "
    f"not changed.\n\n{WAIT}",
)
def what_if(
    query: TheContext,
    body: Annotated[WhatIfBody, Body(openapi_examples=EXAMPLES)],
    city: TheCity,
    reply: TheReply,
    jobs: TheJobs,
    prefer: Prefer = "",
) -> Response:
    question, context = WhatIfQuestion(body.changes), query.context(city)

    def respond() -> Response:
        answer: WhatIf = ask(city, question, context)
        return reply(lambda: document(answer, body.limit), lambda: tables.sheets(answer), NO_STORE)

    return answer_or_start(
        jobs, prefer, "analysis.what_if", respond, lambda: document(ask(city, question, context), body.limit)
    )
