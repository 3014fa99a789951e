"""The settings of OnceGraph, read from `ONCEGRAPH_*` environment variables."""

from pathlib import Path

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from oncegraph.schema.text import Language


class Settings(BaseSettings):
    """Every setting with its default; a setting named `x` is the variable `ONCEGRAPH_X`."""

    model_config = SettingsConfigDict(env_prefix="ONCEGRAPH_", env_ignore_empty=True, frozen=True)

    home: Path = Field(
        default_factory=lambda: user_data_path("oncegraph"),
        description="Folder of the embedded Neo4j: data, logs, password and state file.",
    )
    cache: Path = Field(
        default_factory=lambda: user_cache_path("oncegraph"),
        description="Folder for downloaded or compiled files, which can be recreated.",
    )
    access_log: bool = Field(False, description="Log every request, not only refused, failed or slow ones.")
    answer_seconds: float = Field(
        30.0, gt=0, description="Seconds after which the server gives up a request and reports a timeout."
    )
    language: Language = Field("zh", description="Language of texts: `zh` or `en`.")
    maven_repository: str | None = Field(
        None, description="Address of a Maven repository to fetch Neo4j from, such as a mirror; unset, Maven Central."
    )
    neo4j_jars: Path | None = Field(
        None, description="Folder that holds the Neo4j jars, for a machine without network access."
    )
    neo4j_port: int | None = Field(
        None, ge=1, le=65535, description="Port of the embedded Neo4j on 127.0.0.1; unset, any free port."
    )
    neo4j_uri: str | None = Field(
        None,
        description="Address of a Neo4j of your own, such as `neo4j://host:7687`; unset, the embedded one is used.",
    )
    neo4j_user: str = Field("neo4j", description="User of that Neo4j.")
    neo4j_password: SecretStr = Field(SecretStr(""), description="Password of that Neo4j.")
    neo4j_database: str | None = Field(None, description="Database in that Neo4j; unset, the user's home database.")
