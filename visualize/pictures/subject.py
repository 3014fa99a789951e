"""The pictures of a theme, an item or a situation, and the question that returns one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oncegraph.queries.city import City
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.guidance.selection import Selection, Subject
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
    """The kinds of pictures of a subject."""

    FLOW = "flow", "流程图", "Flowchart"
    GANTT = "gantt", "甘特图", "Gantt chart"
    BEFORE_AFTER = "before-after", "逐个办理与一件事对比图", "Comparison of item by item with one thing"
    CHAIN = "chain", "五级链", "Chain of five levels"
    SANKEY = "sankey", "字段来源", "Where fields come from"


#: Kind of subject → its pictures, the usual one first.
PICTURES: dict[str, tuple[Picture, ...]] = {
    "Theme": (Picture.FLOW, Picture.GANTT, Picture.BEFORE_AFTER, Picture.SANKEY),
    "Item": (Picture.CHAIN, Picture.SANKEY),
    "Situation": (Picture.CHAIN, Picture.SANKEY),
}


class NoSuchPicture(RefusedInput):
    """The subject has no picture of that kind, or the picture cannot show what is requested."""

    code = "no_such_picture"
    exit_code = 2

    def __init__(self, what: Text, of: str):
        has = listed(f"{each}（{each.title.zh}）" for each in PICTURES[of]).zh
        there = listed(f"{each} ({each.title.en.lower()})" for each in PICTURES[of]).en
        title = NODES[of].title
        super().__init__(what, Text(f"{title.zh}可用的图：{has}。", f"Available for a {title.en.lower()}: {there}."))


@dataclass(frozen=True)
class PictureQuestion:
    """A picture of a subject.

    picture: None for the usual one; answers: narrow the situations of a theme or item; highlight: code of a field whose
    path is highlighted in a chain; basis: which times a flow uses; steps: a flow shows the steps of each item.
    Raises NoSuchPicture where the subject has no such picture.
    """

    subject: Subject
    picture: Picture | None = None
    answers: Mapping[str, Any] | None = None
    highlight: str | None = None
    basis: Basis = Basis.PROMISED
    steps: bool = False

    def __post_init__(self) -> None:
        kind, title = self.subject.kind, NODES[self.subject.kind].title
        if self.kind_of_picture not in PICTURES[kind]:
            zh, en = self.kind_of_picture.title.zh, self.kind_of_picture.title.en.lower()
            raise NoSuchPicture(
                Text(f"{title.zh}没有“{zh}”这种图。", f"There is no {en} of a {title.en.lower()}."), kind
            )
        if self.highlight and self.kind_of_picture is not Picture.CHAIN:
            raise NoSuchPicture(
                Text("只有五级链可以突出显示字段的路径。", "Only a chain shows the path of a field."), kind
            )
        if self.answers is not None and kind == "Situation":
            raise NoSuchPicture(Text("情形没有可回答的判断项。", "A situation has no questions to answer."), kind)

    @property
    def kind_of_picture(self) -> Picture:
        """The kind of picture to draw."""
        return self.picture or PICTURES[self.subject.kind][0]

    @property
    def _selection(self) -> Selection:
        return Selection((self.subject,), self.answers)

    def answer(self, city: City, context: Context) -> "Diagram":
        """Raises NotFound, and what is wrong with an answer (queries/guidance/answers.py)."""
        records = self._selection.read(city)
        records.node(NODES[self.subject.kind], self.subject.code)
        match self.kind_of_picture:
            case Picture.FLOW:
                return self._draw_flow(records)
            case Picture.GANTT:
                return self._draw_gantt(records)
            case Picture.BEFORE_AFTER:
                return self._draw_before_after(records, city.analysis(context))
            case Picture.SANKEY:
                return self._draw_sankey(records, city.analysis(context))
            case Picture.CHAIN:
                return self._draw_chain(records, city.analysis(context))

    def _draw_flow(self, records: "Records") -> "Diagram":
        from oncegraph.queries.theme.questions import flow_of
        from oncegraph.visualize.pictures.flow import flowchart

        return flowchart(flow_of(self._selection, records), self.basis, steps=self.steps)

    def _draw_gantt(self, records: "Records") -> "Diagram":
        from oncegraph.queries.theme.questions import flow_of
        from oncegraph.visualize.pictures.gantt import gantt

        flow = flow_of(self._selection, records)
        return gantt(flow, self.basis, compare=not flow.decisions)

    def _draw_before_after(self, records: "Records", analysis: "Analysis") -> "Diagram":
        from oncegraph.queries.reform.one_thing import one_thing
        from oncegraph.queries.theme.questions import flow_of
        from oncegraph.visualize.pictures.comparison import one_thing as draw_one_thing

        return draw_one_thing(one_thing(records, flow_of(self._selection, records), analysis))

    def _draw_sankey(self, records: "Records", analysis: "Analysis") -> "Diagram":
        from oncegraph.visualize.pictures.sankey import sankey

        kind, code = self.subject
        situations = [analysis.situation(each) for each in self._selection.situations(records)]
        return sankey(records, records.name(NODES[kind], code) or code, situations)

    def _draw_chain(self, records: "Records", analysis: "Analysis") -> "Diagram":
        from oncegraph.visualize.pictures.chain import chain

        kind, code = self.subject
        item = analysis.item(analysis.catalogue.item_of(code) if kind == "Situation" else code)
        selected = set(self._selection.situations(records))
        situations = tuple(each for each in item.situations if each.situation_code in selected)
        return chain(records, item.model_copy(update={"situations": situations}), highlight=self.highlight)
