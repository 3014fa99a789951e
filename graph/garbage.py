"""Keeps Python's search for cyclic garbage away from work that creates none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_searched() -> Iterator[None]:
    """For blocks that create many objects without reference cycles: searching them again and again would take a third
    more time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def only_new_searched() -> Iterator[None]:
    """For blocks during which existing objects stay alive, so that searching them again and again is useless."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
