"""Processes that a test started."""

from pathlib import Path

import psutil


def processes_of(home: Path) -> list[psutil.Process]:
    """The Neo4j of `home` and its supervisor, those of them that run."""
    processes = []
    for process in psutil.process_iter(["cmdline", "status"]):
        if process.info["status"] != psutil.STATUS_ZOMBIE and any(
            str(home) in word for word in process.info["cmdline"] or []
        ):
            processes.append(process)
    return processes
