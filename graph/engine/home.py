"""The folder of the embedded Neo4j: its paths, configuration, password and version."""

import hashlib
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

import psutil
from pydantic import SecretStr

from oncegraph.graph.engine.archive import Archive
from oncegraph.graph.engine.faults import MEGABYTE, NewerData, NoSpace, PasswordLost
from oncegraph.graph.engine.java import java

ROOM_TO_START = 200 * MEGABYTE
USER = "neo4j"
DATABASE = "neo4j"
MAIN_CLASS = "org.neo4j.server.CommunityEntryPoint"
OPENED_PACKAGES = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch")
COLLECTOR = "-XX:+UseSerialGC"
#: The manifest of this jar adds jars to the class path; Java rejects every archive unless it comes last.
NAMES_OTHER_JARS = "jaxb-runtime"
#: Procedures that plugins may offer; the built-in ones are always there.
ALLOWED_PROCEDURES = "db.index.fulltext.*"


@dataclass(frozen=True)
class Home:
    """The paths below `folder`."""

    folder: Path

    @property
    def start_lock(self) -> Path:
        """Locked exclusively by a command that starts or stops the server."""
        return self.folder / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Shared by the commands that use the server; locked exclusively by the supervisor after the last of them."""
        return self.folder / "users.lock"

    @property
    def server_lock(self) -> Path:
        """Locked exclusively by the supervisor as long as the server runs."""
        return self.folder / "server.lock"

    @property
    def keep(self) -> Path:
        """Exists while the server is to keep running without users."""
        return self.folder / "keep"

    @property
    def state(self) -> Path:
        return self.folder / "state.json"

    @property
    def password_file(self) -> Path:
        return self.folder / "password"

    @property
    def version_file(self) -> Path:
        return self.folder / "version"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def cache(self) -> Path:
        """The folder of the disk cache (graph/disk_cache.py)."""
        return self.folder / "cache"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def log(self) -> Path:
        """Neo4j's log for its operator."""
        return self.logs / "neo4j.log"

    @property
    def console(self) -> Path:
        """The output of the Java process since its last start."""
        return self.logs / "console.log"

    def make(self) -> None:
        """Create the folders, readable by this user only. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.logs.mkdir(exist_ok=True)

    def check_room(self) -> None:
        """Check the free space of the disk. Raises NoSpace."""
        if shutil.disk_usage(self.folder).free < ROOM_TO_START:
            raise NoSpace(self.folder, ROOM_TO_START)

    def check_version(self, ours: str) -> None:
        """Record that version `ours` is about to write here. Raises NewerData if a newer one has."""
        found = self.version_file.read_text().strip() if self.version_file.exists() else ours
        if numbers(found) > numbers(ours):
            raise NewerData(self.data, found, ours)
        self.version_file.write_text(f"{ours}\n")

    def password(self) -> SecretStr:
        """The password of the data folder; generated at the first use. Raises PasswordLost."""
        if self.password_file.exists():
            return SecretStr(self.password_file.read_text().strip())
        if (self.data / "databases").exists():
            raise PasswordLost(self.password_file, self.data)
        password = secrets.token_urlsafe(24)
        initial = self.data / "dbms" / "auth.ini"
        initial.parent.mkdir(parents=True, exist_ok=True)
        initial.write_text(_credential(password))
        with open(self.password_file, "w", opener=lambda path, flags: os.open(path, flags | os.O_EXCL, 0o600)) as file:
            file.write(f"{password}\n")
        return SecretStr(password)

    def command(self, jars: list[Path], port: int | None, archive: Archive) -> list[str]:
        """The command that runs the server; writes the files it reads. `port` None: any free one."""
        memory = psutil.virtual_memory().total // MEGABYTE
        heap, page_cache = (max(least, min(memory // 4, most)) for least, most in ((512, 4_000), (128, 2_000)))
        conf = self.folder / "conf"
        conf.mkdir(exist_ok=True)
        (conf / "neo4j.conf").write_text(
            f"""# Written at every start.
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port or 0}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size={page_cache}m
dbms.security.allow_csv_import_from_file_urls=false
dbms.security.procedures.allowlist={ALLOWED_PROCEDURES}
dbms.usage_report.enabled=false
db.tx_log.preallocate=false
db.tx_log.rotation.retention_policy=100M size
internal.server.bolt.thread_pool_shutdown_wait_time=0s
"""
        )
        flags = [COLLECTOR, "-Xms128m", f"-Xmx{heap}m", "-XX:+ExitOnOutOfMemoryError", *archive.flags(COLLECTOR)]
        flags += [f"--add-opens={package}=ALL-UNNAMED" for package in OPENED_PACKAGES]
        in_order = sorted(jars, key=lambda jar: jar.name.startswith(NAMES_OTHER_JARS))
        flags += ["-cp", os.pathsep.join(map(str, in_order))]
        arguments = conf / "java.arguments"
        arguments.write_text("\n".join(map(_quoted, flags)) + "\n")
        return [str(java()), f"@{arguments}", MAIN_CLASS, f"--home-dir={self.folder}", f"--config-dir={conf}"]


def numbers(version: str) -> tuple[int, ...]:
    """`5.26.16` as (5, 26, 16); anything after the numbers is left out."""
    digits = version.partition("-")[0].partition("+")[0].split(".")
    return tuple(int(part) for part in digits if part.isdigit())


def _credential(password: str) -> str:
    """The first user, in the form that Neo4j reads from `auth.ini` when it creates its system database."""
    salt = secrets.token_bytes(32)
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(1023):
        digest = hashlib.sha256(digest).digest()
    return f"{USER}:SHA-256,{digest.hex()},{salt.hex()},1024:\n"


def _quoted(argument: str) -> str:
    """An argument quoted as Java expects it in an @file."""
    return '"' + argument.replace("\\", "\\\\").replace('"', '\\"') + '"'
