"""A diagram in every format: pictures for people, files for other tools, JSON for other front ends."""

from collections.abc import Callable

from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.text import Text, listed
from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.formats import bpmn, dot, mermaid, paper
from oncegraph.visualize.formats import json as document
from oncegraph.visualize.formats.format import DPI, Format, formats_of
from oncegraph.visualize.formats.svg import svg


class NotAFlow(RefusedInput):
    """BPMN describes how work flows through departments, and the diagram shows something else."""

    code = "not_a_flow"
    exit_code = 2

    def __init__(self, others: tuple[Format, ...]):
        told = listed(map(str, others))
        super().__init__(
            Text(
                "BPMN 只描述办理流程，而这张图画的不是流程。",
                "BPMN describes a flow of work, and this picture shows something else.",
            ),
            Text(f"请改用 {told.zh}，或画主题的流程图。", f"Take one of {told.en}, or draw the flow of a theme."),
        )


def render(diagram: Diagram, format: Format, dpi: float = DPI) -> bytes:
    """The diagram in the language of the moment (JSON: in both); the same diagram gives the same bytes.

    dpi: pixels of a PNG per inch. Raises NotAFlow, paper.TooLarge.
    """
    if format not in (possible := formats_of(diagram)):
        raise NotAFlow(possible)
    if format is Format.PNG:
        return paper.png(svg(diagram), dpi)
    written = _WRITERS[format](diagram)
    return written if isinstance(written, bytes) else written.encode()


_WRITERS: dict[Format, Callable[[Diagram], str | bytes]] = {
    Format.SVG: svg,
    Format.PDF: lambda diagram: paper.pdf(svg(diagram), diagram.title),
    Format.MERMAID: mermaid.mermaid,
    Format.DOT: dot.dot,
    Format.BPMN: bpmn.bpmn,
    Format.JSON: document.written,
}
