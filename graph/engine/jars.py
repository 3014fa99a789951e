"""The jars of Neo4j, pinned in `jars.lock` (one a line: coordinate, SHA-256, bytes): fetched once, always verified.

`python -m graph.engine.pin` writes that file anew.
"""

import errno
import hashlib
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jgo.maven import Artifact, MavenContext
from jgo.util import http
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from graph.engine.faults import MEGABYTE, BadJars, NoNetwork, NoSpace, NotWritable, WrongChecksum
from graph.engine.locks import exclusive
from graph.settings import Settings
from schema.text import Text

LOCK_FILE = Path(__file__).with_name("jars.lock")
PARALLEL_DOWNLOADS = 8
ATTEMPTS = 3
SECONDS_WITHOUT_AN_ANSWER = 30
ROOM_TO_SPARE = 50 * MEGABYTE


@dataclass(frozen=True)
class Jar:
    """One pinned jar: `coordinate` is group:artifact[:classifier]:version, `size` is in bytes."""

    coordinate: str
    sha256: str
    size: int

    def artifact(self, maven: MavenContext) -> Artifact:
        """What Maven calls it."""
        group, name, *classifier, version = self.coordinate.split(":")
        return maven.project(group, name).at_version(version).artifact(*classifier)

    @property
    def file_name(self) -> str:
        _, name, *classifier, version = self.coordinate.split(":")
        return "-".join([name, version, *classifier]) + ".jar"


PINNED = [
    Jar(coordinate, sha256, int(size))
    for coordinate, sha256, size in (line.split() for line in LOCK_FILE.read_text().splitlines())
]
#: The version of Neo4j that the jars are.
VERSION = next(jar.coordinate.rpartition(":")[2] for jar in PINNED if jar.coordinate.startswith("org.neo4j:neo4j:"))


def provide(settings: Settings, jars: list[Jar] = PINNED) -> list[Path]:
    """The jars as files, in the order of `jars`, each verified; those missing or wrong in the cache are downloaded.

    Raises BadJars (settings.neo4j_jars), NoNetwork, WrongChecksum, NoSpace, NotWritable.
    """
    folder = settings.neo4j_jars or settings.cache / f"neo4j-{VERSION}"
    if not settings.neo4j_jars:
        try:
            _download(_wrong(jars, folder), folder, settings.maven_repository)
        except OSError as error:
            raise NotWritable(folder, error.strerror) from error
    elif wrong := _wrong(jars, folder):
        raise BadJars(folder, [jar.file_name for jar in wrong])
    return [folder / jar.file_name for jar in jars]


def _wrong(jars: list[Jar], folder: Path) -> list[Jar]:
    """Those that `folder` does not hold as they should be."""
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


def _download(jars: list[Jar], folder: Path, repository: str | None) -> None:
    """Fetch `jars` into `folder`, several at a time; a jar appears there only when it is whole and right."""
    if not jars:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with exclusive(folder / ".lock"):
        for leftover in folder.glob("*.part"):
            leftover.unlink()
        jars = _wrong(jars, folder)  # another command may have fetched them meanwhile
        needed = sum(jar.size for jar in jars) + ROOM_TO_SPARE
        if jars and shutil.disk_usage(folder).free < needed:
            raise NoSpace(folder, needed)
        maven = MavenContext(remote_repos={"chosen": repository.rstrip("/")} if repository else None)
        with _progress() as progress:
            title = Text("下载 Neo4j（仅首次）", "Fetching Neo4j (first time only)")
            task = progress.add_task(str(title), total=sum(jar.size for jar in jars))
            pool = ThreadPoolExecutor(PARALLEL_DOWNLOADS)
            fetches = [pool.submit(_fetch, jar, maven, folder, lambda n: progress.advance(task, n)) for jar in jars]
            try:
                for fetch in as_completed(fetches):
                    fetch.result()
            finally:
                pool.shutdown(cancel_futures=True)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _fetch(jar: Jar, maven: MavenContext, folder: Path, advance: Callable[[int], None]) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _fetch_once(jar, maven, folder, advance)
        except WrongChecksum:
            if attempt == ATTEMPTS:
                raise
        except OSError as error:  # every error of the HTTP library is one, without an errno
            if error.errno == errno.ENOSPC:
                raise NoSpace(folder, jar.size + ROOM_TO_SPARE) from error
            if error.errno in (errno.EACCES, errno.EROFS):
                raise
            if attempt == ATTEMPTS:
                # not `from error`: its text may hold the password of a mirror or proxy
                raise NoNetwork(jar.file_name, _reason(error)) from None
        time.sleep(attempt)


def _fetch_once(jar: Jar, maven: MavenContext, folder: Path, advance: Callable[[int], None]) -> None:
    artifact = jar.artifact(maven)
    (repository,) = maven.remote_repos.values()
    url = f"{repository}/{artifact.component.path_prefix.as_posix()}/{artifact.filename}"
    part = folder / f"{jar.file_name}.part"
    received, digest = 0, hashlib.sha256()
    try:
        with http.get(url, stream=True, timeout=SECONDS_WITHOUT_AN_ANSWER) as response, part.open("wb") as out:
            response.raise_for_status()
            for chunk in response.iter_content(1 << 16):
                out.write(chunk)
                digest.update(chunk)
                received += len(chunk)
                advance(len(chunk))
        if digest.hexdigest() != jar.sha256:
            raise WrongChecksum(jar.file_name)
        part.replace(folder / jar.file_name)
    except BaseException:
        advance(-received)
        with suppress(OSError):
            part.unlink()
        raise


def _reason(error: OSError) -> str:
    response = getattr(error, "response", None)
    return f"HTTP {response.status_code}" if response is not None else type(error).__name__
