"""Middleware that bypasses routing for the forms of situations, which are requested whenever an online form is
opened."""

from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from oncegraph.api.routes.exemption import exempt as exemption
from oncegraph.queries.snapshot.city import ServedCity

ROUTE = next(
    route
    for route in exemption.router.routes
    if isinstance(route, APIRoute) and route.endpoint is exemption.situation_fields
)
HEADERS = [(b"content-type", b"application/json")]


class FormShortcut:
    """The middleware: sends the form that the route would send, if the city has prepared it. Routing a request and
    checking its parameters takes longer than all the rest."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        city: ServedCity | None = scope.get("city")
        form = None
        if city and scope["method"] == "GET" and (path := ROUTE.path_regex.match(scope["path"])):
            form = city.forms.find(path["code"], scope["query_string"])
        if form is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = ROUTE
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": form})
