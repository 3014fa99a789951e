"""Where a Neo4j is, and what it takes to talk to it."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr


@dataclass(frozen=True)
class Endpoint:
    """A Neo4j that answers: Bolt address, user, password, and database (None: the user's home database).

    cache: folder for what was read of it (graph/disk_cache.py); None: nothing is kept.
    """

    uri: str
    user: str
    password: SecretStr
    database: str | None
    cache: Path | None = None
