"""Waiting for what another thread or process does."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_until(holds: Callable[[], T], seconds: float = 300) -> T:
    """Wait until something holds, and return it. The limit is only there to end a test that would never end."""
    deadline = time.monotonic() + seconds
    while not (result := holds()):
        assert time.monotonic() < deadline, f"still {result!r} after {seconds} seconds"
        time.sleep(0.02)
    return result
