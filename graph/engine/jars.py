"""The jars of Neo4j, pinned in `jars.lock` (one a line: coordinate, SHA-256, bytes), and their verification.

`python -m oncegraph.graph.engine.pin` rewrites that file.
"""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

LOCK_FILE = Path(__file__).with_name("jars.lock")


@dataclass(frozen=True)
class Jar:
    """One pinned jar: `coordinate` is group:artifact[:classifier]:version, `size` is in bytes."""

    coordinate: str
    sha256: str
    size: int

    @property
    def parts(self) -> tuple[str, str, str, str]:
        """Group, artifact, classifier (or an empty text), version."""
        group, name, *classifier, version = self.coordinate.split(":")
        return group, name, "".join(classifier), version

    @property
    def file_name(self) -> str:
        _, name, classifier, version = self.parts
        return "-".join(filter(None, [name, version, classifier])) + ".jar"


PINNED = [
    Jar(coordinate, sha256, int(size))
    for coordinate, sha256, size in (line.split() for line in LOCK_FILE.read_text().splitlines())
]
#: The version of Neo4j.
VERSION = next(jar.coordinate.rpartition(":")[2] for jar in PINNED if jar.coordinate.startswith("org.neo4j:neo4j:"))


def wrong(jars: list[Jar], folder: Path) -> list[Jar]:
    """The jars that are missing in `folder` or differ from what is pinned."""
    with ThreadPoolExecutor() as pool:
        return [
            jar
            for jar, right in zip(jars, pool.map(lambda jar: _is_right(jar, folder), jars), strict=True)
            if not right
        ]


def _is_right(jar: Jar, folder: Path) -> bool:
    file = folder / jar.file_name
    try:
        if file.stat().st_size != jar.size:
            return False
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == jar.sha256
    except OSError:
        return False
