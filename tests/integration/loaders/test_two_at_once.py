"""Two loads at once: the one that planned on what is no longer so is refused, and writes nothing."""

from pathlib import Path
from typing import Any

import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.versions import CatalogueChanged
from oncegraph.loaders import Counts, load
from oncegraph.loaders.report import WRITING
from tests.support.graph import LoadRows, stored_rows

ITEM = {"item_code": "1", "name": "甲"}
OTHER = "Item.csv"


def test_a_load_that_another_overtook_writes_nothing(graph: Client, load_rows: LoadRows, tmp_path: Path):
    (tmp_path / OTHER).write_text("item_code,name\n1,乙\n", "utf-8")
    overtaken = []

    def overtake(stage: Any, done: int, total: int | None) -> None:
        if not overtaken:
            overtaken.append(stage)
            assert load(graph, [tmp_path / OTHER]).total == Counts(added=1)

    with pytest.raises(CatalogueChanged):
        load_rows({"Item": [ITEM]}, progress=overtake)
    assert overtaken != [WRITING]
    assert stored_rows(graph, "Item") == [{"item_code": "1", "name": "乙"}]
    assert load_rows({"Item": [ITEM]}).total == Counts(changed=1)
