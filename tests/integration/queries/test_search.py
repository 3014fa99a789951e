"""Finding by Chinese words, parts of words and codes; and nothing a user types is an operator of the index."""

import reprlib

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from oncegraph.graph.client import Client
from oncegraph.graph.cypher import searchable
from oncegraph.queries.library import run
from oncegraph.schema.model import NODES
from tests.support.hypothesis_settings import bounded


def search_codes(client: Client, text: str, *kinds: str) -> list[str]:
    rows = run(client, "search.names", {"text": text, "kinds": list(kinds), "limit": 100}).rows
    return [row["code"] for row in rows]


@pytest.mark.parametrize(
    ("text", "kinds", "expected"),
    [
        ("停车场", [], {"I-2", "S-3"}),
        ("停车", [], {"I-2", "S-3", "T-1"}),
        ("公共停车场备案", [], {"I-2"}),
        ("停车 备案", [], {"I-2"}),
        ("备案　停车\t公共", [], {"I-2"}),
        ("停车备案", [], set()),
        ("残疾人证", ["Item", "Material"], {"I-3", "I-4", "M-5"}),
        ("残疾人证", ["LicenceType"], {"L-2"}),
        ("残疾人证", ["Nothing"], set()),
        ("省", [], {"99"}),
        ("预", [], {"I-1", "C-1"}),
        ("FM-1", [], {"FM-1"}),
        ("fm-1", [], {"FM-1"}),
        ("9901", ["Region"], {"9901", "990101"}),
        ("（停车场）", [], {"I-2", "S-3"}),
        ("停车场！", ["Item"], {"I-2"}),
    ],
)
def test_what_is_found(catalogue: Client, text: str, kinds: list[str], expected: set[str]):
    assert set(search_codes(catalogue, text, *kinds)) == expected


def test_exact_codes_and_names_come_first(catalogue: Client):
    assert search_codes(catalogue, "I-3")[0] == "I-3"
    assert set(search_codes(catalogue, "I-3")) > {"I-3"}, "situations carry the code of their item"
    assert search_codes(catalogue, " 9901 ")[0] == "9901"
    assert search_codes(catalogue, "营业执照", "Material") == ["M-2", "M-3"]
    assert search_codes(catalogue, "残疾人证")[:2] == ["L-2", "M-5"]


def test_every_kind_that_is_searched_is_found_by_its_code(catalogue: Client):
    for label, node in NODES.items():
        if searchable(node):
            code = catalogue.read(f"MATCH (n:{label}) RETURN min(n.{node.key()}) AS code").rows[0]["code"]
            assert search_codes(catalogue, code, label)[0] == code


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            '"',
            "\\",
            '\\"',
            '停车"',
            "*",
            "?",
            "a*",
            "(",
            ")",
            "[a TO z]",
            "name:停车",
            "AND",
            "OR NOT",
            "&&",
            "||",
        ),
        *(
            "+停车 -备案",
            "停车~",
            "停车^2",
            "/停车/",
            "!",
            "{}",
            "\x00",
            "😀",
            "停车" * 5000,
            "停 车 " * 300,
            "the",
            "_",
        ),
    ],
    ids=reprlib.repr,
)
def test_nothing_typed_is_an_operator(catalogue: Client, text: str):
    assert set(search_codes(catalogue, text)) <= {"I-2", "S-3", "T-1"}


@bounded(100, HealthCheck.function_scoped_fixture)
@given(text=st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\*?:()[]{}^~/+-&|! 停车')))
def test_any_text_may_be_sought(catalogue: Client, text: str):
    search_codes(catalogue, text)
