"""办件量 of a situation: its own, else a share of its item's."""

import pytest

from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.columns import MISSING


def cases(item: int | None, *situations: int | str | None) -> list[int]:
    """Cases a year of an item's situations; a situation that is the text "draft" is not active."""
    rows = [
        {
            "situation_code": f"S{n}",
            "name": f"S{n}",
            "item_code": "I",
            "status": "draft" if own == "draft" else "active",
            "annual_cases": None if own == "draft" else own,
        }
        for n, own in enumerate(situations)
    ]
    catalogue = Catalogue.from_rows(
        {"Item": [{"item_code": "I", "name": "I", "annual_cases": item}], "Situation": rows}
    )
    return catalogue.situation_cases.tolist()


@pytest.mark.parametrize(
    ("item", "situations", "expected"),
    [
        (10, (None, None, None), [4, 3, 3]),
        (10, (6, None, None), [6, 2, 2]),
        (10, (60, None), [60, 0]),
        (None, (5, None), [5, MISSING]),
        (10, (None, "draft"), [10, MISSING]),
        (0, (None,), [0]),
    ],
)
def test_an_item_shares_what_its_situations_do_not_record(item, situations, expected):
    assert cases(item, *situations) == expected
