"""Every format draws every arrangement: the same bytes each time, in the current language."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncegraph.schema.text import LANGUAGES, Text
from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.formats.format import Format
from oncegraph.visualize.formats.json import DOCUMENT, read
from oncegraph.visualize.formats.render import render
from tests.support.examples.diagrams import EXAMPLES
from tests.support.hypothesis_settings import bounded
from tests.support.language import speaking

PICTURES = (Format.SVG, Format.PNG, Format.PDF)
arranged = pytest.mark.parametrize("name", EXAMPLES)
drawn_as = pytest.mark.parametrize(
    ("name", "format"),
    [
        (name, format)
        for name in EXAMPLES
        for format in Format
        if (format not in PICTURES or name in ("columns", "sankey")) and format.can_describe(EXAMPLES[name].arrangement)
    ],
)


@drawn_as
def test_the_same_diagram_gives_the_same_bytes(name: str, format: Format) -> None:
    drawn = render(EXAMPLES[name], format)
    assert drawn
    assert drawn == render(read(render(EXAMPLES[name], Format.JSON)), format)


@drawn_as
def test_the_words_are_of_the_language_of_the_moment(name: str, format: Format) -> None:
    if not format.is_text or format is Format.JSON:
        return
    said = {}
    for spoken in LANGUAGES:
        with speaking(spoken):
            said[spoken] = render(EXAMPLES[name], format).decode()
    summary = EXAMPLES[name].summary
    assert summary.zh in said["zh"]
    assert summary.en in said["en"]
    assert summary.zh not in said["en"]


@arranged
def test_json_tells_the_whole_diagram_in_both_languages(name: str) -> None:
    written = render(EXAMPLES[name], Format.JSON)
    assert read(written) == EXAMPLES[name]
    assert json.loads(written)["summary"] == EXAMPLES[name].summary._asdict()


def test_json_is_described() -> None:
    described = DOCUMENT.json_schema()
    assert described["required"] == ["title", "summary", "columns", "edges"]
    languages = described["properties"]["summary"]
    assert set(languages["properties"]) == set(languages["required"]) == set(Text._fields)


@bounded(30)
@given(st.builds(Diagram, st.text(), st.builds(Text, st.text(), st.text()), st.just(()), st.just(())))
def test_any_texts_come_back_from_json(diagram: Diagram) -> None:
    assert read(render(diagram, Format.JSON)) == diagram
