"""Totals as tables: in brief for a reader, with shares; and every number for a spreadsheet."""

from collections.abc import Mapping, Sequence

from rich.console import Console

from oncegraph.schema.text import Text
from oncegraph.schema.totals import Dimension, GroupTotals, Totals
from oncegraph.visualize.tables.table import Sheet, print_sheets

Groups = Mapping[Dimension, Sequence[GroupTotals]]

TITLE = Text("合计", "Totals")
NOT_RECORDED = Text("未登记", "Not recorded")
#: Part, whole, and both weighted by the cases a year.
SHARES = (
    ("fields_filled", "fields", "cases_fields_filled", "cases_fields"),
    ("materials_exempt", "materials", None, None),
    ("materials_only_once", "materials", None, None),
    ("requirements_exempt", "requirements", "cases_requirements_exempt", "cases_requirements"),
    ("requirements_only_once", "requirements", "cases_requirements_only_once", "cases_requirements"),
    ("situations_zero_material", "situations", "cases_zero_material", "cases"),
    ("items_zero_material", "items", None, None),
    ("items_partly_zero_material", "items", None, None),
)
#: The columns of each group that a reader compares first.
BRIEF = SHARES[0], SHARES[3], SHARES[4], SHARES[5]


def sheets(totals: Totals, groups: Groups) -> list[Sheet]:
    """Shares of the whole, and every number by dimension."""
    return [_shares(totals), *(_full(dimension, rows) for dimension, rows in groups.items())]


def show(console: Console, totals: Totals, groups: Groups) -> None:
    """For a reader: shares of the whole, and shares by dimension."""
    print_sheets(console, [_shares(totals), *(_brief(dimension, rows) for dimension, rows in groups.items())])


def _shares(totals: Totals) -> Sheet:
    """The shares of the whole that are fill-free, exempt, without materials; also weighted by cases a year."""
    titles = {name: attribute.title for name, attribute in Totals.attributes().items()}
    columns = (
        Text("指标", "What"),
        Text("数量", "Count"),
        Text("总数", "Of"),
        Text("占比", "Share"),
        Text("按年办件量：数量", "By cases a year: count"),
        Text("总数（加权）", "Total (weighted)"),
        Text("占比（加权）", "Share (weighted)"),
    )
    rows = []
    for part, whole, part_a_year, whole_a_year in SHARES:
        weighted: tuple = (None, None, None)
        if part_a_year and whole_a_year:
            counts = getattr(totals, part_a_year), getattr(totals, whole_a_year)
            weighted = (*counts, _share(*counts))
        counts = getattr(totals, part), getattr(totals, whole)
        rows.append((str(titles[part]), *counts, _share(*counts), *weighted))
    without = str(titles["situations_without_cases"])
    rows.append((without, totals.situations_without_cases, totals.situations, None, None, None, None))
    return Sheet.of(TITLE, columns, rows)


def _brief(dimension: Dimension, rows: Sequence[GroupTotals]) -> Sheet:
    titles = Totals.attributes()
    columns = [dimension.title, titles["items"].title, titles["situations"].title]
    columns += [titles[part].title for part, *_ in BRIEF]
    cells = [
        (
            _group_name(row),
            row.totals.items,
            row.totals.situations,
            *(_of(row.totals, part, whole) for part, whole, *_ in BRIEF),
        )
        for row in rows
    ]
    return Sheet.of(dimension.title, columns, cells)


def _full(dimension: Dimension, rows: Sequence[GroupTotals]) -> Sheet:
    titles = Totals.attributes()
    columns = [Text("编码", "Code"), dimension.title, *(each.title for each in titles.values())]
    cells = [(row.code, _group_name(row), *(getattr(row.totals, name) for name in titles)) for row in rows]
    return Sheet.of(dimension.title, columns, cells)


def _group_name(row: GroupTotals) -> str:
    return str(NOT_RECORDED) if row.name is None else row.name


def _of(totals: Totals, part: str, whole: str) -> str:
    counts = getattr(totals, part), getattr(totals, whole)
    return f"{counts[0]}/{counts[1]} {_share(*counts)}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"
