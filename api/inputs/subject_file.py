"""Read what somebody has on file (一人一档、一企一档), from a document or from options: codes and dates, never
values."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from oncegraph.schema.document import read_document
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.remaining import SubjectFile
from oncegraph.schema.text import Text, listed


class BadFile(RefusedInput):
    """The description of what is on file has an error."""

    code = "bad_file"

    def __init__(self, where: str, what: Text):
        super().__init__(
            Text(f"{where}：{what.zh}", f"{where}: {what.en}"),
            Text("例如：fields: {ZD000054: 2024-05-01}", "For example: fields: {ZD000054: 2024-05-01}"),
        )


def parse_subject_file(
    path: Path | None, fields: Iterable[str], documents: Iterable[str], keys_only: bool
) -> SubjectFile:
    """The subject's file from a YAML or JSON document and from CODE=DATE pairs.

    keys_only: the values serve only as keys and fill no form. Raises Unreadable, BadFile.
    """
    content = _read(path) if path else {}
    for name, flag, pairs in (("fields", "--has-field", fields), ("documents", "--has-document", documents)):
        added = dict(_parse_pair(pair, flag) for pair in pairs)
        if added and isinstance(content.get(name, {}), dict):
            content[name] = {**content.get(name, {}), **added}
    if keys_only:
        content["fill"] = False
    try:
        return SubjectFile(**content)
    except ValidationError as error:
        wrong = [(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors(include_input=False)]
        what = listed((f"{where} ({message})" for where, message in wrong), Text("；", "; "))
        raise BadFile(str(path or "--has-field / --has-document"), what) from None


def _read(path: Path) -> dict[str, Any]:
    content = read_document(path)
    if not isinstance(content, dict) or not all(isinstance(name, str) for name in content):
        raise BadFile(str(path), Text("须有 fields 或 documents", "must contain fields or documents"))
    return content


def _parse_pair(pair: str, flag: str) -> tuple[str, str]:
    code, equals, since = pair.rpartition("=")
    if not equals or not code:
        raise BadFile(flag, Text("须写作 编码=日期", "must be written as CODE=DATE"))
    return code, since
