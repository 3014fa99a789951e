"""Unit tests start no process, unless they are marked: `make check` runs the others in seconds."""

import subprocess
from typing import Any, NoReturn

import pytest


@pytest.fixture(autouse=True)
def no_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails a test that starts a process and is not marked `process`."""
    if request.node.get_closest_marker("process") is None:
        monkeypatch.setattr(subprocess.Popen, "__init__", _fail)


def _fail(self: Any, *args: Any, **options: Any) -> NoReturn:
    pytest.fail("a unit test that starts a process is marked: @pytest.mark.process")
