"""How routes answer: JSON or, where the answer is a table, CSV, Excel or text, as `format` or `Accept` says."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Query, Request, Response
from pydantic_core import to_json

from oncegraph.api.web.negotiation import preferred
from oncegraph.visualize.tables.format import TableFormat
from oncegraph.visualize.tables.table import Sheet

JSON = "application/json"
#: The headers of an answer that does not depend on the state of the catalogue alone, and that no cache may keep.
NO_STORE = {"cache-control": "no-store"}


#: The formats of a table: JSON unless another one is named or preferred.
OFFERED = (TableFormat.JSON, *(each for each in TableFormat if each is not TableFormat.JSON))
#: The media types of a table besides JSON, as OpenAPI says them.
TABLES: dict[int | str, dict[str, Any]] = {
    200: {"content": {each.media_type: {"schema": {"type": "string"}} for each in OFFERED[1:]}}
}


def answer_json(document: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON, straight to bytes: the models are checked in the tests, not for each answer."""
    return Response(to_json(document), status, headers, media_type=JSON)


def answer_table(
    sheets: Sequence[Sheet], format: TableFormat, name: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Tables as text, or as a CSV or Excel file of that name."""
    content = format.write(None, lambda: sheets)
    saved = {} if format is TableFormat.TABLE else attachment(name, format.value)
    return Response(content, 200, {**saved, **(headers or {})}, media_type=format.media_type)


class Reply:
    """Answers a request in the format that it asks for. Raises NotAcceptable."""

    def __init__(self, format: TableFormat | None, accept: str, name: str):
        self.format = format or preferred(accept, OFFERED)
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
        return answer_table(sheets(), self.format, self._name, headers)


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
