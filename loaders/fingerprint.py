"""A fingerprint of everything that determines what a load does to a given state of the graph."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

#: The parts of this program that decide how files become rows and rows become nodes and relationships.
ROOMS = ("schema", "graph", "loaders")


def fingerprint(files: Sequence[tuple[Path, str]], **options: Any) -> str | None:
    """The fingerprint of files, each a (path, name shown to people), and the options of the load; None if a file
    cannot be read.

    The name of a file counts, because it may determine the table; its folder does not. The source code of this
    program counts as well.
    """
    digest = hashlib.sha256(repr(sorted(options.items())).encode())
    try:
        for path, name in files:
            with path.open("rb") as file:
                digest.update(repr(Path(name).name).encode() + hashlib.file_digest(file, "sha256").digest())
    except OSError:
        return None
    for source in _sources():
        digest.update(source)
    return digest.hexdigest()


@cache
def _sources() -> list[bytes]:
    """Name and content of each source file of the rooms, in a fixed order."""
    folder = Path(__file__).parent.parent
    paths = sorted(path for room in ROOMS for path in (folder / room).rglob("*.py"))
    return [path.relative_to(folder).as_posix().encode() + path.read_bytes() for path in paths]
