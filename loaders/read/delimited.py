"""Reads CSV and similar files: cells separated by comma, tab, semicolon or bar."""

import csv
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from oncegraph.loaders.finding import Problem
from oncegraph.loaders.problems import unreadable
from oncegraph.loaders.table import CHUNK, Grid, Report
from oncegraph.schema.text import Text

_DELIMITERS = ",\t;|"
_SAMPLE_ROWS = 20


def grids(path: Path, name: str, encoding: str, report: Report) -> list[Grid]:
    """The single grid of the file."""
    return [Grid(name, None, partial(_batches, path, encoding, report))]


def _batches(path: Path, encoding: str, report: Report) -> Iterator[tuple[int, list[list[str]]]]:
    number = 1
    with path.open(encoding=encoding, newline="") as file:
        try:
            delimiter = _delimiter(list(islice(file, _SAMPLE_ROWS)))
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            while rows := list(islice(reader, CHUNK)):
                yield number, rows
                number += len(rows)
        except csv.Error as error:
            report(_malformed(reader.line_num, str(error)))
        except UnicodeError as error:
            report(_undecodable(encoding, str(error)))


def _delimiter(lines: list[str]) -> str:
    """The delimiter that gives the most cells in any line."""
    return max(_DELIMITERS, key=lambda mark: max((line.count(mark) for line in lines), default=0))


def _malformed(line: int, detail: str) -> Problem:
    return unreadable(
        Text(
            f"第 {line} 行附近引号或分隔符有误（{detail}）", f"Wrong quoting or separators near line {line} ({detail})"
        ),
        Text("成对的引号，引号内的引号写两次", "quotes in pairs, and a quote inside them written twice"),
    )


def _undecodable(encoding: str, detail: str) -> Problem:
    return unreadable(
        Text(f"不能按 {encoding} 解码（{detail}）", f"Cannot be decoded as {encoding} ({detail})"),
        Text("文件的实际编码（用选项指明）", "the encoding that the file really has, given as an option"),
    )
