"""Which pictures there are of themes, items and situations, and how each is put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oncegraph.schema.codes import CodeList
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.flow import Basis
from oncegraph.schema.model import NODES
from oncegraph.schema.text import Text, listed

if TYPE_CHECKING:
    from oncegraph.queries.exemption.analysis import Analysis
    from oncegraph.queries.records import Records
    from oncegraph.visualize.diagram import Diagram


class Picture(CodeList):
    """What a picture shows of a subject."""

    FLOW = "flow", "流程图", "Flowchart"
    GANTT = "gantt", "甘特图", "Gantt chart"
    BEFORE_AFTER = "before-after", "逐项办与一件事对比图", "Picture of item by item against as one thing"
    CHAIN = "chain", "五级链", "Chain of five levels"
    SANKEY = "sankey", "字段来源", "Where fields come from"


#: Kind of subject → its pictures, the usual one first.
PICTURES: dict[str, tuple[Picture, ...]] = {
    "Theme": (Picture.FLOW, Picture.GANTT, Picture.BEFORE_AFTER, Picture.SANKEY),
    "Item": (Picture.CHAIN, Picture.SANKEY),
    "Situation": (Picture.CHAIN, Picture.SANKEY),
}


class NoSuchPicture(RefusedInput):
    """There is no picture of that kind of a subject, or it does not show what is asked of it."""

    code = "no_such_picture"
    exit_code = 2

    def __init__(self, what: Text, of: str):
        has = listed(f"{each}（{each.title.zh}）" for each in PICTURES[of]).zh
        there = listed(f"{each} ({each.title.en.lower()})" for each in PICTURES[of]).en
        title = NODES[of].title
        super().__init__(what, Text(f"{title.zh}有这些图：{has}。", f"Of a {title.en.lower()} there are: {there}."))


@dataclass(frozen=True)
class Asked:
    """Which picture, None: the usual one; answers: narrow the situations of a theme or item; highlight: code of a
    field whose way stands out in a chain; basis: by which times a flow is drawn."""

    picture: Picture | None = None
    answers: Mapping[str, Any] | None = None
    highlight: str | None = None
    basis: Basis = Basis.PROMISED

    def of(self, kind: str) -> Picture:
        """The picture to draw of a kind of subject. Raises NoSuchPicture."""
        picture, title = self.picture or PICTURES[kind][0], NODES[kind].title
        if picture not in PICTURES[kind]:
            zh, en = picture.title.zh, picture.title.en.lower()
            raise NoSuchPicture(Text(f"{title.zh}没有“{zh}”。", f"There is no {en} of a {title.en.lower()}."), kind)
        if self.highlight and picture is not Picture.CHAIN:
            raise NoSuchPicture(Text("只有五级链能突出字段的路径。", "Only a chain shows the way of a field."), kind)
        if self.answers is not None and kind == "Situation":
            raise NoSuchPicture(Text("情形没有判断项可回答。", "A situation has no questions to answer."), kind)
        return picture


def diagram_of(records: "Records", analysis: "Analysis", kind: str, code: str, asked: Asked) -> "Diagram":
    """The picture of a theme, item or situation. records: all that it rests on.

    Raises NotFound, NoSuchPicture, and what `queries.guidance.guide.entered_situations` raises.
    """
    match asked.of(kind):
        case Picture.FLOW:
            return _flow(records, code, asked)
        case Picture.GANTT:
            return _gantt(records, code, asked)
        case Picture.BEFORE_AFTER:
            return _before_and_after(records, analysis, code, asked)
        case Picture.SANKEY:
            return _sankey(records, analysis, kind, code, asked)
        case Picture.CHAIN:
            return _chain(records, analysis, kind, code, asked)


def _flow(records: "Records", code: str, asked: Asked) -> "Diagram":
    from oncegraph.queries.theme.theme_flow import theme_flow
    from oncegraph.visualize.pictures.flow import flowchart

    return flowchart(theme_flow(records, code, asked.answers), asked.basis)


def _gantt(records: "Records", code: str, asked: Asked) -> "Diagram":
    from oncegraph.queries.theme.theme_flow import theme_flow
    from oncegraph.visualize.pictures.gantt import gantt

    flow = theme_flow(records, code, asked.answers)
    return gantt(flow, asked.basis, compare=not flow.decisions)


def _before_and_after(records: "Records", analysis: "Analysis", code: str, asked: Asked) -> "Diagram":
    from oncegraph.queries.reform.one_thing import one_thing
    from oncegraph.queries.theme.theme_flow import theme_flow
    from oncegraph.visualize.pictures.comparison import one_thing as drawn

    return drawn(one_thing(records, theme_flow(records, code, asked.answers), analysis))


def _sankey(records: "Records", analysis: "Analysis", kind: str, code: str, asked: Asked) -> "Diagram":
    from oncegraph.visualize.pictures.sankey import sankey

    situations = [analysis.situation(each) for each in _situations(records, kind, code, asked)]
    return sankey(records, records.name(NODES[kind], code) or code, situations)


def _chain(records: "Records", analysis: "Analysis", kind: str, code: str, asked: Asked) -> "Diagram":
    from oncegraph.visualize.pictures.chain import chain

    item_code = analysis.situation(code).item_code if kind == "Situation" else code
    shown = set(_situations(records, kind, code, asked))
    item = analysis.item(item_code)
    situations = tuple(each for each in item.situations if each.situation_code in shown)
    return chain(records, item.model_copy(update={"situations": situations}), highlight=asked.highlight)


def _situations(records: "Records", kind: str, code: str, asked: Asked) -> tuple[str, ...]:
    """Codes of those that are drawn. Raises NotFound, and what `entered_situations` raises."""
    from oncegraph.queries.guidance.guide import entered_situations
    from oncegraph.queries.guidance.questionnaire import Questionnaire

    if kind == "Situation":
        return (code,)
    if asked.answers is not None:
        return entered_situations(records, code, asked.answers)
    return Questionnaire.of(records, code).situations
