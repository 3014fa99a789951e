"""A diagram as JSON for other front ends, and read back: the model itself, texts in both languages, no defaults."""

from pydantic import TypeAdapter

from oncegraph.visualize.diagram import Diagram

DOCUMENT = TypeAdapter(Diagram)


def write(diagram: Diagram) -> bytes:
    """As JSON."""
    return DOCUMENT.dump_json(diagram, exclude_defaults=True)


def read(document: bytes | str) -> Diagram:
    """The diagram that `write` wrote. Raises pydantic.ValidationError."""
    return DOCUMENT.validate_json(document)
