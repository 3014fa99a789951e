"""A catalogue in the body of a request: rows by declaration, checked like a JSON file with the same content."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticSerializationError, to_json

from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.rows import Rows
from oncegraph.schema.text import Text, listed

if TYPE_CHECKING:
    from oncegraph.loaders import Findings
    from oncegraph.loaders.finding import Finding

MOST_ROWS_GIVEN = 50_000
ERRORS_SHOWN = 5
THE_ROWS = Text("提供的行", "the rows given")


class TooManyRows(RefusedInput):
    """A request has too many rows to compare."""

    code = "too_many_rows"

    def __init__(self, many: int):
        super().__init__(
            Text(
                f"提供了 {many} 行，超过 {MOST_ROWS_GIVEN} 行的上限。",
                f"{many} rows were given; at most {MOST_ROWS_GIVEN} are allowed.",
            ),
            Text("较大的目录请使用命令 oncegraph compare。", "Compare large ones with: oncegraph compare"),
        )


class RowsRefused(RefusedInput):
    """Rows of a request have errors; the first ones are shown. file: the temporary file in which they were checked."""

    code = "rows_refused"

    def __init__(self, findings: "Findings", file: Path):
        from oncegraph.loaders import Severity

        errors = [_format(each, file) for each in findings if each.severity is Severity.ERROR]
        first = listed(errors[:ERRORS_SHOWN], Text("；", "; "))
        super().__init__(
            Text(f"提供的行有 {len(errors)} 处错误：{first.zh}", f"{len(errors)} errors in the rows given: {first.en}"),
            Text("请逐处更正。", "Correct the errors listed."),
        )


class NotUtf8(RefusedInput):
    """Rows of a request contain single surrogates, which no file can hold."""

    code = "no_text"

    def __init__(self) -> None:
        super().__init__(
            Text("提供的行含有不能用 UTF-8 表示的字符。", "The rows contain characters that UTF-8 cannot encode."),
            Text("请删除单独的代理码（\\ud800 至 \\udfff）。", "Remove single surrogates (\\ud800 to \\udfff)."),
        )


class UnknownDeclaration(RefusedInput):
    """Rows of a kind that is not declared."""

    code = "unknown_declaration"

    def __init__(self, word: str):
        known = "、".join(DECLARATIONS)
        super().__init__(
            Text(f"没有名为“{word}”的表。", f'There is no kind of rows "{word}".'),
            Text(f"可用的表：{known}。", f"Known kinds: {known}."),
        )


def check_rows(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Rows:
    """The rows in the form in which a load returns them. rows: name of a declaration → its rows.

    Raises TooManyRows, UnknownDeclaration, NotUtf8, RowsRefused.
    """
    from oncegraph.loaders import LoadRefused, rows_of

    many = sum(map(len, rows.values()))
    if many > MOST_ROWS_GIVEN:
        raise TooManyRows(many)
    if unknown := rows.keys() - DECLARATIONS.keys():
        raise UnknownDeclaration(min(unknown))
    with TemporaryDirectory() as folder:
        file = Path(folder, "rows.json")
        try:
            file.write_bytes(to_json(rows))
        except PydanticSerializationError:
            raise NotUtf8 from None
        try:
            return rows_of([file])
        except LoadRefused as refused:
            raise RowsRefused(refused.findings, file) from None


def _format(finding: "Finding", file: Path) -> Text:
    """The place and the problem; the temporary file is not mentioned, because it means nothing to the client."""
    parts = zip(finding.place.title, finding.sentence, THE_ROWS, strict=True)
    return Text(*(f"{place} {sentence}".replace(str(file), rows) for place, sentence, rows in parts))
