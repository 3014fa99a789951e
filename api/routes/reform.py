"""Before and after: two states compared, a reform tried, a theme as one thing. Nothing in the graph is changed."""

from collections.abc import Mapping
from pathlib import Path as File
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Response
from pydantic import BaseModel, ConfigDict, Field, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import PydanticSerializationError, to_json
from starlette.concurrency import run_in_threadpool

from oncegraph.api.inputs.names import code_in, context_of
from oncegraph.api.routes.change import LIMIT, ROWS, WAIT, Prefer, now_or_later
from oncegraph.api.routes.jobs import Job, TheJobs
from oncegraph.api.snapshot.store import Snapshot, Store
from oncegraph.api.web.parameters import PREFIX, Asked, AskedQuery, TheSnapshot, TheStore, analysis_of, answered
from oncegraph.api.web.problems import documented
from oncegraph.api.web.theme_parameters import AskedSituations, ThemeCode
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.records import Records
from oncegraph.queries.reform.reading import actions_of
from oncegraph.schema.change import Change
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.item import Item
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.reform import Action, Reform
from oncegraph.schema.text import Text, listed
from oncegraph.schema.theme import Theme
from oncegraph.visualize.tables.comparison import (
    ComparisonAnswer,
    OneThingAnswer,
    ReformAnswer,
    document,
    document_of_reform,
    document_of_theme,
)

if TYPE_CHECKING:
    from oncegraph.api.inputs.states import State
    from oncegraph.loaders import Findings
    from oncegraph.loaders.finding import Finding

router = APIRouter(prefix=PREFIX, tags=["reform"], responses=documented(404, 409))

MOST_ACTIONS = 1000
MOST_GIVEN = 50_000
ERRORS_TOLD = 5
THE_ROWS = Text("所给的行", "the rows given")
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


def _numbered(value: Any, _: ValidatorFunctionWrapHandler) -> tuple[Change, ...]:
    """Read as a file is read: what is wrong is told with the number of the action."""
    return actions_of(value)


Actions = Annotated[
    tuple[Action, ...],
    WrapValidator(_numbered),
    Field(
        max_length=MOST_ACTIONS,
        description="依次采取的动作，与 `oncegraph reform` 的 YAML 同形；事物以编码或全名指明 · Taken in their order, "
        "as in a YAML file for `oncegraph reform`; things by code or exact name.",
    ),
]


class GivenReform(BaseModel):
    """A reform, tried on the graph as it is."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field("", max_length=1000, description="标题 · What it is called.")
    actions: Actions


class GivenRows(BaseModel):
    """A whole catalogue, as the JSON file of the exchange format holds it."""

    model_config = ConfigDict(extra="forbid")

    rows: dict[str, list[dict[str, Any]]] = Field(
        description=f"声明 → 行，共至多 {MOST_GIVEN} 行 · Declaration → rows, {MOST_GIVEN} in all at most.",
        examples=[{"Item": [{"item_code": "A", "name": "甲"}]}],
    )


GivenState = Annotated[
    Literal["graph"] | GivenReform | GivenRows,
    Field(description="图中现状、改革后，或所给的行 · The graph as it is, after a reform, or the rows given."),
]


class ToCompare(BaseModel):
    """Two states, and what of them to compare: everything unless themes or items are named."""

    model_config = ConfigDict(extra="forbid")

    before: GivenState = "graph"
    after: GivenState
    themes: list[str] = Field([], max_length=100, description="主题：编码或名称 · Themes by code or name.")
    items: list[str] = Field([], max_length=1000, description="事项：编码或名称 · Items by code or name.")
    limit: int = Field(ROWS, strict=True, **LIMIT)


class ToSimulate(GivenReform):
    """A reform, and how many rows are wanted."""

    limit: int = Field(ROWS, strict=True, **LIMIT)


class AskedOneThing(AskedSituations):
    """The context, which situations, and how many edits are wanted."""

    limit: int = Field(ROWS, **LIMIT)


class TooManyRows(RefusedInput):
    """More rows in a request than are compared."""

    code = "too_many_rows"

    def __init__(self, many: int):
        super().__init__(
            Text(f"所给 {many} 行，至多 {MOST_GIVEN} 行。", f"{many} rows were given; at most {MOST_GIVEN} are taken."),
            Text("大的目录请用命令行 oncegraph compare。", "Compare large ones with: oncegraph compare"),
        )


def _told(finding: "Finding", file: File) -> Text:
    """What is wrong where; the file in which the rows were checked is none of the client's."""
    said = zip(finding.place.title, finding.sentence, THE_ROWS, strict=True)
    return Text(*(f"{place} {sentence}".replace(str(file), rows) for place, sentence, rows in said))


