"""Two graphs to ask: the sample city, and a small catalogue of which every answer is known."""

from pathlib import Path

import pytest
import yaml

from oncegraph.graph.client import Client
from oncegraph.graph.migrations import migrate
from oncegraph.graph.writer import Writer
from oncegraph.loaders.pipeline import load
from oncegraph.loaders.sample import CITY
from oncegraph.schema.model import DECLARATIONS

CATALOGUE = Path(__file__).with_name("catalogue.yaml")


@pytest.fixture(scope="module")
def city(client: Client) -> Client:
    """The client, with the sample city loaded."""
    _empty(client)
    load(client, [CITY])
    return client


@pytest.fixture(scope="module")
def catalogue(client: Client) -> Client:
    """The client, with catalogue.yaml loaded."""
    _empty(client)
    rows = yaml.safe_load(CATALOGUE.read_text("utf-8"))
    with client.transaction() as transaction:
        writer = Writer(transaction, "small")
        for name, declaration in DECLARATIONS.items():
            writer.create(declaration, rows.get(name, []))
        writer.finish()
    return client


def _empty(client: Client) -> None:
    client.write("MATCH (n) WHERE NOT n:__Neo4jMigration DETACH DELETE n")
    migrate(client)
