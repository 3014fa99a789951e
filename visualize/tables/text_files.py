"""Results as text files: JSON, and CSV for Excel."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_json

from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Sheet, format_cell

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def json_bytes(document: Any) -> bytes:
    """JSON of a model, or of anything made of models, dates and plain values."""
    if isinstance(document, BaseModel):
        return document.model_dump_json(indent=2).encode() + b"\n"
    return json.dumps(json.loads(to_json(document)), ensure_ascii=False, indent=2).encode() + b"\n"


def csv_bytes(sheets: Sequence[Sheet]) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that Excel reads Chinese. Several tables become one whose first column
    names the table. No cell can be mistaken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    which = len(sheets) > 1
    columns = list(dict.fromkeys(name for sheet in sheets for name in sheet.columns))
    writer.writerow([_harmless(name) for name in ([str(Text("表", "Table"))] if which else []) + columns])
    for sheet in sheets:
        for row in sheet.rows:
            cells = dict(zip(sheet.columns, row, strict=True))
            writer.writerow(
                [
                    _harmless(value)
                    for value in ([sheet.title] if which else []) + [cells.get(name) for name in columns]
                ],
            )
    return text.getvalue().encode("utf-8-sig")


def _harmless(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    word = format_cell(value)
    return f"'{word}" if word.startswith(FORMULA_STARTS) else word
