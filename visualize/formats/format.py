"""The formats that a diagram is written in."""

from oncegraph.schema.codes import CodeList
from oncegraph.visualize.diagram import Arrangement, Diagram

#: Pixels of a PNG per inch: on screens of today, in print, and the limits.
DPI, PRINT_DPI, LEAST_DPI, MOST_DPI = 192.0, 300.0, 24.0, 1200.0


class Format(CodeList):
    """How a diagram is written."""

    SVG = "svg", "SVG 图", "SVG picture"
    PNG = "png", "PNG 图", "PNG picture"
    PDF = "pdf", "PDF 文档", "PDF document"
    MERMAID = "mermaid", "Mermaid 文本", "Mermaid text"
    DOT = "dot", "Graphviz DOT 文本", "Graphviz DOT text"
    BPMN = "bpmn", "BPMN 2.0 流程模型", "BPMN 2.0 process model"
    JSON = "json", "JSON 数据", "JSON data"

    @property
    def suffix(self) -> str:
        """Of its files, as in `.mmd`."""
        return ".mmd" if self is Format.MERMAID else f".{self}"

    @property
    def media_type(self) -> str:
        """As it is registered, or as its makers ask for; BPMN has none of its own."""
        return _MEDIA_TYPES[self]

    @property
    def is_text(self) -> bool:
        """May it be shown on a terminal?"""
        return self not in (Format.PNG, Format.PDF)


_MEDIA_TYPES = {
    Format.SVG: "image/svg+xml",
    Format.PNG: "image/png",
    Format.PDF: "application/pdf",
    Format.MERMAID: "text/vnd.mermaid",
    Format.DOT: "text/vnd.graphviz",
    Format.BPMN: "application/bpmn+xml",
    Format.JSON: "application/json",
}


def formats_of(diagram: Diagram) -> tuple[Format, ...]:
    """Those that can say what the diagram does: BPMN describes a flow and nothing else."""
    return tuple(each for each in Format if each is not Format.BPMN or diagram.arrangement is Arrangement.LANES)
