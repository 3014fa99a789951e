"""docs/rules.md says in both languages what the code decides: every rule, every reason, every number that is cited."""

import re
from pathlib import Path

import pytest

from oncegraph.schema.verdict import Reason, Rule, Verdict

ROOT = Path(__file__).parents[2]
DOCUMENTS = {"en": ROOT / "docs" / "rules.md", "zh": ROOT / "docs" / "rules.zh-CN.md"}
HEADING = re.compile(r"^### (?:Rule|规则) (\d+)\. .*$", re.MULTILINE)
#: "rule 4", "rules 2, 3, 6 and 8", "Rules 2 to 6", "规则 2 至 8".
CITED = re.compile(r"\b[Rr]ules? (\d[\d, ]*(?:(?:and|to) \d+)*)|规则 ?(\d[\d—、至 ]*)")
ROOMS = ("schema", "graph", "queries", "loaders", "visualize", "api", "tests")


def text_of(language: str) -> str:
    return DOCUMENTS[language].read_text("utf-8")


def rules_cited() -> set[tuple[str, int]]:
    """File and number of every rule that code, a case or a test cites."""
    files = [path for room in ROOMS for ending in ("py", "yaml") for path in (ROOT / room).rglob(f"*.{ending}")]
    return {
        (path.name, int(number))
        for path in files
        if path != Path(__file__)
        for found in CITED.findall(path.read_text("utf-8"))
        for number in re.findall(r"\d+", "".join(found))
    }


@pytest.mark.parametrize("language", DOCUMENTS)
@pytest.mark.parametrize("code", [*Rule, *Reason, *Verdict], ids=str)
def test_every_code_is_in_the_document(language: str, code: Rule | Reason | Verdict) -> None:
    assert f"`{code.value}`" in text_of(language)


def test_both_languages_have_the_same_structure() -> None:
    english, chinese = (
        [
            (len(marks), re.findall(r"\d+|`\w+`", title))
            for marks, title in re.findall(r"^(#+) (.*)$", text, re.MULTILINE)
        ]
        for text in map(text_of, DOCUMENTS)
    )
    assert english == chinese


@pytest.mark.parametrize("language", DOCUMENTS)
def test_every_rule_that_is_cited_has_a_heading(language: str) -> None:
    numbers = [int(number) for number in HEADING.findall(text_of(language))]
    assert numbers == list(range(1, len(numbers) + 1))
    cited = rules_cited()
    assert len(cited) > 20
    assert {each for each in cited if each[1] not in numbers} == set()
