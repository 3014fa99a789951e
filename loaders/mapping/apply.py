"""Turns the rows of a foreign file into tables of declarations, as a mapping says."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product
from typing import Any

from oncegraph.loaders import problems
from oncegraph.loaders.finding import Findings
from oncegraph.loaders.mapping.evaluate import Evaluator, Record
from oncegraph.loaders.mapping.model import Mapping, Target, Value
from oncegraph.loaders.table import Chunk, Grid, Objects, Report, Table


def tables(sources: Sequence[Grid | Objects], mapping: Mapping, findings: Findings) -> list[Table]:
    """A table for each target of the mapping, of each source."""
    return [
        Table(
            source.file,
            source.sheet,
            target.kind,
            partial(_chunks, source, mapping, target, Report(findings, source.file, source.sheet)),
            {name: ", ".join(value.sources or value.template) or name for name, value in target.values.items()},
            target.repeated,
        )
        for source in sources
        for target in mapping.rows
    ]


def _chunks(source: Grid | Objects, mapping: Mapping, target: Target, report: Report) -> Iterator[Chunk]:
    unmatched: dict[tuple[str, str], tuple[int, int]] = {}
    number = 0

    def remember(path: str, text: str) -> None:
        first, rows = unmatched.get((path, text), (number, 0))
        unmatched[path, text] = (first, rows + 1)

    def evaluator(value: Value) -> Evaluator:
        return Evaluator(value, mapping.no_data, remember)

    loops = {name: evaluator(value) for name, value in target.each.items()}
    values = {name: evaluator(value) for name, value in target.values.items()}
    unless = {path: (evaluator(_from(path)), evaluator(_template(text))) for path, text in target.unless.items()}
    for batch in _records(source, mapping.header):
        numbers: list[int] = []
        cells: dict[str, list[Any]] = {name: [] for name in values}
        defaulted: list[tuple[str, ...]] = []
        for number, record in batch:
            if any(this(record) == that(record) for this, that in unless.values()):
                continue
            for scope in _scopes(record, loops):
                results = {name: value(scope) for name, value in values.items()}
                numbers.append(number)
                for name, (value, _) in results.items():
                    cells[name].append(value)
                defaulted.append(tuple(name for name, (_, assumed) in results.items() if assumed))
        if numbers:
            yield Chunk(numbers, cells, defaulted)
    for (path, text), (first, rows) in unmatched.items():
        report.findings.add(report.place(first, path), problems.UNMATCHED, text, rows)
    for each in (*loops.values(), *values.values(), *(this for this, _ in unless.values())):
        for path in sorted(each.absent - loops.keys()):
            report(problems.ABSENT_PATH, column=path)


def _scopes(record: Record, loops: dict[str, Evaluator]) -> Iterator[Record]:
    """The row, or for a target with loops the row with each combination of their members."""
    if not loops:
        yield record
        return
    lists = [value if isinstance(value, list) else [value] for value, _ in (loop(record) for loop in loops.values())]
    for members in product(*lists):
        if None not in members:
            yield {**record, **dict(zip(loops, members, strict=True))}


def _records(source: Grid | Objects, header: int) -> Iterator[list[tuple[int, Record]]]:
    if isinstance(source, Objects):
        for numbers, objects in source.batches():
            yield list(zip(numbers, objects, strict=True))
        return
    names: list[str] = []
    for first, rows in source.batches():
        records: list[tuple[int, Record]] = []
        for number, row in enumerate(rows, first):
            if number == header:
                names = [str(cell).strip() for cell in row]
            elif number > header and any(cell not in (None, "") for cell in row):
                records.append((number, dict(zip(names, row, strict=False))))
        yield records


def _from(path: str) -> Value:
    return Value.model_validate({"from": path})


def _template(text: str) -> Value:
    return Value(template=(text,))
