"""Past all routing: the forms of situations, which every opening of an online form asks for."""

from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from oncegraph.api.web.responses import JSON


class Shortcut:
    """Gives the answer of `route`, which must be that of `routes.exemption.situation_fields`, when it stands ready;
    passes on all else."""

    def __init__(self, app: ASGIApp, route: APIRoute):
        self._app = app
        self._route = route
        self._headers = [(b"content-type", JSON.encode())]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = scope["method"] == "GET" and self._route.path_regex.match(scope["path"])
        snapshot = scope.get("snapshot")
        ready = found and snapshot and snapshot.form_at_once(found["code"], scope["query_string"])
        if not ready:
            await self._app(scope, receive, send)
            return
        scope["route"] = self._route
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        await send({"type": "http.response.body", "body": ready})
