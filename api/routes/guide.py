"""逐级引导: answers in, the next question or the checklist out; and what is wrong with the questions."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StrictStr
from starlette.concurrency import run_in_threadpool

from oncegraph.api.inputs.answers import answers_of
from oncegraph.api.web.parameters import PREFIX, Asked, AskedQuery, TheCity, analysis_of, answered
from oncegraph.api.web.problems import documented
from oncegraph.queries.records import Records
from oncegraph.schema.declaration import Node
from oncegraph.schema.guide import Guidance
from oncegraph.schema.item import Item
from oncegraph.schema.lint import Lint
from oncegraph.schema.theme import Theme

router = APIRouter(prefix=PREFIX, tags=["guide"], responses=documented(404, 409))
MOST = 1000
One = StrictStr | StrictInt | StrictFloat


class AskedGuide(Asked):
    """The context, and the answers so far."""

    answer: list[str] = Field(
        [],
        max_length=MOST,
        description="`问题=选项`，编码或名称，可多次；多选可多次或以分号隔开；空即跳过 · "
        "`QUESTION=OPTION` by code or name, repeatable; nothing to skip.",
        examples=[["PD0019=PD001902"]],
    )


class GivenAnswers(BaseModel):
    """The answers so far."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[str, One | list[One] | None] = Field(
        {},
        max_length=MOST,
        description="问题 → 选项（多选为列表）、数字或日期；null 即跳过 · "
        "Question → option (of several a list), number or day; null: skipped.",
    )


EXAMPLES = {
    "none": {"summary": "尚未回答 · Nothing answered yet", "value": {"answers": {}}},
    "some": {"summary": "已答两问 · Two answers", "value": {"answers": {"PD0019": "PD001902", "PD0020": "租赁"}}},
}
BodyOfAnswers = Annotated[GivenAnswers, Body(default_factory=GivenAnswers, openapi_examples=EXAMPLES)]
DESCRIPTION = (
    "不留状态：给出迄今的回答，得到下一问（`next`）及其缘由、仍可能的情形和材料；"
    "全部答完则 `checklist` 是准确的材料清单。\n\n"
    "Stateless: the answers so far in, out comes the next question (`next`) and why, with the situations and materials "
    "that are still possible; when all is answered `checklist` tells exactly what to hand in."
)


def _add(kind: type[Node], plural: str, example: str) -> None:
    zh, en = kind.title.zh, kind.title.en.lower()
    Code = Annotated[str, Path(description=f"{zh}编码 · Code of the {en}.", examples=[example])]

    async def records_of(city: TheCity, code: str) -> Records:
        records = await run_in_threadpool(city.records, **{plural: [code]})
        records.node(kind, code)
        return records

    async def guided(city: TheCity, code: str, asked: Asked, answers: Mapping[str, Any]) -> Guidance:
        records = await records_of(city, code)

        def made() -> Guidance:
            from oncegraph.queries.guidance.guide import guide  # takes its time to import

            return guide(records, code, answers, analysis_of(city, asked))

        return await run_in_threadpool(made)

    async def get(code: Code, asked: Annotated[AskedGuide, Query()], city: TheCity) -> Response:
        context = Asked(**asked.model_dump(exclude={"answer"}))
        return answered(await guided(city, code, context, answers_of(asked.answer)))

    async def post(code: Code, asked: AskedQuery, given: BodyOfAnswers, city: TheCity) -> Response:
        answer = answered(await guided(city, code, asked, given.answers))
        answer.headers["cache-control"] = "no-store"
        return answer

    async def check(code: Code, city: TheCity) -> Response:
        records = await records_of(city, code)

        def made() -> Lint:
            from oncegraph.queries.guidance.lint import lint  # takes its time to import

            return lint(records, code)

        return answered(await run_in_threadpool(made))

    path = f"/{plural}/{{code}}/guide"
    summary = f"{zh}：逐级引导与精准告知 · From questions about the {en} to the exact checklist"
    shared: dict[str, Any] = {"response_model": Guidance, "summary": summary, "description": DESCRIPTION}
    router.get(path, name=f"{plural}_guide", **shared)(get)
    router.post(path, name=f"{plural}_guide_of", responses=documented(400), **shared)(post)
    router.get(
        f"{path}:lint",
        name=f"{plural}_guide_lint",
        response_model=Lint,
        summary=f"{zh}：判断项检查 · What is wrong with the questions of the {en}",
        description="每个问题都附显示它的回答路径。\n\nEach finding comes with the answers that show it.",
    )(check)


_add(Theme, "themes", "ZT0002")
_add(Item, "items", "11990100MB0000199X3990100001000")
