"""Workbooks (xlsx, xls, xlsb, ods): values as last computed, merged cells filled.

A sheet holds at most 1,048,576 rows, and one sheet at a time is held in memory.
"""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from oncegraph.loaders.problems import ERROR_CELL, unreadable
from oncegraph.loaders.read.error_cells import error_cells
from oncegraph.loaders.table import CHUNK, Grid, Report
from oncegraph.schema.text import Text


def grids(path: Path, name: str, report: Report) -> list[Grid]:
    """A grid for each sheet, in the order of the workbook."""
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            sheets = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            return [Grid(name, sheet, partial(_batches, path, sheet, report)) for sheet in sheets]
    except PasswordError:
        report(unreadable(Text("工作簿有密码保护", "The workbook is protected by a password")))
    except (CalamineError, OSError) as error:
        report(unreadable(Text(f"不是可以读取的工作簿（{error}）", f"Not a readable workbook ({error})")))
    return []


def _batches(path: Path, name: str, report: Report) -> Iterator[tuple[int, list[list[Any]]]]:
    with CalamineWorkbook.from_path(str(path)) as workbook:
        sheet = workbook.get_sheet_by_name(name)
        for row, column in error_cells(path, name):
            report._replace(sheet=name)(ERROR_CELL, row, column)
        rows, number = _filled(sheet), 1
        while batch := list(islice(rows, CHUNK)):
            yield number, batch
            number += len(batch)


def _filled(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """The rows of the sheet; every cell of a merged area gets the value of its first cell."""
    if sheet.start is None or sheet.end is None:
        return
    left, right = sheet.start[1], sheet.end[1]
    areas = sorted(sheet.merged_cell_ranges or (), reverse=True)
    open_areas: list[tuple[int, slice, Any]] = []
    for number, row in enumerate(sheet.iter_rows()):
        while areas and areas[-1][0][0] <= number:
            (_, first), (bottom, last) = areas.pop()
            if left <= first <= right:
                open_areas.append((bottom, slice(first - left, min(last, right) - left + 1), row[first - left]))
        for _, columns, value in open_areas:
            row[columns] = [value] * (columns.stop - columns.start)
        open_areas = [area for area in open_areas if area[0] > number]
        yield row
