"""`python -m oncegraph.graph.engine.pin VERSION` rewrites `jars.lock` for another Neo4j (takes some minutes)."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from jgo.env import EnvironmentBuilder, LockFile
from jgo.maven import MavenContext

from oncegraph.graph.engine.download import artifact
from oncegraph.graph.engine.jars import LOCK_FILE, Jar


def pin(version: str) -> list[Jar]:
    """All jars that Neo4j Community of this version needs, sorted by coordinate."""
    with TemporaryDirectory() as folder:
        maven = MavenContext(repo_cache=Path(folder) / "repository")
        builder = EnvironmentBuilder(context=maven, cache_dir=Path(folder) / "environments")
        environment = builder.from_endpoint(f"org.neo4j:neo4j:{version}+org.neo4j.app:neo4j-server:{version}")
        locked = LockFile.load(environment.path / "jgo.lock.toml").dependencies
        parts = [((jar.groupId, jar.artifactId, jar.classifier, jar.version), jar.sha256 or "") for jar in locked]
        jars = [Jar(":".join(filter(None, coordinate)), sha256, 0) for coordinate, sha256 in parts]
        sizes = [artifact(jar, maven).resolve().stat().st_size for jar in jars]
    return sorted((Jar(jar.coordinate, jar.sha256, size) for jar, size in zip(jars, sizes, strict=True)), key=str)


if __name__ == "__main__":
    lines = (f"{jar.coordinate} {jar.sha256} {jar.size}\n" for jar in pin(*sys.argv[1:]))
    LOCK_FILE.write_text("".join(lines))
