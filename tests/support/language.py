"""The language that texts are written in during a part of a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from oncegraph.schema.text import Language, language


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Texts are in the chosen language inside of the block."""
    token = language.set(chosen)
    try:
        yield
    finally:
        language.reset(token)
