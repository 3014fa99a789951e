"""The format of an answer: the one that the request names, or the accepted one of the highest quality (RFC 9110)."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Protocol, TypeVar

from fastapi import Header, Response
from pydantic import BaseModel, Field

from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Text, listed
from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.formats.format import DPI, LEAST_DPI, PRINT_DPI, Format


class NotAcceptable(OnceGraphError):
    """The request accepts none of the media types that are offered."""

    code = "not_acceptable"

    def __init__(self, offered: Iterable[str]):
        types = listed(offered)
        super().__init__(
            Text("Accept 所列的媒体类型均不可用。", "No media type in Accept is available here."),
            Text(f"可用：{types.zh}；或用 ?format= 指明。", f"Available: {types.en}; or choose one with ?format=."),
        )


class PictureQuery(BaseModel):
    """The parameters of a picture."""

    dpi: float = Field(DPI, ge=LEAST_DPI, le=PRINT_DPI, description="png 每英寸的像素数 · Pixels per inch of a png.")


#: The Accept header of a request.
Accept = Annotated[str, Header(include_in_schema=False)]


class Offered(Protocol):
    """A format, of pictures or of anything else."""

    @property
    def media_type(self) -> str: ...


OneOf = TypeVar("OneOf", bound=Offered)


def preferred(accept: str, offered: Sequence[OneOf]) -> OneOf:
    """The accepted format of the highest quality; of equal ones, the first. Raises NotAcceptable."""
    ranges = [_range(each) for each in accept.split(",") if each.strip()] or [("*/*", 1.0)]
    best = max(offered, key=lambda each: _quality(each.media_type, ranges))
    if not _quality(best.media_type, ranges):
        raise NotAcceptable(each.media_type for each in offered)
    return best


def _range(text: str) -> tuple[str, float]:
    """`text/*;q=0.5` → ("text/*", 0.5); a quality that is not a number counts as 1."""
    media_type, *parameters = (part.strip().lower() for part in text.split(";"))
    for name, _, value in (each.partition("=") for each in parameters):
        if name.strip() == "q":
            try:
                return media_type, min(max(float(value), 0.0), 1.0)
            except ValueError:
                break
    return media_type, 1.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """By the most specific range in Accept that matches: the type itself, its kind, everything."""
    for name in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if found := [quality for each, quality in ranges if each == name]:
            return max(found)
    return 0.0


#: The media types of a route's 200, besides JSON, as OpenAPI says them.
MEDIA_TYPES: dict[int | str, dict[str, Any]] = {
    200: {"content": {each.media_type: {"schema": {"type": "string"}} for each in Format if each is not Format.JSON}}
}


def picture_response(diagram: Diagram, dpi: float, format: Format) -> Response:
    """The picture as an answer. Raises what `render` raises."""
    from oncegraph.visualize.formats.render import render  # imported here, because importing it is slow

    return Response(render(diagram, format, dpi), media_type=format.media_type)
