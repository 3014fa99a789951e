"""The formats that a diagram can be written in, one entry each with all its properties.

A new format is a module beside this one, an entry in `Format`, and a test: commands and routes take everything else
from here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from oncegraph.schema.codes import CodeList
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.text import Text, listed
from oncegraph.visualize.diagram import Arrangement, Diagram

#: Pixels per inch of a PNG: for screens, for print, and the limits.
DPI, PRINT_DPI, LEAST_DPI, MOST_DPI = 192.0, 300.0, 24.0, 1200.0

#: Writes a diagram in one format; the number is the pixels per inch of a PNG, ignored by other formats.
Writer = Callable[[Diagram, float], bytes]


def _svg(diagram: Diagram, dpi: float) -> bytes:
    from oncegraph.visualize.formats.svg import svg

    return svg(diagram).encode()


def _png(diagram: Diagram, dpi: float) -> bytes:
    from oncegraph.visualize.formats.paper import png
    from oncegraph.visualize.formats.svg import svg

    return png(svg(diagram), dpi)


def _pdf(diagram: Diagram, dpi: float) -> bytes:
    from oncegraph.visualize.formats.paper import pdf
    from oncegraph.visualize.formats.svg import svg

    return pdf(svg(diagram), diagram.title)


def _mermaid(diagram: Diagram, dpi: float) -> bytes:
    from oncegraph.visualize.formats.mermaid import mermaid

    return mermaid(diagram).encode()


def _dot(diagram: Diagram, dpi: float) -> bytes:
    from oncegraph.visualize.formats.dot import dot

    return dot(diagram).encode()


def _bpmn(diagram: Diagram, dpi: float) -> bytes:
    from oncegraph.visualize.formats.bpmn import bpmn

    return bpmn(diagram).encode()


def _json(diagram: Diagram, dpi: float) -> bytes:
    from oncegraph.visualize.formats.json import write

    return write(diagram)


@dataclass(frozen=True)
class FormatTraits:
    """The properties of a format besides its name.

    media_type: as registered, or as its makers recommend; write: the writer, which imports its libraries only when it
    is called; suffixes: of its files, the usual one first (none: its code); is_text: whether a terminal can show it;
    arrangement: the only one that it can describe (None: all).
    """

    media_type: str
    write: Writer
    suffixes: tuple[str, ...] = ()
    is_text: bool = True
    arrangement: Arrangement | None = None


class Format(CodeList):
    """How a diagram is written."""

    traits: FormatTraits

    def __new__(cls, code: str, zh: str, en: str, traits: FormatTraits) -> "Format":
        member = str.__new__(cls, code)
        member._value_ = code
        member.title = Text(zh, en)
        member.traits = traits
        return member

    SVG = "svg", "SVG 图", "SVG picture", FormatTraits("image/svg+xml", _svg)
    PNG = "png", "PNG 图", "PNG picture", FormatTraits("image/png", _png, is_text=False)
    PDF = "pdf", "PDF 文档", "PDF document", FormatTraits("application/pdf", _pdf, is_text=False)
    MERMAID = (
        "mermaid",
        "Mermaid 文本",
        "Mermaid text",
        FormatTraits("text/vnd.mermaid", _mermaid, suffixes=(".mmd", ".mermaid")),
    )
    DOT = (
        "dot",
        "Graphviz DOT 文本",
        "Graphviz DOT text",
        FormatTraits("text/vnd.graphviz", _dot, suffixes=(".dot", ".gv")),
    )
    BPMN = (
        "bpmn",
        "BPMN 2.0 流程模型",
        "BPMN 2.0 process model",  # its media type is not registered
        FormatTraits("application/bpmn+xml", _bpmn, arrangement=Arrangement.LANES),
    )
    JSON = "json", "JSON 数据", "JSON data", FormatTraits("application/json", _json)

    @property
    def media_type(self) -> str:
        return self.traits.media_type

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The suffixes of its files, such as `.mmd`, the usual one first."""
        return self.traits.suffixes or (f".{self}",)

    @property
    def suffix(self) -> str:
        """The usual suffix of its files."""
        return self.suffixes[0]

    @property
    def is_text(self) -> bool:
        """Whether a terminal can show it."""
        return self.traits.is_text

    def can_describe(self, arrangement: Arrangement) -> bool:
        """Whether the format can describe such a diagram: BPMN can only describe a flow."""
        return self.traits.arrangement in (None, arrangement)


def formats_of(diagram: Diagram) -> tuple[Format, ...]:
    """The formats that can describe the diagram."""
    return tuple(each for each in Format if each.can_describe(diagram.arrangement))


class UnknownSuffix(RefusedInput):
    """The suffix of a file belongs to no picture format."""

    code = "unknown_suffix"
    exit_code = 2

    def __init__(self, suffix: str):
        known = listed(sorted(OF_SUFFIX))
        super().__init__(
            Text(f"后缀“{suffix}”不是图形格式。", f'No picture format has the suffix "{suffix}".'),
            Text(f"请使用 {known.zh}。", f"Use one of {known.en}."),
        )


#: Suffix of a file → its format.
OF_SUFFIX = {suffix: each for each in Format for suffix in each.suffixes}


def format_of(path: Path) -> Format:
    """The format that the suffix of a file names. Raises UnknownSuffix."""
    suffix = path.suffix.lower()
    if suffix not in OF_SUFFIX:
        raise UnknownSuffix(suffix)
    return OF_SUFFIX[suffix]
