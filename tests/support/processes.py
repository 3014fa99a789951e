"""Processes that a test started, and waiting for what they do."""

import time
from collections.abc import Callable
from pathlib import Path

import psutil


def processes_of(home: Path) -> list[psutil.Process]:
    """The server of `home` and its supervisor, as far as they are there."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        if process.info["status"] != psutil.STATUS_ZOMBIE and any(
            str(home) in word for word in process.info["cmdline"] or []
        ):
            found.append(process)
    return found


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for what must come; the limit is only there so that a defect ends the test."""
    deadline = time.monotonic() + 300
    while not holds():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)
