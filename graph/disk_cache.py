"""Caches on disk what was read from a database, as long as nothing in that database changes.

A Neo4j that has just started runs its query planner uncompiled: planning the statements that read a small catalogue
then takes longer than anything else. The results of an earlier command can be used instead.

A cache belongs to one state of the database, which its bookmark identifies. The embedded Neo4j returns a new bookmark
after every transaction that changed something, by whatever program, and the same one as long as nothing changed, also
after a restart.
"""

import json
import os
import shutil
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any


class DiskCache:
    """Values by key, at one state of a database. Values are what JSON can hold: lists, dicts, texts, numbers, None.

    A file that cannot be written or read is not an error: the value is then not cached.
    """

    def __init__(self, root: Path, bookmark: str):
        """root: folder of the caches of one database; bookmark: identifies the state."""
        self.bookmark = bookmark
        self._root = root
        self._folder = root / _digest(bookmark)

    def get(self, key: str) -> Any | None:
        """The value that was stored under `key`; None if there is none."""
        try:
            return json.loads(self._file(key).read_bytes())
        except (OSError, ValueError):
            return None

    def put(self, key: str, value: Any) -> None:
        """Store a value, and delete the caches of other states of the database."""
        file = self._file(key)
        new = file.with_suffix(f".{os.getpid()}.new")
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            new.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
            new.replace(file)
            for other in self._root.iterdir():
                if other != self._folder:
                    shutil.rmtree(other, ignore_errors=True)

    def _file(self, key: str) -> Path:
        return self._folder / f"{_digest(key)}.json"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
