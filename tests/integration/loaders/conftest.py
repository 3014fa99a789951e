"""An empty graph, and a way to load rows into it."""

import json
from pathlib import Path
from typing import Any

import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.migrations import migrate
from oncegraph.loaders import LoadReport, load
from oncegraph.schema.rows import Rows
from tests.support.graph import LoadRows


@pytest.fixture
def graph(empty_graph: Client) -> Client:
    """An empty graph with its constraints."""
    migrate(empty_graph)
    return empty_graph


@pytest.fixture
def load_rows(graph: Client, tmp_path: Path) -> LoadRows:
    """A function that loads rows, given by declaration name, with the options of `load`."""

    def load_given(rows: Rows, **options: Any) -> LoadReport:
        path = tmp_path / "rows.json"
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        return load(graph, [path], **options)

    return load_given
