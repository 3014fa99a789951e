"""Writes templates: empty workbooks or CSV files in the exchange format, with explanations for those who fill them."""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from oncegraph.loaders import exchange
from oncegraph.loaders.naming import CODES_SHEET, HELP_SHEET, attribute, columns, references, required_columns
from oncegraph.schema.codes import CodeList
from oncegraph.schema.declaration import Declaration
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.text import Text

_ROWS = 10_000
_HELP = (
    Text(
        "每张表一个工作表；不用的工作表可以留空或删除。",
        "One sheet for each table; leave out or delete those not needed.",
    ),
    Text(
        "第一行为中文列名，第二行为英文列名，从第三行起填写。深色列名为必填。",
        "The first row has the Chinese column names, the second the English ones; fill in from the third. "
        "Columns with a dark heading are required.",
    ),
    Text(
        "各列均为文本格式，以保留编码中的前导零和 16 位以上的数字；粘贴时请选择“只粘贴值”。",
        "All columns are text, so leading zeros and codes of 16 or more digits survive; paste values only.",
    ),
    Text("一个单元格中有多个值时，用分号隔开。", "Several values in one cell are separated by semicolons."),
    Text(
        "空单元格表示清除原值；如不改动某一列，请删除整列。",
        "An empty cell clears the value; to keep existing values, delete the whole column.",
    ),
    Text(
        "代码可填代码、中文名或英文名（见“代码表”）；代码表以外的值仍按原文导入，并在检查结果中列出。",
        "Codes may be written as code, Chinese or English title (see “Codes”); others are loaded and reported.",
    ),
)


def template(path: Path, declarations: Sequence[type[Declaration]] | None = None) -> None:
    """Write a template to `path`: a workbook (.xlsx), or CSV files with only the headings (see `exchange.write`).

    declarations: one sheet for each; None: all of the model. Raises CannotBeWritten for other suffixes.
    """
    chosen = list(declarations or DECLARATIONS.values())
    if path.suffix.lower() != ".xlsx":
        exchange.write_headings(path, chosen)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.add_worksheet(str(HELP_SHEET))
        lists = sorted({a.codes for d in chosen for a in d.attributes().values() if a.codes}, key=lambda c: c.__name__)
        sheets = {each: book.add_worksheet(str(each.title)) for each in chosen}
        ranges = _write_codes(book, lists)
        _write_help(book, chosen)
        for each, sheet in sheets.items():
            _write_sheet(book, sheet, each, ranges)


def _write_help(book: Workbook, chosen: Sequence[type[Declaration]]) -> None:
    sheet = book.get_worksheet_by_name(str(HELP_SHEET))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    row = 0
    for text in _HELP:
        for line in text:
            sheet.write_string(row, 1, line, wrapped)
            row += 1
    row += 1
    for each in chosen:
        title, about = each.title, each.about
        sheet.write_url(row, 0, f"internal:'{title}'!A1", bold, str(title))
        sheet.write_string(row, 1, f"{about.zh}　{title.en}: {about.en}", wrapped)
        row += 1


def _write_codes(book: Workbook, lists: Sequence[type[CodeList]]) -> dict[type[CodeList], str]:
    """Write the sheet of code lists. Returns the cell range of each list, for drop-downs."""
    sheet = book.add_worksheet(str(CODES_SHEET))
    bold = book.add_format({"bold": True})
    ranges = {}
    for position, codes in enumerate(lists):
        left = 3 * position
        sheet.set_column(left, left + 1, 18)
        sheet.write_string(0, left, (codes.__doc__ or codes.__name__).partition("\n")[0], bold)
        for row, code in enumerate(codes, 1):
            sheet.write_string(row, left, str(code.title))
            sheet.write_string(row, left + 1, code.value)
        column = xl_col_to_name(left)
        ranges[codes] = f"='{CODES_SHEET}'!${column}$2:${column}${len(codes) + 1}"
    return ranges


def _write_sheet(
    book: Workbook, sheet: Worksheet, declaration: type[Declaration], ranges: dict[type[CodeList], str]
) -> None:
    text = book.add_format({"num_format": "@"})
    small = book.add_format({"font_color": "#666666", "italic": True, "bottom": 1})
    required = set(required_columns(declaration))
    sheet.freeze_panes(2, 1)
    for column, (name, title) in enumerate(columns(declaration).items()):
        sheet.set_column(column, column, max(2 * len(title.zh), len(title.en)) + 4, text)
        sheet.write_string(0, column, title.zh, _heading(book, name in required))
        sheet.write_string(1, column, title.en, small)
        sheet.write_comment(0, column, _explained(declaration, name, name in required), {"x_scale": 2, "y_scale": 1.5})
        declared = attribute(declaration, name)
        if declared and declared.codes and not declaration.is_list(name):
            sheet.data_validation(
                2,
                column,
                _ROWS,
                column,
                {"validate": "list", "source": ranges[declared.codes], "error_type": "information"},
            )
        elif declared and declaration.value_type(name) is bool:
            sheet.data_validation(
                2, column, _ROWS, column, {"validate": "list", "source": [str(exchange.YES), str(exchange.NO)]}
            )


def _heading(book: Workbook, required: bool) -> Format:
    colours = {"bg_color": "#1F4E79", "font_color": "#FFFFFF"} if required else {"bg_color": "#DDEBF7"}
    return book.add_format({"bold": True, "border": 1, **colours})


def _explained(declaration: type[Declaration], name: str, required: bool) -> str:
    """The comment on the heading of a column, in Chinese and English."""
    declared = attribute(declaration, name)
    target = references(declaration).get(name)
    texts = [
        Text("必填", "required") if required else None,
        declared.about if declared else None,
        Text(f"单位：{declared.unit.zh}", f"unit: {declared.unit.en}") if declared and declared.unit else None,
        Text(f"应为“{target.title.zh}”表中的编码", f"a code of the sheet {target.title.en}") if target else None,
        Text("多个值用分号隔开", "several values separated by semicolons") if _is_list(declaration, name) else None,
    ]
    remarks = [text for text in texts if text]
    return "\n".join([name, "；".join(text.zh for text in remarks), "; ".join(text.en for text in remarks)])


def _is_list(declaration: type[Declaration], name: str) -> bool:
    return name in declaration.model_fields and declaration.is_list(name)
