"""Downloading jars from a Maven repository: in parallel, into temporary files, verified, with a progress bar."""

import errno
import hashlib
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path

import truststore
from jgo.maven import Artifact, MavenContext
from jgo.util import http
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from oncegraph.graph.engine.faults import MEGABYTE, NoNetwork, NoSpace, WrongChecksum
from oncegraph.graph.engine.jars import Jar, wrong
from oncegraph.graph.engine.locks import exclusive
from oncegraph.schema.text import Text

PARALLEL_DOWNLOADS = 8
ATTEMPTS = 3
SECONDS_BETWEEN_ATTEMPTS = 1
SECONDS_WITHOUT_AN_ANSWER = 30
ROOM_TO_SPARE = 50 * MEGABYTE


def download(jars: list[Jar], folder: Path, repository: str | None) -> None:
    """Fetch `jars` into `folder`, several at a time; a jar appears there only when complete and verified.

    repository: address of a Maven repository; None: Maven Central.
    Raises NoNetwork, WrongChecksum, NoSpace, OSError (the folder cannot be written to).
    """
    truststore.inject_into_ssl()  # trust the certificates of the machine, such as those of an office's own authority
    folder.mkdir(parents=True, exist_ok=True)
    with exclusive(folder / ".lock"):
        for leftover in folder.glob("*.part"):
            leftover.unlink()
        jars = wrong(jars, folder)  # another command may have downloaded them meanwhile
        needed = sum(jar.size for jar in jars) + ROOM_TO_SPARE
        if jars and shutil.disk_usage(folder).free < needed:
            raise NoSpace(folder, needed)
        maven = MavenContext(remote_repos={"chosen": repository.rstrip("/")} if repository else None)
        with _progress() as progress:
            title = Text("正在下载 Neo4j（仅首次运行时）", "Fetching Neo4j (first time only)")
            task = progress.add_task(str(title), total=sum(jar.size for jar in jars))
            given_up = threading.Event()

            def advance(size: int) -> None:
                if given_up.is_set():
                    raise CancelledError
                progress.advance(task, size)

            pool = ThreadPoolExecutor(PARALLEL_DOWNLOADS)
            try:
                for fetch in as_completed([pool.submit(_fetch, jar, maven, folder, advance) for jar in jars]):
                    fetch.result()
            except BaseException:
                given_up.set()
                raise
            finally:
                pool.shutdown(cancel_futures=True)


def artifact(jar: Jar, maven: MavenContext) -> Artifact:
    """The name of the file in a Maven repository."""
    group, name, classifier, version = jar.parts
    return maven.project(group, name).at_version(version).artifact(classifier)


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
        except OSError as error:  # every error of the HTTP library is an OSError without an errno
            if error.errno == errno.ENOSPC:
                raise NoSpace(folder, jar.size + ROOM_TO_SPARE) from error
            if error.errno in (errno.EACCES, errno.EROFS):
                raise
            if attempt == ATTEMPTS:
                # not `from error`: its text may contain the password of a mirror or proxy
                raise NoNetwork(jar.file_name, _reason(error)) from None
        time.sleep(attempt * SECONDS_BETWEEN_ATTEMPTS)


def _fetch_once(jar: Jar, maven: MavenContext, folder: Path, advance: Callable[[int], None]) -> None:
    pinned = artifact(jar, maven)
    (repository,) = maven.remote_repos.values()
    url = f"{repository}/{pinned.component.path_prefix.as_posix()}/{pinned.filename}"
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
        with suppress(OSError):
            part.unlink()
        advance(-received)
        raise


def _reason(error: OSError) -> str:
    response = getattr(error, "response", None)
    return f"HTTP {response.status_code}" if response is not None else type(error).__name__
