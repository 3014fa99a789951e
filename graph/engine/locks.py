"""File locks (`flock`): held by an open file, and released by the kernel however the process ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on `path`; waits for it."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def shared(path: Path) -> Iterator[None]:
    """Hold a shared lock on `path`; waits while it is locked exclusively."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def is_held(path: Path, *, alone: bool = False) -> bool:
    """Whether `path` is locked now; with `alone`: whether it is locked exclusively."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if alone else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
