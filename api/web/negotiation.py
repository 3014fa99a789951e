"""Pictures over HTTP: the format that the request names, otherwise the one that it accepts most gladly (RFC 9110)."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Protocol, TypeVar

from fastapi import Header, Response
from pydantic import BaseModel, Field

from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Text, listed
from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.formats.format import DPI, LEAST_DPI, PRINT_DPI, Format


class NotAcceptable(OnceGraphError):
    """The request accepts none of the media types that there are."""

    code = "not_acceptable"

    def __init__(self, offered: Iterable[str]):
        told = listed(offered)
        super().__init__(
            Text("此处没有 Accept 所列的媒体类型。", "None of the media types in Accept is to be had here."),
            Text(f"可用：{told.zh}；或用 ?format= 指明。", f"There are {told.en}; or name one with ?format=."),
        )


class Pictured(BaseModel):
    """What a request says about the format of a picture."""

    format: Format | None = Field(
        None, description="图的格式，优先于 Accept · Format; goes before what `Accept` says.", examples=["svg"]
    )
    dpi: float = Field(DPI, ge=LEAST_DPI, le=PRINT_DPI, description="png 每英寸的像素 · Pixels of a png per inch.")


#: What a request says of the media types that it takes.
Accept = Annotated[str, Header(include_in_schema=False)]


def chosen(asked: Pictured, accept: str, offered: Sequence[Format]) -> Format:
    """The format to answer with. Raises NotAcceptable."""
    return asked.format or preferred(accept, offered)


class Offered(Protocol):
    """A format of pictures, or of anything else."""

    @property
    def media_type(self) -> str: ...


OneOf = TypeVar("OneOf", bound=Offered)


def preferred(accept: str, offered: Sequence[OneOf]) -> OneOf:
    """The format that is accepted most gladly; of equal ones, the first. Raises NotAcceptable."""
    ranges = [_range(each) for each in accept.split(",") if each.strip()] or [("*/*", 1.0)]
    best = max(offered, key=lambda each: _quality(each.media_type, ranges))
    if not _quality(best.media_type, ranges):
        raise NotAcceptable(each.media_type for each in offered)
    return best


def _range(told: str) -> tuple[str, float]:
    """`text/*;q=0.5` → ("text/*", 0.5); what is no number counts as 1."""
    media_type, *parameters = (part.strip().lower() for part in told.split(";"))
    for name, _, value in (each.partition("=") for each in parameters):
        if name.strip() == "q":
            try:
                return media_type, min(max(float(value), 0.0), 1.0)
            except ValueError:
                break
    return media_type, 1.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """By the range that says most about it: itself, its kind, everything."""
    for told in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if found := [quality for name, quality in ranges if name == told]:
            return max(found)
    return 0.0


#: The media types of a route's 200, besides JSON, as OpenAPI tells them.
MEDIA_TYPES: dict[int | str, dict[str, Any]] = {
    200: {"content": {each.media_type: {"schema": {"type": "string"}} for each in Format if each is not Format.JSON}}
}


def drawn(diagram: Diagram, asked: Pictured, format: Format) -> Response:
    """The picture as an answer. Raises what `render` raises."""
    from oncegraph.visualize.formats.render import render  # takes its time to import

    return Response(render(diagram, format, asked.dpi), media_type=format.media_type)
