"""What imports leave out is not missed."""

import sys
from importlib.util import find_spec, module_from_spec
from pathlib import Path

import pytest

import oncegraph.graph.client  # noqa: F401  imports the driver as the product does
from oncegraph.graph.lean import Months, without


def test_a_hidden_module_looks_as_if_it_were_not_installed_and_is_back_afterwards():
    sys.modules.pop("this", None)
    with without("this"), pytest.raises(ImportError):
        import this  # noqa: F401
    assert "this" not in sys.modules
    assert find_spec("this")


def test_the_driver_finds_the_days_of_every_month_as_in_its_own_table():
    spec = find_spec("neo4j.time")
    as_it_comes = module_from_spec(spec)
    spec.loader.exec_module(as_it_comes)
    table, used = as_it_comes._DAYS_IN_MONTH, sys.modules["neo4j.time"]._DAYS_IN_MONTH
    assert type(used) is Months
    assert all(used[month] == days for month, days in table.items())
    assert not used


def test_nothing_of_the_driver_looks_at_the_table_that_was_let_go():
    assert sys.modules["neo4j._codec.packstream.v1"].UNPACKED_UINT_16 == {}
    (folder,) = find_spec("neo4j").submodule_search_locations
    sources = [file.read_text("utf-8") for file in Path(folder).rglob("*.py")]
    lines = [line for source in sources for line in source.splitlines() if "UNPACKED_UINT_16" in line]
    assert [line for line in lines if not line.startswith("UNPACKED_UINT_16 = ")] == []
