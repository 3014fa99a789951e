"""Read the costs of candidates: a table with the columns code and cost, or a YAML mapping."""

from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from oncegraph.loaders.finding import Findings, Place
from oncegraph.loaders.read import open_file
from oncegraph.loaders.table import Grid
from oncegraph.queries.change.next_best import BadCosts
from oncegraph.schema.document import read_document
from oncegraph.schema.text import Text

MAPPINGS = (".yaml", ".yml", ".json")
#: Column → the headings that it may have.
CODE, COST = ("code", "编码"), ("cost", "成本")
EXAMPLE = Text(
    "表头须有 code 和 cost（编码、成本），每行一项；或用 YAML 映射：SY0006: 12.5",
    "Write a table with the headings code and cost, one row for each candidate, or a YAML mapping such as SY0006: 12.5",
)


class BadCostFile(BadCosts):
    """A file of costs has an error: where, and what is wrong there."""

    def __init__(self, place: Place, what: Text):
        super().__init__(Text(f"{place.title.zh}：{what.zh}", f"{place.title.en}: {what.en}"), EXAMPLE)


class _Entry(NamedTuple):
    code: str
    cost: Any
    at_code: Place
    at_cost: Place


def read_costs(path: Path) -> dict[str, float]:
    """Code → cost. Raises Unreadable, BadCostFile, which names file, row and column."""
    costs: dict[str, float] = {}
    for entry in _mapping(path) if path.suffix.lower() in MAPPINGS else _table(path):
        if not entry.code:
            raise BadCostFile(entry.at_code, Text("缺少编码。", "The code is missing."))
        if entry.code in costs:
            raise BadCostFile(entry.at_code, Text(f"“{entry.code}”重复。", f'"{entry.code}" occurs twice.'))
        cost = _number(entry.cost)
        if cost is None:
            cost_text = "" if entry.cost is None else entry.cost
            what = Text(f"“{cost_text}”不是大于 0 的数。", f'"{cost_text}" is not a number greater than zero.')
            raise BadCostFile(entry.at_cost, what)
        costs[entry.code] = cost
    return costs


def _number(cost: Any) -> float | None:
    """The cost as a finite number greater than zero; None if it is not one."""
    try:
        number = float(cost)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if isfinite(number) and number > 0 and not isinstance(cost, bool) else None


def _mapping(path: Path) -> Iterator[_Entry]:
    place = Place(path.name)
    content = read_document(path)
    if not isinstance(content, dict):
        raise BadCostFile(place, Text("应为“编码: 成本”的映射。", "The file must contain a mapping of codes to costs."))
    for key, cost in content.items():
        code = "" if key is None else str(key).strip()
        yield _Entry(code, cost, place, Place(path.name, column=code))


def _table(path: Path) -> Iterator[_Entry]:
    findings = Findings()
    grids = [
        grid for grid in open_file(path, path.name, findings, format=None, encoding=None) if isinstance(grid, Grid)
    ]
    rows = [(number + n, row) for grid in grids[:1] for number, batch in grid.batches() for n, row in enumerate(batch)]
    for found in findings:
        raise BadCostFile(found.place, found.sentence)
    if not rows:
        raise BadCostFile(Place(path.name), Text("文件为空。", "The file is empty."))
    header = [_word(cell) for cell in rows[0][1]]
    where = {}
    for names in (CODE, COST):
        found_at = [number for number, word in enumerate(header) if word.lower() in names]
        if not found_at:
            what = Text(f"缺少 {names[0]}（{names[1]}）列。", f"There is no column {names[0]} ({names[1]}).")
            raise BadCostFile(Place(path.name, row=1), what)
        where[names] = found_at[0]
    for number, row in rows[1:]:
        if not any(_word(cell) for cell in row):
            continue
        code, cost = (_word(row[at]) if (at := where[names]) < len(row) else "" for names in (CODE, COST))
        at_code, at_cost = (Place(path.name, row=number, column=header[where[names]]) for names in (CODE, COST))
        yield _Entry(code, cost, at_code, at_cost)


def _word(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
