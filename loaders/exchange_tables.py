"""Reads the exchange format: finds the declaration of each sheet or file and the attribute of each column."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePath
from typing import Any

from oncegraph.loaders import problems
from oncegraph.loaders.finding import Finding, Findings, Severity
from oncegraph.loaders.naming import (
    PASSED_OVER,
    columns,
    find_column,
    find_declaration,
    is_reason,
    similar_column,
    similar_declaration,
)
from oncegraph.loaders.read.header import Header, find_header
from oncegraph.loaders.table import ABSENT, Chunk, Grid, Objects, Report, Table
from oncegraph.schema.declaration import Declaration


def tables(
    sources: Sequence[Grid | Objects], findings: Findings, declaration: type[Declaration] | None = None
) -> list[Table]:
    """A table for each source that is named after a declaration; the other sources are read as `declaration`."""
    found = [(source, _kind(source, declaration)) for source in sources if source.sheet not in PASSED_OVER]
    known = [(source, kind) for source, kind in found if kind]
    for source, kind in found:
        if kind is None:
            word = source.sheet or PurePath(source.file).stem
            meant = similar_declaration(word)
            severity = Severity.WARNING if known and not meant else Severity.ERROR
            Report(findings, source.file, source.sheet)(problems.unknown_sheet(meant, severity), value=word)
    return [
        _of_grid(source, kind, findings) if isinstance(source, Grid) else _of_objects(source, kind, findings)
        for source, kind in known
    ]


def _kind(source: Grid | Objects, declaration: type[Declaration] | None) -> type[Declaration] | None:
    if source.sheet:
        return find_declaration(source.sheet) or declaration
    return declaration or find_declaration(PurePath(source.file).stem)


def _of_grid(grid: Grid, declaration: type[Declaration], findings: Findings) -> Table:
    report = Report(findings, grid.file, grid.sheet)
    headings: dict[str, str] = {}
    return Table(grid.file, grid.sheet, declaration, partial(_cut, grid, declaration, headings, report), headings)


def _cut(grid: Grid, declaration: type[Declaration], headings: dict[str, str], report: Report) -> Iterator[Chunk]:
    header, positions = None, {}
    for number, rows in grid.batches():
        if header is None:
            if all(cell in (None, "") for row in rows for cell in row):
                continue  # an empty sheet, such as an unused one of the template
            header = find_header(declaration, rows)
            if header is None:
                report(problems.no_header(declaration.title))
                return
            positions = _positions(declaration, header, headings, report)
            rows, number = rows[header.after :], number + header.after
        numbers: Sequence[int] = range(number, number + len(rows))
        broken: dict[int, Finding] = {}
        if not set(map(len, rows)) <= {header.width}:
            numbers, rows, broken = _even(numbers, rows, header.width, report)
        if rows:
            by_position = list(zip(*rows, strict=True))
            cells = {name: by_position[position] for name, position in positions.items()}
            yield Chunk(numbers, cells, broken=broken)


def _positions(
    declaration: type[Declaration], header: Header, headings: dict[str, str], report: Report
) -> dict[str, int]:
    """Column name → position in a row; fills `headings`."""
    positions: dict[str, int] = {}
    for position, (name, heading) in header.columns.items():
        if name is None:
            _report_unknown(declaration, heading, report)
        elif name in positions:
            report(problems.repeated_column(columns(declaration)[name]), column=heading)
        else:
            headings[name], positions[name] = heading, position
    return positions


def _report_unknown(declaration: type[Declaration], heading: str, report: Report) -> None:
    if not is_reason(heading):
        report(problems.unknown_column(similar_column(declaration, heading)), column=heading)


def _even(
    numbers: Sequence[int], rows: Sequence[Sequence[Any]], width: int, report: Report
) -> tuple[list[int], list[Sequence[Any]], dict[int, Finding]]:
    """The rows with as many cells as the header. Empty rows are left out; rows of another width are reported."""
    kept: list[tuple[int, Sequence[Any]]] = []
    broken = {}
    for number, row in zip(numbers, rows, strict=True):
        if 0 < len(row) < width or any(cell not in (None, "") for cell in row[width:]):
            broken[len(kept)] = report(problems.ragged(len(row), width), number)
        if row:
            kept.append((number, [*row[:width], *[""] * (width - len(row))]))
    return [number for number, _ in kept], [row for _, row in kept], broken


def _of_objects(source: Objects, declaration: type[Declaration], findings: Findings) -> Table:
    report = Report(findings, source.file, source.sheet)
    headings: dict[str, str] = {}
    return Table(
        source.file, source.sheet, declaration, partial(_collect, source, declaration, headings, report), headings
    )


def _collect(
    source: Objects, declaration: type[Declaration], headings: dict[str, str], report: Report
) -> Iterator[Chunk]:
    names: dict[str, str | None] = {}
    for numbers, rows in source.batches():
        for key in dict.fromkeys(key for row in rows for key in row):
            if key not in names:
                names[key] = name = find_column(declaration, key)
                if name is None:
                    _report_unknown(declaration, key, report)
                elif headings.setdefault(name, key) != key:
                    report(problems.repeated_column(columns(declaration)[name]), column=key)
        if rows:
            yield Chunk(numbers, {name: [row.get(key, ABSENT) for row in rows] for name, key in headings.items()})
