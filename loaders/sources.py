"""Opens files as tables of declarations: by their names in the exchange format, or by a mapping."""

from collections.abc import Sequence
from pathlib import Path

from oncegraph.loaders import exchange_tables, problems, read
from oncegraph.loaders.finding import Findings, Place
from oncegraph.loaders.mapping import Mapping
from oncegraph.loaders.mapping import tables as foreign_tables
from oncegraph.loaders.table import Table
from oncegraph.schema.declaration import Declaration


def open_tables(
    files: Sequence[tuple[Path, str]],
    findings: Findings,
    *,
    mapping: Mapping | None,
    format: str | None,
    encoding: str | None,
    declaration: type[Declaration] | None,
) -> list[Table]:
    """The tables of all files, each a (path, name shown to people); for the options see `load`."""
    if not files:
        findings.add(Place(), problems.NOTHING_TO_LOAD)
    tables = []
    for path, name in files:
        if mapping:
            how, records = format or mapping.format, mapping.records
            sources = read.open_file(path, name, findings, format=how, encoding=encoding, records=records)
            tables += foreign_tables(sources, mapping, findings)
        else:
            sources = read.open_file(path, name, findings, format=format, encoding=encoding)
            tables += exchange_tables.tables(sources, findings, declaration)
    return tables
