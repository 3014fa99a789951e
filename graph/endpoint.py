"""The address of a Neo4j, and what is needed to connect to it."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr


@dataclass(frozen=True)
class Endpoint:
    """A running Neo4j: Bolt address, user, password, and database (None: the user's home database).

    cache: folder of its disk cache (graph/disk_cache.py); None: no cache.
    """

    uri: str
    user: str
    password: SecretStr
    database: str | None
    cache: Path | None = None
