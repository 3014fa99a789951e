"""The pictures of the READMEs are what the graph of the sample city says, as the commands beside them draw it.

When they should look different, draw them anew with `python -m tests.integration.visualize.test_picture`.
"""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.engine import running
from oncegraph.graph.settings import Settings
from oncegraph.queries.ask import ask
from oncegraph.queries.city import GraphCity
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.guidance.selection import Subject
from oncegraph.visualize.formats.svg import svg
from oncegraph.visualize.pictures.subject import Picture, PictureQuestion
from tests.support.graph import load_sample_city

DOCS = Path(__file__).parents[3] / "docs"

#: File → kind of subject, code, and picture.
PICTURES = {
    "chain.svg": ("Item", "11990100MB0000100L3990010002000", Picture.CHAIN),
    "flow.svg": ("Theme", "ZT0002", Picture.FLOW),
    "before-after.svg": ("Theme", "ZT0001", Picture.BEFORE_AFTER),
}


class Drawing:
    """Draws the pictures of the sample city, which it loads into the graph in place of what is there."""

    def __init__(self, client: Client):
        self._city = GraphCity(load_sample_city(client))
        self._context = Context(moment=datetime(2026, 11, 22, 12))

    def of(self, file: str) -> str:
        kind, code, picture = PICTURES[file]
        return svg(ask(self._city, PictureQuestion(Subject(kind, code), picture), self._context))


@pytest.fixture(scope="module")
def drawing(client: Client) -> Drawing:
    return Drawing(client)


@pytest.mark.parametrize("file", PICTURES)
def test_the_pictures_of_the_readmes_are_what_the_graph_says(drawing: Drawing, file: str) -> None:
    assert drawing.of(file) == (DOCS / file).read_text("utf-8")


if __name__ == "__main__":
    with (
        TemporaryDirectory() as home,
        running(Settings(home=Path(home), neo4j_uri=None)) as endpoint,
        Client(endpoint) as client,
    ):
        drawing = Drawing(client)
        for file in PICTURES:
            (DOCS / file).write_text(drawing.of(file), "utf-8")
