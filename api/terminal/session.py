"""A store at hand for one command."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from oncegraph.api.terminal.console import note, waiting
from oncegraph.graph.client import Client
from oncegraph.graph.engine import Engine, running
from oncegraph.graph.migrations import migrate
from oncegraph.graph.settings import Settings
from oncegraph.schema.errors import NotFound
from oncegraph.schema.text import Text

if TYPE_CHECKING:
    from oncegraph.queries.exemption.catalogue import Catalogue


class EmptyStore(NotFound):
    """Nothing was loaded yet."""

    code = "empty_store"

    def __init__(self) -> None:
        super().__init__(
            Text("图中还没有事项。", "There are no items in the graph yet."),
            Text(
                "先试示例城市：oncegraph demo；或装入自己的数据：oncegraph load 文件。",
                "Try the sample city: oncegraph demo; or load your own: oncegraph load FILES",
            ),
        )


@contextmanager
def store(settings: Settings) -> Iterator[Client]:
    """A client of a Neo4j that answers, brought to the shape that this program expects."""
    if settings.neo4j_uri is None and not Engine(settings).status().running:
        note(Text("正在启动内置 Neo4j……", "Starting the embedded Neo4j ..."))
    with running(settings) as endpoint, Client(endpoint) as client:
        migrate(client)
        yield client


def catalogue_of(client: Client) -> "Catalogue":
    """The catalogue, read from the graph. Raises EmptyStore."""
    with waiting(Text("正在准备分析……", "Preparing the analysis ...")):
        from oncegraph.queries.exemption.catalogue import Catalogue  # takes its time to import

        catalogue = Catalogue.read(client)
    if not catalogue.count("Item"):
        raise EmptyStore
    return catalogue


def compiling():
    """Around the first question to the rules: they are compiled when they are used for the first time ever."""
    return waiting(
        Text(
            "正在计算；首次使用须编译规则，约 20 秒……",
            "Working; the first time ever the rules are compiled, about 20 seconds ...",
        )
    )
