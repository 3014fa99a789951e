"""Rows of a declaration that hypothesis draws, and reading a file back without a graph."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from oncegraph.loaders.check.column import Column
from oncegraph.loaders.exchange_tables import tables
from oncegraph.loaders.finding import Findings
from oncegraph.loaders.naming import columns, required_columns
from oncegraph.loaders.read import open_file
from oncegraph.loaders.table import ABSENT
from oncegraph.schema.declaration import Declaration

Row = dict[str, Any]

#: Any text that XML can hold, without blanks at its ends; Chinese characters of all planes are among them.
TEXT = (
    st.text(
        st.one_of(
            st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufeff\u200b"),
            st.sampled_from("事项编码；、;|\"',<>&_=+-@[]{}\n０１𠮷"),
        ),
        min_size=1,
        max_size=30,
    )
    .map(str.strip)
    .filter(bool)
)
VALUES = {
    str: TEXT,
    int: st.integers(-(2**63) + 1, 2**63 - 1),
    bool: st.booleans(),
    date: st.dates(date(1000, 1, 1)),
    datetime: st.datetimes(datetime(1000, 1, 1)),
}


def values_of(declaration: type[Declaration], name: str) -> st.SearchStrategy:
    """Values of a column, codes of its list among them."""
    if name not in declaration.model_fields:
        return TEXT
    kind, codes = declaration.value_type(name), declaration.attributes()[name].codes
    single = VALUES[kind] if codes is None else st.one_of(st.sampled_from([code.value for code in codes]))
    return st.lists(single, min_size=1, max_size=4).map(tuple) if declaration.is_list(name) else single


def rows_of(declaration: type[Declaration]) -> st.SearchStrategy[list[Row]]:
    """Rows of a declaration, all with the same columns, some of the optional values None."""
    required = set(required_columns(declaration))
    one = st.fixed_dictionaries(
        {
            name: values_of(declaration, name) if name in required else st.none() | values_of(declaration, name)
            for name in columns(declaration)
        }
    )
    return st.lists(one, min_size=1, max_size=5)


def read_file(
    path: Path, *, format: str | None = None, encoding: str | None = None, declaration: type[Declaration] | None = None
) -> tuple[dict[str, list[Row]], Findings]:
    """Declaration name → rows with the values of the file, and the findings about its cells."""
    findings = Findings()
    rows: dict[str, list[Row]] = {}
    sources = open_file(path, path.name, findings, format=format, encoding=encoding)
    for table in tables(sources, findings, declaration):
        held = rows.setdefault(table.declaration.__name__, [])
        checks: dict[str, Column] = {}
        for chunk in table.chunks():
            cells = {}
            for name, raw in chunk.cells.items():
                column = checks.setdefault(name, Column(table.declaration, name))
                cells[name], keys = column.values(raw)
                for row, key in zip(chunk.numbers, keys, strict=True):
                    if key in column.bad:
                        findings.add(table.place(row, name), column.bad[key], key)
            for row in zip(*cells.values(), strict=True):
                held.append({n: v for n, v in zip(cells, row, strict=True) if v is not ABSENT})
    return rows, findings


def problem_kinds(findings: Findings) -> list[str]:
    return [finding.problem.kind for finding in findings]
