"""How many rows a saved query gives, and whether it says that there are more."""

import pytest

from oncegraph.graph.client import Client
from oncegraph.queries.library import BadParameter, UnknownQuery, run

ITEMS = ["I-1", "I-2", "I-3", "I-4"]


def items(client: Client, *, limit: int | None = None, **parameters) -> tuple[list[str], bool]:
    result = run(client, "browse.items", parameters, limit=limit)
    return [row["item_code"] for row in result.rows], result.truncated


def test_the_limit_of_a_list(catalogue: Client):
    assert items(catalogue) == (ITEMS, False)
    assert items(catalogue, **{"after": "I-1"}) == (ITEMS[1:], False)
    assert run(catalogue, "browse.items", {"limit": "3"}).truncated
    assert not run(catalogue, "browse.items", {"limit": 4}).truncated
    assert items(catalogue, limit=2) == (ITEMS[:2], True)
    assert len(run(catalogue, "browse.items", {"limit": 3}, limit=2).rows) == 2
    assert len(run(catalogue, "browse.items", {"limit": 2}, limit=3).rows) == 2


def test_the_limit_of_a_report_without_such_a_parameter(catalogue: Client):
    assert len(run(catalogue, "statistics.handling_times").rows) == 4
    result = run(catalogue, "statistics.handling_times", limit=3)
    assert (len(result.rows), result.truncated) == (3, True)


def test_unknown_queries_and_bad_limits_are_refused(catalogue: Client):
    with pytest.raises(UnknownQuery):
        run(catalogue, "browse.itemz")
    with pytest.raises(BadParameter):
        run(catalogue, "browse.item")
    for limit in (0, -1, 2**63 - 1):
        with pytest.raises(BadParameter):
            run(catalogue, "browse.items", {"limit": limit})
