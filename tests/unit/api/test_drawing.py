"""Where the picture of a command goes."""

from pathlib import Path

import pytest

from oncegraph.api.terminal.delivery import CannotDeliver
from oncegraph.api.terminal.drawing import Drawing
from oncegraph.visualize.formats.format import Format, UnknownSuffix
from tests.support.examples.diagrams import EXAMPLES


@pytest.mark.parametrize(
    ("format", "file", "drawn"),
    [
        (None, None, Format.SVG),
        (None, "图.PDF", Format.PDF),
        (None, "x.mmd", Format.MERMAID),
        (None, "x.mermaid", Format.MERMAID),
        (None, "x.gv", Format.DOT),
        (Format.PNG, "x.svg", Format.PNG),
        (Format.PNG, None, Format.PNG),
    ],
)
def test_as_goes_before_the_suffix(format: Format | None, file: str | None, drawn: Format) -> None:
    assert Drawing.of(format, file and Path(file)).format is drawn


def test_an_unknown_suffix_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownSuffix, match=r"\.svg"):
        Drawing.of(None, Path("x.jpg"))


@pytest.mark.parametrize("format", Format)
def test_nothing_but_text_is_written_to_a_terminal(format: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    if format.is_text:
        assert Drawing.of(format, None).format is format
        return
    with pytest.raises(CannotDeliver, match=rf"--output .*\.{format}"):
        Drawing.of(format, None)


@pytest.mark.parametrize(
    ("format", "file", "drawn"),
    [
        (None, None, None),
        (None, "x.xlsx", None),
        (None, "x.json", None),
        (Format.JSON, "x.json", Format.JSON),
        (None, "x.png", Format.PNG),
    ],
)
def test_beside_a_table_a_picture_has_to_be_asked_for(
    format: Format | None, file: str | None, drawn: Format | None
) -> None:
    drawing = Drawing.besides(format, file and Path(file))
    assert (drawing and drawing.format) is drawn


def test_a_picture_is_written_whole_or_the_place_is_named(tmp_path: Path) -> None:
    Drawing.of(None, tmp_path / "x.png").draw(EXAMPLES["columns"], dpi=96.0)
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(CannotDeliver, match="nowhere"):
        Drawing.of(None, tmp_path / "nowhere" / "x.png").draw(EXAMPLES["columns"])
