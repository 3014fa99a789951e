"""Two graphs: the sample city, and a small catalogue whose answers are all known."""

from pathlib import Path

import pytest
import yaml

from oncegraph.graph.client import Client
from oncegraph.graph.migrations import migrate
from tests.support.graph import empty, load_sample_city, store

CATALOGUE = Path(__file__).with_name("catalogue.yaml")


@pytest.fixture(scope="module")
def city(client: Client) -> Client:
    """The client, with the sample city loaded."""
    return load_sample_city(client)


@pytest.fixture(scope="module")
def catalogue(client: Client) -> Client:
    """The client, with catalogue.yaml loaded."""
    migrate(client)
    empty(client)
    store(client, yaml.safe_load(CATALOGUE.read_text("utf-8")))
    return client
