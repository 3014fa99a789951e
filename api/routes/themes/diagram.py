"""Pictures of themes, items and situations, in the format that `format` or `Accept` names."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from oncegraph.api.inputs.answers import answers_of
from oncegraph.api.web.negotiation import MEDIA_TYPES, Accept, PictureQuery, picture_response, preferred
from oncegraph.api.web.parameters import ANSWER, ITEM_CODE, PREFIX, SITUATION_CODE, ContextQuery, TheCity, code_in_path
from oncegraph.api.web.problems import documented
from oncegraph.api.web.tags import Tag
from oncegraph.queries.ask import ask
from oncegraph.queries.guidance.selection import Subject
from oncegraph.schema.flow import Basis
from oncegraph.schema.model import NODES
from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.formats.format import Format, formats_of
from oncegraph.visualize.pictures.subject import PICTURES, Picture, PictureQuestion

router = APIRouter(prefix=PREFIX, tags=[Tag.PICTURES], responses=documented(404, 406, 409))


class DiagramQuery(ContextQuery, PictureQuery):
    """The context, and the kind of picture."""

    format: Format | None = Field(
        None, description="图的格式，优先于 Accept · Format; goes before what `Accept` says.", examples=["svg"]
    )
    picture: Picture | None = Field(None, description="图的种类 · What to draw.")
    answer: list[str] = ANSWER
    highlight: str | None = Field(
        None, description="在图中突出显示其路径的字段编码 · Code of a field whose path in the chain is highlighted."
    )
    basis: Basis = Field(Basis.PROMISED, description="流程采用的时限 · Which times a flow uses: promised or legal.")

    def question(self, subject: Subject) -> PictureQuestion:
        """Raises NoSuchPicture, BadAnswers."""
        answers = answers_of(self.answer) if self.answer else None
        return PictureQuestion(subject, self.picture, answers, self.highlight, self.basis)


def _add(kind: str, plural: str, example: str) -> None:
    zh, en = NODES[kind].title.zh, NODES[kind].title.en.lower()

    def picture(
        code: Annotated[str, code_in_path(NODES[kind], example)],
        query: Annotated[DiagramQuery, Query()],
        city: TheCity,
        accept: Accept = "*/*",
    ) -> Response:
        diagram = ask(city, query.question(Subject(kind, code)), query.context(city))
        return picture_response(diagram, query.dpi, query.format or preferred(accept, formats_of(diagram)))

    pictures = PICTURES[kind]
    router.get(
        f"/{plural}/{{code}}/diagram",
        name=f"{plural}_diagram",
        response_model=Diagram,
        responses=MEDIA_TYPES,
        summary=f"{zh}的图 · A picture of the {en}",
        description=f"`picture`：{'、'.join(f'{each}（{each.title.zh}）' for each in pictures)}，默认为第一种。"
        "格式由 `format` 或 `Accept` 指定，默认为 SVG。\n\n"
        f"`picture`: {', '.join(f'{each} ({each.title.en.lower()})' for each in pictures)}; the first by default. "
        "`format` or `Accept` chooses the format, SVG by default.",
    )(picture)


_add("Theme", "themes", "ZT0002")
_add("Item", "items", ITEM_CODE)
_add("Situation", "situations", SITUATION_CODE)
