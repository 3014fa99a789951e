"""Statements are made of declared names only, and every declaration has all of them."""

import re

import pytest

from oncegraph.graph import cypher
from oncegraph.schema.declaration import Declaration
from oncegraph.schema.model import DECLARATIONS, NODES, RESULT_NODES

EACH = pytest.mark.parametrize("declaration", DECLARATIONS.values(), ids=DECLARATIONS)


@EACH
def test_values_travel_as_parameters(declaration: type[Declaration]):
    reading = (cypher.read_rows, cypher.read_rows_of_dataset)
    for make in (cypher.create, cypher.update, cypher.delete, cypher.release, *reading):
        assert set(re.findall(r"\$(\w+)", make(declaration))) <= {"rows", "dataset"}
        assert "'" not in make(declaration)


def test_every_key_is_unique_and_every_indexed_attribute_has_its_index():
    statements = "\n".join(cypher.schema_statements().values())
    for label, node in {**NODES, **RESULT_NODES}.items():
        assert f"(n:{label}) REQUIRE n.{node.key()} IS UNIQUE" in statements
        for name, attribute in node.attributes().items():
            assert (f"(n:{label}) ON (n.{name})" in statements) == attribute.indexed


def test_names_and_codes_are_in_the_full_text_index():
    statement = cypher.schema_statements()[cypher.SEARCH_INDEX]
    assert "n.name" in statement
    assert "n.item_code" in statement
    assert "'cjk'" in statement
