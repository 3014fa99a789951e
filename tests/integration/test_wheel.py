"""The wheel in a clean environment, beside packages that own the names of our rooms, run from a strange folder."""

import os
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
#: Names in site-packages that belong to others: distributions that are called so exist.
OTHERS = ("schema", "graph", "api")
#: Modules of the current folder that would be imported if it were on the path of a process of ours.
IN_THE_WAY = (*OTHERS, "oncegraph", "numpy", "queries", "loaders", "visualize")
#: Leaves a line in the file named by IMPORTS, and fails.
FORBIDDEN = """import os
with open(os.environ["IMPORTS"], "a") as stream:
    print(__file__, file=stream)
raise RuntimeError(__file__)
"""


class Installed:
    """The environment: `bin` has its programs, `site` its packages; `folder` is where they are run."""

    def __init__(self, path: Path):
        self.path = path
        self.bin = path / "environment" / "bin"
        self.site = Path(sysconfig.get_path("purelib", vars={"base": str(path / "environment")}))
        self.folder = path / "folder"
        self.imports = path / "imports"
        self.home = path / "home"

    def environment(self) -> dict[str, str]:
        mine = {name: value for name, value in os.environ.items() if not name.startswith(("ONCEGRAPH_", "PYTHON"))}
        return mine | {"IMPORTS": str(self.imports), "ONCEGRAPH_HOME": str(self.home), "ONCEGRAPH_LANGUAGE": "en"}

    def run(self, program: str, *arguments: str) -> str:
        """Standard output of one of its programs."""
        result = subprocess.run(
            [self.bin / program, *arguments], cwd=self.folder, env=self.environment(), capture_output=True, text=True
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address of `oncegraph serve`, once it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        command = [self.bin / "oncegraph", "serve", "--port", port, "--workers", "2"]
        with subprocess.Popen(command, cwd=self.folder, env=self.environment()) as server:
            try:
                yield f"http://127.0.0.1:{port}"
            finally:
                server.terminate()


def build(project: Path, into: Path) -> Path:
    """The wheel of a project."""
    into.mkdir()
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(into)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (wheel,) = into.glob("*.whl")
    return wheel


def of_others(name: str, folder: Path) -> Path:
    """The wheel of somebody else's package of this name."""
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text(FORBIDDEN)
    (folder / "pyproject.toml").write_text(
        "[build-system]\n"
        'requires = ["hatchling"]\n'
        'build-backend = "hatchling.build"\n'
        "[project]\n"
        f'name = "{name}"\n'
        'version = "1"\n'
        "[tool.hatch.build.targets.wheel]\n"
        f'packages = ["{name}"]\n'
    )
    return build(folder, folder / "wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel") / "ours")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """The wheel between packages of others; the libraries that it needs are those of the tests."""
    installed = Installed(tmp_path_factory.mktemp("installed"))
    installed.folder.mkdir()
    for name in IN_THE_WAY:
        (installed.folder / f"{name}.py").write_text(FORBIDDEN)
    venv.create(installed.bin.parent, symlinks=True)
    first, *rest = [of_others(name, installed.path / f"{name}-project") for name in OTHERS]
    pip = [sys.executable, "-m", "pip", "--python", str(installed.bin / "python"), "install", "--quiet"]
    subprocess.run([*pip, "--no-index", "--no-deps", first, wheel, *rest], check=True)
    # A plain line of a .pth file adds a folder without its own .pth files: the editable oncegraph is not on the path.
    (installed.site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    yield installed
    if (installed.bin / "oncegraph").exists():
        installed.run("oncegraph", "engine", "stop")


def test_the_wheel_holds_one_package(wheel: Path):
    with ZipFile(wheel) as content:
        names = content.namelist()
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"oncegraph"}
    rooms = {name.split("/")[1] for name in names if name.startswith("oncegraph/")}
    assert {"schema", "graph", "queries", "loaders", "visualize", "api", "py.typed"} <= rooms


def test_it_is_imported_from_where_it_was_installed(installed: Installed):
    where = installed.run("python", "-P", "-c", "import oncegraph.api.cli as cli; print(cli.__file__)")
    assert Path(where.strip()).is_relative_to(installed.site)


def test_every_file_of_the_rooms_is_in_it(installed: Installed):
    rooms = [room for room in (ROOT / "src" / "oncegraph").iterdir() if room.is_dir()]
    ours = {
        f"{room.name}/{file.relative_to(room.resolve())}"
        for room in rooms
        for file in room.resolve().rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    package = installed.site / "oncegraph"
    assert {file for file in ours if not (package / file).is_file()} == set()


def test_the_demo_a_picture_on_paper_and_the_server_run_from_another_folder(installed: Installed):
    installed.run("oncegraph", "engine", "start")
    assert "The sample city" in installed.run("oncegraph", "demo")
    installed.run("oncegraph", "draw", "开办餐饮店", "--output", "flow.pdf")
    assert (installed.folder / "flow.pdf").read_bytes().startswith(b"%PDF")
    with installed.serving() as address:
        deadline = time.monotonic() + 300
        while not answers(f"{address}/health/ready"):
            assert time.monotonic() < deadline, "the server is not ready"
            time.sleep(0.2)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.status == 200
    except OSError:
        return False


def test_its_modules_run_as_programs(installed: Installed):
    reference = installed.site / "oncegraph" / "schema" / "REFERENCE.md"
    written = reference.read_text("utf-8")
    reference.unlink()
    installed.run("python", "-P", "-m", "oncegraph.schema.reference")
    assert reference.read_text("utf-8") == written == (ROOT / "schema" / "REFERENCE.md").read_text("utf-8")
    assert installed.run("python", "-P", "-m", "oncegraph.api.cli", "--version").startswith("oncegraph ")


def test_nothing_of_others_was_imported_or_overwritten(installed: Installed):
    """After all of the above: neither their packages nor what lies in the current folder."""
    assert not installed.imports.exists(), installed.imports.read_text()
    assert {name: (installed.site / name / "__init__.py").read_text() for name in OTHERS} == dict.fromkeys(
        OTHERS, FORBIDDEN
    )
    pip = [sys.executable, "-m", "pip", "--python", str(installed.bin / "python"), "uninstall", "--quiet", "--yes"]
    subprocess.run([*pip, *OTHERS], check=True)
    assert installed.run("oncegraph", "--version").startswith("oncegraph ")
