"""Records return typed nodes and relationships, sorted by the recorded positions."""

import pytest

from oncegraph.queries.records import Records
from oncegraph.schema.errors import NotFound
from oncegraph.schema.item import Item
from oncegraph.schema.question import Option
from oncegraph.schema.situation import Requires, Situation

RECORDS = Records(
    {
        "Item": [{"item_code": "I", "name": "开办", "service_objects": ("enterprise",)}],
        "Situation": [
            {"situation_code": "S3", "name": "丙", "item_code": "I"},
            {"situation_code": "S2", "name": "乙", "item_code": "I", "position": 2},
            {"situation_code": "S1", "name": "甲", "item_code": "I", "position": 3},
        ],
        "Requires": [
            {"situation_code": "S1", "material_code": "M2", "necessity": "required"},
            {"situation_code": "S1", "material_code": "M1"},
            {"situation_code": "S2", "material_code": "M1"},
        ],
    }
)


def test_a_node_is_its_declaration_with_what_was_recorded():
    assert RECORDS.node(Item, "I") == Item(item_code="I", name="开办", service_objects=("enterprise",))


def test_what_refers_to_a_code_comes_by_position_and_then_by_code():
    assert [each.name for each in RECORDS.referring(Situation, "item_code", "I")] == ["乙", "甲", "丙"]
    assert RECORDS.referring(Situation, "item_code", "elsewhere") == ()


def test_links_are_found_from_both_ends():
    assert [(link.end, link.about.necessity) for link in RECORDS.links_from(Requires, "S1")] == [
        ("M1", None),
        ("M2", "required"),
    ]
    assert [link.start for link in RECORDS.links_to(Requires, "M1")] == ["S1", "S2"]
    assert len(RECORDS.links(Requires)) == 3


def test_what_is_not_there():
    assert RECORDS.nodes(Option) == {}
    assert RECORDS.name(Item, "X") == "X" and RECORDS.name(Item, None) is None
    with pytest.raises(NotFound, match="X"):
        RECORDS.node(Item, "X")
