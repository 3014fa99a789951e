"""The flow of a theme, and the one set of materials that it asks for."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.concurrency import run_in_threadpool

from oncegraph.api.web.parameters import PREFIX, TheCity, analysis_of, answered
from oncegraph.api.web.problems import documented
from oncegraph.api.web.theme_parameters import AskedSituations, ThemeCode
from oncegraph.schema.flow import Flow
from oncegraph.schema.theme_materials import ThemeMaterials

router = APIRouter(prefix=PREFIX, tags=["themes"], responses=documented(404, 409))


@router.get(
    "/themes/{code}/flow",
    response_model=Flow,
    summary="一件事的流程 · The flow of a theme",
    description="各阶段、串联与并联、关键路径与可推迟天数、循环证明及其阻断的事项、须知。"
    "不给回答则为整个主题，`decisions` 是尚未回答的判断项。\n\n"
    "Stages, sections in series and parallel, critical path and slack, circles and what they block, findings. Without "
    "answers that of the whole theme, whose `decisions` are the open questions.",
)
async def theme_flow_route(code: ThemeCode, asked: Annotated[AskedSituations, Query()], city: TheCity) -> Response:
    records = await run_in_threadpool(city.records, themes=[code])

    def made() -> Flow:
        from oncegraph.queries.theme.flow import flow  # takes its time to import
        from oncegraph.queries.theme.whole import theme_flow

        if asked.whole:
            return theme_flow(records, code)
        return flow(records, asked.situations(records, code), theme=code)

    return answered(await run_in_threadpool(made))


@router.get(
    "/themes/{code}/materials",
    response_model=ThemeMaterials,
    summary="一件事的一套材料 · The one set of materials of a theme",
    description="每份材料一次：哪些情形需要、份数、任选组、去向（免交、前序产出、须提交……）。\n\n"
    "Each material once: which situations need it, copies, alternative groups, and what is to be done about it.",
)
async def theme_materials(code: ThemeCode, asked: Annotated[AskedSituations, Query()], city: TheCity) -> Response:
    records = await run_in_threadpool(city.records, themes=[code])

    def made() -> ThemeMaterials:
        from oncegraph.queries.theme.materials import materials  # takes its time to import

        situations = asked.situations(records, code)
        return materials(records, situations, analysis_of(city, asked.context), theme=code)

    return answered(await run_in_threadpool(made))
