"""Reads files of any supported format as grids (sheets of cells) or sequences of JSON objects."""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from oncegraph.loaders.finding import Findings
from oncegraph.loaders.problems import unknown_format, unreadable
from oncegraph.loaders.read import delimited, excel, jsons
from oncegraph.loaders.read.encoding import detect
from oncegraph.loaders.table import Grid, Objects, Report
from oncegraph.schema.text import Text

Format = Literal["csv", "json", "jsonl", "xlsx"]

#: Suffix → how the file is read.
FORMATS: dict[str, Format] = {
    "csv": "csv",
    "tsv": "csv",
    "txt": "csv",
    "json": "json",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xls": "xlsx",
    "xlsb": "xlsx",
    "ods": "xlsx",
}
STDIN = "-"


@contextmanager
def files(paths: Sequence[Path | str]) -> Iterator[list[tuple[Path, str]]]:
    """(file, name shown to people) of each path; a folder means its files, `-` standard input."""
    with tempfile.TemporaryDirectory(prefix="oncegraph-") as folder:
        found: list[tuple[Path, str]] = []
        for path in paths:
            if str(path) == STDIN:
                copy = Path(folder, "stdin")
                with copy.open("wb") as file:
                    shutil.copyfileobj(sys.stdin.buffer, file)
                found.append((copy, "stdin"))
            elif Path(path).is_dir():
                inside = sorted(
                    p for p in Path(path).iterdir() if _format(p, None) and not p.name.startswith(("~", "."))
                )
                found += [(p, str(p)) for p in inside]
            else:
                found.append((Path(path), str(path)))
        yield found


def open_file(
    path: Path, name: str, findings: Findings, *, format: str | None, encoding: str | None, records: str | None = None
) -> Sequence[Grid | Objects]:
    """The content of the file; if it cannot be read, an empty list, and a finding is reported.

    format: csv, json, jsonl or xlsx, otherwise by suffix; encoding: otherwise detected; records: see `jsons.arrays`.
    """
    report = Report(findings, name)
    how = _format(path, format)
    if how is None:
        report(unknown_format(", ".join(FORMATS)))
        return []
    if not path.is_file():
        report(unreadable(Text("文件不存在", "No such file")))
        return []
    try:
        if how == "xlsx":
            return excel.grids(path, name, report)
        encoding = encoding or detect(path)
        if encoding is None:
            report(
                unreadable(
                    Text("既不是 UTF-8 也不是 GB18030", "Neither UTF-8 nor GB18030"),
                    Text("文件的实际编码（用选项指明）", "the encoding that the file really has, given as an option"),
                )
            )
            return []
        "".encode(encoding)
        if how == "json":
            return jsons.arrays(path, name, encoding, report, records)
        return (delimited.grids if how == "csv" else jsons.lines)(path, name, encoding, report)
    except LookupError:
        report(unreadable(Text(f"没有名为 {encoding} 的编码", f"There is no encoding named {encoding}")))
    except OSError as error:
        report(unreadable(Text(f"无法读取文件（{error.strerror}）", f"The file cannot be read ({error.strerror})")))
    return []


def _format(path: Path, format: str | None) -> Format | None:
    return FORMATS.get((format or path.suffix.removeprefix(".")).lower())
