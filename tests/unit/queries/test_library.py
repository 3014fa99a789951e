"""The library of saved queries: what its files must say, and how parameters are read."""

from datetime import date
from typing import Any

import pytest

from oncegraph.queries.library import BadParameter, BadQueryFile, Parameter, UnknownQuery, find, library, parse
from tests.support.language import speaking

HEADER = {
    "name": "folder.example",
    "title": "示例 | An example",
    "summary": "说明 | What it says",
    "params": "code (string), limit (integer = 100)",
    "returns": "code, name",
    "browser": ":params {code: 'a', limit: 5}",
}
STATEMENT = "MATCH (n:Item {item_code: $code}) RETURN n.item_code AS code, n.name AS name LIMIT $limit;\n"


def text(statement: str = STATEMENT, **header: str | None) -> str:
    lines = [f"// {word}: {rest}" for word, rest in (HEADER | header).items() if rest is not None]
    return "\n".join((*lines, statement))


def refused(content: str, path: str = "folder/example.cypher") -> str:
    with pytest.raises(BadQueryFile) as error:
        parse(path, content)
    return error.value.what.en


def test_a_file():
    query = parse("folder/example.cypher", text())
    assert (query.name, query.title.zh, query.summary.en) == ("folder.example", "示例", "What it says")
    assert query.parameters == (
        Parameter(name="code", type="string"),
        Parameter(name="limit", type="integer", required=False, default=100),
    )
    assert query.columns == ("code", "name")
    assert query.statement.startswith("MATCH") and query.statement.endswith("$limit")
    assert query.example == {"code": "a", "limit": 5}
    assert query.listed and not parse("folder/example.cypher", text(listed="no")).listed


def test_a_header_line_goes_on_when_indented():
    query = parse("folder/example.cypher", text(summary="说明\n//   | What\n//   it says"))
    assert query.summary == ("说明", "What it says")


def test_a_query_without_parameters_has_no_browser_line():
    query = parse("folder/example.cypher", text("RETURN 1 AS code, 2 AS name", params="none", browser=None))
    assert (query.parameters, query.browser, query.example) == ((), None, {})


def test_quoted_texts_and_comments_name_no_parameter():
    statement = "RETURN '$a' AS x, \"$b\" AS y, `$c` AS z // $d\n/* $e */"
    parse("folder/example.cypher", text(f"WITH $code AS c, $limit AS l {statement}"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (text(title=None), 'queries/folder/example.cypher:1: The line "// title:" is missing'),
        (text(returns=""), 'The line "// returns:" is missing'),
        (text(title="示例"), "queries/folder/example.cypher:2: Write it as"),
        (text(name="folder.other"), "queries/folder/example.cypher:1: The name does not match"),
        (text(colour="red"), "queries/folder/example.cypher:7: Unknown header line: // colour"),
        (text() + "RETURN $other", "queries/folder/example.cypher:8: Parameter $other is not declared"),
        (text("RETURN $code AS code"), "queries/folder/example.cypher:4: Parameter limit is not used"),
        (text(params="code (word), limit (integer)"), "queries/folder/example.cypher:4: Write a parameter as"),
        (text(params="code, limit"), "queries/folder/example.cypher:4: Write a parameter as"),
        (text(params="code (string), limit (integer = many)"), "The default does not have the type"),
        (text(browser=None), "A query with parameters needs a line"),
        (text(browser=":param code => 'a'"), "queries/folder/example.cypher:6: A query with parameters needs a line"),
        (text(browser=":params {code: 'a'}"), "queries/folder/example.cypher:6: The browser line must"),
        (text(browser=":params {code: 'a', limit: 'many'}"), "The browser line must"),
        (text(browser=":params {code: 'a', limit: "), "The browser line must"),
        (text("RETURN 1 AS code", params="none"), "A query with parameters needs a line"),
    ],
)
def test_a_file_that_breaks_the_rules(content: str, told: str):
    assert told in refused(content)


@pytest.mark.parametrize(
    ("kind", "given", "read"),
    [
        ("string", "甲", "甲"),
        ("integer", "12", 12),
        ("integer", 12, 12),
        ("float", "0.5", 0.5),
        ("boolean", "true", True),
        ("boolean", "否", False),
        ("boolean", True, True),
        ("date", "2026-01-31", date(2026, 1, 31)),
        ("string list", "甲, 乙、丙", ["甲", "乙", "丙"]),
        ("string list", ["甲,乙"], ["甲,乙"]),
        ("string list", "", []),
    ],
)
def test_values_are_read_as_their_type(kind: Any, given: Any, read: Any):
    assert Parameter(name="x", type=kind).convert(given) == read


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("string", 5),
        ("string", None),
        ("string", "\ud800"),
        ("integer", "many"),
        ("integer", 2**63),
        ("float", "x"),
        ("boolean", "maybe"),
        ("boolean", ["true"]),
        ("date", "31.1.2026"),
        ("string list", [1]),
        ("string list", 1),
    ],
)
def test_values_that_are_not_of_their_type(kind: Any, given: Any):
    with pytest.raises(BadParameter) as error:
        Parameter(name="x", type=kind).convert(given)
    assert "x" in error.value.what.zh and error.value.next_step


def test_what_is_not_asked_for_may_be_none():
    assert Parameter(name="x", type="string", required=False).convert(None) is None


def test_parameters_of_a_query():
    query = parse("folder/example.cypher", text())
    assert query.convert({"code": "a"}) == {"code": "a", "limit": 100}
    assert query.convert({"code": "a", "limit": "7"}) == {"code": "a", "limit": 7}
    for given, told in [({}, "needs the parameter code"), ({"code": "a", "size": 1}, "no parameter size")]:
        with pytest.raises(BadParameter) as error:
            query.convert(given)
        assert told in error.value.what.en
    with pytest.raises(BadParameter):
        query.convert({"code": "a", "limit": 0})


def test_an_unknown_name_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownQuery) as error:
        find("fields_without_sorce")
    assert "quality.fields_without_source" in error.value.next_step.zh
    with speaking("en"):
        assert str(error.value).startswith("There is no query named fields_without_sorce.")


def test_the_library():
    names = list(library())
    assert names == sorted(names)
    assert {name.partition(".")[0] for name in names} >= {"browse", "quality", "search", "statistics"}
    assert sum(query.listed for query in library().values()) >= 16
    assert len({query.title for query in library().values()}) == len(names)
