"""A diagram in every format: pictures for people, files for other tools, JSON for other front ends."""

from collections.abc import Callable

from visualize import document, dot, mermaid, paper
from visualize.diagram import Diagram
from visualize.formats import DPI, Format
from visualize.svg import svg


def render(diagram: Diagram, format: Format, dpi: float = DPI) -> bytes:
    """The diagram in the language of the moment (JSON: in both); the same diagram gives the same bytes.

    dpi: pixels of a PNG per inch. Raises paper.TooLarge.
    """
    if format is Format.PNG:
        return paper.png(svg(diagram), dpi)
    written = _WRITERS[format](diagram)
    return written if isinstance(written, bytes) else written.encode()


_WRITERS: dict[Format, Callable[[Diagram], str | bytes]] = {
    Format.SVG: svg,
    Format.PDF: lambda diagram: paper.pdf(svg(diagram), diagram.title),
    Format.MERMAID: mermaid.mermaid,
    Format.DOT: dot.dot,
    Format.JSON: document.written,
}
