"""The house keeps its own rules: imports flow one way, the code is formatted, nothing tells of where it was made."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.process


def run(*command: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(Path(sys.executable).with_name(command[0])), *command[1:]], cwd=ROOT, capture_output=True, text=True
    )


@pytest.mark.parametrize("command", [("ruff", "check"), ("ruff", "format", "--check"), ("lint-imports",), ("mypy",)])
def test_tools_find_nothing(command: tuple[str, ...]):
    result = run(*command)
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_module_of_ours_is_imported_under_two_names():
    """All tests are imported by now, and what they use; code in their strings is not."""
    rooms = {room.name for room in (ROOT / "src" / "oncegraph").iterdir() if room.is_dir()}
    assert rooms.isdisjoint(sys.modules)
    names = "|".join(sorted(rooms))
    bare = re.compile(rf"(?<!oncegraph )\b(?:from (?:{names})\b[\w.]* import|import (?:{names})\b|-m (?:{names})\.)")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if path.suffix in {".py", ".ipynb"} and path.is_file()
        for match in bare.finditer(path.read_text("utf-8"))
    ]
    assert not found


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in names.split("\0") if (path := ROOT / name).is_file()]


def test_no_file_names_a_registry_host_or_a_path_of_a_machine():
    told = re.compile(r"pypi\.org|maven\.org|npmjs\.org|pythonhosted|/root/|/home/\w+/|/work/", re.IGNORECASE)
    itself = Path(__file__)
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if path != itself and path.suffix not in {".xlsx", ".png"}
        for match in told.finditer(path.read_text("utf-8", errors="replace"))
    ]
    assert not found


def test_no_test_imports_from_another_test():
    """What several tests share is in tests/support."""
    imports = re.compile(r"^\s*(?:from|import) +[\w.]*\b(?:test_\w+|conftest)\b.*", re.MULTILINE)
    found = [
        f"{path.relative_to(ROOT)}: {match[0].strip()}"
        for path in tracked()
        if path.is_relative_to(ROOT / "tests") and path.suffix == ".py"
        for match in imports.finditer(path.read_text("utf-8"))
    ]
    assert not found
