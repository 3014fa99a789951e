"""A merged form as a Word document, to be printed and filled in by hand."""

import io
import re
from typing import Any

from oncegraph.schema.merged_form import MergedForm
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.forms.layout import ATTACHMENTS, REQUIRED, FormLine, FormSection, enclosed, parts, summary
from oncegraph.visualize.palette import LABEL_CELL, PALETTE, REMARK_TEXT, TEXT

BODY, HEADINGS, LATIN = "宋体", "黑体", "Times New Roman"
LINE, SIGNATURE = 0.9, 1.8  # cm
LABEL, VALUE = 3.9, 4.6  # cm; two of each make a line
LONGEST_PROPERTY = 255  # characters
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def docx(form: MergedForm, title: str) -> bytes:
    """The bytes of the document. title: its heading. Entries that are filled automatically are shaded and name their
    source."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(1.8)
    for name, font, size in (
        ("Normal", BODY, 10.5),
        ("Title", HEADINGS, 18),
        ("Heading 1", HEADINGS, 13),
        ("Heading 2", HEADINGS, 11),
    ):
        _set_font(document.styles[name], font, Pt(size))
    title = _printable(title)
    document.core_properties.title = title[:LONGEST_PROPERTY]
    document.core_properties.author = ""
    document.add_paragraph(title, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(str(summary(form)))
    document.add_paragraph(str(REQUIRED))
    for part in parts(form):
        document.add_heading(part.title, 1)
        for section in part.sections:
            _section(document, section)
    if form.attachments:
        document.add_heading(str(ATTACHMENTS), 1)
        _attachments(document, form)
    _page_numbers(page)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _section(document: Any, section: FormSection) -> None:
    if section.title:
        document.add_heading(_printable(section.title), 2)
    rows: list[list[FormLine]] = []
    for line in section.lines:
        if not rows or len(rows[-1]) == 2 or line.signed:
            rows.append([line])
        else:
            rows[-1].append(line)
    table = _table(document, len(rows), (LABEL, VALUE, LABEL, VALUE))
    for row, lines in zip(table.rows, rows, strict=True):
        _height(row, SIGNATURE if lines[0].signed else LINE)
        cells = row.cells
        value = cells[1] if len(lines) == 2 else cells[1].merge(cells[3])
        _entry(cells[0], value, lines[0])
        if len(lines) == 2:
            _entry(cells[2], cells[3], lines[1])


def _entry(label: Any, value: Any, line: FormLine) -> None:
    _write(label, f"{line.title}{' *' if line.required else ''}", bold=line.required)
    _shade(label, LABEL_CELL)
    if line.verdict is Verdict.YES:
        _shade(value, PALETTE[Verdict.YES].colour.cell)
        _write(value, line.note, small=True)
    else:
        boxes = "　".join(f"☐ {choice}" for choice in line.choices)
        _write(
            value,
            boxes or "",
            below=str(Text("，", ", ")).join(p for p in (line.note, "" if boxes else line.hint) if p),
        )


def _attachments(document: Any, form: MergedForm) -> None:
    table = _table(document, len(form.attachments) + 1, (7.0, 8.4, 1.6))
    for cell, heading in zip(
        table.rows[0].cells,
        (Text("材料", "Material"), Text("办理方式", "What to do"), Text("已附", "Enclosed")),
        strict=True,
    ):
        _write(cell, str(heading), bold=True)
        _shade(cell, LABEL_CELL)
    for row, each in zip(table.rows[1:], form.attachments, strict=True):
        box = "☐" if enclosed(each) else "—"
        for cell, words in zip(row.cells, (each.name, str(each.text), box), strict=True):
            _write(cell, words)
            if not enclosed(each):
                _shade(cell, PALETTE[Verdict.YES].colour.cell)


def _table(document: Any, rows: int, widths: tuple[float, ...]) -> Any:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.shared import Cm

    table = document.add_table(rows, len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    return table


def _write(cell: Any, words: str, *, bold: bool = False, small: bool = False, below: str = "") -> None:
    """Words, and under them smaller grey ones."""
    from docx.shared import Pt, RGBColor

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(_printable(words))
    run.bold = bold
    runs = [run] if small else []
    if below:
        runs.append(paragraph.add_run(_printable(f"\n{below}" if words else below)))
    for each in runs:
        each.font.size = Pt(8)
        each.font.color.rgb = RGBColor.from_string(REMARK_TEXT.removeprefix("#"))


def _printable(words: str) -> str:
    """The words with a replacement character for everything that XML does not allow."""
    return NOT_IN_XML.sub("\ufffd", words)


def _height(row: Any, centimetres: float) -> None:
    """Set the least height of a row, and keep it on one page."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    row.height, row.height_rule = Cm(centimetres), WD_ROW_HEIGHT_RULE.AT_LEAST
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _shade(cell: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour.removeprefix("#"))):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().insert_element_before(shade, "w:vAlign")  # in the order that the standard prescribes


def _set_font(style: Any, font: str, size: Any) -> None:
    """Set the font of a style: Word takes the font of Chinese characters from `w:eastAsia`, or from a theme if one is
    named."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.size = size
    style.font.color.rgb = RGBColor.from_string(TEXT.removeprefix("#"))
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script, name in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{script}"), name)


def _page_numbers(page: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = page.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for field in ("PAGE", "NUMPAGES"):
        if field == "NUMPAGES":
            paragraph.add_run(" / ")
        element = OxmlElement("w:fldSimple")
        element.set(qn("w:instr"), field)
        paragraph._p.append(element)
