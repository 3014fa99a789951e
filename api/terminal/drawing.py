"""Where the picture of a command goes, and in which format."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from oncegraph.api.terminal.delivery import CannotDeliver, Delivery, not_on_a_screen
from oncegraph.api.terminal.help import option
from oncegraph.schema.text import Text
from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.formats.format import OF_SUFFIX, Format, format_of
from oncegraph.visualize.tables.format import TableFormat

PICTURE_OR_TABLE = Text("--as 与 --format、--json 不能同用。", "--as contradicts --format and --json.")

AsOption = Annotated[
    Format | None,
    option(
        "图的格式；默认按 --output 的后缀", "Format of a picture; by default taken from the suffix of --output", "--as"
    ),
]


@dataclass(frozen=True)
class Drawing:
    """Where a picture goes and how: the options --as and --output taken together."""

    format: Format
    file: Path | None = None

    @classmethod
    def of(cls, format: Format | None, file: Path | None) -> "Drawing":
        """Choose the format; SVG by default. Raises UnknownSuffix, CannotDeliver."""
        chosen = format or (format_of(file) if file else Format.SVG)
        if not chosen.is_text:
            not_on_a_screen(chosen, file)
        return cls(chosen, file)

    @classmethod
    def besides(cls, format: Format | None, file: Path | None) -> "Drawing | None":
        """For a command that also gives a table: None unless --as or the suffix asks for a picture. JSON means the
        JSON of the table, unless --as json is given."""
        of_file = OF_SUFFIX.get(file.suffix.lower()) if file else None
        return cls.of(format, file) if format or of_file not in (None, Format.JSON) else None

    @classmethod
    def or_table(
        cls, picture: Format | None, table: TableFormat | None, json: bool, file: Path | None
    ) -> "Drawing | Delivery":
        """The target of a command that gives either a picture or a table, from --as, --format, --json and --output.
        Raises CannotDeliver."""
        if picture and (table or json):
            raise CannotDeliver(PICTURE_OR_TABLE)
        delivery = Delivery.of(table, json, file)
        return (None if table or json else cls.besides(picture, file)) or delivery

    def draw(self, diagram: Diagram, **how: float) -> None:
        """Write the picture. how: `dpi` of a PNG. Raises what `visualize.formats.render.render` raises, and
        CannotDeliver."""
        from oncegraph.visualize.formats.render import render  # imported here, because importing it is slow

        Delivery(TableFormat.TABLE, self.file).write(render(diagram, self.format, **how))
