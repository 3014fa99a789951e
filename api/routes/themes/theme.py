"""一件事: the flow of a theme, its single set of materials, and what handling it as one thing saves."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from oncegraph.api.web.parameters import LIMIT, PREFIX, ROWS, TheCity, ThemeCode, ThemeQuery
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import TABLES, TheReply
from oncegraph.api.web.tags import Tag
from oncegraph.queries.ask import ask
from oncegraph.queries.theme.questions import FlowQuestion, OneThingQuestion, ThemeMaterialsQuestion
from oncegraph.schema.flow import Basis, Flow
from oncegraph.schema.theme_materials import ThemeMaterials
from oncegraph.visualize.documents.comparison import OneThingAnswer, document_of_theme
from oncegraph.visualize.tables import comparison, theme, theme_materials

router = APIRouter(prefix=PREFIX, tags=[Tag.THEMES], responses=documented(404, 409))


class OneThingQuery(ThemeQuery):
    """The context, which situations, and the maximum number of edits."""

    limit: int = Field(ROWS, **LIMIT)


@router.get(
    "/themes/{code}/flow",
    response_model=Flow,
    responses=TABLES,
    summary="一件事的流程 · The flow of a theme",
    description="各阶段、串联与并联、关键路径与可推迟天数、循环证明及其阻断的事项、注意事项。"
    "不提供回答则为整个主题的流程，`decisions` 为尚未回答的判断项。\n\n"
    "Stages, sections in series and in parallel, critical path and slack, circles and what they block, findings. "
    "Without answers: the flow of the whole theme, where `decisions` lists the open questions.",
)
def theme_flow(code: ThemeCode, query: Annotated[ThemeQuery, Query()], city: TheCity, reply: TheReply) -> Response:
    flow = ask(city, FlowQuestion(query.selection(code)), query.context(city))
    return reply(flow, lambda: theme.sheets(flow, Basis.PROMISED))


@router.get(
    "/themes/{code}/materials",
    response_model=ThemeMaterials,
    responses=TABLES,
    summary="一件事的一套材料 · The single set of materials of a theme",
    description="每份材料只列一次：哪些情形需要、份数、任选组、处理方式（免交、前序产出、须提交等）。\n\n"
    "Each material once: which situations need it, copies, alternative groups, and what the applicant has to do.",
)
def materials_of_theme(
    code: ThemeCode, query: Annotated[ThemeQuery, Query()], city: TheCity, reply: TheReply
) -> Response:
    answer = ask(city, ThemeMaterialsQuestion(query.selection(code)), query.context(city))
    return reply(answer, lambda: theme_materials.sheets(answer))


@router.get(
    "/themes/{code}/compare",
    response_model=OneThingAnswer,
    responses=TABLES,
    summary="主题前后：逐个办理与一件事 · A theme before and after, as one thing",
    description="逐个办理：各自填表、各自提交材料，依次办理；一件事：一张表单、一套材料、一次受理，能并联的并联。\n\n"
    "Before: each item's own forms and materials, one item after the other. After: one form, one set, one acceptance, "
    "and everything in parallel that can be.",
)
def compare_theme(
    code: ThemeCode, query: Annotated[OneThingQuery, Query()], city: TheCity, reply: TheReply
) -> Response:
    answer = ask(city, OneThingQuestion(query.selection(code)), query.context(city))
    return reply(lambda: document_of_theme(answer, query.limit), lambda: comparison.sheets(answer))
