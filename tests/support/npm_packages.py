"""npm packages that open our files, pinned in `npm_packages.lock` (one per line: name@version, integrity).

npm fetches each of them once, as a single archive without dependencies; the archive is verified.
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
    """The folder of a package. The tests fail, and say what to install, if it cannot be fetched."""
    (pinned,) = (each for each in PINNED if each.rpartition("@")[0] == name)
    folder = Settings().cache / "browser" / pinned
    if not folder.exists():
        archive = _fetched(pinned, folder.with_name(f"{pinned}.part"))
        with tarfile.open(archive) as packed:
            packed.extractall(archive.parent)  # its digest was verified
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
        digest_found = base64.b64encode(hashlib.file_digest(stream, algorithm).digest()).decode()
    assert digest_found == digest, f"{pinned} is not what npm_packages.lock says"
    return archive
