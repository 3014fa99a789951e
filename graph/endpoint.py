"""The address of a Neo4j and what is needed to connect to it."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr


@dataclass(frozen=True)
class Endpoint:
    """A Neo4j that answers: Bolt address, user, password, and database (None: the user's home database).

    cache: folder for results of reading (graph/disk_cache.py); None: nothing is cached.
    """

    uri: str
    user: str
    password: SecretStr
    database: str | None
    cache: Path | None = None
