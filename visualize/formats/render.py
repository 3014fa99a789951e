"""A diagram in any format: pictures for people, files for other tools, JSON for other front ends."""

from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.text import Text, listed
from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.formats.format import DPI, Format, formats_of


class NotAFlow(RefusedInput):
    """BPMN describes how work flows through departments, but the diagram shows something else."""

    code = "not_a_flow"
    exit_code = 2

    def __init__(self, others: tuple[Format, ...]):
        names = listed(map(str, others))
        super().__init__(
            Text(
                "BPMN 只描述办理流程，而这张图画的不是流程。",
                "BPMN describes a flow of work, but this picture shows something else.",
            ),
            Text(f"请改用 {names.zh}，或画主题的流程图。", f"Use one of {names.en}, or draw the flow of a theme."),
        )


def render(diagram: Diagram, format: Format, dpi: float = DPI) -> bytes:
    """The diagram in the current language (JSON: in both); the same diagram always gives the same bytes.

    dpi: pixels of a PNG per inch. Raises NotAFlow, PictureTooLarge, MissingExtra.
    """
    if format not in (possible := formats_of(diagram)):
        raise NotAFlow(possible)
    return format.traits.write(diagram, dpi)
