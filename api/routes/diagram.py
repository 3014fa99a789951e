"""Pictures of themes, items and situations, in the format that is asked for or accepted."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from oncegraph.api.inputs.answers import answers_of
from oncegraph.api.inputs.diagrams import PICTURES, Picture, diagram_of
from oncegraph.api.inputs.diagrams import Asked as AskedPicture
from oncegraph.api.web.negotiation import MEDIA_TYPES, Accept, Pictured, chosen, drawn
from oncegraph.api.web.parameters import PREFIX, Asked, TheCity, analysis_of
from oncegraph.api.web.problems import documented
from oncegraph.schema.flow import Basis
from oncegraph.schema.model import NODES
from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.formats.format import formats_of

router = APIRouter(prefix=PREFIX, tags=["pictures"], responses=documented(404, 406, 409))


class AskedDiagram(Asked, Pictured):
    """The context, and which picture is wanted."""

    picture: Picture | None = Field(None, description="画什么 · What to draw.")
    answer: list[str] = Field(
        [],
        description="对判断项的回答，写作“判断项=选项”，可多次；只画由此进入的情形 · "
        "Answers as QUESTION=OPTION, repeatable; only the situations entered by them are drawn.",
    )
    highlight: str | None = Field(
        None, description="突出其路径的字段的编码 · Code of a field whose way in the chain stands out."
    )
    basis: Basis = Field(Basis.PROMISED, description="流程按哪种时限 · By which times a flow is drawn.")

    @property
    def of(self) -> AskedPicture:
        return AskedPicture(self.picture, answers_of(self.answer) if self.answer else None, self.highlight, self.basis)


def _add(kind: str, plural: str, example: str) -> None:
    zh, en = NODES[kind].title.zh, NODES[kind].title.en.lower()

    async def picture(
        code: Annotated[str, Path(description=f"{zh}编码 · Code of the {en}.", examples=[example])],
        asked: Annotated[AskedDiagram, Query()],
        city: TheCity,
        accept: Accept = "*/*",
    ) -> Response:
        asked.of.of(kind)
        analysis = analysis_of(city, asked)
        owner = (await run_in_threadpool(analysis.situation, code)).item_code if kind == "Situation" else code
        records = await run_in_threadpool(city.records, **{"themes" if kind == "Theme" else "items": [owner]})
        records.node(NODES[kind], code)

        def made() -> Response:
            diagram = diagram_of(records, analysis, kind, code, asked.of)
            return drawn(diagram, asked, chosen(asked, accept, formats_of(diagram)))

        return await run_in_threadpool(made)

    pictures = PICTURES[kind]
    router.get(
        f"/{plural}/{{code}}/diagram",
        name=f"{plural}_diagram",
        response_model=Diagram,
        responses=MEDIA_TYPES,
        summary=f"{zh}的图 · A picture of the {en}",
        description=f"`picture`：{'、'.join(f'{each}（{each.title.zh}）' for each in pictures)}，默认第一种。"
        "格式按 `format` 或 `Accept`，默认 SVG。\n\n"
        f"`picture`: {', '.join(f'{each} ({each.title.en.lower()})' for each in pictures)}; the first otherwise. "
        "The format by `format` or `Accept`, SVG otherwise.",
    )(picture)


_add("Theme", "themes", "ZT0002")
_add("Item", "items", "11990100MB0000100L3990010002000")
_add("Situation", "situations", "11990100MB0000100L399001000200001")
