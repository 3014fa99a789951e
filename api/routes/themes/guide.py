"""逐级引导: takes answers and gives the next question or the checklist; also checks the questions."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StrictStr

from oncegraph.api.inputs.answers import answers_of
from oncegraph.api.web.parameters import MOST_ROWS, PREFIX, ContextQuery, TheCity, TheContext, code_in_path
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import NO_STORE, TABLES, TheReply
from oncegraph.api.web.tags import Tag
from oncegraph.queries.ask import ask
from oncegraph.queries.guidance.questions import GuidanceQuestion, LintQuestion
from oncegraph.queries.guidance.selection import Subject
from oncegraph.schema.declaration import Node
from oncegraph.schema.guide import Guidance
from oncegraph.schema.item import Item
from oncegraph.schema.lint import Lint
from oncegraph.schema.theme import Theme
from oncegraph.visualize.tables import guide as tables
from oncegraph.visualize.tables import lint as lint_tables

router = APIRouter(prefix=PREFIX, tags=[Tag.GUIDE], responses=documented(404, 409))
AnswerValue = StrictStr | StrictInt | StrictFloat


class GuideQuery(ContextQuery):
    """The context, and the answers so far."""

    answer: list[str] = Field(
        [],
        max_length=MOST_ROWS,
        description="`判断项=选项`，编码或名称，可多次使用；多选可写多次或以分号隔开；留空表示跳过 · "
        "`QUESTION=OPTION` by code or name, repeatable; an empty option skips the question.",
        examples=[["PD0019=PD001902"]],
    )


class AnswersBody(BaseModel):
    """The answers so far."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[str, AnswerValue | list[AnswerValue] | None] = Field(
        {},
        max_length=MOST_ROWS,
        description="判断项 → 选项（多选为列表）、数字或日期；null 表示跳过 · "
        "Question → option (a list for several), number or date; null: skipped.",
    )


EXAMPLES = {
    "none": {"summary": "尚未回答 · Nothing answered yet", "value": {"answers": {}}},
    "some": {"summary": "已回答两个问题 · Two answers", "value": {"answers": {"PD0019": "PD001902", "PD0020": "租赁"}}},
}
TheAnswers = Annotated[AnswersBody, Body(default_factory=AnswersBody, openapi_examples=EXAMPLES)]
DESCRIPTION = (
    "服务端不保存状态：提供已有的回答，返回下一个问题（`next`）及其原因、仍可能的情形和材料；"
    "全部答完后，`checklist` 为准确的材料清单。\n\n"
    "Stateless: send the answers so far; the response has the next question (`next`) and why it is asked, with the "
    "situations and materials still possible. When all is answered, `checklist` lists exactly what to hand in."
)


def _add(kind: type[Node], plural: str, example: str) -> None:
    zh, en = kind.title.zh, kind.title.en.lower()

    def guide(city: TheCity, query: ContextQuery, code: str, answers: Mapping[str, Any]) -> Guidance:
        return ask(city, GuidanceQuestion(Subject(kind.__name__, code), answers), query.context(city))

    def get(
        code: Annotated[str, code_in_path(kind, example)],
        query: Annotated[GuideQuery, Query()],
        city: TheCity,
        reply: TheReply,
    ) -> Response:
        guidance = guide(city, query, code, answers_of(query.answer))
        return reply(guidance, lambda: tables.sheets(guidance))

    def post(
        code: Annotated[str, code_in_path(kind, example)],
        query: TheContext,
        body: TheAnswers,
        city: TheCity,
        reply: TheReply,
    ) -> Response:
        guidance = guide(city, query, code, body.answers)
        return reply(guidance, lambda: tables.sheets(guidance), NO_STORE)

    def lint(code: Annotated[str, code_in_path(kind, example)], city: TheCity, reply: TheReply) -> Response:
        found = ask(city, LintQuestion(Subject(kind.__name__, code)))
        return reply(found[0], lambda: lint_tables.sheets(found))

    path = f"/{plural}/{{code}}/guide"
    summary = f"{zh}：逐级引导与精准告知 · From questions about the {en} to the exact checklist"
    shared: dict[str, Any] = {"response_model": Guidance, "summary": summary, "description": DESCRIPTION}
    router.get(path, name=f"{plural}_guide", responses=TABLES, **shared)(get)
    router.post(path, name=f"{plural}_guide_of", responses=documented(400) | TABLES, **shared)(post)
    router.get(
        f"{path}:lint",
        name=f"{plural}_guide_lint",
        response_model=Lint,
        responses=TABLES,
        summary=f"{zh}：判断项检查 · Check of the questions of the {en}",
        description="每项缺陷都附有使其出现的回答路径。\n\nEach finding comes with the answers that lead to it.",
    )(lint)


_add(Theme, "themes", "ZT0002")
_add(Item, "items", "11990100MB0000199X3990100001000")
