"""Read values of forms from JSON files; no message repeats their content."""

import json
from pathlib import Path
from typing import Any

from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.text import Text


class BadValuesFile(RefusedInput):
    """A file of values cannot be read. The message never repeats its content."""

    code = "bad_values_file"

    def __init__(self, path: Path, what: Text):
        super().__init__(
            Text(f"{path}：{what.zh}。", f"{path}: {what.en}."),
            Text('例如：{"ZD000014": "张三"}', 'For example: {"ZD000014": "Zhang San"}'),
        )


def read_values(path: Path) -> dict[str, Any]:
    """Read entry of a merged form → value from a JSON object. Raises BadValuesFile, also for a key that occurs
    twice."""

    def refuse_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(values := dict(pairs)) < len(pairs):
            raise BadValuesFile(path, Text("同一个键出现两次", "has a duplicate key"))
        return values

    try:
        content = json.loads(path.read_text("utf-8-sig"), object_pairs_hook=refuse_repeated)
    except OSError as error:
        what = Text(f"无法读取（{error.strerror}）", f"cannot be read ({error.strerror})")
        raise BadValuesFile(path, what) from None
    except (ValueError, RecursionError):
        raise BadValuesFile(path, Text("不是有效的 JSON", "is not valid JSON")) from None
    if not isinstance(content, dict):
        raise BadValuesFile(path, Text("须为一个 JSON 对象", "must be a JSON object"))
    return content


def read_filled_forms(path: Path) -> dict[str, dict[str, Any]]:
    """Read form → field of the form → value from a JSON object. Raises BadValuesFile."""
    forms = read_values(path)
    if not all(isinstance(each, dict) for each in forms.values()):
        raise BadValuesFile(path, Text("须为 {表单编码: {表单字段编码: 值}}", "must be {FORM: {FORM_FIELD: VALUE}}"))
    return forms
