"""The embedded Neo4j as a process: find, start, share and stop it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from oncegraph.graph.client import Client
from oncegraph.graph.endpoint import Endpoint
from oncegraph.graph.engine import jars
from oncegraph.graph.engine.archive import Archive
from oncegraph.graph.engine.faults import DataInUse, NoSpace, NotWritable, PasswordLost, PortTaken, StartFailed
from oncegraph.graph.engine.home import DATABASE, ROOM_TO_START, USER, Home
from oncegraph.graph.engine.locks import exclusive, is_held, shared
from oncegraph.graph.engine.ports import is_free, listening_port
from oncegraph.graph.engine.provision import provide
from oncegraph.graph.errors import AccessDenied, NoDatabase, Unreachable
from oncegraph.graph.settings import Settings

SUPERVISOR = Path(__file__).with_name("supervisor.py")
SECONDS_TO_START = 300  # recovery after a crash may take long
LAST_LINES = 15


@dataclass(frozen=True)
class ServerState:
    """The content of `state.json` about the running server: process id, Bolt port, version, start (ISO 8601)."""

    pid: int
    port: int
    version: str
    since: str


@dataclass(frozen=True)
class Status:
    """The embedded Neo4j now. All but `running`, `home`, `version` and `data_bytes` are None when it is not running.

    kept: keeps running without users, because of `engine start`; data_bytes: size of the data folder.
    """

    running: bool
    home: Path
    version: str
    data_bytes: int
    uri: str | None = None
    pid: int | None = None
    port: int | None = None
    since: datetime | None = None
    kept: bool | None = None


class Engine:
    """The embedded Neo4j of `settings.home`. Every method may raise an EngineError of `graph.engine.faults`."""

    def __init__(self, settings: Settings | None = None):
        self.settings = settings or Settings()
        self.home = Home(self.settings.home)

    @contextmanager
    def used(self) -> Iterator[Endpoint]:
        """Find or start the server; it is stopped after its last user, however that process ends."""
        with self._as_user():
            yield self._endpoint(self._found_or_started().port)

    def start(self) -> Status:
        """Find or start the server, and keep it running until `stop`."""
        with self._as_user():
            self._found_or_started(keep=True)
        return self.status()

    def stop(self) -> bool:
        """Stop the server, even while commands use it. Returns False if it was not running."""
        if not self.home.folder.exists():
            return False
        with exclusive(self.home.start_lock):
            self.home.keep.unlink(missing_ok=True)
            return self._end()

    def status(self) -> Status:
        """The present status; starts nothing."""
        size = sum(file.stat().st_size for file in self.home.data.rglob("*") if file.is_file())
        state = self._state()
        if state is None:
            return Status(running=False, home=self.home.folder, version=jars.VERSION, data_bytes=size)
        return Status(
            running=True,
            home=self.home.folder,
            version=state.version,
            data_bytes=size,
            uri=_uri(state.port),
            pid=state.pid,
            port=state.port,
            since=datetime.fromisoformat(state.since),
            kept=self.home.keep.exists(),
        )

    def logs(self, lines: int = 100) -> list[str]:
        """The last lines of Neo4j's log, then those that Java printed itself (such as a lack of memory)."""
        text = [line for file in (self.home.log, self.home.console) for line in _lines(file)]
        return text[-lines:] if lines > 0 else []

    @contextmanager
    def _as_user(self) -> Iterator[None]:
        try:
            self.home.make()
        except OSError as error:
            raise NotWritable(self.home.folder, error.strerror) from error
        try:
            with shared(self.home.users_lock):
                yield
        finally:
            self._wait_unless_others_use_it()

    def _endpoint(self, port: int) -> Endpoint:
        return Endpoint(_uri(port), USER, self.home.password(), DATABASE, self.home.cache)

    def _state(self) -> ServerState | None:
        """The state of the running server; None if none is running, whatever the file says."""
        if not self.home.folder.exists() or not is_held(self.home.server_lock, alone=True):
            return None
        try:
            return ServerState(**json.loads(self.home.state.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def _found_or_started(self, keep: bool = False) -> ServerState:
        with exclusive(self.home.start_lock):
            state = self._state()
            if state is None:
                self._end()  # a server that a killed command had begun to start
                self.home.keep.unlink(missing_ok=True)
                try:
                    state = self._start()
                except BaseException:
                    self._end()
                    raise
            if keep:
                self.home.keep.touch()
            return state

    def _start(self) -> ServerState:
        home, port = self.home, self.settings.neo4j_port
        try:
            home.check_room()
            home.check_version(jars.VERSION)
            home.password()
            if port and not is_free(port):
                raise PortTaken(port)
            files = provide(self.settings)
            archive = Archive.of(files, self.settings.cache)
            command = home.command(files, port, archive)
            home.state.unlink(missing_ok=True)
        except OSError as error:
            raise NotWritable(home.folder, error.strerror) from error
        logged = home.log.stat().st_size if home.log.exists() else 0
        server_id = self._supervised(command, archive)
        try:
            port = self._port_once_it_answers(server_id, logged)
        except StartFailed as error:
            log = [*_lines(home.log, logged), *_lines(home.console)]
            messages = [line for line in log if not line.lstrip().startswith(("at ", "..."))]  # no stack traces
            raise self._cause("\n".join(messages)) or StartFailed(messages[-LAST_LINES:], home.logs) from error
        state = ServerState(server_id, port, jars.VERSION, datetime.now(UTC).isoformat(timespec="seconds"))
        fresh = home.state.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(state)))
        fresh.replace(home.state)
        return state

    def _supervised(self, command: list[str], archive: Archive) -> int:
        """Run `command` under a supervisor. Returns the process id of the server."""
        home = self.home
        home.server_lock.write_text("")
        files = [home.users_lock, home.server_lock, home.keep, home.console, archive.new, archive.top]
        launch = subprocess.run([sys.executable, "-I", SUPERVISOR, *files, *command], capture_output=True, text=True)
        if not launch.stdout:
            raise StartFailed(launch.stderr.splitlines()[-LAST_LINES:], home.logs)
        return int(launch.stdout)

    def _end(self) -> bool:
        """Make the supervisor stop the server, and wait for it. Returns False if there is none."""
        signalled = False
        while is_held(self.home.server_lock, alone=True):
            if not signalled:
                with suppress(ValueError, ProcessLookupError):
                    os.kill(int(self.home.server_lock.read_text()), signal.SIGTERM)
                    signalled = True
            time.sleep(0.02)
        return signalled

    def _port_once_it_answers(self, server_id: int, logged: int) -> int:
        """Wait until the server is ready. `logged`: bytes of the log before the start. Raises StartFailed,
        PasswordLost."""
        deadline = time.monotonic() + SECONDS_TO_START
        while is_held(self.home.server_lock, alone=True) and time.monotonic() < deadline:
            time.sleep(0.05)
            if not any("Bolt enabled" in line for line in _lines(self.home.log, logged)):
                continue
            if port := listening_port(server_id):
                with suppress(Unreachable, NoDatabase), Client(self._endpoint(port)) as client:
                    try:
                        client.verify()
                    except AccessDenied:
                        raise PasswordLost(self.home.password_file, self.home.data) from None
                    return port
        raise StartFailed([], self.home.logs)

    def _cause(self, log: str) -> Exception | None:
        """The known fault that the log of a failed start shows."""
        if "Lock file has been locked by another process" in log:
            return DataInUse(self.home.data)
        if "Address already in use" in log:
            return PortTaken(self.settings.neo4j_port)
        if "No space left on device" in log:
            return NoSpace(self.home.folder, ROOM_TO_START)
        return None

    def _wait_unless_others_use_it(self) -> None:
        """After the lock was released: wait until the server has ended, unless it keeps running."""
        home = self.home
        while is_held(home.server_lock, alone=True) and not home.keep.exists():
            used_by_others = is_held(home.users_lock) and not is_held(home.users_lock, alone=True)
            if used_by_others:
                return
            time.sleep(0.01)


def _uri(port: int) -> str:
    return f"bolt://127.0.0.1:{port}"


def _lines(file: Path, start: int = 0) -> list[str]:
    """The lines of `file` from byte `start` on; all lines if the file has been started anew since."""
    try:
        with file.open("rb") as stream:
            stream.seek(start if start <= os.fstat(stream.fileno()).st_size else 0)
            return stream.read().decode(errors="replace").splitlines()
    except FileNotFoundError:
        return []
