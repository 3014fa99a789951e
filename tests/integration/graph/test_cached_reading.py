"""Packed columns come from the disk as long as nothing in the database has changed."""

from typing import Any

import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.packed import Wanted, read_packed
from oncegraph.graph.versions import bump
from oncegraph.schema.field import Field

WANTED = Wanted(lines=[[Field]], names={Field: ("field_code", "name")}, recurring={}, only={})


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that were run by `Client.read`."""
    run: list[str] = []
    read = Client.read

    def spy(self: Client, statement: str, *rest: Any, **options: Any) -> Any:
        run.append(statement)
        return read(self, statement, *rest, **options)

    monkeypatch.setattr(Client, "read", spy)
    return run


def names(client: Client) -> tuple[int, list[str]]:
    version, packed = read_packed(client, WANTED)
    return version, packed[Field]["name"]


def test_nothing_is_read_again_until_something_changes(empty_graph: Client, statements: list[str]):
    empty_graph.write("CREATE (:Field {field_code: 'F1', name: '姓名'})")
    assert names(empty_graph) == (0, ["姓名"])
    statements.clear()
    with Client(empty_graph.endpoint) as another:
        assert names(another) == (0, ["姓名"])
        assert statements == []
        another.write("MATCH (f:Field) SET f.name = '名称'")
    assert names(empty_graph) == (0, ["名称"])
    assert len(statements) == 1
    with empty_graph.transaction() as transaction:
        bump(transaction)
    assert names(empty_graph) == (1, ["名称"])
