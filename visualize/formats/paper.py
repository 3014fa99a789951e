"""An SVG picture as PNG and PDF, with the Chinese font of the `pdf` extra: the machine needs no font."""

import json
import re
from pathlib import Path
from struct import pack
from typing import Literal
from zlib import crc32

from oncegraph.schema.errors import RefusedInput, optional_extra
from oncegraph.schema.text import Text, language
from oncegraph.visualize.formats.format import DPI
from oncegraph.visualize.lettering import legible

SVG_DPI = 96.0  # of CSS pixels
POINT = 72.0  # to the inch
LARGEST_PAGE = 14_400.0  # points: a PDF page has no larger side
MOST_PIXELS = 40_000_000

_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"')


class PictureTooLarge(RefusedInput):
    """The picture has more pixels than a program can show."""

    code = "picture_too_large"

    def __init__(self, wide: float, high: float):
        super().__init__(
            Text(
                f"图过大：{wide:.0f} × {high:.0f} 像素，超过 {MOST_PIXELS // 10_000} 万像素的上限。",
                f"The picture is too large: {wide:.0f} × {high:.0f} pixels, more than {MOST_PIXELS // 1_000_000} "
                "million.",
            ),
            Text("请降低 dpi，或改用 svg 或 pdf。", "Use a lower dpi, or svg or pdf."),
        )


def png(svg: str, dpi: float = DPI) -> bytes:
    """The picture in pixels; the file records `dpi`, the pixels per inch. Raises PictureTooLarge, MissingExtra."""
    wide, high = (size * dpi / SVG_DPI for size in _size(svg))
    if wide * high > MOST_PIXELS:
        raise PictureTooLarge(wide, high)
    image = _typeset(svg, "", 1.0, "png", dpi)
    density = b"pHYs" + pack(">IIB", *[round(dpi / 0.0254)] * 2, 1)  # pixels to the metre
    after = 8 + 25  # the signature, and the chunk that must come first
    return image[:after] + pack(">I", 9) + density + pack(">I", crc32(density)) + image[after:]


def pdf(svg: str, title: str) -> bytes:
    """The picture on a page of its size, or of the largest size that PDF allows; its text can be selected. Raises
    MissingExtra."""
    scale = min(1.0, LARGEST_PAGE / (max(_size(svg)) * POINT / SVG_DPI))
    return _typeset(svg, title, scale, "pdf")


def _size(svg: str) -> tuple[float, float]:
    size = _SIZE.search(svg)
    if size is None:
        raise ValueError("an SVG picture without width and height")
    return float(size[1]), float(size[2])


def _typeset(svg: str, title: str, scale: float, format: Literal["png", "pdf"], ppi: float | None = None) -> bytes:
    """The picture, scaled by `scale`, as a page that Typst writes. ppi: pixels per inch of a PNG."""
    with optional_extra("pdf"):
        import typst
        from noto_cjk_sans_otc import FONT_PATH

    wide, high = (size * scale * POINT / SVG_DPI for size in _size(svg))
    page = (
        f"#set document(title: {json.dumps(legible(title), ensure_ascii=False)}, date: none)\n"
        f'#set text(lang: "{language.get()}")\n'
        f"#set page(width: {wide:.4f}pt, height: {high:.4f}pt, margin: 0pt)\n"
        f'#image("picture.svg", width: 100%, height: 100%, alt: {json.dumps(legible(title), ensure_ascii=False)})\n'
    )
    files = {"main.typ": page.encode(), "picture.svg": svg.encode()}
    fonts = [Path(FONT_PATH).parent]
    # the stubs of typst leave out that it takes a dictionary of files
    return typst.compile(files, font_paths=fonts, ignore_system_fonts=True, format=format, ppi=ppi)  # type: ignore[call-overload,no-any-return]
