"""OnceGraph: a graph of government services, from items down to data sources.

    import oncegraph
    city = oncegraph.open()
    city.exempt("商品房预售许可", audience="enterprise").to_frame()

`open` returns a city: a catalogue in a Neo4j, or in files that are read into memory. Its methods are the same questions
that the command line and the API answer. Items, fields, sources and so on are named by their code, their name, or a
part of the name that belongs to only one of them. Answers are typed rows. Answers that are tables have `to_frame()`,
which gives a pandas data frame of codes; answers that are graphs have `to_networkx()`; pictures show themselves in
Jupyter. Errors of input are `OnceGraphError`s, which say what is wrong and what to do next.

Everything else is imported from the rooms: `oncegraph.schema` (what exists), `oncegraph.graph` (the store),
`oncegraph.queries` (the questions), `oncegraph.loaders` (files in), `oncegraph.visualize` (pictures and tables).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from oncegraph.open_city import OpenCity

__version__ = "0.1.0"
__all__ = ["OpenCity", "__version__", "open"]


def open(
    source: "str | Path | Sequence[str | Path] | None" = None,
    *,
    user: str = "neo4j",
    password: str = "",
    database: str | None = None,
) -> "OpenCity":
    """Open a city: the embedded store, a Neo4j at an address, or files.

    source: None for the Neo4j that the settings name (the embedded one, started if needed, unless ONCEGRAPH_NEO4J_URI
    is set); an address such as `bolt://127.0.0.1:7687` or `neo4j://…`, with user, password and database; or files and
    folders in the exchange format (.xlsx .csv .json .jsonl), read into memory, without any Neo4j. The city can be used
    as a context manager; it is closed at the end of the process at the latest.

    What is doubtful in files is shown as Python warnings. Raises EmptyStore for a city without items, LoadRefused for
    files with errors, an EngineError if Neo4j cannot be started or reached.
    """
    from oncegraph.open_city import open_city

    return open_city(source, user=user, password=password, database=database)


def __dir__() -> list[str]:
    return [*__all__, "__doc__"]


def __getattr__(name: str) -> Any:
    if name == "OpenCity":  # imported on first use, because it imports numba and all questions
        from oncegraph.open_city import OpenCity

        return OpenCity
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
