"""How routes answer: JSON or, where the answer is a table, CSV or Excel, as `format` or `Accept` says."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Query, Request, Response
from pydantic_core import to_json

from oncegraph.api.web.negotiation import preferred
from oncegraph.schema.codes import CodeList
from oncegraph.visualize.tables.table import Sheet

JSON = "application/json"
#: The headers of an answer that does not depend on the state of the catalogue alone, and that no cache may keep.
NO_STORE = {"cache-control": "no-store"}


class TableFormat(CodeList):
    """The formats of a table."""

    JSON = "json", "JSON 数据", "JSON data"
    CSV = "csv", "CSV 文件", "CSV file"
    XLSX = "xlsx", "Excel 工作簿", "Excel workbook"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    TableFormat.JSON: JSON,
    TableFormat.CSV: "text/csv",
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: The media types of a table besides JSON, as OpenAPI says them.
TABLES: dict[int | str, dict[str, Any]] = {
    200: {"content": {each.media_type: {"schema": {"type": "string"}} for each in TableFormat if each != "json"}}
}


def answer_json(document: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON, straight to bytes: the models are checked in the tests, not for each answer."""
    return Response(to_json(document), status, headers, media_type=JSON)


class Reply:
    """Answers a request in the format that it asks for. Raises NotAcceptable."""

    def __init__(self, format: TableFormat | None, accept: str, name: str):
        self.format = format or preferred(accept, tuple(TableFormat))
        self._name = name

    def __call__(
        self,
        document: Any | Callable[[], Any],
        sheets: Callable[[], Sequence[Sheet]],
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """document: the JSON document, or a function that makes it; sheets: makes the same content as tables."""
        if self.format is TableFormat.JSON:
            return answer_json(document() if callable(document) else document, headers=headers)
        if self.format is TableFormat.CSV:
            from oncegraph.visualize.tables.text_files import csv_bytes

            content = csv_bytes(sheets())
        else:
            from oncegraph.visualize.tables.workbook import xlsx_bytes  # imported here, because importing it is slow

            content = xlsx_bytes(sheets())
        saved = attachment(self._name, self.format.value)
        return Response(content, 200, {**saved, **(headers or {})}, media_type=self.format.media_type)


def attachment(name: str, suffix: str) -> dict[str, str]:
    """The header that makes a browser save an answer under a name, which may be in any script."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}.{suffix}"}


async def reply_of(
    request: Request,
    format: Annotated[
        TableFormat | None, Query(description="格式，优先于 Accept · Format; goes before what `Accept` says.")
    ] = None,
) -> Reply:
    name = next(iter(request.path_params.values()), request.url.path.rpartition("/")[2])
    return Reply(format, request.headers.get("accept", "*/*"), name)


TheReply = Annotated[Reply, Depends(reply_of)]
