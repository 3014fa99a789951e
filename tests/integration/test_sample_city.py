"""The sample city through the loader and the graph: loaded whole, without a finding, with the promised figures."""

from datetime import datetime

import pytest

from oncegraph.graph.client import Client
from oncegraph.loaders import load
from oncegraph.loaders.sample import CITY
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.schema.model import DECLARATIONS

MOMENT = datetime(2026, 11, 22, 12)


@pytest.fixture
def city(empty_graph: Client) -> Client:
    report = load(empty_graph, [CITY])
    assert not list(report.findings)
    assert set(report.counts) == set(DECLARATIONS.values())
    assert all(counts.added for counts in report.counts.values())
    return empty_graph


def test_loading_it_again_changes_nothing(city: Client) -> None:
    total = load(city, [CITY], replace=True).total
    assert total.unchanged > 1500
    assert (total.added, total.changed, total.removed, total.rejected) == (0, 0, 0, 0)


def test_the_worked_examples_come_out_of_the_graph(city: Client) -> None:
    analysis = Analysis(Catalogue.read(city), Context(moment=MOMENT))
    items = city.read("MATCH (i:Item) RETURN i.name AS name, i.item_code AS code")
    codes = {row["name"]: row["code"] for row in items.rows}
    (presale,) = analysis.item(codes["商品房预售许可"]).situations
    parks = analysis.item(codes["经营性公共停车场备案"]).situations
    assert (presale.fill_free, len(presale.fields)) == (16, 17)
    assert (presale.exempt, len(presale.materials)) == (4, 10)
    assert len(parks) == 10
    assert {len(park.fields) for park in parks} == {17}
    assert {len(park.materials) for park in parks} == {3, 4, 5, 6}
