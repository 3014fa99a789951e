"""A diagram in every format: pictures for people, files for other tools, JSON for other front ends."""

from collections.abc import Callable

from schema.codes import CodeList
from visualize import document, dot, mermaid, paper, svg
from visualize.diagram import Diagram


class Format(CodeList):
    """How a diagram is written; `suffix` of its files, `media_type` over HTTP."""

    SVG = "svg", "SVG 图", "SVG picture"
    PNG = "png", "PNG 图", "PNG picture"
    PDF = "pdf", "PDF 文档", "PDF document"
    MERMAID = "mermaid", "Mermaid 文本", "Mermaid text"
    DOT = "dot", "Graphviz DOT 文本", "Graphviz DOT text"
    JSON = "json", "JSON 数据", "JSON data"

    @property
    def suffix(self) -> str:
        """Of a file, as in `.mmd`."""
        return ".mmd" if self is Format.MERMAID else f".{self}"

    @property
    def media_type(self) -> str:
        """As registered, or as its makers ask for."""
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
    Format.JSON: "application/json",
}
_WRITERS: dict[Format, Callable[[Diagram], str | bytes]] = {
    Format.SVG: svg.svg,
    Format.PDF: lambda diagram: paper.pdf(svg.svg(diagram), diagram.title),
    Format.MERMAID: mermaid.mermaid,
    Format.DOT: dot.dot,
    Format.JSON: document.written,
}


def render(diagram: Diagram, format: Format, dpi: float = paper.DPI) -> bytes:
    """The diagram in the language of the moment (JSON: in both); the same diagram gives the same bytes.

    dpi: pixels of a PNG per inch; the picture itself has 96. Raises paper.TooLarge.
    """
    if format is Format.PNG:
        return paper.png(svg.svg(diagram), dpi)
    written = _WRITERS[format](diagram)
    return written if isinstance(written, bytes) else written.encode()
