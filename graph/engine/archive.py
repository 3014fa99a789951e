"""Class data archives: Java starts much faster when it finds the classes of the last run parsed on disk.

Java checks an archive against its own version and the jars, and ignores one that does not fit.
"""

import hashlib
import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from oncegraph.graph.engine.java import java, java_version


class Archive(NamedTuple):
    """Paths of the archives of one set of jars: Java's own classes (`base`) and those of the jars (`top`)."""

    base: Path
    top: Path

    @classmethod
    def of(cls, jars: list[Path], cache: Path) -> "Archive":
        """The archives of these jars; their names contain what Java checks: its version, the jars and their times."""
        about = [java_version(), *(f"{jar} {jar.stat().st_mtime_ns}" for jar in jars)]
        name = hashlib.sha256("\n".join(about).encode()).hexdigest()[:16]
        return cls(cache / "java" / f"{name}-base.jsa", cache / "java" / f"{name}.jsa")

    @property
    def new(self) -> Path:
        """The file that the server writes when it stops; it becomes `top` when complete."""
        return self.top.with_suffix(f".{os.getpid()}.new")

    def flags(self, collector: str) -> list[str]:
        """Java's flags to use the archives, or to write `new` if there are none; empty if archives cannot be used."""
        if os.pathsep in str(self.base):
            return []
        try:
            self._make_base(collector)
        except (OSError, subprocess.CalledProcessError):
            return []
        if self.top.exists():
            return [f"-XX:SharedArchiveFile={self.base}{os.pathsep}{self.top}"]
        return [f"-XX:SharedArchiveFile={self.base}", f"-XX:ArchiveClassesAtExit={self.new}"]

    def _make_base(self, collector: str) -> None:
        if self.base.exists():
            return
        self.base.parent.mkdir(parents=True, exist_ok=True)
        for outdated in self.base.parent.glob("*.jsa"):
            outdated.unlink()
        new = self.base.with_suffix(f".{os.getpid()}.new")
        command = [str(java()), collector, "-Xshare:dump", f"-XX:SharedArchiveFile={new}"]
        subprocess.run(command, check=True, capture_output=True)
        new.replace(self.base)
