"""The picture of the README is the chain of 商品房预售许可 as it comes out of the graph.

When it should look different, draw it anew with `python -m tests.integration.visualize.test_picture`.
"""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.client import Client
from graph.engine import running
from graph.migrations import migrate
from graph.settings import Settings
from loaders import load
from loaders.sample import CITY
from queries.exemption.analysis import Analysis
from queries.exemption.catalogue import Catalogue
from queries.exemption.context import Context
from queries.records.reading import read_part
from visualize.chain import chain
from visualize.svg import svg

PICTURE = Path(__file__).parents[3] / "docs" / "chain.svg"


def drawn(client: Client) -> str:
    load(client, [CITY])
    analysis = Analysis(Catalogue.read(client), Context(moment=datetime(2026, 11, 22, 12)))
    catalogue = analysis.catalogue
    code = catalogue.codes["Item"][catalogue.names["Item"].index("商品房预售许可")]
    return svg(chain(read_part(client, items=[code]), analysis.item(code)))


def test_the_picture_of_the_readme_is_what_the_graph_says(empty_graph: Client) -> None:
    migrate(empty_graph)
    assert drawn(empty_graph) == PICTURE.read_text("utf-8")


if __name__ == "__main__":
    with (
        TemporaryDirectory() as home,
        running(Settings(home=Path(home), neo4j_uri=None)) as endpoint,
        Client(endpoint) as client,
    ):
        migrate(client)
        PICTURE.write_text(drawn(client), "utf-8")
