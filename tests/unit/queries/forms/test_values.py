"""Which values an entry takes, and what becomes of those on their way into forms and back."""

import math
from typing import Any

import pytest

from queries.forms.distribution import BadValues, gather, mapping_of, split

from .made import asked

NUMBER, TEXT = {"control": "number"}, {"control": "text"}
HALF = "\ud800"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, pytest.param(10**400, id="huge")])
def test_a_number_that_json_cannot_say_is_refused(value: Any) -> None:
    mapping = mapping_of(asked(NUMBER, NUMBER, TEXT))
    with pytest.raises(BadValues):
        split(mapping, {"F": value})
    assert [each.form_field_code for each in gather(mapping, {"A0": {"A0/F": value}}).left] == ["A0/F"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (TEXT, HALF),
        ({"control": "multiple_choice"}, ["甲", HALF]),
        ({"control": "linked_id_type"}, {"type": "1", "number": HALF}),
    ],
)
def test_half_a_character_is_refused(field: dict[str, Any], value: Any) -> None:
    with pytest.raises(BadValues):
        split(mapping_of(asked(field, {})), {"F": value})