class RowsRefused(RefusedInput):
    """Rows of a request with errors, of which the first are told. file: in which they were checked."""

    code = "rows_refused"

    def __init__(self, findings: "Findings", file: File):
        from oncegraph.loaders import Severity

        errors = [_told(each, file) for each in findings if each.severity is Severity.ERROR]
        told = listed(errors[:ERRORS_TOLD], Text("；", "; "))
        super().__init__(
            Text(f"所给的行有 {len(errors)} 处错误：{told.zh}", f"{len(errors)} errors in the rows given: {told.en}"),
            Text("请逐处更正。", "Correct them one by one."),
        )


class NoText(RefusedInput):
    """Rows of a request with halves of characters, which no file can hold."""

    code = "no_text"

    def __init__(self) -> None:
        super().__init__(
            Text("所给的行含有不能写成 UTF-8 的字符。", "The rows given hold characters that are none in UTF-8."),
            Text("请去掉单独的代理码（\\ud800 至 \\udfff）。", "Take out single surrogates (\\ud800 to \\udfff)."),
        )


class UnknownDeclaration(RefusedInput):
    """Rows of something that there is not."""

    code = "unknown_declaration"

    def __init__(self, word: str):
        known = "、".join(DECLARATIONS)
        super().__init__(
            Text(f"没有“{word}”这种数据。", f'There is no kind of rows "{word}".'),
            Text(f"可用：{known}。", f"Known are: {known}."),
        )


@router.get(
    "/themes/{code}/compare",
    response_model=OneThingAnswer,
    summary="主题前后：逐项办与一件事 · A theme before and after, as one thing",
    description="逐项办：各自的表单、材料，一项接一项；一件事：一张表单、一套材料、一次受理，能并联的并联。\n\n"
    "Before: each item's own forms and materials, one item after the other; after: one form, one set, one acceptance, "
    "and at the same time what can be.",
)
async def theme_compared(
    code: ThemeCode, asked: Annotated[AskedOneThing, Query()], store: TheStore, snapshot: TheSnapshot
) -> Response:
    records = await store.records(themes=[code])

    def work() -> dict[str, Any]:
        from oncegraph.queries.reform.one_thing import one_thing  # takes its time to import
        from oncegraph.queries.theme.flow import flow
        from oncegraph.queries.theme.whole import theme_flow

        whole = theme_flow(records, code) if asked.whole else flow(records, asked.situations(records, code), theme=code)
        return document_of_theme(one_thing(records, whole, analysis_of(snapshot, asked.context)), asked.limit)

    return answered(await run_in_threadpool(work))


