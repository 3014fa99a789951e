"""Open a city for one command, and answer its question."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from oncegraph.api.terminal.console import note, waiting
from oncegraph.api.terminal.gathered_options import ContextOptions
from oncegraph.graph.client import Client
from oncegraph.graph.engine import Engine, running
from oncegraph.graph.migrations import migrate
from oncegraph.graph.settings import Settings
from oncegraph.queries.ask import Question, ask
from oncegraph.queries.city import City, GraphCity
from oncegraph.schema.text import Text

A = TypeVar("A")

COMPUTING = Text(
    "正在计算；首次使用须编译规则，约需 20 秒……",
    "Working; the very first run compiles the rules, about 20 seconds ...",
)


@contextmanager
def open_city(settings: Settings) -> Iterator[GraphCity]:
    """The city in a running Neo4j, whose schema is migrated to the one that this program expects."""
    if settings.neo4j_uri is None and not Engine(settings).status().running:
        note(Text("正在启动内置 Neo4j……", "Starting the embedded Neo4j ..."))
    with running(settings) as endpoint, Client(endpoint) as client:
        migrate(client)
        yield GraphCity(client)


def answer_of(city: City, question: Question[A], options: ContextOptions | None = None) -> A:
    """The answer in the context of the options; prints a note if it takes long.

    Raises what the question raises, and NotFound, SeveralMatch for words of the context.
    """
    with waiting(COMPUTING):
        return ask(city, question, (options or ContextOptions()).context(city))
