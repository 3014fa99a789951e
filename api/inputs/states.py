"""Read the states of a catalogue that a person names: the graph, files in the exchange format, or a reform tried on
the graph."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from oncegraph.loaders import rows_of
from oncegraph.queries.city import City
from oncegraph.queries.exemption.context import this_moment
from oncegraph.queries.records import Records
from oncegraph.queries.reform.questions import CatalogueState, present_state
from oncegraph.queries.reform.reading import read_reform
from oncegraph.schema.errors import NotFound
from oncegraph.schema.text import Text

GRAPH = "graph"
REFORMS = (".yaml", ".yml")


class NoSuchState(NotFound):
    """A state that is neither `graph` nor an existing file or folder."""

    code = "no_such_state"

    def __init__(self, word: str):
        super().__init__(
            Text(f"没有名为“{word}”的文件或文件夹。", f'There is no file or folder "{word}".'),
            Text(
                f"可写：{GRAPH}（图中现状）、数据文件或文件夹、改革方案（.yaml）。",
                f"Write {GRAPH}, a data file or folder, or a reform (.yaml).",
            ),
        )


def states_of(
    words: Sequence[str], open_city: Callable[[], AbstractContextManager[City]], today: date | None
) -> list[CatalogueState]:
    """The states that the words name; the graph is read only if one of them needs it. today: the day for which a reform
    is tried.

    Raises NoSuchState, LoadRefused for files with errors, BadChange.
    """
    graph = None
    if any(word == GRAPH or Path(word).suffix.lower() in REFORMS for word in words):
        with open_city() as city:
            graph = present_state(city)
    return [_state_of(word, graph, today or this_moment().date()) for word in words]


def _state_of(word: str, graph: CatalogueState | None, today: date) -> CatalogueState:
    if word == GRAPH and graph:
        return graph
    path = Path(word)
    if not path.exists():
        raise NoSuchState(word)
    if graph and path.suffix.lower() in REFORMS:
        return graph.after(read_reform(path), today)
    return CatalogueState(path.name, Records(rows_of([path])))
