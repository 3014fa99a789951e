"""Python's search for garbage in circles, kept away from work that makes none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_searched() -> Iterator[None]:
    """Inside, many objects come to stay, or go without being in a circle: looking through them again and again takes
    a third more."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def only_new_searched() -> Iterator[None]:
    """Inside, what there is already stays: no use in looking through it again and again."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
