"""JSON (an array of rows, or an object of such arrays by declaration) and JSON lines."""

import codecs
import json
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any

import ijson

from oncegraph.loaders.problems import unreadable
from oncegraph.loaders.table import CHUNK, Objects, Report
from oncegraph.schema.text import Text

_ROW = Text("一个 JSON 对象", "a JSON object")


def arrays(path: Path, name: str, encoding: str, report: Report, records: str | None = None) -> list[Objects]:
    """The array of the file, or each array of its object; `records`: its path, such as `data.rows`."""
    if records:
        return [Objects(name, None, partial(_array, path, encoding, f"{records}.item", report))]
    try:
        with path.open("rb") as file:
            events = ijson.parse(_utf8(file, encoding))
            if next(events)[1] == "start_array":
                return [Objects(name, None, partial(_array, path, encoding, "item", report))]
            keys = [value for prefix, event, value in events if event == "map_key" and not prefix]
    except (ijson.JSONError, UnicodeError, StopIteration) as error:
        report(_malformed(str(error)))
        return []
    return [Objects(name, key, partial(_array, path, encoding, f"{key}.item", report)) for key in dict.fromkeys(keys)]


def lines(path: Path, name: str, encoding: str, report: Report) -> list[Objects]:
    """The single sequence of the file: one object per line."""
    return [Objects(name, None, partial(_lines, path, encoding, report))]


def _array(path: Path, encoding: str, prefix: str, report: Report) -> Iterator[tuple[list[int], list[dict]]]:
    with path.open("rb") as file:
        try:
            yield from _batches(enumerate(ijson.items(_utf8(file, encoding), prefix), 1), report)
        except (ijson.JSONError, UnicodeError) as error:
            report(_malformed(str(error)))


def _lines(path: Path, encoding: str, report: Report) -> Iterator[tuple[list[int], list[dict]]]:
    with path.open(encoding=encoding) as file:
        try:
            yield from _batches(_parsed(file, report), report)
        except UnicodeError as error:
            report(_malformed(str(error)))


def _parsed(file: Iterable[str], report: Report) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(file, 1):
        if not line.isspace():
            try:
                value = json.loads(line)
                line.isascii() and "\\ud" in line.lower() and json.dumps(value, ensure_ascii=False).encode()
                yield number, value
            except (json.JSONDecodeError, UnicodeEncodeError) as error:
                report(_malformed(str(error)), number, value=line.strip())


def _batches(rows: Iterable[tuple[int, Any]], report: Report) -> Iterator[tuple[list[int], list[dict]]]:
    rows = iter(rows)
    while batch := list(islice(rows, CHUNK)):
        for number, row in batch:
            if not isinstance(row, dict):
                report(unreadable(Text("不是一行数据", "Not a row"), _ROW), number, value=row)
        good = [(number, row) for number, row in batch if isinstance(row, dict)]
        yield [number for number, _ in good], [row for _, row in good]


def _utf8(file: IO[bytes], encoding: str) -> "IO[bytes] | _Recoded":
    """The file as UTF-8 without a byte-order mark, as the parser requires."""
    if encoding == "utf-8-sig":
        file.seek(len(codecs.BOM_UTF8))
    return file if encoding in ("utf-8", "utf-8-sig") else _Recoded(file, encoding)


class _Recoded:
    """A file in another encoding, read as UTF-8."""

    def __init__(self, file: IO[bytes], encoding: str):
        self._reader = codecs.getreader(encoding)(file)

    def read(self, size: int = -1) -> bytes:
        return self._reader.read(size).encode()


def _malformed(detail: str) -> Any:
    return unreadable(Text(f"不是有效的 JSON（{detail}）", f"Not valid JSON ({detail})"))
