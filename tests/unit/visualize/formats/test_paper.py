"""PNG and PDF have Chinese letters on a machine without a font for them."""

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from oncegraph.visualize.formats.format import Format
from oncegraph.visualize.formats.paper import LARGEST_PAGE, PictureTooLarge, pdf, png
from oncegraph.visualize.formats.render import render
from oncegraph.visualize.formats.svg import svg
from tests.support.examples.diagrams import EXAMPLES, two_columns

TOFU = "\U0003fffd"  # no font has it


def letter(shown: str) -> bytes:
    """What is drawn for one letter."""
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40">'
        f'<text x="4" y="32" font-size="28" font-family="{_family()}">{shown}</text></svg>'
    )
    return Image.open(BytesIO(png(picture))).convert("L").tobytes()


def _family() -> str:
    return svg(EXAMPLES["columns"]).partition('font-family="')[2].partition('"')[0]


def test_every_letter_is_drawn_and_none_as_a_box() -> None:
    drawn = {shown: letter(shown) for shown in (*"国办证照①㎡，：（é", TOFU)}
    assert len(set(drawn.values())) == len(drawn)


def test_a_png_has_the_pixels_asked_for_and_says_how_many_make_an_inch() -> None:
    picture = svg(EXAMPLES["columns"])
    small, large = (Image.open(BytesIO(render(EXAMPLES["columns"], Format.PNG, dpi))) for dpi in (96, 192))
    wide, high = map(float, picture.partition('viewBox="0 0 ')[2].partition('"')[0].split())
    assert small.size == pytest.approx((wide, high), abs=1)
    assert large.size == pytest.approx((2 * wide, 2 * high), abs=2)
    assert large.info["dpi"] == pytest.approx((192, 192), abs=0.1)


@pytest.mark.parametrize("name", ["columns", "sankey"])
def test_a_pdf_holds_its_texts_with_the_letters_they_need(name: str) -> None:
    reader = PdfReader(BytesIO(render(EXAMPLES[name], Format.PDF)))
    (page,) = reader.pages
    text = "".join(page.extract_text().split())
    assert "".join(EXAMPLES[name].title.split()) in text
    assert "".join(EXAMPLES[name].summary.zh.split()) in text
    assert reader.metadata.title == EXAMPLES[name].title
    fonts = [font["/DescendantFonts"][0].get_object() for font in _fonts(page)]
    assert fonts
    assert all("CJK" in font["/BaseFont"] and "/FontFile3" in font["/FontDescriptor"] for font in fonts)


def _fonts(page) -> list:
    """Those of the page and of what is placed on it."""
    found, left = [], [page["/Resources"]]
    while left:
        resources = left.pop().get_object()
        found += [font.get_object() for font in resources.get("/Font", {}).values()]
        left += [
            form.get_object()["/Resources"]
            for form in resources.get("/XObject", {}).values()
            if "/Resources" in form.get_object()
        ]
    return found


def test_a_title_is_a_title_whatever_is_in_it() -> None:
    title = '"); #panic(\\"x'
    assert PdfReader(BytesIO(pdf(svg(EXAMPLES["columns"]), title))).metadata.title == title


def test_a_picture_too_large_for_a_page_is_scaled_down_and_one_too_large_for_pixels_is_refused() -> None:
    tall = svg(two_columns("首", *map(str, range(1500))))
    (page,) = PdfReader(BytesIO(pdf(tall, "长"))).pages
    assert float(page.mediabox.height) == pytest.approx(LARGEST_PAGE, rel=1e-3)
    with pytest.raises(PictureTooLarge, match="dpi"):
        png(tall, 600)
