"""The language of a request, its time limit, and log lines that programs read."""

import asyncio
import json
import logging

import pytest

from oncegraph.api.server.logs import JsonLines
from oncegraph.api.server.observability import AnswerTimeout, Observability


@pytest.mark.parametrize(
    ("query", "accepted", "wanted"),
    [
        (b"", b"", "zh"),
        (b"lang=en", b"zh", "en"),
        (b"lang=xx", b"en", "en"),
        (b"", b"en-GB,en;q=0.9,zh;q=0.8", "en"),
        (b"", b"en;q=0.2, zh-CN;q=0.7", "zh"),
        (b"", b"fr, de", "zh"),
        (b"", b"en;q=x,zh;q=0.1", "zh"),
    ],
)
def test_the_language_of_a_request(query, accepted, wanted):
    observability = Observability(None, None, "zh", 1.0)
    assert observability.language_of(query, accepted) == wanted


def test_a_log_line_is_one_json_object():
    record = logging.makeLogRecord({"name": "oncegraph.http", "msg": "request", "levelname": "INFO", "id": "1\n2"})
    line = JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["id"] == "1\n2"


def answering(seconds: float, status: int = 200):
    async def app(scope, receive, send):
        await asyncio.sleep(seconds)
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"late"})

    return app


def messages_of(app, seconds: float) -> list[dict]:
    """The messages of one request."""
    raised, sent = [], []

    def error_response(scope, error):
        raised.append(error)
        return answering(0, 503)

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    asyncio.run(Observability(app, error_response, "zh", seconds)(scope, None, send))
    assert [type(error) for error in raised] in ([], [AnswerTimeout])
    return sent


def test_an_answer_in_time_is_sent():
    start, body = messages_of(answering(0.0), 5.0)
    assert (start["status"], body["body"]) == (200, b"late")


def test_a_request_that_takes_too_long_is_refused_once():
    start, body = messages_of(answering(0.3), 0.05)
    assert start["status"] == 503
    assert dict(start["headers"])[b"x-request-id"]
    assert "body" in body
