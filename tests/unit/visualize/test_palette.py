"""One palette: it has every verdict and every edit, all media take their colours from it, no other file names any."""

import ast
import io
import re
from collections.abc import Iterator
from dataclasses import astuple, replace
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

from oncegraph.schema.comparison import Edit
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.diagram import Column, Diagram, Node, legend_of
from oncegraph.visualize.formats.format import Format
from oncegraph.visualize.formats.render import render
from oncegraph.visualize.palette import (
    FIELD_WORDS,
    MATERIAL_WORDS,
    PALETTE,
    ZERO_MATERIAL_WORDS,
    Colour,
    look_of,
    with_sign,
)
from oncegraph.visualize.tables.table import Sheet, VerdictCell, print_sheet
from oncegraph.visualize.tables.workbook import xlsx_bytes

ROOT = Path(__file__).parents[3]
#: The only file of pictures, tables and answers that may name a colour.
ALLOWED = {"visualize/palette.py"}
#: As in "#1f8a4c"; or, as in Word, without the "#" (six digits alone are the code of a region).
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b|^(?=.*[a-fA-F])[0-9a-fA-F]{6}$")
CHANGED = Colour(fill="#010203", stroke="#040506", cell="#070809", terminal="bright_white")


def test_every_verdict_and_every_edit_has_a_look() -> None:
    assert set(PALETTE) == {*Verdict, *Edit}
    for look in PALETTE.values():
        assert len(look.sign) == 1 and look.outline.startswith("M")
        assert all(COLOUR.fullmatch(colour) for colour in astuple(look.colour)[:3]) and look.colour.terminal


def test_every_verdict_has_words_whatever_was_decided() -> None:
    for words in (FIELD_WORDS, MATERIAL_WORDS, ZERO_MATERIAL_WORDS):
        assert set(words) == set(Verdict)
        assert all(text.zh and text.en for text in words.values())


def test_verdicts_and_edits_are_told_apart_without_colour() -> None:
    for marks in (Verdict, Edit):
        assert (
            len({PALETTE[mark].sign for mark in marks}) == len({PALETTE[mark].outline for mark in marks}) == len(marks)
        )


def test_what_has_no_mark_is_plain_and_has_no_sign() -> None:
    assert look_of(None) not in PALETTE.values()
    assert with_sign(None, "甲") == "甲"
    assert with_sign(Verdict.YES, Text("免交", "exempt")) == "✓ 免交"


@pytest.mark.parametrize("mark", [Verdict.YES, Edit.EXEMPTED])
@pytest.mark.parametrize("format", [Format.SVG, Format.DOT, Format.MERMAID])
def test_pictures_take_their_colours_from_the_palette(
    mark: Verdict | Edit, format: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = (Column(None, (Node("a", "甲", mark=mark),)),)
    diagram = Diagram("图", Text("一个", "one"), columns, (), legend_of(columns, ()))
    assert CHANGED.fill.encode() not in render(diagram, format)
    monkeypatch.setitem(PALETTE, mark, replace(PALETTE[mark], colour=CHANGED))
    drawn = render(diagram, format)
    assert CHANGED.fill.encode() in drawn and CHANGED.stroke.encode() in drawn


def test_tables_take_their_colours_from_the_palette(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PALETTE, Verdict.YES, replace(PALETTE[Verdict.YES], colour=CHANGED))
    sheet = Sheet("表", ["结论"], [[VerdictCell(Verdict.YES, MATERIAL_WORDS[Verdict.YES])]])
    cell = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([sheet]))).active["A2"]
    assert cell.fill.fgColor.rgb == f"FF{CHANGED.cell[1:]}"
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard")
    print_sheet(console, sheet)
    assert "\x1b[97m✓ 免交" in console.file.getvalue()  # 97: bright white


def test_no_other_file_names_a_colour() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {text}"
        for room in ("visualize", "api")
        for path in sorted((ROOT / room).rglob("*.py"))
        if str(path.relative_to(ROOT)) not in ALLOWED
        for text in _texts(path)
        if COLOUR.search(text)
    }
    assert not found


def _texts(path: Path) -> Iterator[str]:
    """The string constants of a file, docstrings and the fixed parts of f-strings included."""
    tree = ast.parse(path.read_text("utf-8"))
    return (each.value for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, str))
