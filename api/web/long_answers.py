"""Questions that may take long: answered at once or, with `Prefer: respond-async`, as a job."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Header, Response

from oncegraph.api.routes.server.jobs import accepted
from oncegraph.api.web.jobs import Jobs, Progress

ASYNC = "respond-async"
WAIT = (
    "耗时较长的请求可加 `Prefer: respond-async`，以后台作业运行。\n\n"
    "Long questions can run as a job: `Prefer: respond-async`."
)

Prefer = Annotated[str, Header(description="respond-async：以后台作业运行 · As a job.", examples=[ASYNC])]


def answer_or_start(
    jobs: Jobs, prefer: str, name: str, answer: Callable[[], Response], document: Callable[[], Any]
) -> Response:
    """The answer; or, with `Prefer: respond-async`, 202 and a job that computes the document."""
    if ASYNC not in {each.strip().lower() for each in prefer.split(",")}:
        return answer()

    def work(progress: Progress) -> Any:
        progress(0, 1)
        return document()

    response = accepted(jobs.start(name, work))
    response.headers["preference-applied"] = ASYNC
    return response
