"""Which format a request gets."""

import pytest

from oncegraph.api.web.negotiation import NotAcceptable, preferred
from oncegraph.visualize.formats.format import Format

OFFERED = (Format.SVG, Format.PNG, Format.MERMAID, Format.JSON)


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("*/*", Format.SVG),
        ("", Format.SVG),
        ("image/png", Format.PNG),
        ("image/png;q=0.5, application/json", Format.JSON),
        ("image/*;q=0.5, */*;q=0.1", Format.SVG),
        ("text/*", Format.MERMAID),
        ("image/svg+xml;q=0, image/*", Format.PNG),
        ("IMAGE/PNG; Q=1", Format.PNG),
        ("text/html, application/xhtml+xml, image/apng, */*;q=0.8", Format.SVG),
        ("text/vnd.mermaid;q=0.9;charset=utf-8, image/png;q=0.8", Format.MERMAID),
        ("application/json;q=abc", Format.JSON),
        ("image/png, image/svg+xml", Format.SVG),
    ],
)
def test_the_preferred_media_type_is_chosen(accept: str, format: Format) -> None:
    assert preferred(accept, OFFERED) is format


@pytest.mark.parametrize("accept", ["text/html", "image/svg+xml;q=0", "*/*;q=0", "application/pdf"])
def test_a_media_type_that_is_not_offered_is_refused_with_those_that_are(accept: str) -> None:
    with pytest.raises(NotAcceptable, match="image/png"):
        preferred(accept, OFFERED)
