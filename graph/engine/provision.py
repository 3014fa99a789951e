"""Provides the jars of Neo4j as files: downloaded once, verified at each start."""

from pathlib import Path

from oncegraph.graph.engine.faults import BadJars, NotWritable
from oncegraph.graph.engine.jars import PINNED, VERSION, Jar, wrong
from oncegraph.graph.settings import Settings
from oncegraph.schema.errors import optional_extra


def provide(settings: Settings, jars: list[Jar] = PINNED) -> list[Path]:
    """The jars as files, in the order of `jars`, each verified; those missing or wrong in the cache are downloaded.

    Raises BadJars (settings.neo4j_jars), NoNetwork, WrongChecksum, NoSpace, NotWritable, MissingExtra.
    """
    folder = settings.neo4j_jars or settings.cache / f"neo4j-{VERSION}"
    if missing := wrong(jars, folder):
        if settings.neo4j_jars:
            raise BadJars(folder, [jar.file_name for jar in missing])
        with optional_extra("embedded"):
            from oncegraph.graph.engine.download import download  # here, because its libraries are slow to import

        try:
            download(missing, folder, settings.maven_repository)
        except OSError as error:
            raise NotWritable(folder, error.strerror) from error
    return [folder / jar.file_name for jar in jars]
