"""States of a catalogue that a person means: the graph, files in the exchange format, a reform tried on either."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from oncegraph.api.terminal.session import EmptyStore
from oncegraph.graph.client import Client
from oncegraph.loaders import rows_of
from oncegraph.queries.exemption.context import Context, this_moment
from oncegraph.queries.records import Records
from oncegraph.queries.records.part import part
from oncegraph.queries.records.reading import read_all
from oncegraph.queries.reform.actions import apply_reform
from oncegraph.queries.reform.compare import Causes, compare
from oncegraph.queries.reform.reading import read_reform
from oncegraph.schema.comparison import Comparison
from oncegraph.schema.errors import NotFound
from oncegraph.schema.item import Item
from oncegraph.schema.reform import Effect, Reform
from oncegraph.schema.situation import Situation
from oncegraph.schema.text import Text
from oncegraph.schema.theme import Includes
from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.pictures.comparison import before_and_after

GRAPH = "graph"
REFORMS = (".yaml", ".yml")


@dataclass(frozen=True)
class State:
    """What a state is called, what it holds, and, of a reform, why things are as they are."""

    name: str
    records: Records
    effects: tuple[Effect, ...] = ()
    causes: Causes = field(default_factory=dict)

    def within(self, themes: Collection[str], items: Collection[str]) -> "State":
        """The part that themes and items rest on; all of it where none are named."""
        return replace(self, records=part(self.records, themes=themes, items=items)) if themes or items else self

    def items_of(self, themes: Iterable[str]) -> set[str]:
        """Codes of the items of which themes include a situation."""
        situations = self.records.nodes(Situation)
        included = (link.end for theme in themes for link in self.records.links_from(Includes, theme))
        return {situations[code].item_code for code in included if code in situations}


def current(graph: Records) -> State:
    """What the graph holds. Raises EmptyStore."""
    if not graph.nodes(Item):
        raise EmptyStore
    return State(str(Text("图中现状", "the graph")), graph)


class Pair(NamedTuple):
    """Two states, and what is different. within: they are parts, of what was named."""

    before: State
    after: State
    found: Comparison
    within: bool = False


def compared(before: State, after: State, context: Context, themes: Sequence[str], items: Sequence[str]) -> Pair:
    """Two states compared, or the part of them that themes and items rest on."""
    counted = {*items, *before.items_of(themes), *after.items_of(themes)}
    first, second = (state.within(themes, items) for state in (before, after))
    found = compare(first.records, second.records, context, second.causes, counted or None)
    return Pair(first, second, found, bool(counted))


def picture_of(pair: Pair) -> Diagram:
    """Before and after: all of what was named or, of whole catalogues, what is different."""
    before, after = pair.before, pair.after
    return before_and_after(
        after.name if after.effects else f"{before.name} → {after.name}",
        before.records,
        after.records,
        pair.found,
        touched_only=not pair.within,
    )


class NoSuchState(NotFound):
    """A word that is neither the graph nor a file."""

    code = "no_such_state"

    def __init__(self, word: str):
        super().__init__(
            Text(f"没有“{word}”这个文件或文件夹。", f'There is no file or folder "{word}".'),
            Text(
                f"可写：{GRAPH}（图中现状）、数据文件或文件夹、改革方案（.yaml）。",
                f"Write {GRAPH}, a data file or folder, or a reform (.yaml).",
            ),
        )


def states_of(
    words: Sequence[str], store: Callable[[], AbstractContextManager[Client]], today: date | None
) -> list[State]:
    """The states that words mean; the graph is read where one needs it. today: on which a reform is tried.

    Raises NoSuchState, LoadRefused for files with errors, BadChange.
    """
    graph = None
    if any(word == GRAPH or Path(word).suffix.lower() in REFORMS for word in words):
        with store() as client:
            graph = current(read_all(client))
    return [_state_of(word, graph, today or this_moment().date()) for word in words]


def _state_of(word: str, graph: State | None, today: date) -> State:
    if word == GRAPH and graph:
        return graph
    path = Path(word)
    if not path.exists():
        raise NoSuchState(word)
    if graph and path.suffix.lower() in REFORMS:
        return tried(read_reform(path), graph.records, today)
    return State(path.name, Records(rows_of([path])))


def tried(reform: Reform, base: Records, today: date) -> State:
    """The state after a reform of another."""
    result = apply_reform(base.rows, reform, today)
    return State(reform.title, Records(result.rows), result.effects, result.causes)
