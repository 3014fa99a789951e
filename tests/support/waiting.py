"""Waiting for what another thread or process does."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_until(holds: Callable[[], T], seconds: float = 300, describe: Callable[[], object] | None = None) -> T:
    """Wait until something holds, and return it. The limit is only there to end a test that would never end.

    describe: what to show of the state when the time is over.
    """
    deadline = time.monotonic() + seconds
    while not (result := holds()):
        assert time.monotonic() < deadline, (
            f"still {result!r} after {seconds} seconds{f': {describe()}' if describe else ''}"
        )
        time.sleep(0.02)
    return result
