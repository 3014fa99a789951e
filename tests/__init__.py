"""Unit tests, integration tests on a real Neo4j, tests in a real browser, cases for domain experts, benchmarks."""

import pytest

#: So that an assertion in a shared check shows the values that it compares.
pytest.register_assert_rewrite("tests.support")
