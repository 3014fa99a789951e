"""A diagram as SVG: one file, no script, no font inside; the same diagram gives the same bytes."""

from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.formats.svg.page import page


def svg(diagram: Diagram) -> str:
    """The picture, in the current language."""
    return "\n".join(filter(None, page(diagram))) + "\n"