@router.post(
    "/compare",
    response_model=ComparisonAnswer,
    responses={202: {"model": Job}, **documented(400, 429)},
    summary="改革前后 · Two states compared",
    description=f"取消、新增、合并、免交、免填、变更了什么，为什么，省了多少。\n\n"
    f"What was removed, added, merged, exempted, filled or changed, why, and what it saves.\n\n{WAIT}",
)
def compare_states(
    asked: AskedQuery,
    wanted: Annotated[
        ToCompare,
        Body(
            openapi_examples={
                "reform": {
                    "summary": "图中现状与改革后 · The graph and a reform",
                    "value": {"after": HOUSING, "items": ["公租房资格确认", "公租房实物配租补贴发放"]},
                }
            }
        ),
    ],
    snapshot: TheSnapshot,
    store: TheStore,
    jobs: TheJobs,
    prefer: Prefer = "",
) -> Response:
    context = _context(snapshot, asked)

    def work() -> dict[str, Any]:
        from oncegraph.api.inputs.states import compared  # takes its time to import

        states = _states(store, (wanted.before, wanted.after), context)
        records = [state.records for state in states]
        themes = [code_in(records, Theme, word) for word in wanted.themes]
        items = [code_in(records, Item, word) for word in wanted.items]
        pair = compared(*states, context, themes, items)
        return document(pair.found, pair.before.name, pair.after.name, wanted.limit)

    return now_or_later(jobs, prefer, "compare", work)


@router.post(
    "/reforms:simulate",
    response_model=ReformAnswer,
    responses={202: {"model": Job}, **documented(400, 429)},
    summary="试行改革：腾合放转调 · A reform tried on a copy",
    description=f"依次采取各动作：每个动作的效果，改革前后的指标与全部变化。\n\n"
    f"Actions taken in their order: what each does, figures before and after, every difference.\n\n{WAIT}",
)
def simulate(
    asked: AskedQuery,
    wanted: Annotated[
        ToSimulate, Body(openapi_examples={"housing": {"summary": "公租房 · Public rental housing", "value": HOUSING}})
    ],
    snapshot: TheSnapshot,
    store: TheStore,
    jobs: TheJobs,
    prefer: Prefer = "",
) -> Response:
    context = _context(snapshot, asked)

    def work() -> dict[str, Any]:
        from oncegraph.api.inputs.states import compared  # takes its time to import

        before, after = _states(store, ("graph", wanted), context)
        pair = compared(before, after, context, (), ())
        return document_of_reform(pair.found, before.name, after.name, after.effects, wanted.limit)

    return now_or_later(jobs, prefer, "reforms.simulate", work)


def _context(snapshot: Snapshot, asked: Asked) -> Context:
    return context_of(snapshot.catalogue, **asked.model_dump(exclude={"lang"}))


def _states(store: Store, given: tuple[Any, ...], context: Context) -> "list[State]":
    """The graph is read once. Raises RowsRefused, BadChange, NotReady."""
    from oncegraph.api.inputs.states import current

    graph = None
    if any(not isinstance(each, GivenRows) for each in given):
        graph = current(store.whole())
    return [_state(each, graph, context) for each in given]


def _state(given: Any, graph: "State | None", context: Context) -> "State":
    from oncegraph.api.inputs.states import State, tried

    if isinstance(given, GivenRows):
        return State(str(THE_ROWS), Records(_checked(given.rows)))
    assert graph is not None
    if isinstance(given, GivenReform):
        title = given.title or str(Text("改革后", "after the reform"))
        return tried(Reform(title, given.actions), graph.records, context.moment.date())
    return graph


def _checked(rows: Mapping[str, list[dict[str, Any]]]) -> Any:
    """The rows, checked as the JSON file that they would be."""
    from oncegraph.loaders import LoadRefused, rows_of

    many = sum(map(len, rows.values()))
    if many > MOST_GIVEN:
        raise TooManyRows(many)
    if unknown := rows.keys() - DECLARATIONS.keys():
        raise UnknownDeclaration(min(unknown))
    with TemporaryDirectory() as folder:
        file = File(folder, "rows.json")
        try:
            file.write_bytes(to_json(rows))
        except PydanticSerializationError:
            raise NoText from None
        try:
            return rows_of([file])
        except LoadRefused as refused:
            raise RowsRefused(refused.findings, file) from None
