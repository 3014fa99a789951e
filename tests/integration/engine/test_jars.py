"""Fetching the jars from a repository on this machine: small files, the real code."""

import hashlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from oncegraph.graph.engine import download
from oncegraph.graph.engine.faults import BadJars, NoNetwork, NoSpace, NotWritable, WrongChecksum
from oncegraph.graph.engine.jars import PINNED, VERSION, Jar
from oncegraph.graph.engine.provision import provide
from oncegraph.graph.settings import Settings
from tests.support.waiting import wait_until

NAMES = ["alpha", "beta", "gamma"]


class Repository:
    """Serves three jars as a Maven repository does; `asked` counts the requests for each."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.asked: dict[str, int] = {}
        self.stalled: set[str] = set()
        self.released = threading.Event()
        for name in NAMES:
            self.file(name).parent.mkdir(parents=True)
            self.serve(name, content(name))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}/"

    def file(self, name: str) -> Path:
        return self.folder / "example" / "group" / name / "1.0" / f"{name}-1.0-linux.jar"

    def serve(self, name: str, data: bytes) -> None:
        self.file(name).write_bytes(data)

    def handler(self) -> type[SimpleHTTPRequestHandler]:
        repository = self

        class Handler(SimpleHTTPRequestHandler):
            def __init__(self, *arguments):
                super().__init__(*arguments, directory=str(repository.folder))

            def copyfile(self, source, outputfile):
                name = Path(self.path).name.partition("-")[0]
                repository.asked[name] = repository.asked.get(name, 0) + 1
                if name not in repository.stalled:
                    return super().copyfile(source, outputfile)
                outputfile.write(source.read(1000))
                outputfile.flush()
                repository.released.wait()

            def log_message(self, *_):
                pass

        return Handler


def content(name: str) -> bytes:
    return name.encode() * 50_000


def pinned(name: str) -> Jar:
    data = content(name)
    return Jar(f"example.group:{name}:linux:1.0", hashlib.sha256(data).hexdigest(), len(data))


JARS = [pinned(name) for name in NAMES]


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    repository = Repository(tmp_path / "repository")
    threading.Thread(target=repository.server.serve_forever, args=(0.01,), daemon=True).start()
    yield repository
    repository.released.set()
    repository.server.shutdown()


@pytest.fixture
def settings(tmp_path: Path, repository: Repository) -> Settings:
    return Settings(cache=tmp_path / "cache", maven_repository=repository.address, neo4j_jars=None)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "SECONDS_BETWEEN_ATTEMPTS", 0)


def folder(settings: Settings) -> Path:
    return settings.cache / f"neo4j-{VERSION}"


def test_the_lock_file_names_every_jar_once():
    assert len({jar.file_name for jar in PINNED}) == len(PINNED) > 200
    assert all(len(jar.sha256) == 64 and jar.size > 0 for jar in PINNED)
    assert VERSION.startswith("5.26.")


def test_jars_are_fetched_once_and_what_is_damaged_is_fetched_again(settings, repository):
    files = provide(settings, JARS)
    assert [file.read_bytes() for file in files] == [content(name) for name in NAMES]
    files[0].write_bytes(content("alpha")[:-1])  # too short
    files[1].write_bytes(content("beta").replace(b"b", b"B"))  # as long, but another
    assert provide(settings, JARS) == files
    assert [file.read_bytes() for file in files] == [content(name) for name in NAMES]
    assert repository.asked == {"alpha": 2, "beta": 2, "gamma": 1}


def test_a_wrong_checksum_is_refused_and_nothing_wrong_is_kept(settings, repository):
    repository.serve("beta", b"something else")
    with pytest.raises(WrongChecksum, match="beta"):
        provide(settings, JARS)
    assert not (folder(settings) / "beta-1.0-linux.jar").exists()
    assert not list(folder(settings).glob("*.part"))
    repository.serve("beta", content("beta"))
    assert provide(settings, JARS)
    assert repository.asked == {"alpha": 1, "beta": download.ATTEMPTS + 1, "gamma": 1}


def test_a_download_killed_half_way_goes_on_where_it_was(settings, repository):
    repository.stalled.add("gamma")
    program = f"""
from oncegraph.graph.engine.jars import Jar
from oncegraph.graph.engine.provision import provide
from oncegraph.graph.settings import Settings
provide(Settings(), {JARS})
"""
    environment = os.environ | {
        "ONCEGRAPH_CACHE": str(settings.cache),
        "ONCEGRAPH_MAVEN_REPOSITORY": repository.address,
        "ONCEGRAPH_NEO4J_JARS": "",
    }
    process = subprocess.Popen([sys.executable, "-c", program], env=environment)
    there = lambda pattern: len(list(folder(settings).glob(pattern)))  # noqa: E731
    wait_until(lambda: there("*.jar") == 2 and there("*.part") == 1)
    process.kill()
    process.wait()

    repository.stalled.clear()
    provide(settings, JARS)
    assert there("*.jar") == 3 and there("*.part") == 0
    assert repository.asked == {"alpha": 1, "beta": 1, "gamma": 2}


def test_without_a_network(tmp_path, settings, repository):
    repository.file("beta").unlink()
    with pytest.raises(NoNetwork, match="HTTP 404"):
        provide(settings, JARS)
    assert (folder(settings) / "alpha-1.0-linux.jar").exists()
    secret = "http://someone:open-sesame@127.0.0.1:9/"
    with pytest.raises(NoNetwork) as caught:
        provide(settings.model_copy(update={"maven_repository": secret}), JARS)
    assert "open-sesame" not in str(caught.value) + repr(caught.value)
    assert caught.value.__suppress_context__


def test_a_folder_with_the_jars_needs_no_network(tmp_path, settings):
    there = tmp_path / "jars"
    shutil.copytree(provide(settings, JARS)[0].parent, there)
    offline = Settings(cache=tmp_path / "other", neo4j_jars=there, maven_repository="http://127.0.0.1:9/")
    assert provide(offline, JARS) == [there / jar.file_name for jar in JARS]
    (there / "gamma-1.0-linux.jar").write_bytes(b"")
    (there / "alpha-1.0-linux.jar").unlink()
    with pytest.raises(BadJars, match=r"alpha.*gamma"):
        provide(offline, JARS)


def test_without_room(settings, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 0))
    with pytest.raises(NoSpace):
        provide(settings, JARS)


def test_a_cache_folder_that_cannot_be_created(tmp_path, settings):
    (tmp_path / "file").touch()
    with pytest.raises(NotWritable):
        provide(settings.model_copy(update={"cache": tmp_path / "file"}), JARS)
