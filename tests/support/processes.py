"""Processes that a test started."""

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
