"""Where the result of a command goes, and in which format."""

import pytest

from oncegraph.api.terminal.delivery import CannotDeliver, Delivery
from oncegraph.visualize.tables import runs
from oncegraph.visualize.tables.format import TableFormat


def test_how_a_result_is_delivered_follows_from_the_options(tmp_path):
    assert Delivery.of(None, False, tmp_path / "a.CSV").format is TableFormat.CSV
    assert Delivery.of(None, True, None).format is TableFormat.JSON
    assert Delivery.of(None, False, None).format is TableFormat.TABLE
    with pytest.raises(CannotDeliver):
        Delivery.of(TableFormat.CSV, True, None)


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(CannotDeliver) as refused:
        Delivery.of(None, False, tmp_path / "missing" / "a.json").deliver({}, runs, [], 0)
    assert "missing" in str(refused.value)
