"""Structured logs: one JSON object per line on standard error."""

import json
import logging
import sys

from starlette.types import Scope

SLOW_SECONDS = 1.0
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})

log = logging.getLogger("oncegraph.http")


def method_of(scope: Scope) -> str:
    """The method of a request, for logs and metrics: OTHER for one that HTTP does not define."""
    return scope["method"] if scope["method"] in METHODS else "OTHER"


def log_request(scope: Scope, route: str, request_id: bytes, status: int, seconds: float) -> None:
    """Log a request that was refused, failed or slow; any other one only at the level DEBUG."""
    level = logging.INFO if status >= 400 or seconds >= SLOW_SECONDS else logging.DEBUG
    if log.isEnabledFor(level):
        extra = {
            "id": request_id.decode(),
            "method": method_of(scope),
            "path": scope["path"],
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 3),
        }
        log.log(level, "request", extra=extra)


class JsonLines(logging.Formatter):
    """One JSON object per line: time, level, logger, event, the fields passed as `extra`, and the traceback."""

    PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in self.PLAIN}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def log_to_stderr(every_request: bool) -> None:
    """Send the logs of the server and of uvicorn to standard error, and warnings of all other libraries.

    every_request: log every request, not only those that were refused, failed or slow.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in ("oncegraph", "uvicorn"):
        logging.getLogger(name).setLevel(logging.INFO)
    log.setLevel(logging.DEBUG if every_request else logging.INFO)
