"""The JavaScript that browsers run our files in, pinned in `npm_packages.lock` (one a line: name@version, integrity).

Fetched once by npm, as single archives without what they depend on; always verified.
"""

import base64
import hashlib
import shutil
import subprocess
import tarfile
from pathlib import Path

from oncegraph.graph.settings import Settings

PINNED = dict(line.split() for line in Path(__file__).with_name("npm_packages.lock").read_text().splitlines())


def package(name: str) -> Path:
    """The folder of a package. Where it cannot be had the tests fail, and say what to install."""
    (pinned,) = (each for each in PINNED if each.rpartition("@")[0] == name)
    folder = Settings().cache / "browser" / pinned
    if not folder.exists():
        archive = _fetched(pinned, folder.with_name(f"{pinned}.part"))
        with tarfile.open(archive) as packed:
            packed.extractall(archive.parent)  # it is what was pinned
        archive.unlink()
        archive.parent.rename(folder)
    return folder / "package"


def _fetched(pinned: str, folder: Path) -> Path:
    npm = shutil.which("npm")
    assert npm, "npm is missing, which fetches Mermaid and bpmn-js for the browser tests (Debian: apt install npm)"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    done = subprocess.run([npm, "pack", "--silent", pinned], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"npm could not fetch {pinned}: {done.stderr}"
    archive = folder / done.stdout.split()[-1]
    algorithm, _, digest = PINNED[pinned].partition("-")
    with archive.open("rb") as stream:
        found = base64.b64encode(hashlib.file_digest(stream, algorithm).digest()).decode()
    assert found == digest, f"{pinned} is not what npm_packages.lock says"
    return archive
