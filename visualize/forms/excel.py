"""A merged form as a workbook: a sheet to fill in or print, and sheets that show where everything comes from."""

from typing import Any

from oncegraph.schema.merged_form import MergedForm
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.forms.layout import ATTACHMENTS, REQUIRED, FormLine, enclosed, parts, summary
from oncegraph.visualize.forms.tables import sheets
from oncegraph.visualize.palette import BOX_BORDER, HEADING_CELL, HEADING_TEXT, SUBHEADING_CELL
from oncegraph.visualize.tables.workbook import HEADING, REMARK, TITLE, WRAPPED, Workbook, background

COLUMNS = (
    (Text("填写项", "Entry"), 24),
    (Text("填写内容", "To fill in"), 40),
    (Text("说明", "About"), 34),
)
A4 = 9
BOX = {"border": 1, "border_color": BOX_BORDER, "valign": "vcenter", "text_wrap": True}
BAND = {"bold": True, "bg_color": HEADING_CELL, "font_color": HEADING_TEXT, "valign": "vcenter"}
SUB_BAND = {"bold": True, "bg_color": SUBHEADING_CELL, "font_color": HEADING_CELL, "valign": "vcenter"}
LINE, SIGNATURE = 26, 48  # points
LONGEST_LIST = 255  # characters that Excel takes for a drop-down
LONGEST_FOOTER = 120  # characters of a title: Excel takes 255, where each & counts twice


def xlsx(form: MergedForm, title: str) -> bytes:
    """The bytes of the workbook. title: the heading of the form."""
    book = Workbook()
    page = book.page(str(Text("申请表", "Form")))
    _set_up(page, title)
    for column, (_, width) in enumerate(COLUMNS):
        page.set_column(column, column, width)
    page.merge_range(0, 0, 0, 2, title, book.style(TITLE, align="center", font_size=16))
    page.merge_range(1, 0, 1, 2, str(summary(form)), book.style(REMARK, WRAPPED))
    page.merge_range(2, 0, 2, 2, str(REQUIRED), book.style(REMARK, WRAPPED))
    page.set_row(1, 30)
    for column, (heading, _) in enumerate(COLUMNS):
        page.write_string(3, column, str(heading), book.style(HEADING))
    page.repeat_rows(3)
    page.freeze_panes(4, 0)
    row = 4
    for part in parts(form):
        row = _band(page, row, part.title, book.style(BAND))
        for section in part.sections:
            if section.title:
                row = _band(page, row, section.title, book.style(SUB_BAND))
            for line in section.lines:
                row = _entry(book, page, row, line)
    if form.attachments:
        row = _band(page, row, str(ATTACHMENTS), book.style(BAND))
    for each in form.attachments:
        box = book.style(BOX)
        page.write_string(row, 0, each.name, box)
        page.write_string(row, 1, "☐" if enclosed(each) else "—", book.style(BOX, align="center"))
        page.write_string(row, 2, str(each.text), book.style(BOX, REMARK))
        row += 1
    page.print_area(0, 0, row - 1, 2)
    for sheet in sheets(form):
        book.table(sheet)
    return book.done()


def _set_up(page: Any, title: str) -> None:
    page.set_paper(A4)
    page.set_portrait()
    page.fit_to_pages(1, 0)
    page.set_margins(0.5, 0.5, 0.6, 0.6)
    page.set_footer(f"&C{title[:LONGEST_FOOTER].replace('&', '&&')}　&P / &N")
    page.hide_gridlines(2)


def _band(page: Any, row: int, title: str, style: Any) -> int:
    page.merge_range(row, 0, row, 2, title, style)
    return row + 1


def _entry(book: Workbook, page: Any, row: int, line: FormLine) -> int:
    fill = background(line.verdict) if line.verdict in (Verdict.YES, Verdict.CONDITIONAL) else {}
    page.set_row(row, SIGNATURE if line.signed else LINE)
    page.write_string(row, 0, f"{line.title}{' *' if line.required else ''}", book.style(BOX, bold=line.required))
    page.write_blank(row, 1, None, book.style(BOX, fill, num_format="@"))
    about = "\n".join(part for part in (line.note, line.hint) if part)
    page.write_string(row, 2, about, book.style(BOX, REMARK, font_size=9))
    if line.choices and _drops_down(line):
        page.data_validation(row, 1, row, 1, {"validate": "list", "source": list(line.choices)})
    return row + 1


def _drops_down(line: FormLine) -> bool:
    """Whether Excel can offer the choices as a drop-down list: it takes one short line, separated by commas, and allows
    one choice."""
    titles_are_plain = not any(mark in choice for choice in line.choices for mark in ',"')
    return not line.several and titles_are_plain and len(",".join(line.choices)) <= LONGEST_LIST
