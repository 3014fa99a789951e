"""uvicorn's HTTP protocol, but that an answer in memory is written at once: a task and messages cost as much again.

Works without uvicorn calling `_start_asgi_task`, too: the application gives the same answers, only later.
"""

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from oncegraph.api.server.app import Application


class Protocol(HttpToolsProtocol):
    """For an `Application` that is not wrapped in anything."""

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        plain = cycle.keep_alive and not self.pipeline and not self.flow.write_paused
        known = app.at_once(cycle.scope) if plain and isinstance(app, Application) else None
        if known is None:
            super()._start_asgi_task(cycle, app)
            return
        head, body = known
        usual = [b"%b: %b\r\n" % header for header in self.server_state.default_headers]
        self.transport.write(b"".join((b"HTTP/1.1 200 OK\r\n", *usual, head, b"\r\n", body)))
        cycle.response_started = cycle.response_complete = True
        cycle.on_response()
