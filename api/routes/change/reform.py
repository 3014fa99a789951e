"""Compare two states, or try a reform. Nothing in the graph is changed."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel, ConfigDict, Field, ValidatorFunctionWrapHandler, WrapValidator

from oncegraph.api.routes.server.jobs import Job, TheJobs
from oncegraph.api.web.long_answers import WAIT, Prefer, answer_or_start
from oncegraph.api.web.parameters import LIMIT, PREFIX, ROWS, TheCity, TheContext
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import NO_STORE, TABLES, TheReply
from oncegraph.api.web.tags import Tag
from oncegraph.loaders.inline import MOST_ROWS_GIVEN, THE_ROWS, check_rows
from oncegraph.queries.ask import ask
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.names import code_in
from oncegraph.queries.records import Records
from oncegraph.queries.reform.questions import CatalogueState, ComparedStates, ComparisonQuestion, present_state
from oncegraph.queries.reform.reading import actions_of
from oncegraph.schema.change import Change
from oncegraph.schema.item import Item
from oncegraph.schema.reform import Action, Reform
from oncegraph.schema.text import Text
from oncegraph.schema.theme import Theme
from oncegraph.visualize.documents.comparison import ComparisonAnswer, ReformAnswer, document, document_of_reform
from oncegraph.visualize.tables import comparison as tables

router = APIRouter(prefix=PREFIX, tags=[Tag.REFORM], responses=documented(404, 409))

MOST_ACTIONS = 1000
HOUSING = {
    "title": "公租房申请一件事",
    "actions": [
        {
            "merge": "公租房实物配租补贴发放",
            "into": "公租房资格确认",
            "name": "公租房申请",
            "step": "补贴发放",
            "reason": "一次办结",
        }
    ],
}


def _parse_actions(value: Any, _: ValidatorFunctionWrapHandler) -> tuple[Change, ...]:
    """Validate actions as in a file: an error names the number of the action."""
    return actions_of(value)


Actions = Annotated[
    tuple[Action, ...],
    WrapValidator(_parse_actions),
    Field(
        max_length=MOST_ACTIONS,
        description="依次执行的动作，与 `oncegraph reform` 的 YAML 同形；对象以编码或全称指明 · Actions, applied in "
        "order, written as in a YAML file for `oncegraph reform`; things are named by code or exact name.",
    ),
]


class ReformBody(BaseModel):
    """A reform to try on the present graph."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field("", max_length=1000, description="标题 · Title of the reform.")
    actions: Actions

    def reform(self) -> Reform:
        return Reform(self.title or str(Text("改革后", "after the reform")), self.actions)


class RowsBody(BaseModel):
    """A whole catalogue, as the JSON file of the exchange format holds it."""

    model_config = ConfigDict(extra="forbid")

    rows: dict[str, list[dict[str, Any]]] = Field(
        description=f"声明 → 行，共至多 {MOST_ROWS_GIVEN} 行 · Declaration → rows, at most {MOST_ROWS_GIVEN} in all.",
        examples=[{"Item": [{"item_code": "A", "name": "甲"}]}],
    )


StateBody = Annotated[
    Literal["graph"] | ReformBody | RowsBody,
    Field(description="图中现状、改革后，或提供的行 · The present graph, the graph after a reform, or the rows given."),
]


class ComparisonBody(BaseModel):
    """Two states, and what to compare: everything unless themes or items are named."""

    model_config = ConfigDict(extra="forbid")

    before: StateBody = "graph"
    after: StateBody
    themes: list[str] = Field([], max_length=100, description="主题：编码或名称 · Themes by code or name.")
    items: list[str] = Field([], max_length=1000, description="事项：编码或名称 · Items by code or name.")
    limit: int = Field(ROWS, strict=True, **LIMIT)


class SimulationBody(ReformBody):
    """A reform, and the maximum number of rows."""

    limit: int = Field(ROWS, strict=True, **LIMIT)


@router.post(
    "/compare",
    response_model=ComparisonAnswer,
    responses={202: {"model": Job}, **documented(400, 429), **TABLES},
    summary="改革前后 · Two states compared",
    description=f"取消、新增、合并、免交、免填、变更了什么，为什么，减少多少。\n\n"
    f"What was removed, added, merged, exempted, filled or changed, why, and what it saves.\n\n{WAIT}",
)
def compare_states(
    query: TheContext,
    body: Annotated[
        ComparisonBody,
        Body(
            openapi_examples={
                "reform": {
                    "summary": "图中现状与改革后 · The graph and a reform",
                    "value": {"after": HOUSING, "items": ["公租房资格确认", "公租房实物配租补贴发放"]},
                }
            }
        ),
    ],
    city: TheCity,
    reply: TheReply,
    jobs: TheJobs,
    prefer: Prefer = "",
) -> Response:
    context = query.context(city)

    def compare() -> ComparedStates:
        before, after = _states(city, (body.before, body.after), context)
        records = [before.records, after.records]
        themes = tuple(code_in(records, Theme, word) for word in body.themes)
        items = tuple(code_in(records, Item, word) for word in body.items)
        return ask(city, ComparisonQuestion(before, after, themes, items), context)

    def document_of(compared: ComparedStates) -> dict[str, Any]:
        return document(compared.found, compared.before.name, compared.after.name, body.limit)

    def respond() -> Response:
        compared = compare()
        return reply(lambda: document_of(compared), lambda: tables.sheets(compared.found), NO_STORE)

    return answer_or_start(jobs, prefer, "compare", respond, lambda: document_of(compare()))


@router.post(
    "/reforms:simulate",
    response_model=ReformAnswer,
    responses={202: {"model": Job}, **documented(400, 429), **TABLES},
    summary="试行改革：腾合放转调 · A reform tried on a copy",
    description=f"依次执行各项动作：每项动作的效果，改革前后的指标与全部变化。\n\n"
    "The actions are applied in order. Gives the effect of each action, the figures before and after, and all "
    f"differences.\n\n{WAIT}",
)
def simulate(
    query: TheContext,
    body: Annotated[
        SimulationBody,
        Body(openapi_examples={"housing": {"summary": "公租房 · Public rental housing", "value": HOUSING}}),
    ],
    city: TheCity,
    reply: TheReply,
    jobs: TheJobs,
    prefer: Prefer = "",
) -> Response:
    context = query.context(city)

    def simulate_reform() -> ComparedStates:
        before, after = _states(city, ("graph", body), context)
        return ask(city, ComparisonQuestion(before, after), context)

    def document_of(compared: ComparedStates) -> dict[str, Any]:
        after = compared.after
        return document_of_reform(compared.found, compared.before.name, after.name, after.effects, body.limit)

    def respond() -> Response:
        compared = simulate_reform()
        return reply(
            lambda: document_of(compared), lambda: tables.sheets(compared.found, compared.after.effects), NO_STORE
        )

    return answer_or_start(jobs, prefer, "reforms.simulate", respond, lambda: document_of(simulate_reform()))


def _states(city: TheCity, bodies: Sequence[Any], context: Context) -> list[CatalogueState]:
    """The states that a request names; the graph is read at most once. Raises RowsRefused, BadChange, NotReady,
    EmptyStore."""
    needs_graph = any(not isinstance(body, RowsBody) for body in bodies)
    graph = present_state(city) if needs_graph else None
    states = []
    for body in bodies:
        if isinstance(body, RowsBody):
            states.append(CatalogueState(str(THE_ROWS), Records(check_rows(body.rows))))
        elif graph is not None:
            reformed = isinstance(body, ReformBody)
            states.append(graph.after(body.reform(), context.moment.date()) if reformed else graph)
    return states
