"""Mermaid draws what we write, without an error, and shows every name as it is."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page

from oncegraph.visualize.diagram import Arrangement, Diagram
from oncegraph.visualize.formats.mermaid import mermaid, readable
from tests.support.examples.diagrams import EXAMPLES, two_columns
from tests.support.examples.names import HOSTILE_TO_MERMAID
from tests.support.npm_packages import package

SHOW = """async text => {
  mermaid.initialize({startOnLoad: false, suppressErrorRendering: true});
  document.getElementById('canvas').innerHTML = (await mermaid.render('drawn', text)).svg;
}"""


@pytest.fixture
def mermaid_page(page: Page) -> Page:
    page.add_script_tag(path=package("mermaid") / "dist" / "mermaid.min.js")
    return page


def text_of_picture(page: Page, diagram: Diagram) -> str:
    """The text of the picture, without blanks."""
    page.evaluate(SHOW, mermaid(diagram))
    return "".join(page.locator("#canvas svg").text_content().split())


@pytest.mark.parametrize("name", EXAMPLES)
def test_mermaid_draws_every_arrangement_with_all_its_names(mermaid_page: Page, name: str) -> None:
    diagram = EXAMPLES[name]
    drawn = text_of_picture(mermaid_page, diagram)
    for node in diagram.nodes.values():
        assert "".join(node.name.split()) in drawn
    if diagram.arrangement is not Arrangement.GANTT:
        assert mermaid_page.locator("#canvas g.node").count() == len(diagram.nodes)
        assert mermaid_page.locator("#canvas path.flowchart-link").count() == len(diagram.edges)
        assert mermaid_page.locator("#canvas g.cluster").count() == len(diagram.lanes or diagram.columns)


def test_a_node_of_a_flow_leads_to_its_resource(mermaid_page: Page) -> None:
    text_of_picture(mermaid_page, EXAMPLES["lanes"])
    links = mermaid_page.locator("#canvas a").evaluate_all("all => all.map(a => a.getAttribute('xlink:href'))")
    assert links == ["/api/v1/items/licence"]


def _hostile(arrangement: Arrangement) -> Diagram:
    names = two_columns("首", *HOSTILE_TO_MERMAID)
    columns = tuple(
        replace(column, nodes=tuple(replace(node, note=None, span=(0, 1)) for node in column.nodes))
        for column in names.columns
    )
    return replace(names, title=HOSTILE_TO_MERMAID[0], columns=columns, arrangement=arrangement)


@pytest.mark.parametrize("arrangement", [Arrangement.COLUMNS, Arrangement.GANTT])
def test_hostile_names_are_shown_as_they_are(mermaid_page: Page, arrangement: Arrangement) -> None:
    drawn = text_of_picture(mermaid_page, _hostile(arrangement))
    for name in HOSTILE_TO_MERMAID:
        assert "".join(readable(name).split()) in drawn
    assert mermaid_page.locator("#canvas b").count() == 0
