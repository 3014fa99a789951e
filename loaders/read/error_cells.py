"""Cells of an xlsx sheet whose formula failed (#REF!, #N/A …), which the workbook reader returns as empty."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

_MARK = b't="e"'
_CELL = re.compile(rb'<c (?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"')
_BLOCK = 1 << 20
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def error_cells(path: Path, sheet: str) -> Iterator[tuple[int, str]]:
    """(row number, letters of the column) of each such cell; none for a workbook that is not an xlsx."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        part = _part(archive, sheet)
        if part is None:
            return
        with archive.open(part) as xml:
            rest = b""
            while block := xml.read(_BLOCK):
                text = rest + block
                cut = max(text.rfind(b"<c "), 0)
                yield from _cells(text[:cut])
                rest = text[cut:]
            yield from _cells(rest)


def _cells(xml: bytes) -> Iterator[tuple[int, str]]:
    if _MARK in xml:
        yield from ((int(found[2]), found[1].decode()) for found in _CELL.finditer(xml))


def _part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The name of the part that holds the sheet."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except KeyError:
        return None
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for entry in book.iter(f"{_MAIN}sheet"):
        if entry.get("name") == sheet:
            return f"xl/{targets[entry.get(_RELATION)].removeprefix('/xl/')}"
    return None
